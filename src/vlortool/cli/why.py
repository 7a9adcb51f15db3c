"""`vlortool why`: why a statement has its labels."""

from __future__ import annotations

from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli.settings import resources_folder
from vlortool.cli.shared import Data, Form, Resources, guarded
from vlortool.model.place import place_of
from vlortool.query.reasons import Reason, reasons
from vlortool.query.statements import find_statement
from vlortool.render.output import Format, emit
from vlortool.render.reasons import REASON_COLUMNS, show_statement
from vlortool.resources.overlay import use_resources

Name = Annotated[
    str,
    typer.Argument(
        metavar="STATEMENT",
        help="A statement's id, or <advisory>#<id>; a beginning that no other has will do.",
    ),
]


def why(
    context: typer.Context,
    name: Name,
    data: Data = None,
    resources: Resources = None,
    form: Form = Format.TABLE,
) -> None:
    """Show why a statement has its labels.

    The rules that fired, the words that they rest on, and how often they are right.

    Precision is how often the label was right where the rule fired in the labelled advisories;
    n is in how many sentences it fired there. Weights are log-odds for positions and strengths,
    probabilities for addressees and themes.

    Example: vlortool why actieplan#3f2a
    """
    with guarded(context):
        use_resources(resources_folder(resources))
        located = find_statement(data_folder(data), name)
        found = reasons(located.advisory, located.statement)
        if form is Format.TABLE:
            place = place_of(located.statement.origin)
            show_statement(located.advisory, located.statement, place)
        emit(found, REASON_COLUMNS, form, Reason)
