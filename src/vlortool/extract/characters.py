"""Character clean-up that both routes share: what a reader sees is kept."""

from __future__ import annotations

import unicodedata

LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u0132": "IJ",
        "\u0133": "ij",
    }
)

# Blanks of other widths become a plain one, invisible characters disappear. The soft hyphen
# stays: at a line end it says that a word was broken there.
_BLANKS = dict.fromkeys([0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0B, 0x85], " ")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF], "")
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)], "")
# Halves of letters, which fonts may name: no text can hold them.
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = {**_HALVES, **_CONTROLS, **_INVISIBLE, **_BLANKS, 0x2028: "\n", 0x2029: "\n"}


def clean(text: str) -> str:
    """Spell ligatures out, compose Unicode (NFC) and drop what has no shape of its own."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(LIGATURES).translate(_CLEAN))
