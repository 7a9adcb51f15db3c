"""Units from a document: each sentence with its words, its list and its titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

from vlortool.model.advisory import Block, Section
from vlortool.model.document import Document
from vlortool.resources import councils
from vlortool.tag.units import Token, Unit
from vlortool.tag.words import tokenize

_OFTEN, _CLEARLY = 3, 2
_MOST_AT_ONCE = 5000

Spans = Sequence[Sequence[tuple[int, int]]]


def units_of(document: Document, spans: Spans, asked_by: tuple[str, ...] = ()) -> list[Unit]:
    """Return the sentences of a document, linked to what stands around them.

    Args:
        document: The document.
        spans: Half-open offsets of the sentences of each block.
        asked_by: Actor ids of who asked for the advisory.
    """
    titles = _titles(document.sections)
    council = document.metadata.council or speaking_council(document.text)
    blocks: list[list[Unit]] = []
    last: Unit | None = None
    for block, sentences in zip(document.blocks, spans, strict=True):
        lead = blocks[block.lead_in] if block.lead_in is not None else []
        words = _words_of(document, block, sentences)
        starts = [token.start for token in words]
        units: list[Unit] = []
        for place, (start, end) in enumerate(sentences):
            unit = Unit(
                text=document.text[start:end],
                start=start,
                end=end,
                tokens=words[bisect_left(starts, start) : bisect_left(starts, end)],
                kind=block.kind,
                depth=block.depth,
                place=place,
                count=len(sentences),
                previous=last,
                lead_in=lead[-1] if lead else None,
                titles=titles[block.section],
                council=council,
                asked_by=asked_by,
            )
            if last is not None:
                last.following = unit
            last = unit
            units.append(unit)
        blocks.append(units)
    return [unit for units in blocks for unit in units]


def _words_of(
    document: Document, block: Block, sentences: Sequence[tuple[int, int]]
) -> list[Token]:
    if block.end - block.start <= _MOST_AT_ONCE:
        return tokenize(document.text[block.start : block.end], block.start, sentences)
    # What has no blanks for pages costs the tokenizer time that grows with its square; sentences
    # are cut there.
    return [
        token
        for start, end in sentences
        for token in tokenize(document.text[start:end], start, [(start, end)])
    ]


def speaking_council(text: str) -> str | None:
    """Return the council that a text names most, if by far: the one that *de raad* stands for.

    Only for documents that do not say who issued them; their metadata stay unknown.
    """
    counts = Counter({council.id: len(_named(council.id).findall(text)) for council in councils()})
    (first, most), (_, second) = counts.most_common(2)
    return first if most >= _OFTEN and most > _CLEARLY * second else None


@cache
def _named(council: str) -> re.Pattern[str]:
    [aliases] = [each.aliases for each in councils() if each.id == council]
    longest_first = sorted(aliases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _titles(sections: list[Section]) -> list[tuple[tuple[Token, ...], ...]]:
    """Return for each section its title and those above it, the innermost first."""
    found: list[tuple[tuple[Token, ...], ...]] = []
    path: list[tuple[int, tuple[Token, ...] | None]] = []
    for section in sections:
        while path and path[-1][0] >= section.level:
            path.pop()
        path.append((section.level, tuple(tokenize(section.title)) if section.title else None))
        found.append(tuple(title for _, title in reversed(path) if title is not None))
    return found
