"""A batch from paths to outcomes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field, structs

from vlortool.batch.compare import Comparer, collision
from vlortool.batch.crew import Crew
from vlortool.batch.sources import expand, refuse
from vlortool.batch.task import Options, Task, load_parser, parse_here
from vlortool.errors import StoreError, VlortoolError
from vlortool.extract.sidecar import advisory_id, read_sidecar
from vlortool.model.outcome import Failure, Outcome, Parsed
from vlortool.resources.overlay import use_resources
from vlortool.store import CatalogueWriter, prepare, write_record
from vlortool.store.anchor import Anchor
from vlortool.store.resolve import is_unresolved, mark_unresolved, resolve_store

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


class _Claim(Struct):
    """An id that inputs of a batch have in common.

    Attributes:
        number: Number of the input that has it.
        waiting: Numbers of those that have it if that one is refused, in order.
        is_settled: Whether that one is stored.
    """

    number: int
    waiting: deque[int] = field(default_factory=deque)
    is_settled: bool = False


class _Run:
    """One batch: which inputs are done, and which of their outcomes have been handed out.

    It is an iterator of its tasks, too: where there are none for now, a result may bring more.

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
        self._comparer = Comparer(options, catalogue)
        self._left = iter(range(len(inputs)))
        self._ready: dict[int, Outcome] = {}
        self._finished = 0
        self._claims: dict[str, _Claim] = {}
        # The id of each input that has one and is not settled.
        self._claimed: dict[int, str] = {}
        # Those whose turn it is, after the one before them at their id is done.
        self._passed_on: deque[int] = deque()
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
            for number, task in self:
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

            return Cluster(self, self._options)
        return Crew(load_parser, parse_here, self, self._options)

    def _stored(self, number: int, parsed: Parsed) -> Outcome:
        """Store a result; the outcome says whether that went well."""
        outcome = parsed.outcome
        if parsed.record is None or outcome.id is None or parsed.sha256 is None:
            return outcome
        self._anchor.verify()
        try:
            self._comparer.confirm(number, outcome.source, outcome.id, parsed.sha256)
            # Before it is stored: a run that is killed leaves its citations to the next, and
            # another run that finds the record finds where its source lies.
            mark_unresolved(self._options.data)
            source = outcome.id, parsed.sha256, self._path(number)
            self._catalogue.remember(*source)
            write_record(self._options.data, outcome.id, parsed.record)
            twins = self._catalogue.twins(*source)
            return structs.replace(outcome, twins=tuple(twins))
        except StoreError as error:
            return _refused(outcome.source, outcome.id, error)

    def __iter__(self) -> _Run:
        return self

    def __next__(self) -> tuple[int, Task]:
        """Return the next task, and settle what comes before it and needs no parsing.

        Raises:
            StopIteration: There is none for now.
            StoreError: The data folder went, or can't be written.
        """
        while True:
            number = self._passed_on.popleft() if self._passed_on else next(self._left)
            item = self._inputs[number]
            found = item if isinstance(item, Outcome) else self._examine(number, item)
            if isinstance(found, Task):
                self._anchor.verify()
                # A folder that can't be written is told before anything is parsed for it.
                mark_unresolved(self._options.data)
                return number, found
            if found is not None:
                self._settle(number, found)

    def _settle(self, number: int, outcome: Outcome, sha256: str | None = None) -> None:
        self._ready[number] = outcome
        self._finished += 1
        if outcome.status == "parsed" and outcome.id is not None and sha256 is not None:
            self.has_stored = True
            self._catalogue.update(outcome.id, sha256, self._path(number))
        if self._progress is not None:
            self._progress(self._finished, len(self._inputs), outcome)
        # A copy leaves the id to the file that is stored.
        is_free = outcome.status == "refused" or number in self._comparer.copies
        self._comparer.forget(number)
        self._give_back(number, is_free=is_free)

    def _give_back(self, number: int, *, is_free: bool) -> None:
        """Settle whose the id of an input is that is done, if it had one."""
        name = self._claimed.pop(number, None)
        if name is None:
            return
        claim = self._claims[name]
        if not is_free:
            claim.is_settled = True
            self._passed_on.extend(claim.waiting)
            claim.waiting.clear()
        elif claim.waiting:
            claim.number = claim.waiting.popleft()
            self._claimed[claim.number] = name
            self._passed_on.append(claim.number)
        else:
            del self._claims[name]

    def _path(self, number: int) -> Path:
        path = self._inputs[number]
        assert isinstance(path, Path)  # noqa: S101 - others are neither parsed nor have an id
        return path

    def _examine(self, number: int, path: Path) -> Task | Outcome | None:
        """Decide without parsing: refuse, leave as it is, or parse; None if it has to wait."""
        name: str | None = None
        try:
            sidecar = read_sidecar(path)
            name = advisory_id(path, sidecar)
            if self._claimed.get(number, name) != name:
                # Its sidecar has changed while it waited.
                self._give_back(number, is_free=True)
            claim = self._claims.setdefault(name, _Claim(number))
            if claim.number != number:
                if claim.is_settled:
                    copy = self._comparer.copy(path, name, sidecar)
                    return copy or collision(path, self._path(claim.number), name)
                claim.waiting.append(number)
                return None
            self._claimed[number] = name
            return self._comparer.compare(number, path, name, sidecar)
        except VlortoolError as error:
            return _refused(str(path), name, error)
        except OSError as error:
            wrong = f"can't be read ({error.strerror or error})"
            return refuse(str(path), wrong, "Check that it still exists, and its permissions", name)


def _refused(source: str, name: str | None, error: VlortoolError) -> Outcome:
    failure = Failure(message=error.message, remedy=error.remedy)
    return Outcome(source=source, id=name, status="refused", failure=failure)
