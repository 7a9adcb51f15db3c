"""What must be true of a record beyond its schema: spans, order, links, ids, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from vlortool.model.advisory import Advisory, Block, Origin, Section, Statement
from vlortool.model.identity import StatementIds
from vlortool.store.findings import Code


class Flaw(NamedTuple):
    """Something in a record that can't be.

    Attributes:
        code: Its kind.
        message: What is wrong, and with which part.
    """

    code: Code
    message: str


def flaws(record: Advisory, name: str) -> Iterator[Flaw]:
    """Find what can't be in a record that was read.

    Args:
        record: The record; its offsets and indexes point at something, or it can't be read.
        name: The id that its file is named by.
    """
    if record.id != name:
        yield Flaw("record-id", f"the record's id is {record.id!r}, not that of its file")
    yield from _spans(record)
    yield from _order(record)
    yield from _links(record)
    yield from _ids(record)
    yield from _places(record)


def _spans(record: Advisory) -> Iterator[Flaw]:
    for one in record.statements:
        if record.text[one.start : one.end] != one.text:
            yield Flaw("record-span", f"statement {one.id} doesn't quote the text where it stands")
        for what, start, end in _evidence(one):
            if not one.start <= start <= end <= one.end:
                yield Flaw("record-span", f"{what} of statement {one.id} lies outside its words")


def _evidence(one: Statement) -> Iterator[tuple[str, int, int]]:
    for mention in one.actors:
        yield f"actor {mention.id}", mention.start, mention.end
    for cue in one.cues:
        yield f"cue {cue.rule}", cue.start, cue.end
    for theme in one.themes:
        if theme.start is not None or theme.end is not None:
            # One without the other is nowhere.
            yield f"theme {theme.id}", _known(theme.start), _known(theme.end)


def _known(offset: int | None) -> int:
    return -1 if offset is None else offset


def _order(record: Advisory) -> Iterator[Flaw]:
    starts = [section.start for section in record.sections]
    if starts != sorted(starts):
        yield Flaw("record-order", "its sections are not in document order")
    if _overlap(record.blocks):
        yield Flaw("record-order", "its blocks overlap, or are not in document order")
    if _overlap(record.statements):
        yield Flaw("record-order", "its statements overlap, or are not in document order")


def _overlap(parts: Iterable[Block | Statement]) -> bool:
    return any(before.end > after.start for before, after in pairwise(parts))


def _links(record: Advisory) -> Iterator[Flaw]:
    for index, block in enumerate(record.blocks):
        if not _holds(record.sections[block.section], block):
            yield Flaw("record-link", f"block {index} stands outside its section")
        if block.lead_in is not None and block.lead_in >= index:
            yield Flaw("record-link", f"the lead-in of block {index} doesn't stand before it")
    numbers = {note.number for note in record.footnotes}
    for one in record.statements:
        block = record.blocks[one.block]
        if not _holds(block, one) or one.section != block.section:
            yield Flaw("record-link", f"statement {one.id} stands outside its block or section")
        if not numbers.issuperset(one.footnotes):
            yield Flaw("record-link", f"statement {one.id} has a note that isn't there")
    for number in dict.fromkeys(one.footnote for one in record.citations):
        if number is not None and number not in numbers:
            yield Flaw("record-link", f"a work is cited in note {number}, which isn't there")


def _holds(outer: Section | Block, inner: Block | Statement) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _ids(record: Advisory) -> Iterator[Flaw]:
    ids = StatementIds()
    for one in record.statements:
        made = ids.of(one.text)
        if one.id != made:
            yield Flaw(
                "record-statement-id", f"statement {one.id} is called {made} after its words"
            )


def _places(record: Advisory) -> Iterator[Flaw]:
    for what, origin in _origins(record):
        if origin.page is not None and not 1 <= origin.page <= record.source.pages:
            yield Flaw("record-place", f"{what} stands on page {origin.page}, which isn't there")
        if origin.line is not None and not 1 <= origin.line <= _last_line(origin):
            yield Flaw("record-place", f"{what} stands on no line that can be")


def _last_line(origin: Origin) -> int:
    return origin.last_line if origin.last_line is not None else origin.line or 0


def _origins(record: Advisory) -> Iterator[tuple[str, Origin]]:
    for index, section in enumerate(record.sections):
        yield from ((f"section {section.number or index}", one) for one in section.origin)
    for index, block in enumerate(record.blocks):
        yield from ((f"block {index}", one) for one in block.origin)
    for statement in record.statements:
        yield from ((f"statement {statement.id}", one) for one in statement.origin)
    for note in record.footnotes:
        yield from ((f"note {note.number}", one) for one in note.origin)
    for piece in record.furniture:
        yield from ((f"furniture {piece.kind}", one) for one in piece.origin)
