"""Whether the catalogue holds what the records say: every row of every table."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from vlortool.errors import StoreError
from vlortool.model.advisory import Advisory
from vlortool.store.database import UNWRITABLE, connect, connect_to_read, means, transaction
from vlortool.store.files import command
from vlortool.store.findings import Code, Finding, Severity
from vlortool.store.indexing import SHIFT, Indexer
from vlortool.store.lookup import some
from vlortool.store.signature import Signature
from vlortool.store.sources import is_file
from vlortool.store.tables import is_current, prepare_tables
from vlortool.store.upkeep import NAME, known_states
from vlortool.store.whence import recall, recall_all

# By which column the rows of a table belong to an advisory.
_OWNER = {
    "section": "key",
    "statement": "key",
    "tally": "key",
    "note": "key",
    "citation": "key",
    "citing": "citation",
    "actor": "statement",
    "theme": "statement",
    "passage": "rowid",
}
# Columns that hold keys, in which the advisory's own is a part.
_KEYS = frozenset({"key", "section", "statement", "citation"})
_ADVISORY = (
    "SELECT problem IS NULL, title, council, body, date, not_before, reference, requested_by, url,"
    " summary FROM advisory WHERE id = ?"
)


class Comparison:
    """Holds the catalogue of a data folder, as it was when this was made, against the records.

    The catalogue is copied: nothing that is written meanwhile disturbs the comparison, and it
    disturbs nobody. Close it, or use it as a context manager.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copy = sqlite3.connect("", isolation_level=None)
        self._made = sqlite3.connect(":memory:", isolation_level=None)
        prepare_tables(self._made)
        self._indexer = Indexer(self._made)
        self._queries = {table: _rows_query(self._made, table) for table in _OWNER}
        self._known: dict[str, Signature] = {}
        self._fresh: set[str] = set()
        self._wrong: dict[str, list[str]] = {}
        self._finding = self._look(folder)

    def __enter__(self) -> Comparison:
        return self

    def __exit__(self, *_: object) -> None:
        self._copy.close()
        self._made.close()

    def compare(self, name: str, state: Signature, record: Advisory | StoreError) -> None:
        """Compare what the catalogue holds of an advisory with its record.

        Args:
            name: Its id.
            state: The state of the file that was read.
            record: What was read, or why it could not be.
        """
        # What was read in another state is read anew by the next command.
        if self._finding is not None or self._known.get(name) != state:
            return
        self._fresh.add(name)
        # Rolled back, so that one advisory is held at a time; its words the indexer keeps.
        self._made.execute("BEGIN")
        try:
            self._put(name, state, record)
            wrong = list(self._differing(name))
        except sqlite3.Error as error:
            self._finding = _damaged(str(error), self._folder)
            return
        finally:
            self._made.rollback()
        with transaction(self._made):
            self._indexer.flush()
        if wrong:
            self._wrong[name] = wrong

    def whence(self, name: str, sha256: str) -> Path | None:
        """Return where the source of a record lay; None if that is not known.

        Args:
            name: Id of the record.
            sha256: Digest of the source that it was made from.
        """
        # One that is missing or damaged is told of elsewhere.
        with contextlib.suppress(sqlite3.Error):
            return recall(self._copy, self._folder, name, sha256)
        return None

    def sources_there(self, name: str) -> list[Path]:
        """Return the files that a record was made from, whatever they held, and that are there.

        Args:
            name: Id of the record.
        """
        with contextlib.suppress(sqlite3.Error):
            return list(filter(is_file, recall_all(self._copy, self._folder, name)))
        return []

    def finding(self, states: dict[str, Signature]) -> Finding | None:
        """Say what is wrong with the catalogue, after all records have been compared.

        Args:
            states: The state of each record.
        """
        if self._finding is not None:
            return self._finding
        try:
            strays = self._strays()
        except sqlite3.Error as error:
            return _damaged(str(error), self._folder)
        if self._wrong or strays:
            return _differs(self._wrong, strays, self._folder)
        stale = sorted((states.keys() | self._known.keys()) - self._fresh)
        if not stale:
            return None
        return _about(
            "note",
            "catalogue-outdated",
            f"is not up to date with {len(stale)} record{'s' * (len(stale) != 1)} that changed,"
            f" came or went ({some(stale)}); the next command makes it so",
            advisories=stale,
        )

    def _look(self, folder: Path) -> Finding | None:
        path = folder / NAME
        if not path.is_file():
            return _about(
                "note", "catalogue-missing", "is not there; the next command that asks it makes it"
            )
        try:
            _copy(path, self._copy)
            if not is_current(self._copy):
                return _about(
                    "note",
                    "catalogue-other",
                    "was made by another version, or with other resources;"
                    " the next command makes it anew",
                )
            trouble = _integrity(self._copy)
            if trouble:
                return _damaged(trouble, self._folder)
            for table in ("actor", "theme"):
                # Their keys begin with the label: looking up an advisory would read them all.
                self._copy.execute(f"CREATE INDEX {table}_of ON {table} (statement)")
            self._known = known_states(self._copy)
        except sqlite3.DatabaseError as error:
            return _damaged(str(error), self._folder)
        return None

    def _put(self, name: str, state: Signature, record: Advisory | StoreError) -> None:
        try:
            self._indexer.put(name, state, record)
        except StoreError as error:
            # What the catalogue has no room for is left out there too, and named.
            self._indexer.put(name, state, error)

    def _differing(self, name: str) -> Iterator[str]:
        """Name the tables that hold something else of an advisory than its record gives."""
        theirs = self._copy.execute(_ADVISORY, [name]).fetchall()
        if theirs != self._made.execute(_ADVISORY, [name]).fetchall():
            yield "advisory"
        for table, query in self._queries.items():
            if _rows(self._copy, query, name) != _rows(self._made, query, name):
                yield table

    def _strays(self) -> list[str]:
        """Name the tables with rows of no advisory, or with words that the lexicon knows better."""
        wrong = [
            table
            for table, owner in _OWNER.items()
            if self._copy.execute(
                f"SELECT 1 FROM {table} WHERE {owner} >> {_shift(table)} NOT IN"
                " (SELECT key FROM advisory WHERE problem IS NULL) LIMIT 1"
            ).fetchone()
        ]
        words = "SELECT folded, form, lemma, others, parts FROM word"
        theirs = set(self._copy.execute(words).fetchall())
        # Words of texts that went stay, as true as the others.
        self._indexer.learn(row[1] for row in theirs)
        self._indexer.flush()
        ours = set(self._made.execute(words).fetchall())
        return [*wrong, *(["word"] if theirs != ours else [])]


def _copy(path: Path, into: sqlite3.Connection) -> None:
    try:
        with closing(connect(path, "?mode=rw")) as connection:
            connection.backup(into)
    except sqlite3.Error as error:
        if not means(error, UNWRITABLE):
            raise
        with closing(connect_to_read(path)) as connection:
            connection.backup(into)


def _integrity(connection: sqlite3.Connection) -> str:
    """Say what is broken in a database itself, or in its index of words; nothing if all is well."""
    told = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if told != "ok":
        return told
    connection.execute("INSERT INTO passage (passage) VALUES ('integrity-check')")
    return ""


def _rows_query(connection: sqlite3.Connection, table: str) -> str:
    """Ask for the rows of an advisory, the keys in them made those within the advisory."""
    owner, shift = _OWNER[table], _shift(table)
    columns = [each[1] for each in connection.execute(f"PRAGMA table_info({table})")]
    fields = [f"{each} - (:key << {SHIFT})" if each in _KEYS else each for each in columns]
    if owner == "rowid":
        fields.insert(0, f"rowid - (:key << {shift})")
    owned = f"{owner} BETWEEN (:key << {shift}) AND ((:key + 1) << {shift}) - 1"
    return f"SELECT {', '.join(fields)} FROM {table} WHERE {owned}"


def _shift(table: str) -> int:
    return SHIFT + 2 if _OWNER[table] == "rowid" else SHIFT


def _rows(connection: sqlite3.Connection, query: str, name: str) -> list[tuple[object, ...]]:
    key = connection.execute("SELECT key FROM advisory WHERE id = ?", [name]).fetchone()[0]
    # The tables promise no order.
    return sorted(connection.execute(query, {"key": key}).fetchall(), key=repr)


def _differs(wrong: dict[str, list[str]], strays: list[str], folder: Path) -> Finding:
    tables = sorted({table for some_ in wrong.values() for table in some_} | set(strays))
    whose = f" of {len(wrong)} advisories ({some(list(wrong))})" if wrong else ""
    return _about(
        "problem",
        "catalogue-differs",
        f"doesn't hold what the records say{whose}; table{'s' * (len(tables) > 1)}"
        f" {', '.join(tables)}",
        remedy=_anew(folder),
        advisories=list(wrong),
    )


def _damaged(trouble: str, folder: Path) -> Finding:
    words = " ".join(trouble.split())
    return _about("problem", "catalogue-damaged", f"is damaged: {words}", remedy=_anew(folder))


def _anew(folder: Path) -> str:
    return f"Make it anew: {command('check --repair', folder)}"


def _about(
    severity: Severity,
    code: Code,
    message: str,
    *,
    remedy: str = "",
    advisories: list[str] | None = None,
) -> Finding:
    return Finding(
        file=NAME,
        advisories=advisories or [],
        severity=severity,
        code=code,
        message=message,
        remedy=remedy,
    )
