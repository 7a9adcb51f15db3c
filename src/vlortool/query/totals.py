"""Labels of statements added up: of a whole store, or of those that a filter lets through."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from vlortool.query.filters import ROLES, Filter, conditions
from vlortool.query.listing import JOINS, joined
from vlortool.store.tally import FIELDS, Tally, tally

# The tallies have a key and a position like statements: conditions on these hold for both.
_TALLIES = "tally s CROSS JOIN advisory a ON a.key = s.key >> 20"
_decode = msgspec.json.Decoder(Tally).decode


class Totals(NamedTuple):
    """Labels of statements, added up.

    Attributes:
        statements: How many there are, by key of their advisory.
        counts: How many have a label, by dimension.
    """

    statements: Counter[int]
    counts: Tally


class _Part(NamedTuple):
    """What an advisory adds."""

    advisory: int
    statements: int
    counts: Tally


def totals(connection: sqlite3.Connection, wanted: Filter) -> Totals:
    """Add up the labels of the statements that a filter lets through."""
    found = Totals(Counter(), {})
    for part in _parts(connection, wanted):
        found.statements[part.advisory] += part.statements
        for dimension, counts in part.counts.items():
            sums = found.counts.setdefault(dimension, {})
            for label, count in counts.items():
                sums[label] = sums.get(label, 0) + count
    return found


def advisories_by_id(
    connection: sqlite3.Connection, wanted: Filter, dimension: str
) -> dict[str, int]:
    """Count for each actor or theme the advisories in which the filter lets it through."""
    found: dict[str, set[int]] = {}
    for part in _parts(connection, wanted):
        for label in part.counts[dimension]:
            found.setdefault(label.partition(" ")[0], set()).add(part.advisory)
    return {name: len(advisories) for name, advisories in found.items()}


def positions(connection: sqlite3.Connection, wanted: Filter) -> dict[str, int]:
    """Count statements by position: all positions, whichever the filter names."""
    every = replace(wanted, positions=())
    where = joined(conditions(every, connection))
    number, source = ("sum(s.statements)", _TALLIES) if _is_tallied(wanted) else ("count(*)", JOINS)
    rows = connection.execute(
        f"SELECT s.position, {number} FROM {source} WHERE {where.sql} GROUP BY s.position",
        where.values,
    )
    return dict(rows.fetchall())


def _is_tallied(wanted: Filter) -> bool:
    """Whether the tallies know all that is asked: advisories and positions, nothing else."""
    rest = replace(
        wanted, advisories=(), positions=(), council=None, since=None, until=None, roles=ROLES
    )
    return rest == Filter()


def _parts(connection: sqlite3.Connection, wanted: Filter) -> Iterator[_Part]:
    where = joined(conditions(wanted, connection))
    if _is_tallied(wanted):
        rows = connection.execute(
            f"SELECT a.key, s.statements, s.counts FROM {_TALLIES} WHERE {where.sql}", where.values
        )
        for advisory, statements, counts in rows:
            yield _Part(advisory, statements, _decode(counts))
        return
    fields = ", ".join(f"s.{name}" for name in FIELDS)
    chosen = connection.execute(
        f"SELECT a.key, {fields} FROM {JOINS} WHERE {where.sql} ORDER BY s.key", where.values
    )
    for advisory, group in groupby(chosen, key=lambda row: int(row["key"])):
        statements = list(group)
        yield _Part(advisory, len(statements), tally(statements))
