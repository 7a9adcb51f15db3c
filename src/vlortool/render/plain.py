"""Words of a document as data: nothing in them is interpreted by a terminal or a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the direction of what follows, and so could disguise it.
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def visible(text: str) -> str:
    """Replace control characters, and marks that turn the direction, by their code points."""
    shown = _TURNING.sub(_code, text)
    if shown.isprintable():
        return shown
    return "".join(
        _code(char) if unicodedata.category(char) == "Cc" and char != "\n" else char
        for char in shown
    )


def _code(found: re.Match[str] | str) -> str:
    char = found if isinstance(found, str) else found[0]
    return f"⟨U+{ord(char):04X}⟩"


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def markdown(text: str) -> str:
    """Escape what Markdown would interpret."""
    return _MARKDOWN.sub(r"\\\1", visible(text)).replace("\n", " ")
