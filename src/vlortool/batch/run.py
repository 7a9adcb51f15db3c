"""A batch from paths to outcomes."""

from __future__ import annotations

import hashlib
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
from vlortool.store.summary import Summary
from vlortool.store.whence import is_file, same_file

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
        self.has_stored = False

    def outcomes(self) -> Iterator[Outcome]:
        turn = 0
        with closing(self._results()) as results:
            for number, parsed in results:
                self._settle(number, self._stored(parsed))
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
                for _, parsed in crew.finished():
                    self._stored(parsed)

    def _crew(self) -> Crew | Cluster:
        if self._options.cluster is not None:
            from vlortool.batch.cluster import Cluster  # noqa: PLC0415 - for those who have one

            return Cluster(self._tasks(), self._options)
        return Crew(load_parser, parse_here, self._tasks(), self._options)

    def _stored(self, parsed: Parsed) -> Outcome:
        """Store a result; the outcome says whether that went well."""
        outcome = parsed.outcome
        if parsed.record is None or outcome.id is None:
            return outcome
        self._anchor.verify()
        try:
            write_record(self._options.data, outcome.id, parsed.record)
        except StoreError as error:
            failure = Failure(message=error.message, remedy=error.remedy)
            return Outcome(source=outcome.source, id=outcome.id, status="refused", failure=failure)
        return outcome

    def _tasks(self) -> Iterator[tuple[int, Task]]:
        owners: dict[str, Path] = {}
        for number, item in enumerate(self._inputs):
            settled = item if isinstance(item, Outcome) else self._examine(item, owners)
            if isinstance(settled, Task):
                self._anchor.verify()
                # Before it is stored: a run that is killed leaves its citations to the next.
                mark_unresolved(self._options.data)
                yield number, settled
            else:
                self._settle(number, settled)

    def _settle(self, number: int, outcome: Outcome) -> None:
        self._ready[number] = outcome
        self._finished += 1
        if outcome.status == "parsed" and outcome.id is not None:
            self.has_stored = True
            source = self._inputs[number]
            assert isinstance(source, Path)  # noqa: S101 - others are not parsed
            self._catalogue.update(outcome.id, source)
        if self._progress is not None:
            self._progress(self._finished, len(self._inputs), outcome)

    def _examine(self, path: Path, owners: dict[str, Path]) -> Task | Outcome:
        """Decide without parsing: refuse, leave as it is, or parse."""
        try:
            sidecar = read_sidecar(path)
            name = advisory_id(path, sidecar)
            first = owners.setdefault(name, path)
            if first is not path:
                return _collision(path, first, name)
            return self._compare(path, name, sidecar)
        except VlortoolError as error:
            failure = Failure(message=error.message, remedy=error.remedy)
            return Outcome(source=str(path), status="refused", failure=failure)
        except OSError as error:
            wrong = f"can't be read ({error.strerror or error})"
            return refuse(str(path), wrong, "Check that it still exists, and its permissions")

    def _compare(self, path: Path, name: str, sidecar: Sidecar | None) -> Task | Outcome:
        """Compare a source with the record that is stored of it, if any."""
        record = record_path(self._options.data, name)
        # Of a record that the catalogue has read as it is, nothing needs to be read again.
        summary = self._catalogue.summary(name) if record.exists() else None
        stored = summary.source if summary is not None else _stored_source(record)
        if stored is None:
            return Task(path=path, id=name)
        if not self._options.force and _is_current(stored, path, sidecar, self._options):
            summary = summary or _summary(record)
            if summary is not None:
                self._catalogue.place(name, stored.sha256, path)
                return _unchanged(path, name, summary)
        if stored.sha256 == _digest(path):
            # It was moved, or another version has parsed it.
            return Task(path=path, id=name)
        return self._replacing(path, name, stored)

    def _replacing(self, path: Path, name: str, stored: Source) -> Task | Outcome:
        """Let a source take the place of another content; that of another file stays if it can."""
        before = self._catalogue.whence(name, stored.sha256)
        before = before or (self._options.working_folder or Path()) / stored.path
        if same_file(before, path):
            return Task(path=path, id=name)
        if is_file(before) and not self._options.force:
            return _collision(path, before, name, is_stored=True)
        return Task(path=path, id=name, replaced=stored.path)


def _stored_source(record: Path) -> Source | None:
    # A missing or damaged record is no reason to refuse its source: it is made again.
    try:
        return read_source(record)
    except StoreError:
        return None


def _is_current(stored: Source, path: Path, sidecar: Sidecar | None, options: Options) -> bool:
    from vlortool.pipeline import parser_name  # noqa: PLC0415 - heavy, for parsing only

    return (
        stored.parser == parser_name(stored.media_type, options.reader)
        and stored.path == source_path(path, options.working_folder)
        and stored.sidecar == (sidecar.sha256 if sidecar is not None else None)
        and stored.bytes == path.stat().st_size
        and stored.sha256 == _digest(path)
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
