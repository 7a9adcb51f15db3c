"""Sentence boundaries in Dutch policy prose, without a trained model."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Where a run of stops begins: from the midst of one that ends in no blank none is found either.
_END = re.compile(r"(?<![.?!…])[.?!…]++[)’”\"'»]*+(?=\s)")
_NEXT = re.compile(r"\s+[(‘“\"'«¬•–-]*\s*[A-ZÀ-ÖØ-Þ0-9]")
_OPENERS = {"‘": "’", "“": "”", "«": "»"}
_OPENER = re.compile(f"[{''.join(_OPENERS)}]")
_MAX_QUOTE = 300
# The longest sentence of the two seeds and all fixtures has 427 characters. What takes longer to
# label the more words there are must not meet a million in one; nor a word without an end.
_LONGEST = 2000
_LONGEST_RUN = 500
_LONGEST_WORD = 80
_INITIALS = re.compile(r"(?:^|[\s(‘“])(?:[^\W\d_]\.-?)+$")


def split_sentences(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one block as half-open offsets, surrounding blanks left out.

    A sentence ends after `.?!…` and closing quotes before a capital, digit or opening quote; not
    after an abbreviation, a single letter or initials, and not inside a quotation. What is far
    longer than any sentence is cut at a blank.

    Args:
        text: The block's words, note markers taken out.
        abbreviations: Words with a full stop that end no sentence, in lower case.
    """
    quoted = _quotations(text)
    start = 0
    for found in _END.finditer(text):
        end = found.end()
        if not _NEXT.match(text, end) or any(low < end < high for low, high in quoted):
            continue
        if _is_abbreviation(text, found, abbreviations):
            continue
        yield from _cut(text, start, end)
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    last = len(text.rstrip())
    if start < last:
        yield from _cut(text, start, last)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces if it is too long for one."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        if cut <= start:
            cut = start + _LONGEST_RUN
        yield start, start + len(text[start:cut].rstrip())
        start = cut
        while text[start].isspace():
            start += 1
    yield start, end


def _is_abbreviation(text: str, found: re.Match[str], abbreviations: frozenset[str]) -> bool:
    if found[0] != ".":
        return False
    before = text[max(found.end() - _LONGEST_WORD, 0) : found.end()]
    word = re.split(r"[\s(‘“\"'/]", before)[-1]
    if word.casefold() in abbreviations:
        return True
    if re.fullmatch(r"\d{1,2}\.", word):
        return False
    return _INITIALS.search(before) is not None


def _quotations(text: str) -> list[tuple[int, int]]:
    """Return the spans inside quotation marks that close again within the block.

    The closing single quote is also the apostrophe, so the last one counts that no letter follows.
    """
    spans: list[tuple[int, int]] = []
    opener = _OPENER.search(text)
    while opener is not None:
        position = opener.start()
        close = _closing(text, position, _OPENERS[opener[0]])
        if close is not None:
            spans.append((position, close))
            position = close
        opener = _OPENER.search(text, position + 1)
    return spans


def _closing(text: str, start: int, mark: str) -> int | None:
    limit = min(len(text), start + _MAX_QUOTE)
    position = text.find(mark, start + 1, limit)
    while position >= 0:
        inside_word = text[position - 1].isalpha() and text[position + 1 : position + 2].isalpha()
        if not inside_word:
            return position
        position = text.find(mark, position + 1, limit)
    return None
