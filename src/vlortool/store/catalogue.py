"""The catalogue: a SQLite database derived from the JSON files, made good whenever it is opened.

It is never the only place of anything: a missing, outdated or damaged one is made again from the
files. Its journal is a write-ahead log, so that several can read while one writes, and a process
that is killed leaves it as it was after its last transaction.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from vlortool.errors import StoreError, UnknownNameError
from vlortool.store import database
from vlortool.store.database import (
    BUSY,
    DAMAGED,
    UNWRITABLE,
    connect,
    connect_to_read,
    means,
    transaction,
)
from vlortool.store.files import read_advisory, record_path
from vlortool.store.signature import Signature, signature, signatures
from vlortool.store.summary import Summary, find_summary
from vlortool.store.tables import drop_indexes, is_current, make_indexes, prepare_tables

if TYPE_CHECKING:
    from vlortool.store.indexing import Indexer

NAME = "catalogue.sqlite"

# Advisories a transaction where many are read: few enough to leave a writer its turn.
_CHUNK = 200
_SIDE_FILES = ("", "-wal", "-shm", "-journal")

Progress = Callable[[int, int], None]


class Catalogue:
    """An open catalogue; close it, or use it as a context manager.

    Attributes:
        folder: The data folder.
        connection: For reading; its rows have names.
        damaged: How many records could not be read.
        notices: What the user should know of it, in words: records that could not be read, a
            folder that can't be written.
    """

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, notices: Sequence[str] = ()
    ) -> None:
        self.folder = folder
        self.connection = connection
        connection.row_factory = sqlite3.Row
        problems = connection.execute(
            "SELECT problem FROM advisory WHERE problem IS NOT NULL ORDER BY id"
        )
        left_out = [f"left out: {each['problem']}" for each in problems]
        self.damaged = len(left_out)
        self.notices = [*notices, *left_out]

    def size(self) -> int:
        """Count the advisories in it."""
        counted = self.connection.execute("SELECT count(*) FROM advisory WHERE problem IS NULL")
        return int(counted.fetchone()[0])

    def __enter__(self) -> Catalogue:
        # One state for all that a command asks, whatever is written meanwhile.
        self.connection.execute("BEGIN")
        if not is_current(self.connection):
            self.connection.close()
            raise _remade(self.folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()
        if isinstance(error, sqlite3.Error):
            if means(error, DAMAGED):
                _discard(self.folder)
            raise _refusal(self.folder, error) from error


def open_catalogue(folder: Path, progress: Progress | None = None) -> Catalogue:
    """Open the catalogue of a data folder, equal to the files in it.

    Args:
        folder: The data folder.
        progress: Called while records are read: how many are, of how many.

    Returns:
        The catalogue. Where the folder can't be written, and what is there is missing or outdated,
        it is made in memory.

    Raises:
        StoreError: The folder can't be listed, or another process keeps the catalogue locked.
        UnknownNameError: The folder holds no advisories.
    """
    states = signatures(folder)
    if not states:
        raise UnknownNameError(
            f"{folder} holds no advisories", f"Make a store: vlortool parse PATH --data {folder}"
        )
    try:
        return Catalogue(folder, _writable(folder, states, progress))
    except sqlite3.Error as error:
        if not means(error, (*UNWRITABLE, *DAMAGED)):
            raise _refusal(folder, error) from error
    return _unwritable(folder, states, progress)


def remake(folder: Path, progress: Progress | None = None) -> Catalogue:
    """Make the catalogue of a data folder anew, whatever is in it.

    Args:
        folder: The data folder.
        progress: As in `open_catalogue`.

    Returns:
        The catalogue.

    Raises:
        StoreError: It can't be written, or another process keeps it locked.
        UnknownNameError: The folder holds no advisories.
    """
    try:
        # Not removed, for others may have it open: without a maker it is made by the next.
        with closing(connect(folder / NAME)) as connection, transaction(connection):
            connection.execute("DROP TABLE IF EXISTS made_by")
    except sqlite3.Error as error:
        if not means(error, DAMAGED):
            raise _refusal(folder, error) from error
        _discard(folder)
    return open_catalogue(folder, progress)


def look(folder: Path) -> sqlite3.Connection | None:
    """Open the catalogue of a data folder as it is on the disk: nothing is written or awaited.

    What was written last may be missing, and a writer may be at it: for hints, not for answers.

    Returns:
        A connection to close, whose rows have names; None without a catalogue of this version.

    Raises:
        sqlite3.Error: It can't be read.
    """
    if not (folder / NAME).is_file():
        return None
    connection = connect(folder / NAME, "?mode=ro&immutable=1")
    connection.row_factory = sqlite3.Row
    try:
        if is_current(connection):
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


class CatalogueWriter:
    """Keeps the catalogue up to date while records are written: a transaction an advisory.

    The records are the truth, and the next command that opens the catalogue makes it good: where
    it can't be written, nothing is lost and nothing is said here.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        self._has_summaries = True
        self._indexer: Indexer | None = None

    def __enter__(self) -> CatalogueWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._indexer = None

    def prepare(self) -> None:
        """Load what updating needs, which takes half a second, while there is nothing to update."""
        with self._undisturbed():
            self._indexer = self._indexer or _indexer(self._opened())
            self._indexer.prepare()

    def summary(self, name: str) -> Summary | None:
        """Return a record in short; None if the catalogue has not read it as it is now.

        Args:
            name: Its id.
        """
        if not self._has_summaries:
            return None
        # If it can't be asked, it is not waited for again at each record.
        self._has_summaries = False
        found: Summary | None = None
        with self._undisturbed():
            state = signature(record_path(self._folder, name))
            found = find_summary(self._opened(), name, state)
            self._has_summaries = True
        return found

    def update(self, name: str) -> None:
        """Read a record that was just written, in a transaction of its own.

        Args:
            name: Its id.
        """
        with self._undisturbed():
            connection = self._opened()
            state = signature(record_path(self._folder, name))
            self._indexer = self._indexer or _indexer(connection)
            _put(self._indexer, connection, self._folder, {name: state})

    def complete(self) -> None:
        """Read whatever else has changed: records that a run which was killed had written."""
        with self._undisturbed():
            states = signatures(self._folder)
            _synchronise(self._indexer, self._opened(), self._folder, states, None)

    def _opened(self) -> sqlite3.Connection:
        self._connection = self._connection or _writable(self._folder, None, None)
        return self._connection

    @contextlib.contextmanager
    def _undisturbed(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, StoreError):
            # The words that this indexer takes for written may not be.
            self.close()


def _writable(
    folder: Path, states: dict[str, Signature] | None, progress: Progress | None
) -> sqlite3.Connection:
    """Open the catalogue for writing and make it good; a damaged one is made anew."""
    try:
        return _made_good(folder, states, progress)
    except sqlite3.DatabaseError as error:
        if not means(error, DAMAGED):
            raise
    _discard(folder)
    return _made_good(folder, states, progress)


def _discard(folder: Path) -> None:
    for side in _SIDE_FILES:
        # Where it can't be removed, it is made in memory or refused.
        with contextlib.suppress(OSError):
            (folder / f"{NAME}{side}").unlink()


def _made_good(
    folder: Path, states: dict[str, Signature] | None, progress: Progress | None
) -> sqlite3.Connection:
    connection = connect(folder / NAME)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # What a power cut takes of a derived file is made again.
        connection.execute("PRAGMA synchronous = NORMAL")
        prepare_tables(connection)
        if states is not None:
            _synchronise(None, connection, folder, states, progress)
        make_indexes(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _unwritable(folder: Path, states: dict[str, Signature], progress: Progress | None) -> Catalogue:
    """Read the catalogue where nothing can be written, or make one in memory."""
    with contextlib.suppress(sqlite3.Error):
        connection = connect_to_read(folder / NAME)
        if is_current(connection) and known_states(connection) == states:
            return Catalogue(folder, connection)
        connection.close()
    connection = connect(None)
    prepare_tables(connection)
    _synchronise(None, connection, folder, states, progress)
    notice = f"{folder} can't be written: its catalogue was made in memory, for this command only"
    return Catalogue(folder, connection, [notice])


def _synchronise(
    indexer: Indexer | None,
    connection: sqlite3.Connection,
    folder: Path,
    states: dict[str, Signature],
    progress: Progress | None,
) -> None:
    """Make the catalogue equal to the files: read those that changed, forget those that went."""
    known = known_states(connection)
    if known == states:
        return
    stale = {name: state for name, state in states.items() if known.get(name) != state}
    if len(stale) > len(states) // 2:
        # Made when all is there, they take a tenth of the time.
        drop_indexes(connection)
    done = 0
    indexer = indexer or _indexer(connection)
    for chunk in _chunks(stale):
        _put(indexer, connection, folder, chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, len(stale))
    gone = known.keys() - states.keys()
    if gone:
        with transaction(connection):
            for name in sorted(gone):
                indexer.remove(name)
    make_indexes(connection)


def _chunks(states: dict[str, Signature]) -> Iterator[dict[str, Signature]]:
    left = iter(states.items())
    while chunk := dict(islice(left, _CHUNK)):
        yield chunk


def _put(
    indexer: Indexer, connection: sqlite3.Connection, folder: Path, states: dict[str, Signature]
) -> None:
    with transaction(connection):
        if not is_current(connection):
            raise _remade(folder)
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


def _indexer(connection: sqlite3.Connection) -> Indexer:
    from vlortool.store.indexing import Indexer  # noqa: PLC0415 - the lexicon, for writing only

    return Indexer(connection)


def _remade(folder: Path) -> StoreError:
    return StoreError(
        f"{folder / NAME}: a vlortool of another version, or with other resources, has made it"
        " anew meanwhile",
        "Run the command again",
    )


def _refusal(folder: Path, error: sqlite3.Error) -> StoreError:
    path = folder / NAME
    if means(error, BUSY):
        return StoreError(
            f"{path}: another process has kept it locked for {database.PATIENCE:.0f} seconds",
            "Try again when that has finished; is a parse, or a program that opened it, still on?",
        )
    if means(error, DAMAGED):
        return StoreError(
            f"{path}: is damaged ({error})", "Run the command again: it is made anew from the files"
        )
    return StoreError(
        f"{path}: can't be used ({error})",
        f"Check the permissions and the free space of {folder}; the file may be deleted at any"
        " time, it is made again",
    )
