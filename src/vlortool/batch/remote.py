"""What a worker of a cluster does with the documents that it is sent.

It doesn't read them itself: a document that hangs, crashes or fills the memory costs a process
that the worker started for it, under the limits of the run, and not the worker.
"""

from __future__ import annotations

import pickle
import platform
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from vlortool._version import __version__
from vlortool.batch.crew import Crew
from vlortool.batch.task import Options, Task, load_parser, parse_here
from vlortool.errors import WorkerError
from vlortool.model.outcome import Parsed

# What a record depends on, beside the document and our own code.
_PACKAGES = (
    "charset-normalizer",
    "msgspec",
    "numpy",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "simplemma",
    "spacy",
)
# A process is kept for the next document, but not for a run whose end nobody told us.
_IDLE_SECONDS = 60.0


class Terms(Struct, frozen=True, kw_only=True):
    """What is alike for all documents of a run.

    Attributes:
        run: Name of the run.
        options: How to parse; what names the user's folders is left out.
        resources: Folder of the user's resources, as messages name it; None for ours alone.
        equipment: What must be installed.
    """

    run: str
    options: Options
    resources: str | None
    equipment: dict[str, str | None]


class Errand(Struct, frozen=True, kw_only=True):
    """A document on its way to a worker.

    Attributes:
        terms: Those of its run.
        id: Id that its advisory will have.
        source: The file, as messages name it.
        place: The file, as its record names it.
        replaced: Source that the stored record of this id came from, where that is not known to be
            this one.
        content: What the file holds.
        sidecar: What its sidecar holds; None without one.
        resources: Content of the user's resources by name; None if the worker may have them.
    """

    terms: Terms
    id: str
    source: str
    place: str
    replaced: str | None
    content: bytes
    sidecar: bytes | None
    resources: dict[str, bytes] | None = None


@cache
def equipment(spacy_model: str | None) -> dict[str, str | None]:
    """Return the versions of all that a record made here depends on.

    Args:
        spacy_model: A trained pipeline of the user's, None for none.

    Returns:
        Version by name; None for what is not here.
    """
    found: dict[str, str | None] = {"vlortool": __version__}
    found["Python"] = ".".join(platform.python_version_tuple()[:2])
    found |= {name: _version(name) for name in _PACKAGES}
    if spacy_model is not None:
        found[f"spaCy pipeline {spacy_model}"] = _model_version(Path(spacy_model))
    return found


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _model_version(model: Path) -> str | None:
    """Return the version of a pipeline without loading it, which takes seconds."""
    if not model.is_dir():
        return _version(str(model))
    try:
        meta = msgspec.json.decode((model / "meta.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return None
    return f"{meta.get('name')} {meta.get('version')}"


def mismatch(
    worker: str, theirs: Mapping[str, str | None], ours: Mapping[str, str | None]
) -> WorkerError | None:
    """Return the error of a worker that would make other records; None if it makes the same."""
    others = [
        f"{name} {theirs.get(name) or 'missing'} instead of {version or 'none'}"
        for name, version in ours.items()
        if theirs.get(name) != version
    ]
    if not others:
        return None
    return WorkerError(
        f"The cluster's worker {worker} would make other records: {', '.join(others)}",
        "Install there what is installed here, or here what is there",
    )


def inspect(spacy_model: bytes) -> dict[str, str | None]:
    """Tell what is installed on this worker; the argument is pickled."""
    return equipment(pickle.loads(spacy_model))  # noqa: S301 - from the user's own vlortool


def parse(errand: bytes) -> Parsed | None:
    """Parse a document that was sent.

    Args:
        errand: An `Errand`, pickled.

    Returns:
        What became of it, in the words of a run without a cluster; None if the user's resources
        have to be sent along.

    Raises:
        WorkerError: What is installed here differs, or no process can be started.
    """
    given: Errand = pickle.loads(errand)  # noqa: S301 - from the user's own vlortool
    ours = given.terms.equipment
    wrong = mismatch(platform.node(), equipment(given.terms.options.spacy_model), ours)
    if wrong is not None:
        raise wrong
    stay = _stay_of(given)
    if stay is None:
        return None
    with stay.bench(given.terms) as bench:
        return bench.parse(given)


def leave(run: bytes) -> None:
    """End all that this worker does for a run, at once."""
    with _lock:
        stay = _stays.pop(run.decode(), None)
    if stay is not None:
        stay.end()


class _OverError(Exception):
    """Nobody waits for the document any more."""


class _Turns(Iterator[tuple[int, Task]]):
    """The tasks of a bench: one at a time, as they come."""

    def __init__(self, is_over: Callable[[], bool]) -> None:
        self._is_over = is_over
        self.task: Task | None = None

    def __next__(self) -> tuple[int, Task]:
        if self._is_over():
            raise _OverError
        if self.task is None:
            raise StopIteration
        task, self.task = self.task, None
        return 0, task


class _Bench:
    """A process to parse in, with a folder to read from."""

    def __init__(
        self, terms: Terms, resources: Mapping[str, bytes] | None, is_over: Callable[[], bool]
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="vlortool-", dir=_scratch())).resolve()
        self._inbox = self._folder / "in"
        self._turns = _Turns(is_over)
        # It asks for a second task every now and then, and so learns that the run is over.
        options = structs.replace(terms.options, jobs=2, working_folder=self._inbox)
        if resources is not None:
            own = self._folder / "resources"
            own.mkdir()
            for name, content in resources.items():
                (own / name).write_bytes(content)
            options = structs.replace(options, resources=own)
        self._resources = options.resources
        self._crew = Crew(load_parser, parse_here, self._turns, options)

    def parse(self, errand: Errand) -> Parsed:
        path = self._inbox / errand.place
        path.parent.mkdir(parents=True)
        try:
            path.write_bytes(errand.content)
            if errand.sidecar is not None:
                path.with_suffix(".toml").write_bytes(errand.sidecar)
            self._turns.task = Task(path=path, id=errand.id, replaced=errand.replaced)
            ((_, parsed),) = self._crew.results()
        finally:
            shutil.rmtree(self._inbox)
        return self._retold(parsed, path, errand)

    def _retold(self, parsed: Parsed, path: Path, errand: Errand) -> Parsed:
        """Put the user's paths in the place of ours."""
        outcome = structs.replace(parsed.outcome, source=errand.source)
        if outcome.failure is not None:
            # The source and its sidecar begin alike.
            rest = len(path.name)
            renamed = {str(path)[:-rest]: errand.source[:-rest]}
            if self._resources is not None:
                renamed[str(self._resources)] = errand.terms.resources or ""
            words = structs.asdict(outcome.failure)
            for ours, theirs in renamed.items():
                words = {key: text.replace(ours, theirs) for key, text in words.items()}
            outcome = structs.replace(outcome, failure=structs.replace(outcome.failure, **words))
        return structs.replace(parsed, outcome=outcome)

    def close(self) -> None:
        self._crew.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Stay:
    """What this worker holds for one run."""

    def __init__(self, run: str, resources: Mapping[str, bytes] | None) -> None:
        self._run = run
        self._resources = resources
        self._idle: list[_Bench] = []
        self._busy = 0
        self._is_over = False
        self._timer: threading.Timer | None = None

    @contextmanager
    def bench(self, terms: Terms) -> Iterator[_Bench]:
        """Lend a bench; one at which something went wrong is not kept."""
        with _lock:
            self._busy += 1
            bench = self._idle.pop() if self._idle else None
        if bench is None:
            bench = _Bench(terms, self._resources, lambda: self._is_over)
        is_kept = False
        try:
            yield bench
            is_kept = True
        finally:
            with _lock:
                self._busy -= 1
                is_kept = is_kept and not self._is_over
                if is_kept:
                    self._idle.append(bench)
                    self._wind()
            if not is_kept:
                bench.close()

    def _wind(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(_IDLE_SECONDS, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        with _lock:
            if self._busy:
                return
            _stays.pop(self._run, None)
        self.end()

    def end(self) -> None:
        with _lock:
            self._is_over = True
            idle, self._idle = self._idle, []
            if self._timer is not None:
                self._timer.cancel()
        for bench in idle:
            bench.close()


_lock = threading.Lock()
_stays: dict[str, _Stay] = {}


def _stay_of(errand: Errand) -> _Stay | None:
    run = errand.terms.run
    with _lock:
        if run not in _stays:
            if errand.terms.resources is not None and errand.resources is None:
                return None
            _stays[run] = _Stay(run, errand.resources)
        return _stays[run]


def _scratch() -> str:
    """Return the worker's folder: what is in it when it is killed, Dask removes."""
    from distributed import get_worker  # noqa: PLC0415 - an extra

    folder: str = get_worker().local_directory
    return folder
