"""How the catalogue uses SQLite: connections, turns at writing, what an error means."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from urllib.parse import quote

PATIENCE = 15.0
_PAUSE = 0.02
# A disk that is full, or that locks or maps no files, can still be read from.
UNWRITABLE = (
    *("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"),
    *("SQLITE_FULL", "SQLITE_IOERR"),
)
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def connect(path: Path | None, options: str = "") -> sqlite3.Connection:
    """Open a database, or one in memory; its transactions are the caller's."""
    name = f"{uri_of(path.absolute())}{options}" if path is not None else ":memory:"
    return sqlite3.connect(name, timeout=PATIENCE, isolation_level=None, uri=True)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a database where nothing can be written."""
    # Without a log beside it nobody writes it: SQLite may read it without making files.
    is_quiet = path.is_file() and not path.with_name(f"{path.name}-wal").exists()
    return connect(path, "?mode=ro&immutable=1" if is_quiet else "?mode=ro")


def uri_of(path: PurePath) -> str:
    """Write an absolute path as SQLite wants it.

    Example:
        >>> from pathlib import PureWindowsPath
        >>> uri_of(PureWindowsPath("//server/raad/c.sqlite"))
        'file:////server/raad/c.sqlite'
    """
    # Not as_uri(): it makes the server of a shared folder an authority, which SQLite refuses.
    name = path.as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(os.fsencode(name), safe='/:')}"


def log_ahead(connection: sqlite3.Connection) -> None:
    """Have a database keep a write-ahead log, so that several can read while one writes."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait here if another one makes it at this moment.
            if not means(error, BUSY) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing, when it is this connection's turn."""
    _await_turn(connection)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _await_turn(connection: sqlite3.Connection) -> None:
    """Wait for whoever writes, for as long as that gets on."""
    before = _version(connection)
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            now = _version(connection)
            if not means(error, BUSY) or now == before:
                raise
            before = now
        else:
            return


def _version(connection: sqlite3.Connection) -> int:
    """Return a number that changes with what others write."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def means(error: sqlite3.Error, names: Sequence[str]) -> bool:
    """Tell whether an error is of one of some kinds."""
    name = getattr(error, "sqlite_errorname", None)
    if name is None and str(error).startswith("Could not decode"):
        # Python's own error, for words that are no UTF-8: only damage puts them there.
        name = DAMAGED[0]
    return (name or "").startswith(tuple(names))
