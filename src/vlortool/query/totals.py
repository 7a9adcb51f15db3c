"""Labels of statements added up: of a whole store, or of those that a filter lets through."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from vlortool.query.filters import Filter, conditions, joined
from vlortool.query.listing import JOINS
from vlortool.store.tally import DIMENSIONS, FIELDS, Tally, tally

# The tallies have a key and a position like statements: conditions on these hold for both.
_TALLIES = "tally s CROSS JOIN advisory a ON a.key = s.key >> 20"
_decode = msgspec.json.Decoder(Tally).decode


class Totals(NamedTuple):
    """Labels of statements, added up.

    Attributes:
        positions: How many statements have a position, whichever the filter names.
        statements: How many the filter lets through, by key of their advisory.
        counts: How many of them have a label, by dimension.
    """

    positions: Counter[str]
    statements: Counter[int]
    counts: Tally


class _Part(NamedTuple):
    """What the statements of an advisory with some position add; no counts if not asked for."""

    advisory: int
    position: str
    statements: int
    counts: Tally | None


def totals(connection: sqlite3.Connection, wanted: Filter) -> Totals:
    """Add up the labels of the statements that a filter lets through."""
    found = Totals(Counter(), Counter(), {name: {} for name in DIMENSIONS})
    for part in _parts(connection, wanted):
        found.positions[part.position] += part.statements
        if part.counts is None:
            continue
        found.statements[part.advisory] += part.statements
        for dimension, counts in part.counts.items():
            sums = found.counts[dimension]
            for label, count in counts.items():
                sums[label] = sums.get(label, 0) + count
    return found


class Holders(NamedTuple):
    """Labels of one dimension, added up.

    Attributes:
        statements: How many statements the filter lets through, by key of their advisory.
        counts: How many of them have a label.
        advisories: How many advisories have an actor or theme, by id.
    """

    statements: Counter[int]
    counts: Counter[str]
    advisories: dict[str, int]


def holders(connection: sqlite3.Connection, wanted: Filter, dimension: str) -> Holders:
    """Add up the labels of one dimension, and count the advisories that have them."""
    statements: Counter[int] = Counter()
    sums: Counter[str] = Counter()
    advisories: dict[str, set[int]] = {}
    for part in _parts(connection, wanted):
        if part.counts is None:
            continue
        statements[part.advisory] += part.statements
        for label, count in part.counts[dimension].items():
            sums[label] += count
            advisories.setdefault(label.partition(" ")[0], set()).add(part.advisory)
    return Holders(statements, sums, {name: len(some) for name, some in advisories.items()})


def _parts(connection: sqlite3.Connection, wanted: Filter) -> Iterator[_Part]:
    if _is_tallied(wanted):
        return _tallied(connection, wanted)
    return _read(connection, wanted)


def _is_tallied(wanted: Filter) -> bool:
    """Whether the tallies know all that is asked: advisories and positions, nothing else."""
    rest = replace(wanted, advisories=(), positions=(), council=None, since=None, until=None)
    return rest == Filter()


def _tallied(connection: sqlite3.Connection, wanted: Filter) -> Iterator[_Part]:
    where = joined(conditions(replace(wanted, positions=()), connection))
    is_wanted = joined(conditions(Filter(positions=wanted.positions), connection))
    rows = connection.execute(
        f"SELECT a.key, s.position, s.statements, CASE WHEN {is_wanted.sql} THEN s.counts END"
        f" FROM {_TALLIES} WHERE {where.sql}",
        (*is_wanted.values, *where.values),
    )
    for advisory, position, statements, counts in rows:
        yield _Part(advisory, position, statements, _decode(counts) if counts else None)


def _read(connection: sqlite3.Connection, wanted: Filter) -> Iterator[_Part]:
    where = joined(conditions(replace(wanted, positions=()), connection))
    fields = ", ".join(f"s.{name}" for name in FIELDS)
    rows = connection.execute(
        f"SELECT a.key, s.position, {fields} FROM {JOINS} WHERE {where.sql}"
        " ORDER BY a.key, s.position",
        where.values,
    )
    for (advisory, position), group in groupby(rows, key=lambda row: (row[0], row[1])):
        statements = list(group)
        is_wanted = not wanted.positions or position in wanted.positions
        counts = tally(statements) if is_wanted else None
        yield _Part(advisory, position, len(statements), counts)
