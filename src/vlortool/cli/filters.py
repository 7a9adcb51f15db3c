"""The filters of the commands that list statements, as options."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from vlortool.cli import completion as offer
from vlortool.errors import QueryError
from vlortool.query.days import Dates
from vlortool.query.filters import ROLES, Filter, Role, at_least
from vlortool.render.output import Format, talk
from vlortool.render.plain import visible
from vlortool.store.lookup import some


class Position(StrEnum):
    """What a sentence does."""

    RECOMMENDATION = "recommendation"
    SUPPORT = "support"
    CONCERN = "concern"
    VIEW = "view"
    NONE = "none"
    ANY = "any"


class Strength(StrEnum):
    """How strong a recommendation is."""

    URGE = "urge"
    MUST = "must"
    ASK = "ask"
    SUGGEST = "suggest"


class RoleName(StrEnum):
    """What an actor is in a sentence."""

    ADDRESSEE = "addressee"
    IMPLIED = "implied"
    SPEAKER = "speaker"
    MENTIONED = "mentioned"
    ANY = "any"


Positions = Annotated[
    list[Position],
    typer.Option("--position", help="What the sentences do; several may be given."),
]
ActorName = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        help="An actor's id, label or another name of it (minister).",
        show_default=False,
        autocompletion=offer.actors,
    ),
]
ActorRole = Annotated[RoleName, typer.Option("--role", help="What the actor is in the sentence.")]
ThemeNames = Annotated[
    list[str] | None,
    typer.Option(
        "--theme",
        metavar="NAME",
        help="A theme's id or label; several may be given.",
        show_default=False,
        autocompletion=offer.themes,
    ),
]
Strengths = Annotated[
    list[Strength] | None,
    typer.Option(
        "--strength",
        help="Force: urge (dringend), must (moet), ask (vraag), suggest (suggestie); several may"
        " be given.",
        show_default=False,
    ),
]
AtLeast = Annotated[
    Strength | None,
    typer.Option("--at-least", help="This force or a greater one.", show_default=False),
]
SectionName = Annotated[
    str | None,
    typer.Option(
        "--section",
        metavar="NAME",
        help="A section's number or part of its title, with its subsections; 0 for the"
        " text before the first heading.",
        show_default=False,
        autocompletion=offer.sections,
    ),
]
CouncilName = Annotated[
    str | None,
    typer.Option(
        "--council",
        metavar="NAME",
        help="A council's id or name.",
        show_default=False,
        autocompletion=offer.councils,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY",
        help="From this day, month or year on. An advisory without a date is judged by the newest"
        " work that it cites.",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DAY", help="Up to this day, month or year.", show_default=False
    ),
]
Contains = Annotated[
    str | None,
    typer.Option(
        "--contains",
        metavar="WORDS",
        help="Words of the sentence, as in search.",
        show_default=False,
    ),
]
Cites = Annotated[
    str | None,
    typer.Option(
        "--cites",
        metavar="WORK",
        help="A work cited: an advisory's id, or words of a title.",
        show_default=False,
        autocompletion=offer.advisories,
    ),
]
Confidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0,
        max=1,
        help="Least probability of the position.",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        min=0,
        help="At most so many rows; 0 for all. By default all, on a screen the first.",
        show_default=False,
    ),
]


def positions_of(given: list[Position]) -> tuple[str, ...]:
    """Return the positions asked for; none of them for all."""
    return () if Position.ANY in given else tuple(each.value for each in given)


def strengths_of(given: list[Strength] | None, least: Strength | None) -> tuple[str, ...]:
    """Return the strengths asked for.

    Raises:
        QueryError: Both ways of asking were used.
    """
    if given and least is not None:
        raise QueryError("--strength and --at-least were both given", "Give one of them")
    return at_least(least.value) if least is not None else tuple(each.value for each in given or ())


def limit_of(
    given: int | None, form: Format, on_screen: int, in_pipe: int | None = None
) -> int | None:
    """Return how many rows to show; only a table has a limit that nobody asked for."""
    if given is not None or form is not Format.TABLE:
        return given or None
    # COLUMNS folds a table in a pipe too, but takes nothing away.
    return on_screen if sys.stdout.isatty() else in_pipe


def roles_of(role: RoleName) -> tuple[Role, ...]:
    """Return the roles asked for."""
    return ROLES if role.value == "any" else tuple(each for each in ROLES if each == role.value)


def tell(line: str) -> None:
    """Tell something on standard error."""
    talk().print(visible(line), style="yellow")


def looked_through(advisories: int) -> str:
    """Say how many advisories were looked through."""
    return f"{advisories} {'advisory was' if advisories == 1 else 'advisories were'} looked through"


def tell_nothing(wanted: Filter, advisories: int) -> None:
    """Tell that nothing was found, and where else to look."""
    tell(f"nothing found; {looked_through(advisories)}")
    if wanted.positions == ("recommendation",):
        tell("only recommendations were looked at: --position any takes every sentence")


def tell_dates(dates: Dates | None) -> None:
    """Tell which advisories were judged by the works that they cite, or left out."""
    if dates is not None and dates.by_works:
        names = some(dates.by_works)
        tell(f"without a date, so judged by the newest work that they cite: {names}")
    if dates is not None and dates.maybe:
        names = some(dates.maybe)
        tell(f"left out, though without a date they may be younger than what they cite: {names}")
    if dates is not None and dates.unknown:
        tell(f"left out, for they have neither a date nor a dated work: {some(dates.unknown)}")
