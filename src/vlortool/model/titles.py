"""Comparing the titles of works by the words that carry meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("en", "es", "e", "s")
_STEM = 5


def title_words(title: str, stopwords: Set[str]) -> frozenset[str]:
    """Return the words of a title that tell it from others, without capitals, accents and endings.

    Example:
        >>> sorted(title_words("Advies over de lerarenopleidingen, 2016", {"over", "de", "advies"}))
        ['2016', 'lerarenopleiding']
    """
    folded = unicodedata.normalize("NFKD", title.casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return frozenset(
        _stem(word) for word in _WORD.findall(bare) if word not in stopwords and _counts(word)
    )


def likeness(one: Set[str], other: Set[str]) -> float:
    """Return how much two sets of words have in common, 0 to 1; different numbers weigh nothing.

    Two titles that name different years are titles of different works, whatever else they share.
    """
    if not one or not other or numbers(one) != numbers(other):
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def share(short: Set[str], full: Set[str]) -> float:
    """Return which part of the words of a short title a full one has; its numbers must be there."""
    if not short or not numbers(short) <= numbers(full):
        return 0.0
    found = sum(any(_same(word, other) for other in full) for word in short)
    return found / len(short)


def numbers(words: Set[str]) -> frozenset[str]:
    """Return the numbers among the words."""
    return frozenset(word for word in words if word.isdigit())


def _counts(word: str) -> bool:
    return len(word) > 2 or word.isdigit()


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def _same(word: str, other: str) -> bool:
    # Loopbaan- of *het Loopbaanadvies* is leerloopbaanbegeleiding in the title.
    return word == other or (len(word) >= _STEM and not word.isdigit() and word in other)
