"""`vlortool cites`: what cites what, and which works the store lacks."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli import completion as offer
from vlortool.cli import filters as by
from vlortool.cli.shared import Bom, Data, Separator, guarded, opened
from vlortool.cli.status import Status
from vlortool.query.citation_graph import graph_of
from vlortool.query.citations import Citations, Cited, Wanted, list_citations
from vlortool.query.names import find_council
from vlortool.render.citations import show_citations
from vlortool.render.graph import dot, mermaid
from vlortool.render.output import Csv, Delimiter, Format, emit, talk, write
from vlortool.store import find

_ON_SCREEN = 200


class State(StrEnum):
    """What is known of the work cited."""

    RESOLVED = "resolved"
    CANDIDATES = "candidates"
    ABSENT = "absent"
    OTHER = "other"


class Form(StrEnum):
    """The formats: those of every reading command, and graphs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    DOT = "dot"
    MERMAID = "mermaid"


_GRAPHS = {Form.DOT: dot, Form.MERMAID: mermaid}

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]",
        help="An advisory's id, or a beginning that no other has; by default all.",
        show_default=False,
        autocompletion=offer.advisories,
    ),
]
States = Annotated[
    list[State] | None,
    typer.Option(
        "--state",
        help="Matched with an advisory of the store, perhaps meaning several of them, a council's"
        " but absent from the store, or a work of others; several may be given.",
        show_default=False,
    ),
]
CouncilName = Annotated[
    str | None,
    typer.Option(
        "--council",
        metavar="NAME",
        help="The council whose works are cited: its id or name.",
        show_default=False,
        autocompletion=offer.councils,
    ),
]
Formats = Annotated[
    Form, typer.Option("--format", help="How to print the data; dot and mermaid draw a graph.")
]
Works = Annotated[bool, typer.Option("--works", help="In a graph, show works of others too.")]


def cites(
    context: typer.Context,
    name: Name = None,
    state: States = None,
    council: CouncilName = None,
    limit: by.Limit = None,
    works: Works = False,
    data: Data = None,
    form: Formats = Form.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Show what cites what, and which works are absent.

    With an ID: what this advisory cites, and what cites it. What an advisory was matched with is
    inferred; the row says why.

    Example: vlortool cites actieplan --state absent
    """
    with guarded(context), opened(data) as catalogue:
        wanted = Wanted(
            advisory=find(data_folder(data), name).stem if name is not None else None,
            states=tuple(each.value for each in state or ()),
            council=find_council(council) if council is not None else None,
        )
        on_screen = by.limit_of(limit, Format.TABLE, _ON_SCREEN) if form is Form.TABLE else limit
        found = list_citations(catalogue.connection, wanted, limit=on_screen or None)
        if form in _GRAPHS:
            graph = graph_of(catalogue.connection, found.rows, others=works)
            write(_GRAPHS[form](graph))
        elif form is not Form.TABLE:
            emit(found.rows, [], Format(form.value), Cited, Csv(bom, delimiter))
        elif found.rows:
            show_citations(found, wanted)
        _tell(found, wanted, catalogue.size())
        if not found.total:
            raise typer.Exit(Status.FOUND)


def _tell(found: Citations, wanted: Wanted, advisories: int) -> None:
    """Tell on standard error what the list does not hold."""
    if not found.total:
        of = f" for {wanted.advisory}" if wanted.advisory is not None else ""
        line = f"no citations found{of}; {advisories} advisories were looked through"
        if wanted.states or wanted.council:
            line += ", for these states and this council only"
        talk().print(line, style="yellow")
    elif len(found.rows) < found.total:
        line = f"shown: {len(found.rows)} of {found.total}; --limit 0 shows all"
        talk().print(line, style="yellow")
