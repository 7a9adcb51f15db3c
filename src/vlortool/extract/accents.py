"""Accents that are drawn as glyphs of their own: put together with their letters.

TeX's fonts of the first encoding (OT1), Computer Modern above all, have no accented letters. TeX
draws the accent, goes back and draws the letter below it; only a cedilla may come after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

Raw = dict[str, Any]

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


def compose(chars: Iterable[Raw]) -> list[Raw]:
    """Return characters in their order, each accent put together with the letter that it is on.

    Args:
        chars: pdfplumber's characters, in the order in which the file draws them.
    """
    done: list[Raw] = []
    accent: Raw | None = None
    for char in chars:
        if accent is not None:
            whole = _together(accent, char)
            if whole is None:
                _end_with(done, accent)
                accent = None
            else:
                done.append(whole)
                accent = None
                continue
        if char["text"] in _COMBINING:
            accent = char
        else:
            done.append(char)
    if accent is not None:
        _end_with(done, accent)
    return done


def _end_with(done: list[Raw], accent: Raw) -> None:
    """Put an accent with the letter before it, or let it stand as a sign."""
    whole = _together(accent, done[-1]) if done else None
    if whole is None:
        done.append(accent)
    else:
        done[-1] = whole


def _together(accent: Raw, letter: Raw) -> Raw | None:
    """Return the letter with its accent, in the letter's place; None if they are not one."""
    if not _is_on(accent, letter):
        return None
    base: str = letter["text"]
    whole = _DOTLESS.get(base, base) + _COMBINING[accent["text"]]
    text = unicodedata.normalize("NFC", whole)
    return {**letter, "text": text} if len(text) == 1 else None


def _is_on(accent: Raw, letter: Raw) -> bool:
    if letter["fontname"] != accent["fontname"] or not letter["text"].isalpha():
        return False
    size = letter["size"]
    if (
        not (letter["upright"] and accent["upright"])
        or abs(accent["size"] - size) > _SAME_SIZE * size
    ):
        return False
    apart = abs(accent["x0"] + accent["x1"] - letter["x0"] - letter["x1"]) / 2
    return bool(
        apart <= _OFF_CENTRE * size and abs(accent["top"] - letter["top"]) <= _RAISED * size
    )
