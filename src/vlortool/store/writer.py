"""Keeping a catalogue up to date while records are written."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vlortool.errors import StoreError
from vlortool.store.database import transaction
from vlortool.store.files import record_path
from vlortool.store.signature import Signature, signature, signatures
from vlortool.store.sources import may_be_there, same_file
from vlortool.store.summary import Summary, find_summary
from vlortool.store.upkeep import indexer_of, put, synchronise, writable
from vlortool.store.whence import forget, made_from, recall, recall_all, remember

if TYPE_CHECKING:
    from vlortool.store.indexing import Indexer

_Answer = TypeVar("_Answer")


class CatalogueWriter:
    """Keeps the catalogue up to date while records are written: a transaction an advisory.

    The records are the truth, and the next command that opens the catalogue makes it good: where
    it can't be written nothing is said here, and what is lost is where sources lay.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        # A catalogue that is locked, or can't be written, is not waited for at each record.
        self._answers = True
        self._takes = True
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
            self._indexer = self._indexer or indexer_of(self._opened())
            self._indexer.prepare()

    def summary(self, name: str) -> Summary | None:
        """Return a record in short; None if the catalogue has not read it as it is now.

        Args:
            name: Its id.
        """
        state = signature(record_path(self._folder, name))
        if state is None:
            return None
        return self._ask(lambda connection: find_summary(connection, name, state))

    def whence(self, name: str, sha256: str) -> Path | None:
        """Return where the source of a record lay; None if that is not known.

        Args:
            name: Id of the record.
            sha256: Digest of the source that it was made from.
        """
        return self._ask(lambda connection: recall(connection, self._folder, name, sha256))

    def places(self, name: str) -> list[Path]:
        """Return where the source of a record lay, whatever it held, as far as is known.

        Args:
            name: Id of the record.
        """
        return self._ask(lambda connection: recall_all(connection, self._folder, name)) or []

    def twins(self, name: str, sha256: str, source: Path) -> list[str]:
        """Return the ids of other records of the same source: it had another id, or name.

        Args:
            name: Id of its record.
            sha256: Its digest.
            source: The file.
        """
        ids = self._ask(lambda connection: made_from(connection, self._folder, sha256, source))
        return [one for one in ids or [] if one != name and self._is_of(one, sha256, source)]

    def _is_of(self, name: str, sha256: str, source: Path) -> bool:
        summary = self.summary(name)
        place = self.whence(name, summary.source.sha256) if summary is not None else None
        if summary is None or place is None:
            return False
        has_moved = summary.source.sha256 == sha256 and not may_be_there(place)
        return has_moved or same_file(place, source)

    def remember(self, name: str, sha256: str, source: Path) -> None:
        """Keep where a source lies.

        Args:
            name: Id of its record.
            sha256: Its digest.
            source: The file.
        """
        self._write(lambda connection: remember(connection, self._folder, name, sha256, source))

    def update(self, name: str, sha256: str, source: Path) -> None:
        """Read a record that was just written, in a transaction of its own.

        Args:
            name: Its id.
            sha256: Digest of the source that it was made from.
            source: The file, as `remember` keeps it.
        """
        state = signature(record_path(self._folder, name))
        if state is not None:
            self._write(lambda connection: self._put(connection, name, state, sha256, source))

    def complete(self) -> None:
        """Read whatever else has changed: records that a run which was killed had written."""
        with self._undisturbed():
            states = signatures(self._folder)
            synchronise(self._indexer, self._opened(), self._folder, states, None)

    def _opened(self) -> sqlite3.Connection:
        self._connection = self._connection or writable(self._folder, None, None)
        return self._connection

    def _ask(self, question: Callable[[sqlite3.Connection], _Answer]) -> _Answer | None:
        if not self._answers:
            return None
        try:
            return question(self._opened())
        except sqlite3.Error:
            self._answers = False
            self.close()
            return None

    def _put(
        self,
        connection: sqlite3.Connection,
        name: str,
        state: Signature,
        sha256: str,
        source: Path,
    ) -> None:
        self._indexer = self._indexer or indexer_of(connection)
        put(self._indexer, connection, self._folder, {name: state})
        summary = find_summary(connection, name, state)
        # Another run may have stored another source by now.
        if summary is not None and summary.source.sha256 == sha256:
            remember(connection, self._folder, name, sha256, source)
            forget(connection, name, but=sha256)

    def _write(self, change: Callable[[sqlite3.Connection], None]) -> None:
        """Change something, in a transaction."""
        if self._takes:
            with self._undisturbed(), transaction(self._opened()):
                change(self._opened())

    @contextlib.contextmanager
    def _undisturbed(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, StoreError):
            self._takes = False
            # The words that this indexer takes for written may not be.
            self.close()
