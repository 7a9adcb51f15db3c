"""Units from a document: each sentence with its words, its list and its titles."""

from __future__ import annotations

from collections.abc import Sequence

from vlortool.model.advisory import Section
from vlortool.model.document import Document
from vlortool.tag.units import Token, Unit
from vlortool.tag.words import tokenize

Spans = Sequence[Sequence[tuple[int, int]]]


def units_of(document: Document, spans: Spans, asked_by: tuple[str, ...] = ()) -> list[Unit]:
    """Return the sentences of a document, linked to what stands around them.

    Args:
        document: The document.
        spans: Half-open offsets of the sentences of each block.
        asked_by: Actor ids of who asked for the advisory.
    """
    titles = _titles(document.sections)
    blocks: list[list[Unit]] = []
    last: Unit | None = None
    for block, sentences in zip(document.blocks, spans, strict=True):
        lead = blocks[block.lead_in] if block.lead_in is not None else []
        words = tokenize(document.text[block.start : block.end], block.start, sentences)
        units: list[Unit] = []
        for place, (start, end) in enumerate(sentences):
            unit = Unit(
                text=document.text[start:end],
                start=start,
                end=end,
                tokens=[token for token in words if start <= token.start < end],
                kind=block.kind,
                depth=block.depth,
                place=place,
                count=len(sentences),
                previous=last,
                lead_in=lead[-1] if lead else None,
                titles=titles[block.section],
                council=document.metadata.council,
                asked_by=asked_by,
            )
            if last is not None:
                last.following = unit
            last = unit
            units.append(unit)
        blocks.append(units)
    return [unit for units in blocks for unit in units]


def _titles(sections: list[Section]) -> list[tuple[tuple[Token, ...], ...]]:
    """Return for each section its title and those above it, the innermost first."""
    found: list[tuple[tuple[Token, ...], ...]] = []
    path: list[Section] = []
    for section in sections:
        while path and path[-1].level >= section.level:
            path.pop()
        path.append(section)
        found.append(tuple(tuple(tokenize(above.title)) for above in reversed(path) if above.title))
    return found
