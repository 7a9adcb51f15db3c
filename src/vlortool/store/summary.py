"""What a run says of a record that it leaves as it is, kept in the catalogue."""

from __future__ import annotations

import contextlib
import sqlite3

import msgspec
from msgspec import Struct

from vlortool.model.advisory import Advisory, Source, SourceWarning
from vlortool.model.outcome import Counts
from vlortool.store.signature import Signature


class Summary(Struct, frozen=True, kw_only=True):
    """An advisory in short.

    Attributes:
        source: The file that it was made from.
        counts: Sizes.
        warnings: Warnings about the source.
    """

    source: Source
    counts: Counts
    warnings: tuple[SourceWarning, ...] = ()

    @classmethod
    def of(cls, advisory: Advisory) -> Summary:
        """Sum an advisory up."""
        return cls(
            source=advisory.source,
            counts=Counts.of(advisory),
            warnings=tuple(advisory.warnings),
        )


def find_summary(connection: sqlite3.Connection, name: str, state: Signature) -> Summary | None:
    """Return what a catalogue holds of a record in short.

    Args:
        connection: To the catalogue.
        name: Id of the record.
        state: The state of its file.

    Returns:
        The summary; None if the file was not read in this state, or could not be read.
    """
    row = connection.execute(
        "SELECT summary FROM advisory WHERE id = ? AND bytes = ? AND modified = ? AND inode = ?"
        " AND summary IS NOT NULL",
        (name, state.bytes, state.modified, state.inode),
    ).fetchone()
    # Another version may have made it anew meanwhile.
    with contextlib.suppress(ValueError):
        return msgspec.json.decode(row[0], type=Summary) if row is not None else None
    return None
