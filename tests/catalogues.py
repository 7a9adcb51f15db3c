"""What a catalogue holds, whatever the numbers of its rows."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any

from vlortool.model.advisory import Advisory
from vlortool.store import open_catalogue
from vlortool.store.indexing import Indexer
from vlortool.store.signature import Signature


def contents(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Return the rows of each table, keys made those of the advisory and the index in it."""
    names = dict(connection.execute("SELECT key, id FROM advisory").fetchall())

    def own(value: Any, column: str) -> Any:
        if value is None or column not in {"key", "rowid", "statement", "section", "citation"}:
            return value
        shift = 22 if column == "rowid" else 20
        return names[value >> shift], value & ((1 << shift) - 1)

    found: dict[str, list[Any]] = {}
    tables = (
        *("section", "statement", "tally", "actor", "theme", "note", "citation", "citing"),
        "passage",
    )
    for table in tables:
        rows = connection.execute(f"SELECT {'rowid, ' * (table == 'passage')}* FROM {table}")
        columns = [each[0] for each in rows.description]
        found[table] = sorted(
            (
                tuple(own(value, column) for value, column in zip(row, columns, strict=True))
                for row in rows
            ),
            key=repr,
        )
    query = "SELECT id, problem IS NULL, title, council, date FROM advisory ORDER BY id"
    found["advisory"] = [tuple(row) for row in connection.execute(query)]
    return found


def contents_of(folder: Path) -> dict[str, list[Any]]:
    """Return what the catalogue of a folder holds once it is open."""
    with open_catalogue(folder) as catalogue:
        return contents(catalogue.connection)


def indexed(*advisories: Advisory) -> sqlite3.Connection:
    """Return a catalogue in memory that holds some advisories."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.executescript(files("vlortool.store").joinpath("catalogue.sql").read_text("utf-8"))
    indexer = Indexer(connection)
    for each in advisories:
        indexer.put(each.id, Signature(1, 1, 1), each)
    indexer.flush()
    return connection
