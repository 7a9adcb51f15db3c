"""Words by which the relation of two positions is judged: `relations.toml` as a record."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from vlortool.errors import ResourceError
from vlortool.model.terms import fold
from vlortool.resources.overlay import read_toml

# A gap stays in its clause.
_GAP = r"[^\w,;:.]+(?:(?!(?:en|of|maar|dat|die|want|omdat|zodat)\b)[^\W_]+[^\w,;:.]+){0,4}?"
_NEXT = r"\W+"
_PATTERNS = ("exempt", "against", "ends", "forbids", "unless", "whole", "part")


class Relations(Struct, frozen=True):
    """Phrases as patterns on lower-case text; `relations.toml` says what they mean."""

    exempt: re.Pattern[str]
    against: re.Pattern[str]
    ends: re.Pattern[str]
    forbids: re.Pattern[str]
    unless: re.Pattern[str]
    whole: re.Pattern[str]
    part: re.Pattern[str]
    harm: frozenset[str]
    connectives: frozenset[str]


@cache
def relations() -> Relations:
    """Read the phrases.

    Raises:
        ResourceError: A phrase begins or ends with a gap.
    """
    raw = read_toml("relations.toml")
    connectives = frozenset(raw["connectives"]["cues"].split())
    harm = frozenset(map(fold, raw["harm"]["words"].split()))
    exempt, against, ends, forbids, unless, whole, part = (
        _pattern(raw[name]["phrases"]) for name in _PATTERNS
    )
    return Relations(exempt, against, ends, forbids, unless, whole, part, harm, connectives)


def _pattern(phrases: str) -> re.Pattern[str]:
    lines = [line.split() for line in phrases.splitlines() if line.strip()]
    if not lines:
        # A list that the user has emptied: alternatives of nothing would be found everywhere.
        return re.compile(r"(?!)")
    return re.compile(rf"\b(?:{'|'.join(map(_phrase, lines))})\b")


def _phrase(words: list[str]) -> str:
    if ".." in (words[0], words[-1]):
        raise ResourceError(
            f"relations.toml: {' '.join(words)!r} begins or ends with a gap", "Take .. out there"
        )
    made = ""
    gap = ""
    for word in words:
        if word == "..":
            gap = _GAP
            continue
        made += gap + _alternatives(word)
        gap = _NEXT
    return made


def _alternatives(word: str) -> str:
    forms = (re.escape(form).replace(r"\*", r"[^\W_]*") for form in word.split("|"))
    return f"(?:{'|'.join(forms)})"
