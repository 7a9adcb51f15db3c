"""Making a catalogue equal to the files: what is missing, damaged or outdated is made again."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from vlortool.errors import StoreError
from vlortool.model.identity import is_id
from vlortool.store.database import DAMAGED, connect, log_ahead, means, transaction
from vlortool.store.files import read_advisory, record_path
from vlortool.store.signature import Signature, signature
from vlortool.store.tables import drop_indexes, is_current, make_indexes, prepare_tables
from vlortool.store.whence import forget

if TYPE_CHECKING:
    from vlortool.store.indexing import Indexer

NAME = "catalogue.sqlite"

# Advisories a transaction where many are read: few enough to leave a writer its turn.
_CHUNK = 200
_SIDE_FILES = ("", "-wal", "-shm", "-journal")

Progress = Callable[[int, int], None]


def writable(
    folder: Path, states: dict[str, Signature] | None, progress: Progress | None
) -> sqlite3.Connection:
    """Open the catalogue for writing; a missing or damaged one is made.

    Args:
        folder: The data folder.
        states: The state of each record, to make the catalogue equal to; None to leave that.
        progress: Called while records are read: how many are, of how many.

    Raises:
        sqlite3.Error: It can't be written.
    """
    try:
        return _made_good(folder, states, progress)
    except sqlite3.DatabaseError as error:
        if not means(error, DAMAGED):
            raise
    discard(folder)
    return _made_good(folder, states, progress)


def discard(folder: Path) -> None:
    """Remove the catalogue of a data folder."""
    for side in _SIDE_FILES:
        # Where it can't be removed, it is made in memory or refused.
        with contextlib.suppress(OSError):
            (folder / f"{NAME}{side}").unlink()


def _made_good(
    folder: Path, states: dict[str, Signature] | None, progress: Progress | None
) -> sqlite3.Connection:
    connection = connect(folder / NAME)
    try:
        log_ahead(connection)
        # What a power cut takes is made again, except where a source lay: a hint.
        connection.execute("PRAGMA synchronous = NORMAL")
        prepare_tables(connection)
        if states is not None:
            synchronise(None, connection, folder, states, progress)
        make_indexes(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def synchronise(
    indexer: Indexer | None,
    connection: sqlite3.Connection,
    folder: Path,
    states: dict[str, Signature],
    progress: Progress | None,
) -> None:
    """Read the records that changed, and forget those that went.

    Args:
        indexer: Writes them, if there is one already.
        connection: To the catalogue.
        folder: The data folder.
        states: The state of each record in it.
        progress: Called while records are read: how many are, of how many.
    """
    known = known_states(connection)
    if known == states:
        return
    stale = {name: state for name, state in states.items() if known.get(name) != state}
    if len(stale) > len(states) // 2:
        # Made when all is there, they take a tenth of the time.
        drop_indexes(connection)
    done = 0
    indexer = indexer or indexer_of(connection)
    for chunk in _chunks(stale):
        with transaction(connection):
            put(indexer, connection, folder, chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, len(stale))
    gone = known.keys() - states.keys()
    if gone:
        with transaction(connection):
            for name in sorted(gone):
                # Another process may have stored it since.
                if not _has_record(folder, name):
                    indexer.remove(name)
                    forget(connection, name)
    make_indexes(connection)


def _has_record(folder: Path, name: str) -> bool:
    # A damaged catalogue holds any name.
    return is_id(name) and signature(record_path(folder, name)) is not None


def _chunks(states: dict[str, Signature]) -> Iterator[dict[str, Signature]]:
    left = iter(states.items())
    while chunk := dict(islice(left, _CHUNK)):
        yield chunk


def put(
    indexer: Indexer, connection: sqlite3.Connection, folder: Path, states: dict[str, Signature]
) -> None:
    """Read some records, in the caller's transaction; what can't be read is said in its place.

    Raises:
        StoreError: The tables have been made anew meanwhile.
    """
    if not is_current(connection):
        raise remade(folder)
    for name, state in states.items():
        # Another process may have read it while this one waited for its turn.
        if known_states(connection, name) == {name: state}:
            continue
        try:
            indexer.put(name, state, read_advisory(record_path(folder, name)))
        except StoreError as error:
            indexer.put(name, state, error)
    indexer.flush()


def known_states(connection: sqlite3.Connection, name: str | None = None) -> dict[str, Signature]:
    """Return the state in which each record was read, or that of one, by id."""
    which, values = ("WHERE id = ?", [name]) if name is not None else ("", [])
    rows = connection.execute(f"SELECT id, bytes, modified, inode FROM advisory {which}", values)
    return {row[0]: Signature(*row[1:]) for row in rows}


def indexer_of(connection: sqlite3.Connection) -> Indexer:
    """Return what writes advisories into a catalogue."""
    from vlortool.store.indexing import Indexer  # noqa: PLC0415 - the lexicon, for writing only

    return Indexer(connection)


def remade(folder: Path) -> StoreError:
    """Return the error of a catalogue that has become another's."""
    return StoreError(
        f"{folder / NAME}: a vlortool of another version, or with other resources, has made it"
        " anew meanwhile",
        "Run the command again",
    )
