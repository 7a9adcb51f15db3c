"""Counts of statements by their labels: actors, themes, strengths, years ..."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from vlortool.model.advisory import POSITIONS, STRENGTHS
from vlortool.query.days import Dates, dates_of
from vlortool.query.filters import Filter
from vlortool.query.names import (
    POSITION_LABELS,
    STRENGTH_LABELS,
    label_of_actor,
    label_of_council,
    label_of_theme,
    names_of_actor,
)
from vlortool.query.totals import Holders, Totals, holders, totals
from vlortool.resources.actors import Kind, actors
from vlortool.resources.themes import themes
from vlortool.store.tally import INHERITED, NOTHING, OWN

Dimension = Literal["position", "strength", "actor", "theme", "year", "council", "actor-theme"]
COUNTED_ROLES = ("addressee", "implied", "mentioned")
_NOT_FOUND = {
    "strength": "zonder sterkte",
    "actor": "geen actor gevonden",
    "theme": "geen thema gevonden",
    "year": "jaar niet gevonden",
    "council": "raad niet gevonden",
}
_UNDATED = "{} (oudste mogelijke)"


class Count(Struct, frozen=True, kw_only=True):
    """How many statements have a label.

    Attributes:
        dimension: What is counted by: `position`, `strength`, `actor`, `theme`, `year`, `council`
            or `actor-theme` (the actor is addressed, implied or mentioned).
        id: Id of the label: of the actor where an actor and a theme are counted; `-` for the
            statements in which none was found.
        label: Its Dutch name.
        other: Of an actor its role: `addressee`, `implied` (inferred by the toolkit) or `mentioned`
            (named at all). Of an actor with a theme the id of the theme. Of a year whether it is
            that of the `date`, or of `not_before`: the oldest year that the advisory can be of.
        count: How many statements have it.
        share: Their share of the statements looked at, 0 to 1.
        n: How many statements were looked at; for a position those of every position.
    """

    dimension: Dimension
    id: str
    label: str
    other: str | None = None
    count: int
    share: float
    n: int


class Looked(Struct, frozen=True):
    """What was looked at.

    Attributes:
        statements: How many statements.
        advisories: In how many advisories they stand.
    """

    statements: int
    advisories: int


class Counts(Struct, frozen=True):
    """Statements counted.

    Attributes:
        rows: The counts, dimension by dimension, the most first; positions, strengths and years in
            their order.
        looked: What was looked at.
        dates: About the days, if any were asked for.
    """

    rows: list[Count]
    looked: Looked
    dates: Dates | None


class ActorCount(Struct, frozen=True, kw_only=True):
    """An actor, and how often it was found.

    Attributes:
        id: Its id.
        label: Its Dutch name; None if the catalogue of actors does not have it.
        kind: What it is: `council`, `government`, `agency`, `education`, `field` or `people`.
        addressee: Statements that name it as who must act.
        implied: Statements that ask it to act as inferred by the toolkit; nobody is named.
        speaker: Statements whose position is its own.
        mentioned: Statements that name it at all.
        advisories: Advisories with any of these.
        aliases: Names that texts use for it.
    """

    id: str
    label: str | None
    kind: Kind | None
    addressee: int
    implied: int
    speaker: int
    mentioned: int
    advisories: int
    aliases: tuple[str, ...]


class ThemeCount(Struct, frozen=True, kw_only=True):
    """A theme, and how often it was found.

    Attributes:
        id: Its id.
        label: Its Dutch name; None if the catalogue of themes does not have it.
        statements: Statements that it was found in.
        own: Those of them whose own words show it.
        inherited: Those that have it from their title or lead-in alone.
        advisories: Advisories with any of these.
        description: What belongs to it.
    """

    id: str
    label: str | None
    statements: int
    own: int
    inherited: int
    advisories: int
    description: str | None


class _Advisory(NamedTuple):
    """What is counted of an advisory itself."""

    key: int
    id: str
    council: str | None
    date: str | None
    not_before: str | None


def count_statements(connection: sqlite3.Connection, wanted: Filter) -> Counts:
    """Count the statements that a filter lets through, by each of their labels.

    Raises:
        QueryError: A day or the search query is wrong.
    """
    found = totals(connection, wanted)
    advisories = _advisories(connection, found)
    looked = Looked(found.statements.total(), len(found.statements))
    rows: list[Count] = []
    if looked.statements:
        rows += _positions(found.positions)
        rows += _labels(found, looked.statements)
        rows += _of_advisories(found, advisories, looked.statements)
        rows += _pairs(found, looked.statements)
    dates = dates_of(connection, wanted, {each.id for each in advisories})
    return Counts(rows, looked, dates)


def count_actors(
    connection: sqlite3.Connection, wanted: Filter, *, only_found: bool = False
) -> tuple[list[ActorCount], Looked]:
    """List the catalogue of actors with how often each was found, the most found first.

    Args:
        connection: The catalogue of advisories.
        wanted: Which statements to look at.
        only_found: Whether those never found are left out; else they come last.
    """
    found = holders(connection, wanted, "actor")
    rows = [_actor(name, found) for name in _names(actors().by_id, found.advisories)]
    rows.sort(key=lambda one: (-one.mentioned - one.implied, -one.speaker, not one.advisories))
    looked = Looked(found.statements.total(), len(found.statements))
    return [one for one in rows if one.advisories or not only_found], looked


def count_themes(
    connection: sqlite3.Connection, wanted: Filter, *, only_found: bool = False
) -> tuple[list[ThemeCount], Looked]:
    """List the catalogue of themes with how often each was found, the most found first.

    Args:
        connection: The catalogue of advisories.
        wanted: Which statements to look at.
        only_found: Whether those never found are left out; else they come last.
    """
    found = holders(connection, wanted, "theme")
    known = [one.id for one in themes().themes]
    rows = [_theme(name, found) for name in _names(known, found.advisories)]
    rows.sort(key=lambda one: -one.statements)
    looked = Looked(found.statements.total(), len(found.statements))
    return [one for one in rows if one.advisories or not only_found], looked


def _names(known: Iterable[str], found: Iterable[str]) -> list[str]:
    """List the ids of a catalogue, and those that only the store has."""
    return [name for name in dict.fromkeys((*known, *sorted(found))) if name != NOTHING]


def _actor(name: str, found: Holders) -> ActorCount:
    known = actors().by_id.get(name)
    return ActorCount(
        id=name,
        label=known.label if known else None,
        kind=known.kind if known else None,
        addressee=found.counts[f"{name} addressee"],
        implied=found.counts[f"{name} implied"],
        speaker=found.counts[f"{name} speaker"],
        mentioned=found.counts[f"{name} mentioned"],
        advisories=found.advisories.get(name, 0),
        aliases=tuple(names_of_actor(known)) if known else (),
    )


def _theme(name: str, found: Holders) -> ThemeCount:
    known = next((one for one in themes().themes if one.id == name), None)
    own, inherited = found.counts[f"{name} {OWN}"], found.counts[f"{name} {INHERITED}"]
    return ThemeCount(
        id=name,
        label=known.label if known else None,
        statements=own + inherited,
        own=own,
        inherited=inherited,
        advisories=found.advisories.get(name, 0),
        description=known.description if known else None,
    )


def _advisories(connection: sqlite3.Connection, found: Totals) -> list[_Advisory]:
    rows = connection.execute("SELECT key, id, council, date, not_before FROM advisory")
    return [each for each in map(_Advisory._make, rows) if each.key in found.statements]


def _positions(found: Mapping[str, int]) -> Iterator[Count]:
    n = sum(found.values())
    for name in POSITIONS:
        yield _count("position", name, POSITION_LABELS[name], found.get(name, 0), n)


def _labels(found: Totals, n: int) -> Iterator[Count]:
    strengths = found.counts["strength"]
    for strength in STRENGTHS:
        label = STRENGTH_LABELS[strength]
        yield _count("strength", strength, label, strengths.get(strength, 0), n)
    yield from _without("strength", strengths.get(NOTHING, 0), n)
    roles = found.counts["actor"]
    for name in _actor_order(roles):
        label = label_of_actor(name)
        for role in COUNTED_ROLES:
            yield _count("actor", name, label, roles.get(f"{name} {role}", 0), n, other=role)
    yield from _without("actor", roles.get(NOTHING, 0), n)
    sums = _by_theme(found)
    for name in _most_first(sums):
        yield _count("theme", name, label_of_theme(name), sums[name], n)
    yield from _without("theme", found.counts["theme"].get(NOTHING, 0), n)


def _actor_order(roles: Mapping[str, int]) -> list[str]:
    # Who is asked comes before who is merely named.
    asked: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for label, count in roles.items():
        name, _, role = label.partition(" ")
        if role == "mentioned":
            named[name] += count
        elif role in COUNTED_ROLES:
            asked[name] += count
    return sorted({*asked, *named}, key=lambda name: (-asked[name], -named[name], name))


def _by_theme(found: Totals) -> Counter[str]:
    sums: Counter[str] = Counter()
    for label, count in found.counts["theme"].items():
        if label != NOTHING:
            sums[label.partition(" ")[0]] += count
    return sums


def _of_advisories(found: Totals, advisories: Iterable[_Advisory], n: int) -> Iterator[Count]:
    years: Counter[tuple[str, str]] = Counter()
    councils: Counter[str] = Counter()
    for each in advisories:
        statements = found.statements[each.key]
        councils[each.council or NOTHING] += statements
        day, dated_by = (each.date, "date") if each.date else (each.not_before, "not_before")
        years[(day[:4], dated_by) if day else (NOTHING, "")] += statements
    undated = years.pop((NOTHING, ""), 0)
    for year, dated_by in sorted(years):
        label = year if dated_by == "date" else _UNDATED.format(year)
        yield _count("year", year, label, years[year, dated_by], n, other=dated_by)
    yield from _without("year", undated, n)
    unknown = councils.pop(NOTHING, 0)
    for name in _most_first(councils):
        yield _count("council", name, label_of_council(name), councils[name], n)
    yield from _without("council", unknown, n)


def _pairs(found: Totals, n: int) -> Iterator[Count]:
    pairs = found.counts["actor-theme"]
    for label in _most_first(pairs):
        actor, theme = label.split(" ")
        yield _count("actor-theme", actor, label_of_actor(actor), pairs[label], n, other=theme)


def _most_first(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _without(dimension: Dimension, count: int, n: int) -> Iterator[Count]:
    """Count what has no label of a dimension, if anything has none."""
    if count:
        yield _count(dimension, NOTHING, _NOT_FOUND[dimension], count, n)


def _count(
    dimension: Dimension, name: str, label: str, count: int, n: int, *, other: str | None = None
) -> Count:
    share = round(count / n, 4)
    return Count(
        dimension=dimension, id=name, label=label, other=other, count=count, share=share, n=n
    )
