"""What a line opens with."""

from __future__ import annotations

import pytest

from vlortool.model.layout import Line
from vlortool.segment.marks import family, opening, value


def _opening(text: str) -> tuple[str, str] | None:
    found = opening(Line(page=1, number=1, text=text))
    return (found.kind, found.mark) if found else None


@pytest.mark.parametrize(
    "glyph", ["¬", "•", "▪", "●", "○", "➢", "✓", "►", "\uf0b7", "\uf0a7", "o", *"❍❏❒➣✔"]
)
def test_glyphs_open_bullets(glyph: str) -> None:
    assert _opening(f"{glyph} een punt") == ("glyph", glyph)


@pytest.mark.parametrize("dash", ["-", "–", "—", "*"])
def test_dashes_may_open_bullets(dash: str) -> None:
    assert _opening(f"{dash} een punt") == ("dash", dash)
    assert _opening(dash) == ("dash", dash)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1 Situering", "1"),
        ("3.1. Beeld", "3.1."),
        ("4.4.1Randvoorwaarden", "4.4.1"),
        ("II Onderwijstaal", "II"),
        ("IV. Besluit", "IV."),
        ("A Aanbod", "A"),
        ("a) een punt", "a)"),
        ("1° een punt", "1°"),
        ("(3) een punt", "(3)"),
        ("10.Bij herhaling", "10."),
        ("7", "7"),
    ],
)
def test_numbers_open_headings_or_items(text: str, mark: str) -> None:
    assert _opening(text) == ("number", mark)


@pytest.mark.parametrize(
    "text",
    ["–vormen", "op school", "2018 was", "100 scholen", "Ik vraag", "1,5 miljoen", "3de graad"],
)
def test_words_open_nothing(text: str) -> None:
    assert _opening(text) is None


@pytest.mark.parametrize(
    ("mark", "kind", "number"),
    [
        ("3.1", "decimal", 1),
        ("II", "roman", 2),
        ("V", "roman", 5),
        ("IX.", "roman", 9),
        ("12.", "1.", 12),
        ("b)", "a)", 2),
        ("C", "A", 3),
    ],
)
def test_a_mark_has_a_family_and_a_value(mark: str, kind: str, number: int) -> None:
    assert family(mark) == kind
    assert value(mark) == number
