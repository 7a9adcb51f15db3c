"""Patterns of what a work is: advice of a council, a law, a report."""

from __future__ import annotations

import re
from functools import cache

from vlortool.resources import citation_words


@cache
def advice_pattern() -> str:
    """Return a pattern of what councils issue, without a group."""
    return (
        "(?:" + "|".join(sorted(map(re.escape, citation_words().advice_kinds), key=len)[::-1]) + ")"
    )


@cache
def report_pattern() -> str:
    """Return a pattern of the last part of words for reports, without a group."""
    return (
        "(?:" + "|".join(sorted(map(re.escape, citation_words().report_kinds), key=len)[::-1]) + ")"
    )


@cache
def author_pattern() -> str:
    """Return a pattern of how the names of bodies that publish begin."""
    return "|".join(map(re.escape, citation_words().authors))


@cache
def law_start() -> str:
    """Return a pattern of the words that a law opens with, without a group."""
    known = citation_words()
    kinds = "|".join(sorted(map(re.escape, known.law_kinds), key=len)[::-1])
    adjectives = "|".join(known.law_adjectives)
    return rf"(?:(?:{adjectives})\s)?(?:{kinds}|[a-z]{{3,20}}(?:decreet|wet|wetboek)|Vlarem)\b"
