"""What a source is to the record that is stored under its id: the same, newer, or another one."""

from __future__ import annotations

import contextlib
import glob
import shlex
from pathlib import Path

from vlortool.batch.sources import refuse
from vlortool.batch.task import Options, Task
from vlortool.errors import StoreError
from vlortool.extract.sidecar import Sidecar, current_id
from vlortool.model.advisory import Source
from vlortool.model.identity import path_from, source_path
from vlortool.model.outcome import Outcome
from vlortool.store import CatalogueWriter, read_advisory, read_source, record_path
from vlortool.store.signature import Signature, signature
from vlortool.store.sources import (
    digest,
    is_bare,
    is_file,
    may_be_there,
    path_in,
    same_file,
)
from vlortool.store.summary import Summary

_UNREADABLE = "a record that can't be read"


class Comparer:
    """Compares sources with what is stored, and remembers what that was until they are settled.

    Attributes:
        copies: Numbers of those that are copies of a stored file which is there.
    """

    def __init__(self, options: Options, catalogue: CatalogueWriter) -> None:
        self._options = options
        self._catalogue = catalogue
        self.copies: set[int] = set()
        # The state of the record, and the digest of its source.
        self._seen: dict[int, tuple[Signature | None, str | None]] = {}

    def compare(
        self, number: int, path: Path, name: str, sidecar: Sidecar | None
    ) -> Task | Outcome:
        """Decide whether a source is parsed, left as it is or refused.

        Args:
            number: Its number in the batch.
            path: The source.
            name: Id that its advisory will have.
            sidecar: Its sidecar, if it has one.

        Raises:
            OSError: The source can't be read.
            StoreError: The record can't be read, though it may be sound.
        """
        state = signature(record_path(self._options.data, name))
        stored, summary = self._stored(name)
        self._seen[number] = state, stored.sha256 if stored is not None else None
        if stored is None:
            return self._making_again(path, name) if state is not None else Task(path=path, id=name)
        place = self._catalogue.whence(name, stored.sha256)
        before = place or self._named(stored)
        other = self._other(before, path, name)
        unchanged = None
        is_same = _holds(path, stored)
        if is_same and not self._options.force:
            unchanged = self._unchanged(path, name, sidecar, summary)
        if other is not None and not self._options.force:
            if unchanged is None or not _still_holds(other, stored):
                return collision(path, path_from(other), name, is_stored=True)
            self.copies.add(number)
            return unchanged
        if not is_same:
            replaced = _replaced(path, stored, before, is_sure=place is not None)
            return Task(path=path, id=name, replaced=replaced)
        if unchanged is None or stored.path != source_path(path, self._options.working_folder):
            # It was moved, or another version has parsed it, or the record is damaged.
            return Task(path=path, id=name)
        if place is None or not may_be_there(place):
            self._catalogue.remember(name, stored.sha256, path)
        return unchanged

    def copy(self, path: Path, name: str, sidecar: Sidecar | None) -> Outcome | None:
        """Leave a source as it is if it is a copy of the one that is stored; None if not.

        Args:
            path: The source.
            name: Its id.
            sidecar: Its sidecar, if it has one.

        Raises:
            OSError: The source can't be read.
            StoreError: The record can't be read, though it may be sound.
        """
        stored, summary = self._stored(name)
        is_same = stored is not None and _holds(path, stored)
        return self._unchanged(path, name, sidecar, summary) if is_same else None

    def confirm(self, number: int, path: str, name: str, sha256: str) -> None:
        """Make sure, before a record is stored, that no other run has stored another source since.

        Args:
            number: Number of the source in the batch.
            path: The source.
            name: Id of its advisory.
            sha256: Digest of what was parsed.

        Raises:
            StoreError: One has, under this id.
        """
        record = record_path(self._options.data, name)
        state, stored = self._seen.get(number, (None, None))
        if self._options.force or signature(record) == state:
            return
        now = _stored_source(record)
        if now is not None and now.sha256 not in (stored, sha256):
            raise StoreError(
                f"{path}: another run has stored {now.path} under its id {name!r} meanwhile",
                "Run it again to see whether they are the same",
            )

    def forget(self, number: int) -> None:
        """Forget what was compared with a source that is settled."""
        self._seen.pop(number, None)
        self.copies.discard(number)

    def _stored(self, name: str) -> tuple[Source | None, Summary | None]:
        """Return the source of a record, and the record in short if the catalogue has read it."""
        summary = self._catalogue.summary(name)
        if summary is not None:
            return summary.source, summary
        return _stored_source(record_path(self._options.data, name)), None

    def _unchanged(
        self, path: Path, name: str, sidecar: Sidecar | None, summary: Summary | None
    ) -> Outcome | None:
        """Return the outcome of a source if parsing would give the record that is stored."""
        if summary is None:
            try:
                record = record_path(self._options.data, name)
                summary = Summary.of(read_advisory(record))
            except StoreError:
                return None
        if not _is_made_alike(summary.source, sidecar, self._options):
            return None
        return Outcome(
            source=str(path),
            id=name,
            status="unchanged",
            counts=summary.counts,
            warnings=summary.warnings,
        )

    def _other(self, before: Path | None, path: Path, name: str) -> Path | None:
        """Return the file that a record was made from if it is another one, and has its id."""
        if before is None or same_file(before, path) or not may_be_there(before):
            return None
        return before if current_id(before) in (name, None) else None

    def _making_again(self, path: Path, name: str) -> Task | Outcome:
        """Let a source take the place of a record that is damaged, unless it is another's."""
        places = self._catalogue.places(name)
        if any(same_file(place, path) for place in places):
            return Task(path=path, id=name)
        for place in places:
            other = self._other(place, path, name)
            if other is not None and not self._options.force:
                return collision(path, path_from(other), name, is_stored=True)
        replaced = str(path_from(places[0])) if places else _UNREADABLE
        return Task(path=path, id=name, replaced=replaced)

    def _named(self, stored: Source) -> Path | None:
        """Return the file that a record names; None where that may be another file."""
        path = path_in(self._options.working_folder or Path(), stored.path)
        if path is None or not is_bare(stored.path):
            return path
        # A folder, or a device, may have that name.
        with contextlib.suppress(OSError):
            return path if is_file(path) and digest(path) == stored.sha256 else None
        return None


def _replaced(path: Path, stored: Source, before: Path | None, *, is_sure: bool) -> str | None:
    """Name what a source takes the place of; None if it is known to have been that itself."""
    if before is None:
        return stored.path
    if not same_file(before, path):
        return str(path_from(before))
    return None if is_sure else stored.path


def _stored_source(record: Path) -> Source | None:
    # A missing or damaged record is no reason to refuse its source: it is made again.
    try:
        return read_source(record)
    except StoreError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError):
            # It may be sound.
            raise
        return None


def _is_made_alike(stored: Source, sidecar: Sidecar | None, options: Options) -> bool:
    """Tell whether a source of the same content would give the same record, but for its path."""
    from vlortool.pipeline import parser_name  # noqa: PLC0415 - heavy, for parsing only

    return stored.parser == parser_name(stored.media_type, options.reader) and stored.sidecar == (
        sidecar.sha256 if sidecar is not None else None
    )


def _holds(path: Path, source: Source) -> bool:
    return path.stat().st_size == source.bytes and digest(path) == source.sha256


def _still_holds(path: Path, source: Source) -> bool:
    # What can't be read may have changed.
    with contextlib.suppress(OSError):
        return _holds(path, source)
    return False


def collision(path: Path, first: Path, name: str, *, is_stored: bool = False) -> Outcome:
    """Refuse a source whose id is that of another one.

    Args:
        path: The source.
        first: The other one.
        name: The id.
        is_stored: Whether an earlier run has stored the other one.
    """
    sidecar = path.with_suffix(".toml")
    which = ", which is stored" if is_stored else ""
    if same_file(sidecar, first.with_suffix(".toml")):
        remedy = "They share their stem, and so their sidecar: keep one, or rename one"
        if first.suffix:
            kind = Path(glob.escape(str(first.parent))) / f"*{first.suffix}"
            remedy += f", or parse one kind: {shlex.quote(str(kind))}"
    else:
        remedy = f"Give it another `id`, in {sidecar}"
    if is_stored:
        remedy += "; or put it in the place of what is stored, with --force"
    return refuse(str(path), f"its id {name!r} is that of {first} already{which}", remedy, name)
