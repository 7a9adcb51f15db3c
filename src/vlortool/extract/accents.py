"""Accents that are drawn as glyphs of their own: put together with their letters.

TeX's fonts of the first encoding (OT1), Computer Modern above all, have no accented letters. TeX
draws the accent, goes back and draws the letter below it; only a cedilla may come after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from msgspec import structs

from vlortool.extract.glyphs import Glyph

# Beside the accents proper the keyboard's signs, by which some fonts name them.
_COMBINING = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303",
    "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "˝": "\u030b",
    "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
# Of the size: how far the middles of accent and letter may be apart (in a slanted font an accent
# stands 0.06 to the right of a capital), and how far an accent may be raised (0.25 on a capital).
_OFF_CENTRE = 0.2
_RAISED = 0.4
_SAME_SIZE = 0.05


def compose(glyphs: list[Glyph]) -> list[Glyph]:
    """Return glyphs in their order, each accent put together with the letter that it is on.

    Args:
        glyphs: The glyphs of a page, in the order in which the file draws them.
    """
    if _COMBINING.keys().isdisjoint([glyph.text for glyph in glyphs]):
        return glyphs
    return _composed(glyphs)


def _composed(glyphs: Iterable[Glyph]) -> list[Glyph]:
    done: list[Glyph] = []
    accent: Glyph | None = None
    for glyph in glyphs:
        if accent is not None:
            whole = _together(accent, glyph)
            if whole is None:
                _end_with(done, accent)
                accent = None
            else:
                done.append(whole)
                accent = None
                continue
        if glyph.text in _COMBINING:
            accent = glyph
        else:
            done.append(glyph)
    if accent is not None:
        _end_with(done, accent)
    return done


def _end_with(done: list[Glyph], accent: Glyph) -> None:
    """Put an accent with the letter before it, or let it stand as a sign."""
    whole = _together(accent, done[-1]) if done else None
    if whole is None:
        done.append(accent)
    else:
        done[-1] = whole


def _together(accent: Glyph, letter: Glyph) -> Glyph | None:
    """Return the letter with its accent, in the letter's place; None if they are not one."""
    if not _is_on(accent, letter):
        return None
    whole = _DOTLESS.get(letter.text, letter.text) + _COMBINING[accent.text]
    text = unicodedata.normalize("NFC", whole)
    return structs.replace(letter, text=text) if len(text) == 1 else None


def _is_on(accent: Glyph, letter: Glyph) -> bool:
    if letter.style.font != accent.style.font or not letter.text.isalpha():
        return False
    size = letter.style.size
    if (
        not (letter.style.upright and accent.style.upright)
        or abs(accent.style.size - size) > _SAME_SIZE * size
    ):
        return False
    apart = abs(accent.x0 + accent.x1 - letter.x0 - letter.x1) / 2
    return apart <= _OFF_CENTRE * size and abs(accent.top - letter.top) <= _RAISED * size
