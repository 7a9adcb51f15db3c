"""Which statements are asked for: filters as conditions on the catalogue."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from vlortool.errors import QueryError
from vlortool.model.advisory import STRENGTHS
from vlortool.model.encoding import encodable
from vlortool.model.terms import composed
from vlortool.query.language import read_query
from vlortool.query.matching import Matcher

Role = Literal["addressee", "implied", "speaker", "mentioned"]
# In the order in which a reader wants them: who must act comes before who is merely named.
ROLES: tuple[Role, ...] = ("addressee", "implied", "speaker", "mentioned")

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
# As `segment` reads them: 3, 3.1, II.1, A, A.1; with a full stop or not.
_NUMBER = re.compile(r"[\d.]+|[a-z]\.?|(?:[ivxlc]+|[a-z])(?:\.\d+)+\.?")
_JUDGED_ON = "coalesce(a.date, a.not_before)"


class Filter(Struct, frozen=True, kw_only=True):
    """What a statement must be to be listed; an empty filter lists all.

    Attributes:
        advisories: Ids of advisories, any of them.
        positions: Positions, any of them.
        actor: Id of an actor.
        roles: Roles of that actor, any of them; without an actor somebody must have one.
        themes: Ids of themes, any of them.
        strengths: Strengths, any of them.
        section: Number of a section, a part of its title, or `0` for the text before the first
            heading; its subsections belong to it.
        council: Id of a council.
        since: First day, month or year (`2018`, `2018-06`, `2018-06-28`). An advisory without a
            date is judged by `not_before`; one without either is left out.
        until: Last day, month or year, inclusive.
        contains: A search query.
        cites: Id of an advisory, or words of the title of a work, that is cited.
        min_confidence: Least probability of the position, 0 to 1.
    """

    advisories: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    actor: str | None = None
    roles: tuple[Role, ...] = ROLES
    themes: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    section: str | None = None
    council: str | None = None
    since: str | None = None
    until: str | None = None
    contains: str | None = None
    cites: str | None = None
    min_confidence: float | None = None


class Condition(Struct, frozen=True):
    """A condition in SQL with its parameters."""

    sql: str
    values: tuple[str | int | float, ...] = ()


def at_least(strength: str) -> tuple[str, ...]:
    """Return a strength with those above it, the strongest first."""
    return STRENGTHS[: STRENGTHS.index(strength) + 1]


def check_day(text: str) -> str:
    """Return a day, month or year as it was given.

    Raises:
        QueryError: It is none.
    """
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise QueryError(
            f"{text!r} is no day, month or year", "Write 2018, 2018-06 or 2018-06-28"
        ) from None
    return text


def conditions(wanted: Filter, connection: sqlite3.Connection) -> list[Condition]:
    """Write a filter as conditions on `statement s`, `section c` and `advisory a`.

    Raises:
        QueryError: A day or the search query is wrong, or a name is empty.
    """
    return [
        *advisory_conditions(wanted),
        *_of_labels(wanted),
        *_of_place(wanted),
        *_of_words(wanted, connection),
    ]


def advisory_conditions(wanted: Filter) -> Iterator[Condition]:
    """Write what a filter says of advisories as conditions on `advisory a`."""
    if wanted.advisories:
        yield _any_of("a.id", wanted.advisories)
    if wanted.council:
        yield Condition("a.council = ?", (wanted.council,))
    if wanted.since is not None:
        # ISO days sort as they follow each other; a year comes before its days.
        yield Condition(f"{_JUDGED_ON} >= ?", (check_day(wanted.since),))
    if wanted.until is not None:
        day = check_day(wanted.until)
        yield Condition(f"substr({_JUDGED_ON}, 1, ?) <= ?", (len(day), day))


def joined(found: Iterable[Condition]) -> Condition:
    """Join conditions with AND."""
    listed = list(found)
    values = [value for each in listed for value in each.values]
    return Condition(" AND ".join(each.sql for each in listed) or "true", tuple(values))


def _of_labels(wanted: Filter) -> Iterator[Condition]:
    if wanted.positions:
        yield _any_of("s.position", wanted.positions)
    if wanted.strengths:
        yield _any_of("s.strength", wanted.strengths)
    if wanted.min_confidence is not None:
        yield Condition("s.confidence >= ?", (wanted.min_confidence,))
    if wanted.actor is not None or wanted.roles != ROLES:
        yield _of_actor(wanted)
    if wanted.themes:
        some = _any_of("id", wanted.themes)
        yield Condition(f"s.key IN (SELECT statement FROM theme WHERE {some.sql})", some.values)


def _of_actor(wanted: Filter) -> Condition:
    some = _any_of("role", wanted.roles)
    name = () if wanted.actor is None else (wanted.actor,)
    whose, is_speaker = ("id = ? AND ", "s.speaker = ?") if name else ("", "s.speaker IS NOT NULL")
    has_role = f"s.key IN (SELECT statement FROM actor WHERE {whose}{some.sql})"
    if "speaker" not in wanted.roles:
        return Condition(has_role, (*name, *some.values))
    return Condition(f"({has_role} OR {is_speaker})", (*name, *some.values, *name))


def _of_place(wanted: Filter) -> Iterator[Condition]:
    if wanted.section is None:
        return
    # SQLite takes nothing but text.
    name = encodable(wanted.section).strip().casefold()
    if not name:
        raise _empty("section")
    if name == "0":
        yield Condition("c.title IS NULL AND c.number IS NULL")
        return
    number = Condition("instr(lower(c.numbers), ?) > 0", (f"|{name.rstrip('.')}|",))
    if _NUMBER.fullmatch(name):
        yield number
    else:
        # A roman number is as good as a word.
        title = " ".join(name.split())
        yield Condition(f"({number.sql} OR instr(c.titles, ?) > 0)", (*number.values, title))


def _of_words(wanted: Filter, connection: sqlite3.Connection) -> Iterator[Condition]:
    if wanted.contains is not None:
        matcher = Matcher(connection, read_query(wanted.contains))
        yield Condition(
            "s.key IN (SELECT rowid >> 2 FROM passage WHERE passage MATCH ? AND rowid & 3 = 0)",
            (matcher.condition(),),
        )
    if wanted.cites is not None:
        if not wanted.cites.strip():
            raise _empty("work")
        # SQLite's own makes no small letters of É and Ï.
        connection.create_function("small", 1, _small, deterministic=True)
        yield Condition(
            "s.key IN (SELECT statement FROM citing JOIN citation w ON w.key = citation"
            " WHERE w.resolved = ? OR instr(small(w.title), ?) > 0)",
            (encodable(wanted.cites), _small(encodable(wanted.cites))),
        )


def _small(title: str | None) -> str:
    return composed(title or "").lower()


def _empty(what: str) -> QueryError:
    # A slip of a script (`--section "$NAME"`) must not list everything.
    return QueryError(f"An empty name means no {what}", "Write it, or leave the option out")


def _any_of(field: str, values: tuple[str, ...]) -> Condition:
    return Condition(f"{field} IN ({', '.join('?' * len(values))})", values)
