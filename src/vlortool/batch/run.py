"""A batch from paths to outcomes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vlortool.batch.crew import Crew
from vlortool.batch.sources import expand, refuse
from vlortool.batch.task import Options, Task, load_parser, parse_here
from vlortool.errors import StoreError, VlortoolError
from vlortool.extract.sidecar import Sidecar, advisory_id, read_sidecar
from vlortool.model.advisory import Source
from vlortool.model.identity import source_path
from vlortool.model.outcome import Failure, Outcome, Parsed
from vlortool.resources.overlay import use_resources
from vlortool.store import (
    CatalogueWriter,
    prepare,
    read_advisory,
    read_source,
    record_path,
    write_record,
)
from vlortool.store.anchor import Anchor
from vlortool.store.resolve import is_unresolved, mark_unresolved, resolve_store
from vlortool.store.signature import Signature, signature
from vlortool.store.sources import digest, is_bare, is_file, path_in, same_file
from vlortool.store.summary import Summary

if TYPE_CHECKING:
    from vlortool.batch.cluster import Cluster

Progress = Callable[[int, int, Outcome], None]


def run(
    paths: Iterable[str | Path], options: Options, progress: Progress | None = None
) -> Iterator[Outcome]:
    """Parse what the paths stand for and store each advisory as it is done.

    Args:
        paths: Files, folders and patterns.
        options: How to run.
        progress: Called as each input is done: how many are, of how many, and what became of it.

    Yields:
        What became of each input, in the order of the inputs, whatever finishes first.

    Raises:
        ResourceError: The user's resources, or trained pipeline, can't be used.
        StoreError: The data folder can't be used at all, or went during the run.
        WorkerError: No worker process can be had.
    """
    use_resources(options.resources)
    if options.spacy_model is not None:
        from vlortool.pipeline import use_model  # noqa: PLC0415 - heavy, for parsing only

        use_model(options.spacy_model)
    prepare(options.data)
    with Anchor(options.data) as anchor, CatalogueWriter(options.data) as catalogue:
        batch = _Run(expand(paths), options, progress, catalogue, anchor)
        yield from batch.outcomes()
        anchor.verify()
        # The mark may be gone: another run took it away that ended before this one stored its last.
        if batch.has_stored or is_unresolved(options.data):
            # Now that all are there: what one cites may be stored after it.
            resolve_store(options.data)
        catalogue.complete()


class _Run:
    """One batch: which inputs are done, and which of their outcomes have been handed out.

    Attributes:
        has_stored: Whether it has stored an advisory.
    """

    def __init__(
        self,
        inputs: list[Path | Outcome],
        options: Options,
        progress: Progress | None,
        catalogue: CatalogueWriter,
        anchor: Anchor,
    ) -> None:
        self._inputs = inputs
        self._options = options
        self._progress = progress
        self._catalogue = catalogue
        self._anchor = anchor
        self._ready: dict[int, Outcome] = {}
        self._finished = 0
        # The record that each task was compared with: its state, and the digest of its source.
        self._compared: dict[int, tuple[Signature | None, str | None]] = {}
        self.has_stored = False

    def outcomes(self) -> Iterator[Outcome]:
        turn = 0
        with closing(self._results()) as results:
            for number, parsed in results:
                self._settle(number, self._stored(number, parsed), parsed.sha256)
                while turn in self._ready:
                    yield self._ready.pop(turn)
                    turn += 1
        yield from (self._ready[number] for number in sorted(self._ready))

    def _results(self) -> Generator[tuple[int, Parsed], None, None]:
        if not self._options.jobs and self._options.cluster is None:
            for number, task in self._tasks():
                yield number, parse_here(task, self._options)
            return
        with self._crew() as crew:
            try:
                if crew.start():
                    # While the workers load theirs.
                    self._catalogue.prepare()
                yield from crew.results()
            finally:
                # After an interruption: what is finished is not lost.
                for number, parsed in crew.finished():
                    self._stored(number, parsed)

    def _crew(self) -> Crew | Cluster:
        if self._options.cluster is not None:
            from vlortool.batch.cluster import Cluster  # noqa: PLC0415 - for those who have one

            return Cluster(self._tasks(), self._options)
        return Crew(load_parser, parse_here, self._tasks(), self._options)

    def _stored(self, number: int, parsed: Parsed) -> Outcome:
        """Store a result; the outcome says whether that went well."""
        outcome = parsed.outcome
        if parsed.record is None or outcome.id is None:
            return outcome
        self._anchor.verify()
        try:
            self._make_sure(number, outcome, parsed.sha256)
            write_record(self._options.data, outcome.id, parsed.record)
        except StoreError as error:
            failure = Failure(message=error.message, remedy=error.remedy)
            return Outcome(source=outcome.source, id=outcome.id, status="refused", failure=failure)
        return outcome

    def _make_sure(self, number: int, outcome: Outcome, sha256: str | None) -> None:
        """Make sure that no other run has stored another source under an id since.

        Raises:
            StoreError: One has.
        """
        assert outcome.id is not None  # noqa: S101 - it is to be stored
        record = record_path(self._options.data, outcome.id)
        state, stored = self._compared.get(number, (None, None))
        if self._options.force or signature(record) == state:
            return
        now = _stored_source(record)
        if now is not None and now.sha256 not in (stored, sha256):
            raise StoreError(
                f"{outcome.source}: another run has stored {now.path} under its id {outcome.id!r}"
                " meanwhile",
                "Run it again to see whether they are the same",
            )

    def _tasks(self) -> Iterator[tuple[int, Task]]:
        owners: dict[str, Path] = {}
        for number, item in enumerate(self._inputs):
            settled = item if isinstance(item, Outcome) else self._examine(number, item, owners)
            if isinstance(settled, Task):
                self._anchor.verify()
                # Before it is stored: a run that is killed leaves its citations to the next.
                mark_unresolved(self._options.data)
                yield number, settled
            else:
                self._settle(number, settled)

    def _settle(self, number: int, outcome: Outcome, sha256: str | None = None) -> None:
        self._ready[number] = outcome
        self._compared.pop(number, None)
        self._finished += 1
        if outcome.status == "parsed" and outcome.id is not None:
            self.has_stored = True
            source = self._inputs[number]
            assert isinstance(source, Path)  # noqa: S101 - others are not parsed
            self._catalogue.update(outcome.id, sha256, source)
        if self._progress is not None:
            self._progress(self._finished, len(self._inputs), outcome)

    def _examine(self, number: int, path: Path, owners: dict[str, Path]) -> Task | Outcome:
        """Decide without parsing: refuse, leave as it is, or parse."""
        try:
            sidecar = read_sidecar(path)
            name = advisory_id(path, sidecar)
            first = owners.setdefault(name, path)
            if first is not path:
                return _collision(path, first, name)
            return self._compare(number, path, name, sidecar)
        except VlortoolError as error:
            failure = Failure(message=error.message, remedy=error.remedy)
            return Outcome(source=str(path), status="refused", failure=failure)
        except OSError as error:
            wrong = f"can't be read ({error.strerror or error})"
            return refuse(str(path), wrong, "Check that it still exists, and its permissions")

    def _compare(
        self, number: int, path: Path, name: str, sidecar: Sidecar | None
    ) -> Task | Outcome:
        """Compare a source with the record that is stored of it, if any."""
        record = record_path(self._options.data, name)
        state = signature(record)
        # Of a record that the catalogue has read as it is, nothing needs to be read again.
        summary = self._catalogue.summary(name)
        stored = summary.source if summary is not None else _stored_source(record)
        self._compared[number] = state, stored.sha256 if stored is not None else None
        if stored is None:
            return Task(path=path, id=name)
        if stored.bytes != path.stat().st_size or stored.sha256 != digest(path):
            return self._replacing(path, name, stored)
        if not self._options.force and _is_made_alike(stored, path, sidecar, self._options):
            summary = summary or _summary(record)
            if summary is not None:
                self._catalogue.place(name, stored.sha256, path)
                return _unchanged(path, name, summary)
        # It was moved, or another version has parsed it, or the record is damaged.
        return Task(path=path, id=name)

    def _replacing(self, path: Path, name: str, stored: Source) -> Task | Outcome:
        """Let a source take the place of another content; that of another file stays if it can."""
        before = self._catalogue.whence(name, stored.sha256) or self._named(stored)
        if before is not None and same_file(before, path):
            return Task(path=path, id=name)
        if before is not None and is_file(before) and not self._options.force:
            return _collision(path, before, name, is_stored=True)
        return Task(path=path, id=name, replaced=stored.path if before is None else str(before))

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


def _is_made_alike(stored: Source, path: Path, sidecar: Sidecar | None, options: Options) -> bool:
    """Tell whether a source of the same content would give the same record."""
    from vlortool.pipeline import parser_name  # noqa: PLC0415 - heavy, for parsing only

    return (
        stored.parser == parser_name(stored.media_type, options.reader)
        and stored.path == source_path(path, options.working_folder)
        and stored.sidecar == (sidecar.sha256 if sidecar is not None else None)
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


def _collision(path: Path, first: Path, name: str, *, is_stored: bool = False) -> Outcome:
    sidecar = path.with_suffix(".toml")
    if same_file(sidecar, first.with_suffix(".toml")):
        remedy = "They share their stem, and so their sidecar: keep one, or rename one"
    else:
        remedy = f"Give one of them another `id`, in {sidecar} for instance"
    if is_stored:
        remedy += "; or put this one in the place of what is stored, with --force"
    return Outcome(
        source=str(path),
        id=name,
        status="refused",
        failure=Failure(
            message=f"{path}: its id {name!r} is that of {first} already", remedy=remedy
        ),
    )
