"""Parsing one source, here or in worker processes; nothing that happens to one stops the rest."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from vlortool.errors import VlortoolError
from vlortool.model.layout import Reader
from vlortool.model.outcome import Counts, Failure, Outcome
from vlortool.resources.overlay import use_resources
from vlortool.store import write_advisory


class Options(Struct, frozen=True, kw_only=True):
    """How to run a batch.

    Attributes:
        data: The data folder.
        force: Whether to parse what is up to date as well.
        jobs: Number of processes; 1 is this one.
        password: Password for encrypted PDFs.
        reader: What to read PDFs with.
        resources: Folder with a user's resources, None for ours alone.
        spacy_model: A trained pipeline of the user's, None for none.
        working_folder: Where the relative paths in the records start; the current folder if None.
    """

    data: Path
    force: bool = False
    jobs: int = 1
    password: str | None = None
    reader: Reader = Reader.PDFIUM
    resources: Path | None = None
    spacy_model: str | None = None
    working_folder: Path | None = None


class Task(Struct, frozen=True, kw_only=True):
    """A source to parse.

    Attributes:
        path: The source file.
        id: Id that its advisory will have.
        replaced: Source of another name that the stored record of this id came from.
    """

    path: Path
    id: str
    replaced: str | None = None


def parse_here(task: Task, options: Options) -> Outcome:
    """Parse one source in this process and store the result.

    Returns:
        What became of it; an error of any kind is an outcome too.
    """
    from vlortool.pipeline import parse_file, use_model  # noqa: PLC0415 - heavy, for workers only

    try:
        use_resources(options.resources)
        use_model(options.spacy_model)
        advisory = parse_file(
            task.path,
            password=options.password,
            reader=options.reader,
            working_folder=options.working_folder,
        )
        write_advisory(options.data, advisory)
    except VlortoolError as error:
        return _refused(task, Failure(message=error.message, remedy=error.remedy))
    # The one place below cli that takes everything: a fault in one file of 1,500 costs that file.
    except Exception as error:  # noqa: BLE001
        return _refused(
            task,
            Failure(
                message=f"{task.path}: internal error ({type(error).__name__}: {error})",
                remedy="Run again with --debug before the command, and report what it shows",
                trace=traceback.format_exc(),
            ),
        )
    return Outcome(
        source=str(task.path),
        id=advisory.id,
        status="parsed",
        counts=Counts.of(advisory),
        warnings=tuple(advisory.warnings),
        replaced=task.replaced,
    )


def parse_apart(
    tasks: Iterator[tuple[int, Task]], options: Options
) -> Iterator[tuple[int, Outcome]]:
    """Parse sources in worker processes.

    Args:
        tasks: Numbered sources; they are drawn as workers come free.
        options: How to run; `jobs` workers.

    Yields:
        The number and outcome of each source, as they finish.
    """
    while suspects := (yield from _drain(tasks, options)):
        # A worker died, and its pool with it. One of those at work was the cause: each gets a
        # process of its own, so that only the culprit is refused.
        for number, task in suspects:
            yield number, _parse_alone(task, options)


def _drain(
    tasks: Iterator[tuple[int, Task]], options: Options
) -> Generator[tuple[int, Outcome], None, list[tuple[int, Task]]]:
    """Parse until the tasks are done or the pool breaks; return what was at work then."""
    pool = _pool(options.jobs)
    running: dict[Future[Outcome], tuple[int, Task]] = {}
    try:
        while True:
            # Two for each worker: one at work, one at hand.
            for number, task in islice(tasks, 2 * options.jobs - len(running)):
                running[_submit(pool, task, options)] = (number, task)
            if not running:
                return []
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                done, _ = wait(running)
            suspects = []
            for future in done:
                number, task = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append((number, task))
                else:
                    yield number, future.result()
            if suspects:
                return sorted(suspects, key=itemgetter(0))
    finally:
        # No waiting here: after an interruption the user has waited long enough.
        pool.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, task: Task, options: Options) -> Future[Outcome]:
    try:
        return pool.submit(parse_here, task, options)
    except BrokenProcessPool as error:
        # It broke since the last look: this task goes with the suspects.
        future: Future[Outcome] = Future()
        future.set_exception(error)
        return future


def _parse_alone(task: Task, options: Options) -> Outcome:
    with _pool(1) as pool:
        try:
            return pool.submit(parse_here, task, options).result()
        except BrokenProcessPool:
            return _refused(
                task,
                Failure(
                    message=f"{task.path}: the process that parsed it died",
                    remedy="It may have run out of memory: try it by itself, or split the file",
                ),
            )


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and no half-copied locks.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)


def _start_worker() -> None:
    # On Ctrl-C a worker dies at once and in silence; writing is atomic, so nothing is lost.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _refused(task: Task, failure: Failure) -> Outcome:
    return Outcome(source=str(task.path), id=task.id, status="refused", failure=failure)
