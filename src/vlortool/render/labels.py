"""Dutch words for what the records say."""

from __future__ import annotations

import unicodedata
from typing import Any

NOT_FOUND = "niet gevonden"
NO_NOTE_TEXT = "(geen tekst in de bron)"
BEFORE_HEADINGS = "(tekst voor de eerste titel)"

DEFECTS = {
    "no-text": "geen noottekst",
    "no-marker": "geen merkteken",
    "duplicate-number": "dubbel nummer",
}


def known(value: Any) -> str:
    """Write a value that may be unknown: what wasn't found isn't shown as nothing."""
    if value is None or value in ([], ""):
        return NOT_FOUND
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def place(value: dict[str, Any] | None) -> str:
    """Write a place in the source: `p. 2-3` or `r. 340-344`."""
    if value is None:
        return NOT_FOUND
    first, last = value["first"], value["last"]
    short = "p." if value["unit"] == "page" else "r."
    return f"{short} {first}" if first == last else f"{short} {first}-{last}"


def glyph(mark: str | None) -> str:
    """Write a bullet's mark; those of symbol fonts have no shape outside their font."""
    is_private = mark is not None and any(unicodedata.category(c) in {"Co", "Cn"} for c in mark)
    return "•" if mark is None or is_private else mark
