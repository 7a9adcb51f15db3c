"""Accents that are drawn as glyphs of their own, as Computer Modern has them."""

from __future__ import annotations

import pytest
from msgspec import structs

from vlortool.extract.accents import compose
from vlortool.extract.glyphs import Glyph, Style

_STYLE = Style("CMR10", 10.0)
_TURNED = Style("CMR10", 10.0, upright=False)


def _char(
    text: str, x0: float, width: float = 5.0, top: float = 100.0, style: Style = _STYLE
) -> Glyph:
    return Glyph(text, x0, x0 + width, top, top + style.size, style)


def _composed(*chars: Glyph) -> str:
    return "".join(char.text for char in compose(list(chars)))


@pytest.mark.parametrize(
    ("accent", "letter", "whole"),
    [
        ("´", "e", "é"),
        ("`", "e", "è"),
        ("¨", "e", "ë"),
        ("ˆ", "o", "ô"),
        ("˜", "n", "ñ"),
        ("¸", "c", "ç"),
        ("¨", "ı", "ï"),
        ("ˆ", "ı", "î"),
    ],
)
def test_an_accent_and_the_letter_under_it_are_one(accent: str, letter: str, whole: str) -> None:
    # The places are those of pdfTeX: `r´e` of `re´el`, with the letter in the middle of the accent.
    chars = [_char("r", 10, 3.9), _char(accent, 13.6, 5.0), _char(letter, 13.9, 4.4)]
    assert _composed(*chars, _char("n", 18.3)) == f"r{whole}n"


def test_the_letter_keeps_its_place() -> None:
    letter = _char("e", 13.9, 4.4)
    assert compose([_char("´", 13.6), letter]) == [structs.replace(letter, text="é")]


def test_two_in_a_row_go_each_with_their_own() -> None:
    # `één`: the second accent also reaches over the first letter.
    chars = [_char("´", 42.6), _char("e", 42.9, 4.4), _char("´", 47.1), _char("e", 47.3, 4.4)]
    assert _composed(*chars, _char("n", 51.7)) == "één"


def test_an_accent_is_raised_on_a_capital() -> None:
    assert _composed(_char("´", 13.6, top=97.5), _char("E", 13.0, 6.8)) == "É"


def test_a_cedilla_may_follow_its_capital() -> None:
    assert _composed(_char("C", 10, 7.2), _char("¸", 11.4, 4.4), _char("a", 17.2)) == "Ça"


@pytest.mark.parametrize(
    "chars",
    [
        [_char("`", 10, 2.8), _char("q", 12.8)],
        [_char("o", 10), _char("´", 15), _char("e", 20)],
        [_char("´", 13.6), _char("e", 13.9, style=Style("CMBX10", 10.0))],
        [_char("´", 13.6), _char("e", 13.9, top=114.0)],
        [_char("´", 13.6), _char("e", 13.9, style=Style("CMR10", 7.0))],
        [_char("~", 13.6), _char("1", 13.6)],
        [_char("´", 13.6), _char("´", 13.6)],
        [_char("¸", 13.6), _char("x", 13.6)],
        [_char("´", 13.6, style=_TURNED), _char("e", 13.9, style=_TURNED)],
        [_char("´", 13.6)],
        [_char("ı", 13.6)],
    ],
    ids=lambda chars: "".join(char.text for char in chars),
)
def test_a_sign_that_stands_alone_is_kept(chars: list[Glyph]) -> None:
    assert compose(chars) == chars
