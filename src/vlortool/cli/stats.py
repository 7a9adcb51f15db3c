"""`vlortool stats`: how many statements by actor, theme, strength, year ..."""

from __future__ import annotations

import typer

from vlortool import data_folder
from vlortool.cli import filters as by
from vlortool.cli.list import Names
from vlortool.cli.shared import Bom, Data, Form, Separator, guarded, opened
from vlortool.cli.status import Status
from vlortool.query.counts import Count, count_statements
from vlortool.query.filters import Filter
from vlortool.query.names import find_actor, find_council, find_theme
from vlortool.render.counts import show_counts
from vlortool.render.output import Csv, Delimiter, Format, emit
from vlortool.store import find


def stats(
    context: typer.Context,
    names: Names = None,
    position: by.Positions = [by.Position.RECOMMENDATION],  # noqa: B006 - typer copies it
    actor: by.ActorName = None,
    role: by.ActorRole = by.RoleName.ANY,
    theme: by.ThemeNames = None,
    council: by.CouncilName = None,
    since: by.Since = None,
    until: by.Until = None,
    data: Data = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Count by actor, theme, strength, year.

    Counted are recommendations, or other positions, that all filters let through: by position,
    strength, actor, theme, year and council, and by actor and theme together.

    Example: vlortool stats --theme werkplekleren
    """
    with guarded(context), opened(data) as catalogue:
        wanted = Filter(
            advisories=tuple(find(data_folder(data), name).stem for name in names or ()),
            positions=by.positions_of(position),
            actor=find_actor(actor) if actor is not None else None,
            roles=by.roles_of(role),
            themes=tuple(map(find_theme, theme or ())),
            council=find_council(council) if council is not None else None,
            since=since,
            until=until,
        )
        found = count_statements(catalogue.connection, wanted)
        if form is not Format.TABLE:
            emit(found.rows, [], form, Count, Csv(bom, delimiter))
        elif found.rows:
            show_counts(found, wanted)
        if not found.rows:
            by.tell_nothing(wanted, catalogue.size())
        by.tell_dates(found.dates)
        if not found.rows:
            raise typer.Exit(Status.FOUND)
