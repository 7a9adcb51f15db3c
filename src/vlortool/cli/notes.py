"""`vlortool notes`: the notes of an advisory, and whether they are sound."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec import Struct
from msgspec.structs import replace

from vlortool.cli.shared import Bom, Data, Form, Id, Separator, guarded, load
from vlortool.cli.status import Status
from vlortool.query.notes import NoteEntry
from vlortool.query.notes import notes as notes_of
from vlortool.render.output import Csv, Delimiter, Format, emit, talk
from vlortool.render.table import Column, columns_of_screen, place_text

_DEFECTS = {
    "no-text": "zonder tekst",
    "no-marker": "zonder verwijzing",
    "duplicate-number": "nummer komt dubbel voor",
}
_ENGLISH = {
    "no-text": "has a marker but no text",
    "no-marker": "has a text but no marker",
    "duplicate-number": "has a number that another note has too",
}
_WIDE = 120
_COLUMNS = [
    Column("number", "nr.", right=True),
    Column("sentence", "bij", share=3),
    Column("text", "noot", share=4),
    Column("place", "plaats"),
    Column("state", "status", style="yellow"),
]
_NARROW_COLUMNS = [
    Column("number", "nr.", right=True),
    Column("text", "noot", share=1),
    Column("place", "plaats"),
    Column("state", "status", style="yellow"),
]

Check = Annotated[
    bool, typer.Option("--check", help="Exit with 1 if a note lacks text or marker, or is doubled.")
]


class _Shown(Struct, frozen=True):
    number: str
    sentence: str
    text: str
    place: str
    state: str


def notes(
    context: typer.Context,
    name: Id,
    check: Check = False,
    data: Data = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """List an advisory's notes, and what is wrong with them.

    Each with the sentence that its marker stands in, its words, its links and its place. Without
    --check the exit status is 1 only if no notes were found.

    Example: vlortool notes actieplan --check
    """
    with guarded(context):
        advisory = load(name, data)
        found = notes_of(advisory)
        width = columns_of_screen()
        if form is Format.TABLE and width is not None and width < _WIDE:
            emit([_stacked(_shown(note)) for note in found], _NARROW_COLUMNS, form)
        elif form is Format.TABLE:
            emit([_shown(note) for note in found], _COLUMNS, form)
        else:
            emit(found, _COLUMNS, form, NoteEntry, Csv(bom, delimiter))
        if check:
            _report(advisory.id, found)
        elif not found:
            talk().print(f"{advisory.id}: no notes found")
            raise typer.Exit(Status.FOUND)


def _shown(note: NoteEntry) -> _Shown:
    return _Shown(
        note.number,
        note.sentence or "(niet gevonden)",
        "\n".join([note.text or "(niet gevonden)", *note.urls]),
        place_text(note.place),
        ", ".join(_DEFECTS[defect] for defect in note.defects),
    )


def _stacked(note: _Shown) -> _Shown:
    """Put the sentence of the marker below the note, where two columns would be too narrow."""
    return replace(note, text=f"{note.text}\nbij: {note.sentence}\n")


def _report(name: str, found: list[NoteEntry]) -> None:
    """Name the defects; exit with 1 if there are any."""
    broken = [note for note in found if note.defects]
    for note in broken:
        words = " and ".join(_ENGLISH[defect] for defect in note.defects)
        place = place_text(note.place)
        where = f", {place}" if place else ""
        talk().print(f"{name}{where}: note {note.number} {words}", style="yellow")
    if broken:
        raise typer.Exit(Status.FOUND)
    talk().print(f"{name}: {len(found)} notes, all sound")
