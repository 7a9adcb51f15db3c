"""`vlortool actors`: the catalogue of actors, with how often each was found."""

from __future__ import annotations

from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli import filters as by
from vlortool.cli.list import Names
from vlortool.cli.shared import Bom, Data, Form, Separator, guarded, opened
from vlortool.cli.status import Status
from vlortool.query.counts import ActorCount, count_actors
from vlortool.query.filters import Filter
from vlortool.render.catalogues import show_actors
from vlortool.render.counts import heading
from vlortool.render.output import Csv, Delimiter, Format, emit
from vlortool.store import find

Found = Annotated[bool, typer.Option("--found", help="Leave out those that were never found.")]


def actors(
    context: typer.Context,
    names: Names = None,
    position: by.Positions = [by.Position.RECOMMENDATION],  # noqa: B006 - typer copies it
    only_found: Found = False,
    data: Data = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """List the actors, with how often each is found.

    Counted are recommendations, or other positions. Actors that were never found come last: that
    says nothing of whether the advisories mean them.

    Example: vlortool actors --found
    """
    with guarded(context), opened(data) as catalogue:
        wanted = Filter(
            advisories=tuple(find(data_folder(data), name).stem for name in names or ()),
            positions=by.positions_of(position),
        )
        found, looked = count_actors(catalogue.connection, wanted, only_found=only_found)
        if form is not Format.TABLE:
            emit(found, [], form, ActorCount, Csv(bom, delimiter))
        else:
            show_actors(found, heading(wanted, looked))
        if not any(one.advisories for one in found):
            by.tell_nothing(wanted, catalogue.size())
            raise typer.Exit(Status.FOUND)
