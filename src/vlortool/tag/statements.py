"""Statements: every sentence of the body, with an id from its words and its place."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from vlortool.model.advisory import Block, Statement
from vlortool.model.document import Document
from vlortool.model.places import PlaceIndex
from vlortool.resources import structure
from vlortool.tag.sentences import split_sentences

_ID_LENGTH = 8
_MAX_ITEM = 100
_STOPPED = re.compile(r"[.?!;:…,][)’”\"']*$")


def find_statements(document: Document) -> list[Statement]:
    """Split each block into sentences; positions are not judged yet."""
    abbreviations = structure().abbreviations
    places = PlaceIndex(document.places)
    repeats: Counter[str] = Counter()
    found: list[Statement] = []
    for index, block in enumerate(document.blocks):
        words = document.text[block.start : block.end]
        for first, last in _split(block, words, abbreviations):
            start, end = block.start + first, block.start + last
            quote = document.text[start:end]
            digest = statement_hash(quote)
            repeats[digest] += 1
            suffix = f"-{repeats[digest]}" if repeats[digest] > 1 else ""
            found.append(
                Statement(
                    id=digest + suffix,
                    block=index,
                    section=block.section,
                    start=start,
                    end=end,
                    text=quote,
                    footnotes=_notes_in(document.markers, start, end, block.start),
                    origin=places.origin(start, end),
                )
            )
    return found


def _split(block: Block, words: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Split a block; an item without a closing stop is one unit (*Flanders’ Care. Werk maken*)."""
    if block.kind == "bullet" and len(words) <= _MAX_ITEM and not _STOPPED.search(words):
        return [(0, len(words))]
    return list(split_sentences(words, abbreviations))


def statement_hash(words: str) -> str:
    """Return a short hash of a statement's words, the same for other blanks, quotes and case."""
    folded = re.sub(r"[\W_]+", " ", words.casefold()).strip()
    return hashlib.sha256(folded.encode()).hexdigest()[:_ID_LENGTH]


def _notes_in(markers: list[tuple[int, str]], start: int, end: int, block_start: int) -> list[str]:
    """Return the notes whose marker stands in, or right behind, a statement."""
    return [
        number
        for offset, number in markers
        if start < offset <= end or offset == start == block_start
    ]
