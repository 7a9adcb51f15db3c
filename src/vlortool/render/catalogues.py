"""The catalogues of actors and themes on a screen and in a pipe, with how often each was found."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from vlortool.query.counts import ActorCount, ThemeCount
from vlortool.render.counts import ZERO, print_caption, print_heading
from vlortool.render.output import emit_table
from vlortool.render.table import Column, Styled, columns_of_screen

_WIDE = 132
_NEVER = "niet\ngevonden"
# Names of an actor on a narrow and on a wide screen; a pipe gets all.
_FIRST, _SOME = 2, 8
_KINDS = {
    "council": "raad",
    "government": "overheid",
    "agency": "agentschap",
    "education": "onderwijs",
    "field": "werkveld",
    "people": "mensen",
}
_ACTOR_COUNTS = [
    Column("addressee", "gericht\naan", right=True),
    Column("implied", "afgeleid", right=True),
    Column("mentioned", "genoemd", right=True),
    Column("speaker", "spreekt", right=True),
    Column("advisories", "adviezen", right=True),
]
_THEME_COUNTS = [
    Column("statements", "zinnen", right=True),
    Column("own", "eigen\nwoorden", right=True),
    Column("inherited", "uit\ncontext", right=True),
    Column("advisories", "adviezen", right=True),
]


class _ActorRow(Struct, frozen=True, kw_only=True):
    """An actor as a table shows it."""

    id: str
    label: str
    kind: str
    names: str
    stacked: Styled
    addressee: str
    implied: str
    mentioned: str
    speaker: str
    advisories: str


class _ThemeRow(Struct, frozen=True, kw_only=True):
    """A theme as a table shows it."""

    id: str
    label: str
    description: str
    stacked: Styled
    statements: str
    own: str
    inherited: str
    advisories: str


def show_actors(found: Sequence[ActorCount], heading: str) -> None:
    """Print actors with their counts."""
    _show_head(found, heading, "actoren")
    kind = Column("kind", "soort")
    columns = _columns("actor", [kind, *_ACTOR_COUNTS], Column("names", "namen", share=1))
    emit_table([_actor_row(one) for one in found], columns)
    print_caption(f"{ZERO} niet gevonden; afgeleid: niet genoemd, door vlortool afgeleid")


def show_themes(found: Sequence[ThemeCount], heading: str) -> None:
    """Print themes with their counts."""
    _show_head(found, heading, "thema's")
    columns = _columns("thema", _THEME_COUNTS, Column("description", "waarover", share=1))
    emit_table([_theme_row(one) for one in found], columns)
    print_caption(f"{ZERO} niet gevonden; uit context: van de titel of de inleidende zin")


def _show_head(found: Sequence[ActorCount] | Sequence[ThemeCount], heading: str, what: str) -> None:
    number = sum(one.advisories > 0 for one in found)
    print_heading(f"{heading}; {what} gevonden: {number}")


def _columns(what: str, counts: Sequence[Column], words: Column) -> list[Column]:
    width = columns_of_screen()
    if width is not None and width < _WIDE:
        numbers = [each for each in counts if each.right]
        return [Column("stacked", what, share=1), *numbers]
    return [Column("id", what), Column("label", "naam"), *counts, words]


def _names(aliases: Sequence[str], most: int) -> str:
    left = len(aliases) - most
    return ", ".join(aliases[:most]) + (f" +{left}" if left > 0 else "")


def _actor_row(one: ActorCount) -> _ActorRow:
    first = [one.id, _names(one.aliases, _FIRST)]
    is_pipe = columns_of_screen() is None
    return _ActorRow(
        id=one.id,
        label=one.label or _unknown(one.id),
        kind=_KINDS.get(one.kind or "", ZERO),
        names=_names(one.aliases, len(one.aliases) if is_pipe else _SOME),
        stacked=Styled(one.label or _unknown(one.id), below=" · ".join(filter(None, first))),
        addressee=_number(one.addressee),
        implied=_number(one.implied),
        mentioned=_number(one.mentioned),
        speaker=_number(one.speaker),
        advisories=str(one.advisories or _NEVER),
    )


def _theme_row(one: ThemeCount) -> _ThemeRow:
    return _ThemeRow(
        id=one.id,
        label=one.label or _unknown(one.id),
        description=one.description or "",
        stacked=Styled(
            one.label or _unknown(one.id),
            below=" · ".join(filter(None, [one.id, one.description])),
        ),
        statements=_number(one.statements),
        own=_number(one.own),
        inherited=_number(one.inherited),
        advisories=str(one.advisories or _NEVER),
    )


def _unknown(name: str) -> str:
    return f"{name} (niet in de catalogus)"


def _number(count: int) -> str:
    return str(count) if count else ZERO
