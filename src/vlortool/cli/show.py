"""`vlortool show`: an advisory, a section of it or a statement, to read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli import completion as offer
from vlortool.cli.shared import Bom, Data, Form, Separator, guarded, load, opened
from vlortool.errors import QueryError
from vlortool.query.context import StatementView, in_context
from vlortool.query.reading import Unit, units
from vlortool.query.sections import find_section
from vlortool.query.statements import find_statement, means_statement
from vlortool.render.output import Csv, Delimiter, Format, emit


class NotesAt(StrEnum):
    """Where the notes stand."""

    SECTION = "section"
    END = "end"
    NONE = "none"


Name = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An advisory's id, or a statement's: <advisory>#<statement>; a beginning that no"
        " other has will do.",
        autocompletion=offer.advisories_and_statements,
    ),
]
Section = Annotated[
    str | None,
    typer.Argument(
        metavar="SECTION",
        help="Of an advisory: a number (3.1, II), a part of a title, or 0 for the text before the"
        " first heading.",
        show_default=False,
        autocompletion=offer.sections,
    ),
]
Notes = Annotated[NotesAt, typer.Option("--notes", help="Notes after each section, or at the end.")]


def show(
    context: typer.Context,
    name: Name,
    section: Section = None,
    data: Data = None,
    notes: Notes = NotesAt.SECTION,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Show an advisory, a section or one position, to read.

    A number in brackets is where a note's marker stands; behind each piece stands its place:
    p. for a page of a PDF, r. for the lines (regels) of a text.

    Of a position: what stands around it, its labels and why, its notes, the works that it cites.
    A name that begins an advisory's id means the advisory; with # it means a statement, '#3f2a'
    that of any advisory.

    Example: vlortool show generalistische 4.2
    """
    style = Csv(bom, delimiter)
    with guarded(context):
        if means_statement(data_folder(data), name):
            if section is not None:
                raise QueryError(
                    f"A statement has no section {section!r}",
                    "Leave SECTION out, or name an advisory",
                )
            _show_statement(name, data, form, style)
            return
        advisory = load(name, data)
        index = find_section(advisory, section) if section is not None else None
        found = units(advisory, index, notes.value)
        if form in (Format.TABLE, Format.MD):
            from vlortool.render.reading import show_as_markdown, show_on_screen

            show_read = show_on_screen if form is Format.TABLE else show_as_markdown
            show_read(advisory, found, whole=index is None)
        else:
            emit(found, [], form, Unit, style)


def _show_statement(name: str, data: Path | None, form: Format, style: Csv) -> None:
    with opened(data) as catalogue:
        view = in_context(find_statement(catalogue, name), catalogue.connection)
    if form is Format.TABLE:
        from vlortool.render.statements import show_in_context

        show_in_context(view)
    else:
        emit([view], [], form, StatementView, style)
