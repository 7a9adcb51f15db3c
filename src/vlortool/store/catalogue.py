"""The catalogue: a SQLite database derived from the JSON files, made good whenever it is opened.

Only where sources lay (`whence.py`) is nowhere else: a missing, outdated or damaged one is made
again from the files. Its journal is a write-ahead log, so that several can read while one writes,
and a process that is killed leaves it as it was after its last transaction.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

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
from vlortool.store.lookup import make
from vlortool.store.signature import Signature, signatures
from vlortool.store.tables import is_current, prepare_tables
from vlortool.store.upkeep import (
    NAME,
    Progress,
    discard,
    known_states,
    remade,
    synchronise,
    writable,
)


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
            raise remade(self.folder)
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
                discard(self.folder)
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
        raise UnknownNameError(f"{folder} holds no advisories", make(folder))
    try:
        return Catalogue(folder, writable(folder, states, progress))
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
        discard(folder)
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


def _unwritable(folder: Path, states: dict[str, Signature], progress: Progress | None) -> Catalogue:
    """Read the catalogue where nothing can be written, or make one in memory."""
    with contextlib.suppress(sqlite3.Error):
        connection = connect_to_read(folder / NAME)
        if is_current(connection) and known_states(connection) == states:
            return Catalogue(folder, connection)
        connection.close()
    connection = connect(None)
    prepare_tables(connection)
    synchronise(None, connection, folder, states, progress)
    notice = f"{folder} can't be written: its catalogue was made in memory, for this command only"
    return Catalogue(folder, connection, [notice])


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
        f"Check the permissions and the free space of {folder}; if the file is deleted, it is made"
        " again, except for where sources lay",
    )
