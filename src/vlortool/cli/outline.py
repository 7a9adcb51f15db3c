"""`vlortool outline`: the sections of an advisory with their sizes."""

from __future__ import annotations

import typer
from msgspec.structs import replace

from vlortool.cli.shared import Bom, Data, Form, Id, Separator, guarded, load
from vlortool.query.sections import outline as outline_of
from vlortool.render.output import Csv, Delimiter, Format, emit
from vlortool.render.table import Column

_COLUMNS = [
    Column("number", "nr."),
    Column("title", "titel", share=1),
    Column("paragraphs", "alinea's", right=True),
    Column("bullets", "bullets", right=True),
    Column("statements", "zinnen", right=True),
    Column("footnotes", "noten", right=True),
    Column("place", "plaats"),
]


def outline(
    context: typer.Context,
    name: Id,
    data: Data = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """List an advisory's sections: number, title, sizes and place.

    Sizes are a section's own, without its subsections.

    Example: vlortool outline actieplan
    """
    with guarded(context):
        entries = outline_of(load(name, data))
        if form is Format.TABLE:
            entries = [
                replace(entry, title="  " * (entry.level - 1) + (entry.title or "(zonder titel)"))
                for entry in entries
            ]
        emit(entries, _COLUMNS, form, style=Csv(bom, delimiter))
