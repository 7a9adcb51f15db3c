"""From pages of lines to a document: front matter, sections, paragraphs, bullets, footnotes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec.structs import replace

from vlortool.model.advisory import Footnote, Furniture, Signatory, SourceWarning
from vlortool.model.document import Document
from vlortool.model.layout import Layout, Line
from vlortool.resources import Structure, councils, structure
from vlortool.segment.align import align
from vlortool.segment.assemble import (
    Assembled,
    PlacedMarker,
    assemble,
    footnote,
    origin_of,
    origins,
)
from vlortool.segment.checks import check
from vlortool.segment.contents import find_contents
from vlortool.segment.front import merge_metadata, read_metadata, split_front
from vlortool.segment.furniture import strip_furniture
from vlortool.segment.headings import find_headings, set_levels
from vlortool.segment.joins import Hyphenation, observe
from vlortool.segment.letter import find_letter
from vlortool.segment.lists import nest
from vlortool.segment.markers import find_markers
from vlortool.segment.measure import measure
from vlortool.segment.notes import split_notes
from vlortool.segment.records import Note, Stray, Unit
from vlortool.segment.signature import find_signature, read_signatories
from vlortool.segment.units import build_units


def segment(layout: Layout, given: dict[str, object] | None = None) -> Document:
    """Find the structure of a document.

    Args:
        layout: Its extracted pages.
        given: Metadata from a sidecar; it replaces what the document says.

    Returns:
        The document, where each source line belongs to a unit, a note or listed furniture.
    """
    words = structure()
    layout = align(layout)
    measures = measure(layout)
    pages, strays = strip_furniture(layout, measures)
    zones = split_notes(layout, pages, measures, words)
    strays += zones.strays
    lines, signatories = _set_aside(zones.body, strays, words)
    units = build_units(lines, measures, words)
    find_headings(units, measures, words)
    first = split_front(units, measures, words)
    front, units = units[:first], units[first:]
    strays += [Stray("front-matter", line) for unit in front for line in unit.lines]
    set_levels(units, measures)
    nest(units, measures)
    hyphenation = observe((line for page in layout.pages for line in page.lines), words)
    assembled = assemble(units, find_markers(units, zones.notes, words), hyphenation)
    footnotes = _footnotes(zones.notes, assembled, hyphenation)
    metadata = read_metadata(
        [stray.line for stray in strays if stray.kind in ("front-matter", "letter")],
        front,
        [stray.line for stray in strays if stray.kind in ("header", "footer")],
        words,
        councils(),
        hyphenation,
    )
    return Document(
        metadata=merge_metadata(replace(metadata, signatories=signatories), given or {}),
        text=assembled.text,
        sections=assembled.sections,
        blocks=assembled.blocks,
        footnotes=footnotes,
        furniture=_furniture(strays),
        warnings=[
            *layout.warnings,
            *check(layout, assembled, footnotes, measures),
            *_uncovered(layout, units, zones.notes, strays),
        ],
        places=assembled.places,
        markers=sorted((marker.offset, marker.number) for marker in assembled.markers),
    )


def _set_aside(
    lines: list[Line], strays: list[Stray], words: Structure
) -> tuple[list[Line], list[Signatory]]:
    """Take contents, covering letter and signature out of the running text."""
    contents = find_contents(lines, words)
    strays += [Stray("toc", lines[index]) for index in sorted(contents)]
    lines = [line for index, line in enumerate(lines) if index not in contents]
    letter, signed = find_letter(lines, words)
    strays += [Stray("letter", lines[index]) for index in letter if index not in signed]
    strays += [Stray("signature", lines[index]) for index in signed]
    signatories = read_signatories([lines[index] for index in signed], words)
    lines = [line for index, line in enumerate(lines) if index not in letter]
    signature = find_signature(lines, words)
    strays += [Stray("signature", lines[index]) for index in signature]
    signatories += read_signatories([lines[index] for index in signature], words)
    return lines[: signature.start], list(dict.fromkeys(signatories))


def _footnotes(notes: list[Note], assembled: Assembled, hyphenation: Hyphenation) -> list[Footnote]:
    """Make the notes' records, and empty ones for markers whose note is missing.

    Where a number stands twice (notes that count anew on each page), a note has the first marker
    of its page that is left, else the first one that is left.
    """
    waiting = _Waiting(assembled.markers)
    found: list[Footnote] = []
    for note in notes:
        marker = waiting.take(note.number, note.lines[0].page)
        found.append(footnote(note, hyphenation, marker.offset if marker else None))
    numbers = {note.number for note in notes}
    for marker in assembled.markers:
        if marker.number not in numbers:
            numbers.add(marker.number)
            origin = [origin_of(marker.line)]
            found.append(
                Footnote(
                    number=marker.number, text="", urls=[], marker=marker.offset, origin=origin
                )
            )
    return sorted(found, key=_note_order)


class _Waiting:
    """The markers that no note has yet."""

    def __init__(self, markers: list[PlacedMarker]) -> None:
        self._left: dict[str, deque[PlacedMarker]] = {}
        self._on_page: dict[tuple[str, int], deque[PlacedMarker]] = {}
        self._taken: set[int] = set()
        for marker in markers:
            self._left.setdefault(marker.number, deque()).append(marker)
            key = (marker.number, marker.line.page)
            self._on_page.setdefault(key, deque()).append(marker)

    def take(self, number: str, page: int) -> PlacedMarker | None:
        for found in (self._on_page.get((number, page)), self._left.get(number)):
            while found:
                marker = found.popleft()
                if id(marker) not in self._taken:
                    self._taken.add(id(marker))
                    return marker
        return None


def _note_order(note: Footnote) -> tuple[int, str]:
    return (int(note.number), "") if note.number.isdigit() else (0, note.number)


def _uncovered(
    layout: Layout, units: list[Unit], notes: list[Note], strays: list[Stray]
) -> Iterator[SourceWarning]:
    """Warn of lines that ended up nowhere; there are none unless segmentation has a fault."""
    placed = {id(line) for unit in units for line in unit.lines}
    placed |= {id(line) for note in notes for line in [*note.lines, *note.url_lines]}
    placed |= {id(stray.line) for stray in strays}
    for page in layout.pages:
        for line in page.lines:
            if line.text and id(line) not in placed:
                yield SourceWarning(
                    code="uncovered-text",
                    message=f"a line is in no unit: {line.text[:60]}",
                    origin=[origin_of(line)],
                )


def _furniture(strays: list[Stray]) -> list[Furniture]:
    """List the strays in the order of the source."""
    ordered = sorted(strays, key=lambda stray: (stray.line.page, stray.line.number))
    return [
        Furniture(
            kind=stray.kind, text=" ".join(stray.line.text.split()), origin=origins([stray.line])
        )
        for stray in ordered
    ]
