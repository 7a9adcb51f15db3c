"""Where the sources of records lay when they were parsed: what this machine alone knows.

A record names no folder outside the one that was worked in, so that it is alike on every machine
and tells nobody how a user's folders are called. Two files of the same name are then told apart by
this, and a source is found again. Places are kept as seen from the data folder: in a project that
is copied or moved as a whole they are those of the copy. They are kept beside what is derived from
the records, and gone with it: no record depends on them, but without them a run may not know that
a file is another one.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def remember(
    connection: sqlite3.Connection, folder: Path, name: str, sha256: str, path: Path
) -> None:
    """Keep where a source lies.

    Args:
        connection: To a catalogue that can be written.
        folder: Its data folder.
        name: Id of its advisory.
        sha256: Digest of the source.
        path: The source.
    """
    row = (name, sha256, _as_seen(path, folder))
    connection.execute("INSERT OR REPLACE INTO whence VALUES (?, ?, ?)", row)


def recall(connection: sqlite3.Connection, folder: Path, name: str, sha256: str) -> Path | None:
    """Return where a source lay; None if that is not known.

    Args:
        connection: To a catalogue.
        folder: Its data folder.
        name: Id of its advisory.
        sha256: Digest of the source that the record was made from.
    """
    rows = connection.execute(
        "SELECT path FROM whence WHERE id = ? AND sha256 = ?", (name, sha256)
    ).fetchall()
    return next(_paths(rows, folder), None)


def recall_all(connection: sqlite3.Connection, folder: Path, name: str) -> list[Path]:
    """Return where a source lay, whatever it held: several only while it is being replaced.

    Args:
        connection: To a catalogue.
        folder: Its data folder.
        name: Id of the record.
    """
    rows = connection.execute("SELECT path FROM whence WHERE id = ?", [name]).fetchall()
    return list(dict.fromkeys(_paths(rows, folder)))


def made_from(connection: sqlite3.Connection, folder: Path, sha256: str, path: Path) -> list[str]:
    """Return the ids of all records that are made from a file, or from one of its content.

    Args:
        connection: To a catalogue.
        folder: Its data folder.
        sha256: Digest of the file.
        path: The file.
    """
    rows = connection.execute(
        "SELECT DISTINCT id FROM whence WHERE path = ? OR sha256 = ? ORDER BY id",
        (_as_seen(path, folder), sha256),
    )
    return [str(row[0]) for row in rows]


def forget(connection: sqlite3.Connection, name: str, but: str | None = None) -> None:
    """Forget where the sources of an advisory lay, but for one of some digest."""
    connection.execute("DELETE FROM whence WHERE id = ? AND sha256 IS NOT ?", (name, but))


def _as_seen(path: Path, folder: Path) -> bytes:
    place = os.path.abspath(path)  # noqa: PTH100 - a link stays one
    # On another drive of Windows nothing is relative.
    with contextlib.suppress(ValueError):
        place = os.path.relpath(place, folder.resolve())
    return os.fsencode(place)


def _paths(rows: Iterable[Sequence[object]], folder: Path) -> Iterator[Path]:
    for (place,) in rows:
        # What is damaged may hold anything.
        if isinstance(place, bytes):
            # Not resolve(): a link stays one.
            yield Path(os.path.normpath(folder.resolve() / os.fsdecode(place)))
