"""What a source is to the record that is stored under its id: the same, newer, or another one."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

from vlortool.batch.task import Options, Task
from vlortool.errors import StoreError
from vlortool.extract.sidecar import Sidecar
from vlortool.model.advisory import Source
from vlortool.model.identity import source_path
from vlortool.model.outcome import Failure, Outcome
from vlortool.store import CatalogueWriter, read_advisory, read_source, record_path
from vlortool.store.signature import Signature, signature
from vlortool.store.sources import digest, is_bare, is_file, may_be_there, path_in, same_file
from vlortool.store.summary import Summary

_UNREADABLE = "a record that can't be read"


class Comparer:
    """Compares sources with what is stored, and remembers what that was until they are settled."""

    def __init__(self, options: Options, catalogue: CatalogueWriter) -> None:
        self._options = options
        self._catalogue = catalogue
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
        record = record_path(self._options.data, name)
        state = signature(record)
        # Of a record that the catalogue has read as it is, nothing needs to be read again.
        summary = self._catalogue.summary(name)
        stored = summary.source if summary is not None else _stored_source(record)
        self._seen[number] = state, stored.sha256 if stored is not None else None
        if stored is None:
            return self._making_again(path, name) if state is not None else Task(path=path, id=name)
        if stored.bytes != path.stat().st_size or stored.sha256 != digest(path):
            return self._replacing(path, name, stored)
        if not self._options.force and _is_made_alike(stored, sidecar, self._options):
            known = self._catalogue.whence(name, stored.sha256)
            if known is not None and not may_be_there(known):
                known = None
            is_copy = known is not None and not same_file(known, path)
            is_named = stored.path == source_path(path, self._options.working_folder)
            summary = summary or _summary(record)
            if summary is not None and (is_named or is_copy):
                if known is None:
                    self._catalogue.place(name, stored.sha256, path)
                return _unchanged(path, name, summary)
        # It was moved, or another version has parsed it, or the record is damaged.
        return Task(path=path, id=name)

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

    def _replacing(self, path: Path, name: str, stored: Source) -> Task | Outcome:
        """Let a source take the place of another content; that of another file stays if it can."""
        known = self._catalogue.whence(name, stored.sha256)
        before = known or self._named(stored)
        if before is None:
            return Task(path=path, id=name, replaced=stored.path)
        if same_file(before, path):
            return Task(path=path, id=name, replaced=stored.path if known is None else None)
        if may_be_there(before) and not self._options.force:
            return collision(path, before, name, is_stored=True)
        return Task(path=path, id=name, replaced=str(before))

    def _making_again(self, path: Path, name: str) -> Task | Outcome:
        """Let a source take the place of a record that is damaged, unless it is another's."""
        places = self._catalogue.places(name)
        if any(same_file(place, path) for place in places):
            return Task(path=path, id=name)
        there = next(filter(may_be_there, places), None)
        if there is not None and not self._options.force:
            return collision(path, there, name, is_stored=True)
        return Task(path=path, id=name, replaced=str(places[-1]) if places else _UNREADABLE)

    def _named(self, stored: Source) -> Path | None:
        """Return the file that a record names; None where that may be another file."""
        path = path_in(self._options.working_folder or Path(), stored.path)
        if path is None or not is_bare(stored.path):
            return path
        # A folder, or a device, may have that name.
        with contextlib.suppress(OSError):
            return path if is_file(path) and digest(path) == stored.sha256 else None
        return None


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


def _summary(record: Path) -> Summary | None:
    try:
        return Summary.of(read_advisory(record))
    except StoreError:
        return None


def _unchanged(path: Path, name: str, summary: Summary) -> Outcome:
    return Outcome(
        source=str(path),
        id=name,
        status="unchanged",
        counts=summary.counts,
        warnings=summary.warnings,
    )


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
        kind = first.parent / f"*{first.suffix}"
        remedy = (
            "They share their stem, and so their sidecar: keep one, rename one, or parse one kind:"
            f" {shlex.quote(str(kind))}"
        )
    else:
        remedy = f"Give it another `id`, in {sidecar}"
    if is_stored:
        remedy += "; or put it in the place of what is stored, with --force"
    return Outcome(
        source=str(path),
        id=name,
        status="refused",
        failure=Failure(
            message=f"{path}: its id {name!r} is that of {first} already{which}", remedy=remedy
        ),
    )
