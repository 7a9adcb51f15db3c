"""Statements: every sentence of the body, with an id from its words, its place and its labels."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from vlortool.model.advisory import Block, Statement
from vlortool.model.document import Document
from vlortool.model.identity import StatementIds
from vlortool.model.places import PlaceIndex
from vlortool.resources import structure
from vlortool.tag.actors import actors_in
from vlortool.tag.context import Spans, units_of
from vlortool.tag.labels import label
from vlortool.tag.sentences import split_sentences

_MAX_ITEM = 100
_STOPPED = re.compile(r"[.?!;:…,][)’”\"']*$")


def find_statements(document: Document) -> list[Statement]:
    """Return the sentences of a document with all that the finders say of them."""
    bare = bare_statements(document)
    spans: list[list[tuple[int, int]]] = [[] for _ in document.blocks]
    for statement in bare:
        spans[statement.block].append((statement.start, statement.end))
    return _labelled(document, bare, spans)


def label_sentences(document: Document, spans: Spans) -> list[Statement]:
    """Return statements for sentences that are known already, as those of a gold file are.

    Args:
        document: The document.
        spans: Half-open offsets of the sentences of each block.
    """
    bare = [
        Statement(
            id=f"{block}-{place}",
            block=block,
            section=document.blocks[block].section,
            start=start,
            end=end,
            text=document.text[start:end],
        )
        for block, sentences in enumerate(spans)
        for place, (start, end) in enumerate(sentences)
    ]
    return _labelled(document, bare, spans)


def _labelled(document: Document, bare: list[Statement], spans: Spans) -> list[Statement]:
    metadata = document.metadata
    asked_by = tuple(actors_in(metadata.requested_by or "", metadata.council))
    units = units_of(document, spans, asked_by)
    return [
        msgspec.structs.replace(statement, **msgspec.structs.asdict(labels))
        for statement, labels in zip(bare, label(units), strict=True)
    ]


def bare_statements(document: Document) -> list[Statement]:
    """Split each block into sentences, without labels."""
    abbreviations = structure().abbreviations
    places = PlaceIndex(document.places)
    ids = StatementIds()
    offsets = [offset for offset, _ in document.markers]
    found: list[Statement] = []
    for index, block in enumerate(document.blocks):
        words = document.text[block.start : block.end]
        for first, last in _split(block, words, abbreviations):
            start, end = block.start + first, block.start + last
            quote = document.text[start:end]
            # A marker behind the stop is the sentence's; so is one that opens the block.
            low = bisect_left(offsets, start) if first == 0 else bisect_right(offsets, start)
            marked = document.markers[low : bisect_right(offsets, end)]
            found.append(
                Statement(
                    id=ids.of(quote),
                    block=index,
                    section=block.section,
                    start=start,
                    end=end,
                    text=quote,
                    footnotes=[number for _, number in marked],
                    origin=places.origin(start, end),
                )
            )
    return found


def _split(block: Block, words: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Split a block; an item without a closing stop is one unit (*Flanders’ Care. Werk maken*)."""
    if not words.strip():
        return []
    if block.kind == "bullet" and len(words) <= _MAX_ITEM and not _STOPPED.search(words):
        return [(0, len(words))]
    return list(split_sentences(words, abbreviations))
