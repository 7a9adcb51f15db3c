"""`vlortool why`: why a statement has its labels."""

from __future__ import annotations

from typing import Annotated

import typer

from vlortool.cli import completion as offer
from vlortool.cli.shared import Bom, Data, Form, Resources, Separator, guarded, opened
from vlortool.query.context import in_context
from vlortool.query.reasons import Reason, reasons
from vlortool.query.statements import find_statement
from vlortool.render.output import Csv, Delimiter, Format, emit

Name = Annotated[
    str,
    typer.Argument(
        metavar="STATEMENT",
        help="A statement's id, or <advisory>#<id>; a beginning that no other has will do.",
        autocompletion=offer.statements,
    ),
]


def why(
    context: typer.Context,
    name: Name,
    data: Data = None,
    resources: Resources = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Show why a statement has its labels.

    The rules that fired, the words that they rest on, and how often they are right.

    Precision is how often the label was right where the rule fired in the labelled advisories;
    n is in how many sentences it fired there. Weights are log-odds for positions and strengths,
    probabilities for addressees and themes.

    Example: vlortool why actieplan#a0e1
    """
    with guarded(context), opened(data, resources) as catalogue:
        located = find_statement(catalogue, name)
        found = reasons(located.advisory, located.statement)
        if form is Format.TABLE:
            from vlortool.render.statements import show_reasons

            show_reasons(in_context(located, catalogue.connection), found)
        else:
            emit(found, [], form, Reason, Csv(bom, delimiter))
