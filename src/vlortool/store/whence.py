"""Where the sources of records lay when they were parsed: what this machine alone knows.

A record names no folder outside the one that was worked in, so that it is alike on every machine
and tells nobody how a user's folders are called. Two files of the same name are then told apart by
this, and a source is found again. It is kept beside what is derived from the records, and gone
with it: no record depends on it, but without it a run may not know that a file is another one.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


def remember(connection: sqlite3.Connection, name: str, sha256: str, path: Path) -> None:
    """Keep where a source lies.

    Args:
        connection: To a catalogue that can be written.
        name: Id of its advisory.
        sha256: Digest of the source.
        path: The source.
    """
    place = os.fsencode(os.path.abspath(path))  # noqa: PTH100 - a link stays one
    connection.execute("INSERT OR REPLACE INTO whence VALUES (?, ?, ?)", (name, sha256, place))


def recall(connection: sqlite3.Connection, name: str, sha256: str) -> Path | None:
    """Return where a source lay; None if that is not known.

    Args:
        connection: To a catalogue.
        name: Id of its advisory.
        sha256: Digest of the source that the record was made from.
    """
    row = connection.execute(
        "SELECT path FROM whence WHERE id = ? AND sha256 = ?", (name, sha256)
    ).fetchone()
    return Path(os.fsdecode(row[0])) if row is not None else None


def forget(connection: sqlite3.Connection, name: str) -> None:
    """Forget an advisory."""
    connection.execute("DELETE FROM whence WHERE id = ?", [name])
