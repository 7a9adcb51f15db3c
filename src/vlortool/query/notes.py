"""The notes of an advisory, each with the words that its marker stands at."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from msgspec import Struct

from vlortool.model.advisory import Advisory, Footnote, Statement
from vlortool.model.place import Place, place_of
from vlortool.query.sections import section_at

Defect = Literal["no-text", "no-marker", "duplicate-number"]


class NoteEntry(Struct, frozen=True, kw_only=True):
    """A note.

    Attributes:
        number: As printed.
        sentence: Words that the marker stands at, with the marker as `[n]`; None without one.
        text: Its words; empty if the source has none.
        urls: Its links.
        defects: What is wrong with it in the source; empty if it is sound.
        statement: Id of the statement that the marker stands in; None outside statements.
        section: Number (else title) of the section that the marker stands in.
        place: Where the note stands in the source.
    """

    number: str
    sentence: str | None
    text: str
    urls: list[str]
    defects: list[Defect]
    statement: str | None
    section: str | None
    place: Place | None


def notes(advisory: Advisory) -> list[NoteEntry]:
    """List the notes of an advisory in document order."""
    seen = Counter(note.number for note in advisory.footnotes)
    return [_entry(advisory, note, seen[note.number] > 1) for note in advisory.footnotes]


def with_markers(advisory: Advisory, start: int, end: int, form: str = "[{}]") -> str:
    """Quote a part of the text with its note markers put back in.

    Args:
        advisory: The advisory.
        start: Offset of the first character.
        end: One past the last; a marker right here belongs to the part.
        form: How a marker looks.

    Returns:
        The words with markers.
    """
    markers = sorted(
        (note.marker, index)
        for index, note in enumerate(advisory.footnotes)
        if note.marker is not None and _is_in(note.marker, start, end)
    )
    parts, last = [], start
    for offset, index in markers:
        parts += [advisory.text[last:offset], form.format(advisory.footnotes[index].number)]
        last = offset
    return "".join([*parts, advisory.text[last:end]])


def notes_in(advisory: Advisory, statement: Statement) -> list[Footnote]:
    """List the notes whose markers stand in a statement."""
    return [
        note
        for note in advisory.footnotes
        if note.marker is not None and _is_in(note.marker, statement.start, statement.end)
    ]


def _is_in(marker: int, start: int, end: int) -> bool:
    # A marker stands behind what it marks.
    return start < marker <= end or start == marker == 0


def _entry(advisory: Advisory, note: Footnote, is_duplicate: bool) -> NoteEntry:
    statement = _statement(advisory, note)
    found: dict[Defect, bool] = {
        "no-text": not note.text.strip(),
        "no-marker": note.marker is None,
        "duplicate-number": is_duplicate,
    }
    return NoteEntry(
        number=note.number,
        sentence=_sentence(advisory, note, statement),
        text=note.text,
        urls=note.urls,
        defects=[defect for defect, is_found in found.items() if is_found],
        statement=statement.id if statement is not None else None,
        section=_section(advisory, note),
        place=place_of(note.origin),
    )


def _statement(advisory: Advisory, note: Footnote) -> Statement | None:
    if note.marker is None:
        return None
    at = note.marker
    return next((one for one in advisory.statements if _is_in(at, one.start, one.end)), None)


def _sentence(advisory: Advisory, note: Footnote, statement: Statement | None) -> str | None:
    if note.marker is None:
        return None
    if statement is not None:
        return with_markers(advisory, statement.start, statement.end)
    # A marker in a heading: its line.
    start = advisory.text.rfind("\n", 0, note.marker) + 1
    end = advisory.text.find("\n", note.marker)
    return with_markers(advisory, start, end if end >= 0 else len(advisory.text))


def _section(advisory: Advisory, note: Footnote) -> str | None:
    index = section_at(advisory, note.marker) if note.marker is not None else None
    if index is None:
        return None
    return advisory.sections[index].number or advisory.sections[index].title
