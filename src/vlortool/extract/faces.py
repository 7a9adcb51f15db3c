"""What the name of a font says about its looks."""

from __future__ import annotations

import re
from functools import lru_cache

_SUBSET = re.compile(r"^[A-Z]{6}\+")
# Computer Modern has its weight in the middle of the name (CMSSBX10), URW's fonts at its end.
_BOLD = re.compile(
    r"bold|black|heavy|demi|-bd|,bd|^(?:cm|sf|ec)\w*bx|\bbx|-medi(?:ital)?$", re.IGNORECASE
)
_ITALIC = re.compile(
    r"italic|oblique|-it\b|cmti|sfti|ecti|cmsl|kursiv|-(?:regu|medi)ital$", re.IGNORECASE
)
_NAMES = 1024


@lru_cache(_NAMES)
def face(name: str) -> str:
    """Return a font's name without the prefix of a subset."""
    return _SUBSET.sub("", name)


@lru_cache(_NAMES)
def is_bold(name: str) -> bool:
    """Tell whether a font is bold, by its name."""
    return bool(_BOLD.search(name))


@lru_cache(_NAMES)
def is_italic(name: str) -> bool:
    """Tell whether a font is slanted, by its name."""
    return bool(_ITALIC.search(name))
