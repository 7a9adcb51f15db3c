"""`vlortool show`: an advisory, or a section of it, to read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from vlortool.cli.shared import Data, Form, Id, guarded, load
from vlortool.query.reading import Unit, units
from vlortool.query.sections import find_section
from vlortool.render.output import Format, emit
from vlortool.render.reading import UNIT_COLUMNS, show_as_markdown, show_on_screen


class NotesAt(StrEnum):
    """Where the notes stand."""

    SECTION = "section"
    END = "end"
    NONE = "none"


Section = Annotated[
    str | None,
    typer.Argument(
        metavar="SECTION",
        help="A number (3.1, II), a part of a title, or 0 for the text before the first heading.",
        show_default=False,
    ),
]
Notes = Annotated[NotesAt, typer.Option("--notes", help="Notes after each section, or at the end.")]


def show(
    context: typer.Context,
    name: Id,
    section: Section = None,
    data: Data = None,
    notes: Notes = NotesAt.SECTION,
    form: Form = Format.TABLE,
) -> None:
    """Show an advisory, or a section with its subsections, to read.

    A number in brackets is where a note's marker stands; behind each piece stands its place:
    p. for a page of a PDF, r. for the lines (regels) of a text.

    Example: vlortool show generalistische 4.2
    """
    with guarded(context):
        advisory = load(name, data)
        index = find_section(advisory, section) if section is not None else None
        found = units(advisory, index, notes.value)
        if form is Format.TABLE:
            show_on_screen(advisory, found, whole=index is None)
        elif form is Format.MD:
            show_as_markdown(advisory, found, whole=index is None)
        else:
            emit(found, UNIT_COLUMNS, form, Unit)
