"""`vlortool list`: recommendations and other positions, by actor, theme, force ..."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli import completion as offer
from vlortool.cli import filters as by
from vlortool.cli.shared import Bom, Data, Form, Separator, guarded, opened
from vlortool.cli.status import Status
from vlortool.errors import UnknownNameError
from vlortool.query.filters import Filter
from vlortool.query.listing import GroupBy, Hit, Listing, Sort, list_statements
from vlortool.query.names import find_actor, find_council, find_theme
from vlortool.render.listing import show_hits
from vlortool.render.output import Csv, Delimiter, Format, emit
from vlortool.store import find

_ON_SCREEN = 100

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ADVISORY",
        help="Ids of advisories, or beginnings of them; by default all.",
        show_default=False,
        autocompletion=offer.advisories,
    ),
]
Sorting = Annotated[Sort, typer.Option("--sort", help="What the rows are sorted by.")]
Grouping = Annotated[
    GroupBy | None,
    typer.Option("--group-by", help="What the rows are grouped by.", show_default=False),
]


def list_(
    context: typer.Context,
    names: Names = None,
    position: by.Positions = [by.Position.RECOMMENDATION],  # noqa: B006 - typer copies it
    actor: by.ActorName = None,
    role: by.ActorRole = by.RoleName.ANY,
    theme: by.ThemeNames = None,
    strength: by.Strengths = None,
    at_least: by.AtLeast = None,
    section: by.SectionName = None,
    council: by.CouncilName = None,
    since: by.Since = None,
    until: by.Until = None,
    contains: by.Contains = None,
    cites: by.Cites = None,
    min_confidence: by.Confidence = None,
    sort: Sorting = Sort.PLACE,
    limit: by.Limit = None,
    group_by: Grouping = None,
    data: Data = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """List recommendations, or other positions.

    All filters must let them through. With --actor they are grouped by what the actor is in them:
    asked by name, asked as inferred by the toolkit, speaking, or merely named.

    Example: vlortool list --actor minister --at-least must
    """
    with guarded(context), opened(data) as catalogue:
        wanted = Filter(
            advisories=tuple(find(data_folder(data), name).stem for name in names or ()),
            positions=by.positions_of(position),
            actor=find_actor(actor) if actor is not None else None,
            roles=by.roles_of(role),
            themes=tuple(map(find_theme, theme or ())),
            strengths=by.strengths_of(strength, at_least),
            section=section,
            council=find_council(council) if council is not None else None,
            since=since,
            until=until,
            contains=contains,
            cites=_cited(cites, data),
            min_confidence=min_confidence,
        )
        found = list_statements(
            catalogue.connection,
            wanted,
            sort=sort,
            limit=by.limit_of(limit, form, _ON_SCREEN),
            group_by=group_by,
        )
        if form is not Format.TABLE:
            emit(found.hits, [], form, Hit, Csv(bom, delimiter))
        elif found.hits:
            show_hits(found, wanted, group_by)
        _tell(found, wanted, catalogue.size())
        if not found.total:
            raise typer.Exit(Status.FOUND)


def _cited(name: str | None, data: Path | None) -> str | None:
    """Return the id of the advisory that a name stands for, else the name: words of a title."""
    try:
        found = find(data_folder(data), name).stem if name is not None else None
    except UnknownNameError:
        return name
    if found != name:
        # A word of titles can begin an id.
        by.tell(
            f"--cites {name} is taken for the advisory {found}; more words are those of a title"
        )
    return found


def _tell(found: Listing, wanted: Filter, advisories: int) -> None:
    """Tell on standard error what the list does not hold."""
    if not found.total:
        by.tell_nothing(wanted, advisories)
    elif len(found.hits) < found.total:
        by.tell(f"shown: {len(found.hits)} of {found.total}; --limit 0 shows all")
    by.tell_dates(found.dates)
