"""Patterns of what a work is: advice of a council, a law, a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from vlortool.resources import citation_words


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest first, without a group of its own."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def advice_pattern() -> str:
    """Return a pattern of what councils issue, without a group."""
    return f"(?:{any_of(citation_words().advice_kinds)})"


@cache
def report_pattern() -> str:
    """Return a pattern of the last part of words for reports, without a group."""
    return f"(?:{any_of(citation_words().report_kinds)})"


@cache
def author_pattern() -> str:
    """Return a pattern of how the names of bodies that publish begin."""
    return any_of(citation_words().authors)


@cache
def law_start() -> str:
    """Return a pattern of the words that a law opens with, without a group."""
    known = citation_words()
    adjectives, kinds = any_of(known.law_adjectives), any_of(known.law_kinds)
    return rf"(?:(?:{adjectives})\s)?(?:{kinds}|[a-z]{{3,20}}(?:decreet|wet|wetboek)|Vlarem)\b"
