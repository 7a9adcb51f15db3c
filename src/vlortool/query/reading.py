"""An advisory as a row of units in reading order: headings, paragraphs, bullets, notes."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from msgspec import Struct

from vlortool.model.advisory import Advisory, Footnote
from vlortool.model.place import Place, place_of
from vlortool.query.notes import with_markers
from vlortool.query.sections import section_at, subtree

UnitKind = Literal["heading", "paragraph", "bullet", "note"]
NotesAt = Literal["section", "end", "none"]


class Unit(Struct, frozen=True, kw_only=True):
    """A piece to read.

    Attributes:
        kind: What it is.
        section: Number (else title) of its section; None without both.
        number: Number of the heading or note, glyph of the bullet; None without one.
        depth: Level of a heading, depth of a bullet, else 0.
        text: Its words, note markers put back as `[n]`; empty for a note without words.
        urls: Links of a note.
        place: Where it stands in the source.
    """

    kind: UnitKind
    section: str | None
    number: str | None
    depth: int
    text: str
    urls: list[str] = []
    place: Place | None = None


def units(
    advisory: Advisory,
    section: int | None = None,
    notes_at: NotesAt = "section",
    marker: str = "[{}]",
) -> list[Unit]:
    """Put an advisory, or one section with its subsections, in reading order.

    Args:
        advisory: The advisory.
        section: Index of a section; None for everything.
        notes_at: Whether notes stand after the section of their marker, all at the end, or not
            at all. Notes without a marker stand at the end, of a whole advisory only.
        marker: How a note's marker looks in the text.

    Returns:
        The units.
    """
    wanted = range(len(advisory.sections)) if section is None else subtree(advisory, section)
    found: list[Unit] = []
    for index in wanted:
        found += _heading(advisory, index, marker)
        found += _blocks(advisory, index, marker)
        if notes_at == "section":
            found += _notes(advisory, {index})
    if notes_at == "end":
        found += _notes(advisory, wanted)
    if notes_at != "none" and section is None:
        found += _notes(advisory, {None})
    return found


def _heading(advisory: Advisory, index: int, marker: str) -> list[Unit]:
    section = advisory.sections[index]
    if section.title is None and section.number is None:
        return []
    starts = [block.start for block in advisory.blocks]
    starts += [other.start for other in advisory.sections]
    first = min((start for start in starts if start > section.start), default=len(advisory.text))
    markers = "".join(
        marker.format(note.number)
        for note in advisory.footnotes
        if note.marker is not None and section.start < note.marker <= first
    )
    return [
        Unit(
            kind="heading",
            section=section.number or section.title,
            number=section.number,
            depth=section.level,
            text=f"{section.title or ''}{markers}",
            place=place_of(section.origin),
        )
    ]


def _blocks(advisory: Advisory, index: int, marker: str) -> list[Unit]:
    section = advisory.sections[index]
    return [
        Unit(
            kind=block.kind,
            section=section.number or section.title,
            number=block.glyph,
            depth=block.depth,
            text=with_markers(advisory, block.start, block.end, marker),
            place=place_of(block.origin),
        )
        for block in advisory.blocks
        if block.section == index
    ]


def _notes(advisory: Advisory, sections: Container[int | None]) -> list[Unit]:
    return [
        _note(advisory, note)
        for note in advisory.footnotes
        if (section_at(advisory, note.marker) if note.marker is not None else None) in sections
    ]


def _note(advisory: Advisory, note: Footnote) -> Unit:
    index = section_at(advisory, note.marker) if note.marker is not None else None
    section = advisory.sections[index] if index is not None else None
    return Unit(
        kind="note",
        section=(section.number or section.title) if section is not None else None,
        number=note.number,
        depth=0,
        text=note.text,
        urls=note.urls,
        place=place_of(note.origin),
    )
