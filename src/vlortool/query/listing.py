"""Statements with their labels, places and words, filtered, sorted and grouped."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from vlortool.model.advisory import STRENGTHS
from vlortool.model.place import Place
from vlortool.query.days import Dates, dates_of
from vlortool.query.filters import (
    ROLES,
    Condition,
    Filter,
    Role,
    conditions,
    joined,
)
from vlortool.store.tally import NOTHING

_BY_STRENGTH: dict[str, int] = {name: rank for rank, name in enumerate(STRENGTHS)}
_WEAKEST = len(STRENGTHS)


class Sort(StrEnum):
    """What the rows are sorted by."""

    PLACE = "place"
    DATE = "date"
    STRENGTH = "strength"
    CONFIDENCE = "confidence"


class GroupBy(StrEnum):
    """What the rows are grouped by."""

    ACTOR = "actor"
    THEME = "theme"
    STRENGTH = "strength"
    SECTION = "section"
    ADVISORY = "advisory"


class Hit(Struct, frozen=True, kw_only=True):
    """A statement in a list.

    Attributes:
        group: Id of its group, `not-found` for what belongs to none; None if the list has no
            groups.
        advisory: Id of the advisory.
        council: Id of the council.
        date: Day of issue, ISO 8601; None if unknown.
        not_before: Day of the newest work cited, ISO 8601.
        section: Number of the section.
        section_title: Its title; None for the text before the first heading.
        place: Pages or lines in the source.
        statement: Id of the statement: `<advisory>#<statement>` names it in every command.
        position: What it does.
        strength: Force of a recommendation.
        confidence: Probability of the position, 0 to 1.
        role: Role of the actor asked for, or grouped by: `addressee` (named as who must act),
            `implied` (inferred by the toolkit), `speaker`, `mentioned`.
        speaker: Id of the actor whose position it is.
        addressees: Ids of the actors named as who must act.
        implied: Ids of the actors who must act as inferred; nobody is named.
        actors: Ids of the actors named.
        themes: Ids of the themes that its words show.
        inherited_themes: Ids of the themes that come from its title or lead-in.
        footnotes: Numbers of its notes.
        lead_in: Words that introduce the list that it stands in.
        text: Its words, in full.
    """

    group: str | None = None
    advisory: str
    council: str | None
    date: str | None
    not_before: str | None
    section: str | None
    section_title: str | None
    place: Place | None
    statement: str
    position: str
    strength: str | None
    confidence: float | None
    role: Role | None = None
    speaker: str | None
    addressees: list[str]
    implied: list[str]
    actors: list[str]
    themes: list[str]
    inherited_themes: list[str]
    footnotes: list[str]
    lead_in: str | None
    text: str


class Listing(Struct, frozen=True):
    """What was found.

    Attributes:
        hits: The rows, group by group, as far as the limit goes.
        total: How many there are without the limit.
        sizes: How many there are in each group, without the limit, in the order of the groups.
        dates: About the days, if any were asked for.
    """

    hits: list[Hit]
    total: int
    sizes: dict[str, int]
    dates: Dates | None


TEXT = "(SELECT words FROM passage WHERE rowid = s.key << 2) AS text"
FIELDS = (
    "a.id AS advisory, a.council, a.date, a.not_before, c.number AS section,"
    " c.title AS section_title, s.key, s.unit, s.first, s.last, s.id AS statement, s.position,"
    " s.strength, s.confidence, s.speaker, s.addressees, s.implied, s.actors, s.themes,"
    " s.inherited_themes, s.footnotes, s.lead_in,"
    f" {TEXT}"
)
JOINS = "statement s JOIN section c ON c.key = s.section JOIN advisory a ON a.key = s.key >> 20"
_CHUNK = 500
_LISTS = ("addressees", "implied", "actors", "themes", "inherited_themes", "footnotes")
_SAME = (
    *("advisory", "council", "date", "not_before", "section", "section_title", "statement"),
    *("position", "strength", "confidence", "speaker", "lead_in", "text"),
)


class _Found(NamedTuple):
    """A statement found, with what it is sorted and grouped by."""

    key: int
    advisory: str
    day: str
    strength: str | None
    confidence: float
    section: int
    speaker: str | None


class _Placed(NamedTuple):
    """A statement in a group, in the role that its actor has there."""

    found: _Found
    group: str | None = None
    role: Role | None = None


def list_statements(
    connection: sqlite3.Connection,
    wanted: Filter,
    *,
    sort: Sort = Sort.PLACE,
    limit: int | None = None,
    group_by: GroupBy | None = None,
) -> Listing:
    """List the statements that a filter lets through.

    Args:
        connection: The catalogue.
        wanted: The filter. If it names an actor and nothing is grouped by, the rows are grouped by
            that actor's role, the first of `ROLES` that is true of a statement.
        sort: What the rows of each group are sorted by.
        limit: At most so many rows; None for all.
        group_by: What the rows are grouped by; a statement stands in each group it belongs to.

    Raises:
        QueryError: A day or the search query is wrong.
    """
    where = joined(conditions(wanted, connection))
    found = sorted(_found(connection, where), key=_ORDER[sort])
    placed = _placed(connection, where, found, wanted, group_by)
    shown = placed[:limit]
    rows = details(connection, {each.found.key for each in shown})
    return Listing(
        hits=[hit_of(rows[each.found.key], each.group, each.role) for each in shown],
        total=len(placed),
        sizes=dict(Counter(each.group for each in placed if each.group is not None)),
        dates=dates_of(connection, wanted, {each.advisory for each in found}),
    )


def hit_of(row: sqlite3.Row, group: str | None = None, role: Role | None = None) -> Hit:
    """Make a hit of a row with the `FIELDS`."""
    return Hit(
        group=group,
        role=role,
        place=place_in(row),
        **{name: row[name] for name in _SAME},
        **{name: row[name].split() for name in _LISTS},
    )


def place_in(row: sqlite3.Row) -> Place | None:
    """Return the place that a row names."""
    if row["unit"] is None:
        return None
    return Place(unit=row["unit"], first=row["first"], last=row["last"])


def _found(connection: sqlite3.Connection, where: Condition) -> list[_Found]:
    cursor = connection.cursor()
    cursor.row_factory = None
    rows = cursor.execute(
        f"SELECT s.key, a.id, coalesce(a.date, a.not_before, ''), s.strength,"
        f" coalesce(s.confidence, 0), s.section, s.speaker FROM {JOINS} WHERE {where.sql}",
        where.values,
    )
    return list(map(_Found._make, rows))


def details(connection: sqlite3.Connection, keys: set[int]) -> dict[int, sqlite3.Row]:
    """Return the rows with the `FIELDS` of statements, by their keys."""
    found: dict[int, sqlite3.Row] = {}
    listed = sorted(keys)
    for first in range(0, len(listed), _CHUNK):
        some = listed[first : first + _CHUNK]
        marks = ", ".join("?" * len(some))
        query = f"SELECT {FIELDS} FROM {JOINS} WHERE s.key IN ({marks})"
        found.update((row["key"], row) for row in connection.execute(query, some))
    return found


def _placed(
    connection: sqlite3.Connection,
    where: Condition,
    found: list[_Found],
    wanted: Filter,
    group_by: GroupBy | None,
) -> list[_Placed]:
    """Put statements in their groups, in the order of the groups."""
    if group_by is None and not wanted.actor:
        return [_Placed(each) for each in found]
    if group_by is None:
        best = _roles(connection, found, wanted)
        placed = [_Placed(each, role, role) for each in found for _, role in best[each.key]]
        return sorted(placed, key=lambda each: ROLES.index(each.role or ROLES[-1]))
    placed = list(_members(connection, where, found, wanted, group_by))
    if wanted.actor is not None and group_by is not GroupBy.ACTOR:
        best = _roles(connection, found, wanted)
        placed = [each._replace(role=best[each.found.key][0][1]) for each in placed]
    sizes = Counter(each.group for each in placed)
    if group_by in (GroupBy.SECTION, GroupBy.ADVISORY):
        # As they come.
        ranks = {group: rank for rank, group in enumerate(sizes)}
    elif group_by is GroupBy.STRENGTH:
        ranks = {group: _BY_STRENGTH.get(group or "", _WEAKEST) for group in sizes}
    else:
        by_size = sorted(sizes, key=lambda group: (group == NOTHING, -sizes[group], group))
        ranks = {group: rank for rank, group in enumerate(by_size)}
    return sorted(placed, key=lambda each: ranks[each.group])


def _members(
    connection: sqlite3.Connection,
    where: Condition,
    found: list[_Found],
    wanted: Filter,
    group_by: GroupBy,
) -> Iterator[_Placed]:
    if group_by is GroupBy.ACTOR:
        roles = _roles(connection, found, wanted)
        for each in found:
            named = sorted(roles.get(each.key, []))
            yield from (_Placed(each, name, role) for name, role in named)
            if not named:
                yield _Placed(each, NOTHING)
    elif group_by is GroupBy.THEME:
        themes = _themes(connection, where)
        for each in found:
            yield from (_Placed(each, name) for name in themes.get(each.key, [NOTHING]))
    elif group_by is GroupBy.STRENGTH:
        yield from (_Placed(each, each.strength or NOTHING) for each in found)
    elif group_by is GroupBy.ADVISORY:
        yield from (_Placed(each, each.advisory) for each in found)
    else:
        sections = _sections(connection)
        yield from (_Placed(each, sections[each.section]) for each in found)


def _roles(
    connection: sqlite3.Connection, found: list[_Found], wanted: Filter
) -> dict[int, list[tuple[str, Role]]]:
    """Return for each statement its actors, each in the first of its roles."""
    roles = wanted.roles
    if wanted.actor is None and roles == ROLES:
        # Nearly every statement has the council for its speaker: that says nothing of who is asked.
        roles = tuple(role for role in ROLES if role != "speaker")
    keys = {each.key for each in found}
    whose, values = ("id = ? AND", [wanted.actor]) if wanted.actor is not None else ("", [])
    rows = [
        row
        for row in connection.execute(
            f"SELECT statement, id, role FROM actor WHERE {whose} role IN"
            f" ({', '.join('?' * len(roles))})",
            [*values, *roles],
        )
        if row[0] in keys
    ]
    if "speaker" in roles:
        rows += [
            (each.key, each.speaker, "speaker")
            for each in found
            if each.speaker and wanted.actor in {None, each.speaker}
        ]
    best: dict[int, dict[str, Role]] = {}
    for statement, name, role in sorted(rows, key=lambda row: -ROLES.index(row[2])):
        best.setdefault(statement, {})[name] = role
    return {statement: list(named.items()) for statement, named in best.items()}


def _themes(connection: sqlite3.Connection, where: Condition) -> dict[int, list[str]]:
    rows = connection.execute(
        f"SELECT x.statement, x.id FROM theme x WHERE x.statement IN"
        f" (SELECT s.key FROM {JOINS} WHERE {where.sql}) ORDER BY x.id",
        where.values,
    )
    found: dict[int, list[str]] = {}
    for statement, name in rows:
        found.setdefault(statement, []).append(name)
    return found


def _sections(connection: sqlite3.Connection) -> dict[int, str]:
    rows = connection.execute(
        "SELECT c.key, a.id, c.number, c.title"
        " FROM section c JOIN advisory a ON a.key = c.key >> 20"
    )
    return {
        key: " ".join(part for part in (name, number, title) if part)
        for key, name, number, title in rows
    }


def _rank(found: _Found) -> int:
    return _BY_STRENGTH.get(found.strength or "", _WEAKEST)


_ORDER: dict[Sort, Callable[[_Found], tuple[object, ...]]] = {
    Sort.PLACE: lambda each: (each.advisory, each.key),
    Sort.DATE: lambda each: (_newest_first(each.day), each.advisory, each.key),
    Sort.STRENGTH: lambda each: (_rank(each), each.advisory, each.key),
    Sort.CONFIDENCE: lambda each: (-each.confidence, each.advisory, each.key),
}


def _newest_first(day: str) -> int:
    return -int(day.replace("-", "") or 0)
