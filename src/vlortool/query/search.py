"""Full-text search over statements, notes and titles, the best hits first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vlortool.errors import QueryError
from vlortool.model.place import Place
from vlortool.query.days import Dates, dates_of
from vlortool.query.filters import Condition, Filter, advisory_conditions, conditions, joined
from vlortool.query.language import Query, read_query, terms
from vlortool.query.listing import (
    JOINS,
    Hit,
    details,
    hit_of,
    place_in,
)
from vlortool.query.matching import Matcher

Kind = Literal["statement", "note", "title"]


class Within(StrEnum):
    """What is searched."""

    STATEMENTS = "statements"
    NOTES = "notes"
    TITLES = "titles"
    ALL = "all"


class Found(Struct, frozen=True, kw_only=True):
    """A place where the words of a query stand.

    Attributes:
        kind: `statement` (a sentence, or a bullet without a verb), `note`, or `title` (of a section
            or of the advisory).
        advisory: Id of the advisory.
        council: Id of the council.
        date: Day of issue, ISO 8601; None if unknown.
        not_before: Day of the newest work cited, ISO 8601.
        section: Number of the section; of a note that of its marker.
        section_title: Its title; None for the text before the first heading, and for the title of
            the advisory.
        place: Pages or lines in the source; None for the title of an advisory.
        statement: Id of the statement, `<advisory>#<statement>` names it in every command; of a
            note that of the statement that its marker stands in; None for a title.
        note: Number of the note; None for what is none.
        position: What the statement does; None for notes and titles.
        strength: Force of a recommendation.
        confidence: Probability of the position, 0 to 1.
        matches: The words that the query matches, as printed, each once.
        text: The words of the statement, title or note in full; a note's links stand behind them.
        score: How well it fits, the higher the better; comparable within one search only.
    """

    kind: Kind
    advisory: str
    council: str | None
    date: str | None
    not_before: str | None
    section: str | None
    section_title: str | None
    place: Place | None
    statement: str | None = None
    note: str | None = None
    position: str | None = None
    strength: str | None = None
    confidence: float | None = None
    matches: list[str]
    text: str
    score: float


class Match(Struct, frozen=True):
    """A place found, with what a table shows of it.

    Attributes:
        found: The place.
        spans: Half-open offsets in its text of the words that the query matches.
        hit: The statement, if it is one.
    """

    found: Found
    spans: tuple[tuple[int, int], ...]
    hit: Hit | None = None


class Findings(Struct, frozen=True):
    """What a search found.

    Attributes:
        matches: The places, the best first, as far as the limit goes.
        total: How many there are without the limit.
        advisories: How many advisories were looked through.
        query: The query.
        absent: Where nothing was found: the words and phrases of the query that stand nowhere.
        dates: About the days, if any were asked for.
    """

    matches: list[Match]
    total: int
    advisories: int
    query: Query
    absent: list[str]
    dates: Dates | None


# The codes of the passages: `rowid & 3`.
_STATEMENT, _NOTE, _SECTION, _TITLE = range(4)
_CODES: dict[Within, tuple[int, ...]] = {
    Within.STATEMENTS: (_STATEMENT,),
    Within.NOTES: (_NOTE,),
    Within.TITLES: (_SECTION, _TITLE),
    Within.ALL: (_STATEMENT, _NOTE, _SECTION, _TITLE),
}
_KINDS: dict[int, Kind] = {_NOTE: "note", _SECTION: "title", _TITLE: "title"}
_SHARED = (
    *("advisory", "council", "date", "not_before", "section", "section_title", "place"),
    *("statement", "position", "strength", "confidence", "text"),
)
# Words as printed weigh more than what else their passage is found by.
_SCORE = "round(-bm25(passage, 4.0, 1.0), 4)"
# A join that SQLite may not turn round: the words come first.
_OF_ADVISORIES = "passage CROSS JOIN advisory a ON a.key = passage.rowid >> 22"
_OF_STATEMENTS = f"passage CROSS JOIN {JOINS.replace(' JOIN ', ' CROSS JOIN ')}"
_CHUNK = 500
_ADVISORY = "a.id AS advisory, a.council, a.date, a.not_before"
_SECTION_FIELDS = "c.number AS section, c.title AS section_title"
_QUERIES = {
    _NOTE: (
        f"SELECT {_ADVISORY}, {_SECTION_FIELDS}, n.key, n.unit, n.first, n.last,"
        " s.id AS statement, n.number AS note, trim(n.text || ' ' || n.urls) AS text"
        " FROM note n JOIN advisory a ON a.key = n.key >> 20"
        " LEFT JOIN section c ON c.key = n.section LEFT JOIN statement s ON s.key = n.statement"
        " WHERE n.key"
    ),
    _SECTION: (
        f"SELECT {_ADVISORY}, {_SECTION_FIELDS}, c.key, c.unit, c.first, c.last,"
        " NULL AS statement, NULL AS note, c.title AS text"
        " FROM section c JOIN advisory a ON a.key = c.key >> 20 WHERE c.key"
    ),
    _TITLE: (
        f"SELECT {_ADVISORY}, NULL AS section, NULL AS section_title, a.key << 20 AS key,"
        " NULL AS unit, NULL AS first, NULL AS last, NULL AS statement, NULL AS note,"
        " a.title AS text FROM advisory a WHERE a.key << 20"
    ),
}


class _Place(Struct, frozen=True):
    """What is searched, in SQL."""

    tables: str
    where: Condition


def search(
    connection: sqlite3.Connection,
    query: str,
    wanted: Filter | None = None,
    *,
    within: Within = Within.STATEMENTS,
    exact: bool = False,
    limit: int | None = None,
) -> Findings:
    """Search the words of statements, notes or titles.

    Args:
        connection: The catalogue.
        query: The query, in the language of `read_query`.
        wanted: What else must be true: of any of them council, days and ids of advisories, of
            statements anything.
        within: What is searched.
        exact: Whether only the words as printed count, without inflection and compounds; capitals
            and accents never do.
        limit: At most so many places; None for all.

    Returns:
        The places, the best first; those that are equally good by advisory and place.

    Raises:
        QueryError: The query or a day is wrong, or the filter asks of notes or titles what only a
            statement has.
    """
    wanted = wanted or Filter()
    asked = read_query(query)
    matcher = Matcher(connection, asked, exact=exact)
    searched = _searched(connection, wanted, within)
    values = [matcher.condition(), *searched.where.values]
    from_where = f"FROM {searched.tables} WHERE passage MATCH ? AND {searched.where.sql}"
    total = connection.execute(f"SELECT count(*) {from_where}", values).fetchone()[0]
    ranked = connection.execute(
        f"SELECT passage.rowid, {_SCORE} AS score {from_where}"
        " ORDER BY score DESC, a.id, passage.rowid LIMIT ?",
        [*values, -1 if limit is None else limit],
    ).fetchall()
    return Findings(
        matches=_matches(connection, matcher, ranked),
        total=total,
        advisories=_looked_through(connection, wanted),
        query=asked,
        absent=[] if total else _absent(connection, asked, searched, exact=exact),
        dates=_dates(connection, wanted, from_where, values),
    )


def _searched(connection: sqlite3.Connection, wanted: Filter, within: Within) -> _Place:
    of_advisories = list(advisory_conditions(wanted))
    codes = ", ".join(map(str, _CODES[within]))
    kinds = Condition(f"passage.rowid & 3 IN ({codes})")
    everything = replace(wanted, advisories=(), council=None, since=None, until=None)
    if everything == Filter():
        return _Place(_OF_ADVISORIES, joined([kinds, *of_advisories]))
    if within is not Within.STATEMENTS:
        raise QueryError(
            f"Only statements have a position, not what --in {within} looks at",
            "Leave out --position, or --in",
        )
    of_statement = Condition("s.key = passage.rowid >> 2")
    return _Place(_OF_STATEMENTS, joined([of_statement, kinds, *conditions(wanted, connection)]))


def _looked_through(connection: sqlite3.Connection, wanted: Filter) -> int:
    where = joined(advisory_conditions(wanted))
    counted = connection.execute(
        f"SELECT count(*) FROM advisory a WHERE a.problem IS NULL AND {where.sql}", where.values
    )
    return int(counted.fetchone()[0])


def _absent(
    connection: sqlite3.Connection, query: Query, searched: _Place, *, exact: bool
) -> list[str]:
    """Name the terms of a query that stand nowhere, in the order of the query."""
    names = []
    for term in dict.fromkeys(terms(query)):
        found = connection.execute(
            f"SELECT 1 FROM {searched.tables} WHERE passage MATCH ? AND {searched.where.sql}"
            " LIMIT 1",
            [Matcher(connection, term, exact=exact).condition(), *searched.where.values],
        ).fetchone()
        if found is None:
            names.append(str(term))
    return names


def _dates(
    connection: sqlite3.Connection,
    wanted: Filter,
    from_where: str,
    values: Sequence[str | int | float],
) -> Dates | None:
    if not (wanted.since or wanted.until):
        return None
    rows = connection.execute(f"SELECT DISTINCT a.id {from_where}", values)
    return dates_of(connection, wanted, {name for (name,) in rows})


def _matches(
    connection: sqlite3.Connection, matcher: Matcher, ranked: Sequence[sqlite3.Row]
) -> list[Match]:
    hits = {
        key << 2 | _STATEMENT: hit_of(row)
        for key, row in details(connection, _keys(ranked, _STATEMENT)).items()
    }
    others = {
        key << 2 | code: row
        for code in _QUERIES
        for key, row in _rows(connection, code, _keys(ranked, code)).items()
    }
    texts = [
        hits[passage].text if passage in hits else others[passage]["text"] for passage, _ in ranked
    ]
    return [
        _of_statement(hits[passage], spans, score)
        if passage in hits
        else _of_other(others[passage], _KINDS[passage & 3], spans, score)
        for (passage, score), spans in zip(ranked, matcher.spans(texts), strict=True)
    ]


def _keys(ranked: Sequence[sqlite3.Row], code: int) -> set[int]:
    return {passage >> 2 for passage, _ in ranked if passage & 3 == code}


def _rows(connection: sqlite3.Connection, code: int, keys: set[int]) -> dict[int, sqlite3.Row]:
    found: dict[int, sqlite3.Row] = {}
    listed = sorted(keys)
    for first in range(0, len(listed), _CHUNK):
        some = listed[first : first + _CHUNK]
        query = f"{_QUERIES[code]} IN ({', '.join('?' * len(some))})"
        found.update((row["key"], row) for row in connection.execute(query, some))
    return found


def _of_statement(hit: Hit, spans: list[tuple[int, int]], score: float) -> Match:
    found = Found(
        kind="statement",
        matches=_printed(hit.text, spans),
        score=score,
        **{name: getattr(hit, name) for name in _SHARED},
    )
    return Match(found, tuple(spans), hit)


def _of_other(row: sqlite3.Row, kind: Kind, spans: list[tuple[int, int]], score: float) -> Match:
    found = Found(
        kind=kind,
        advisory=row["advisory"],
        council=row["council"],
        date=row["date"],
        not_before=row["not_before"],
        section=row["section"],
        section_title=row["section_title"],
        place=place_in(row),
        statement=row["statement"],
        note=row["note"],
        matches=_printed(row["text"], spans),
        text=row["text"],
        score=score,
    )
    return Match(found, tuple(spans))


def _printed(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return list(dict.fromkeys(text[start:end] for start, end in spans))
