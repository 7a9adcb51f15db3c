"""What to know where advisories were asked for by their days."""

from __future__ import annotations

import sqlite3

from msgspec import Struct
from msgspec.structs import replace

from vlortool.query.filters import Filter, advisory_conditions, joined


class Dates(Struct, frozen=True):
    """What to know where days were asked for.

    Attributes:
        by_works: Ids of the advisories found that have no date: `not_before` counted.
        maybe: Ids of those left out that have no date and cite nothing as new as was asked for:
            they may be younger than what they cite.
        unknown: Ids of the advisories left out, for they have neither.
    """

    by_works: list[str]
    maybe: list[str]
    unknown: list[str]


def dates_of(connection: sqlite3.Connection, wanted: Filter, found: set[str]) -> Dates | None:
    """Say what to know of the days, if a filter asks for any.

    Args:
        connection: The catalogue.
        wanted: The filter.
        found: Ids of the advisories that something was found in.
    """
    if not (wanted.since or wanted.until):
        return None
    asked = replace(wanted, since=None, until=None)
    where = joined(advisory_conditions(asked))
    rows = connection.execute(
        f"SELECT a.id, a.not_before FROM advisory a WHERE a.date IS NULL"
        f" AND a.problem IS NULL AND {where.sql} ORDER BY a.id",
        where.values,
    ).fetchall()
    return Dates(
        by_works=[name for name, works in rows if works is not None and name in found],
        maybe=[
            name
            for name, works in rows
            if works is not None and wanted.since is not None and works < wanted.since
        ],
        unknown=[name for name, works in rows if works is None],
    )
