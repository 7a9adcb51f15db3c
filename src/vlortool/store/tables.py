"""The tables of the catalogue: made of `catalogue.sql`, and marked with who made them."""

from __future__ import annotations

import sqlite3
from functools import cache
from hashlib import sha256
from importlib.resources import files

from vlortool._version import __version__
from vlortool.resources.overlay import resources_digest
from vlortool.store.database import means, transaction

_INDEXES = (
    "statement_id ON statement (id)",
    "statement_speaker ON statement (speaker)",
    "word_lemma ON word (lemma)",
)
# What words and works cited are told by.
_RESOURCES = ("citations.toml", "councils.toml", "lemmas.toml", "lexicon.toml")


def prepare_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, unless they are there and of this version."""
    if is_current(connection):
        return
    with transaction(connection):
        # Another process may have made them while this one waited for its turn.
        if is_current(connection):
            return
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'passage_%'"
            # Not derived: it would be lost.
            " AND name != 'whence'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(f'DROP TABLE "{name}"')
        for statement in _definition().split(";\n"):
            connection.execute(statement)
        connection.execute("CREATE TABLE made_by (version TEXT NOT NULL)")
        connection.execute("INSERT INTO made_by VALUES (?)", [_made_by()])


@cache
def _definition() -> str:
    return files(__package__).joinpath("catalogue.sql").read_text("utf-8")


def _made_by() -> str:
    # The words are analysed by this version and these resources: others may do it otherwise.
    own = sha256(_definition().encode()).hexdigest()[:8]
    return " ".join(filter(None, (__version__, own, resources_digest(_RESOURCES))))


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables are there, made by this version with these resources."""
    try:
        found = connection.execute("SELECT version FROM made_by").fetchone()
    except sqlite3.OperationalError as error:
        if means(error, ("SQLITE_ERROR",)):
            return False
        raise
    return found is not None and found[0] == _made_by()


def drop_indexes(connection: sqlite3.Connection) -> None:
    """Drop the indexes, before much is written: made when all is there, they take less time."""
    with transaction(connection):
        for index in _INDEXES:
            connection.execute(f"DROP INDEX IF EXISTS {index.partition(' ')[0]}")


def make_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes that are missing."""
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master").fetchall()}
    # Whoever only reads waits for nobody.
    if any(index.partition(" ")[0] not in found for index in _INDEXES):
        with transaction(connection):
            for index in _INDEXES:
                connection.execute(f"CREATE INDEX IF NOT EXISTS {index}")
