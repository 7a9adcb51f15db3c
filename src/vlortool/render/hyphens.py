"""Words that are longer than a column is wide, broken about where Dutch breaks them."""

from __future__ import annotations

import re

# What a syllable begins with, the longest first: *werk-plek*, not *werkp-lek*.
_SYLLABLE = re.compile(
    r"(?:sch|ch|[bcdfgkptvw]r|[bcfgkps]l|st|sp|kn|[dktz]w|[b-df-hj-np-tv-xz])"
    r"(?=[aeiouyáàâäéèêëíìîïóòôöúùûü])",
    re.IGNORECASE,
)
# Fewer letters do not stand alone.
_FEWEST = 3


def hyphenated(text: str, width: int) -> str:
    r"""Break the words that are too long for a line, with a hyphen.

    Args:
        text: Words; the blanks between them stay as they are.
        width: How many columns a line has.

    Example:
        >>> hyphenated("een onderwijsloopbaanbegeleiding", 24)
        'een onderwijsloopbaanbege-\nleiding'
    """
    return re.sub(r"\S+", lambda found: _broken(found[0], width), text)


def _broken(word: str, width: int) -> str:
    lines = []
    while len(word) > width > _FEWEST:
        at = _place(word, width)
        sign = "" if word[at - 1] == "-" else "-"
        lines.append(f"{word[:at]}{sign}")
        word = word[at:]
    return "\n".join([*lines, word])


def _place(word: str, width: int) -> int:
    """Return where to break a word: behind its last hyphen, else before its last syllable."""
    hyphen = word.rfind("-", _FEWEST, width) + 1
    places = [found.start() for found in _SYLLABLE.finditer(word)]
    fitting = [at for at in places if _FEWEST <= at < min(width, len(word) - _FEWEST + 1)]
    return hyphen or max(fitting, default=width - 1)
