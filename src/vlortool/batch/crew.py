"""Worker processes at a list of tasks: watched, replaced when they fall."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from vlortool.batch import losses
from vlortool.batch.process import Worker
from vlortool.batch.worker import BEGUN
from vlortool.errors import WorkerError
from vlortool.model.limits import MEGABYTE
from vlortool.model.outcome import Failure, Outcome, Parsed

if TYPE_CHECKING:
    from vlortool.batch.pool import Options, Task

# How often to look whether a worker takes too much.
_GLANCE = 0.05
# What a look may add to the time of a task: while this process was stopped, so were the workers.
_LEAP = 1.0
# A worker that holds this part of what it may is replaced: the next document may need it all.
_HEAVY = 0.5
_STARTS = 3


class _Job(Struct):
    """A task on its way.

    Attributes:
        number: Its number.
        task: The task.
        must_be_first: Whether a worker of its own has to show if the fault is its own.
    """

    number: int
    task: Task
    must_be_first: bool = False


class Crew:
    """Workers at a list of tasks; leaving it as a context ends them at once."""

    def __init__(
        self,
        stage: Callable[[Task, Options], Parsed],
        tasks: Iterator[tuple[int, Task]],
        options: Options,
    ) -> None:
        """Prepare it; processes are started when there is work.

        Args:
            stage: What a worker calls: a function of a module.
            tasks: Numbered tasks; they are drawn as workers come free.
            options: How to run; `jobs` workers.
        """
        self._stage = stage
        self._tasks = tasks
        self._options = options
        self._news: SimpleQueue[tuple[Worker, bytes | None]] = SimpleQueue()
        self._again: deque[_Job] = deque()
        self._idle: list[Worker] = []
        self._busy: dict[Worker, _Job] = {}
        self._looked = time.monotonic()
        self._failed_starts = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in [*self._busy, *self._idle]:
            worker.end()

    def start(self) -> bool:
        """Give the first workers something to do; tell whether there is anything."""
        self._hand_out()
        return bool(self._busy)

    def results(self) -> Iterator[tuple[int, Parsed]]:
        """Do the tasks.

        Yields:
            The number and result of each, as they finish; a task that took its worker with it, or
            too much, is refused.

        Raises:
            WorkerError: No process can be started.
        """
        finished: list[tuple[int, Parsed]] = []
        while True:
            # Before the results are stored: a worker shall not wait for that.
            self._hand_out()
            yield from finished
            if not self._busy:
                return
            finished = self._hear(_GLANCE)
            if time.monotonic() - self._looked >= _GLANCE:
                finished += self._look()

    def at_hand(self) -> list[tuple[int, Parsed]]:
        """Return what was finished by now and not yielded."""
        return self._hear(0)

    def _hand_out(self) -> None:
        while len(self._busy) < self._options.jobs and (job := self._next()) is not None:
            worker = self._free_worker(job)
            self._busy[worker] = job
            worker.give(self._stage, job.task, self._options)

    def _next(self) -> _Job | None:
        if self._again:
            return self._again.popleft()
        numbered = next(self._tasks, None)
        return _Job(*numbered) if numbered is not None else None

    def _free_worker(self, job: _Job) -> Worker:
        if self._idle:
            worker = self._idle.pop()
            if not job.must_be_first:
                return worker
            worker.end()
        return Worker(self._news)

    def _hear(self, patience: float) -> list[tuple[int, Parsed]]:
        """Wait for news, and take in all that there are."""
        finished: list[tuple[int, Parsed]] = []
        try:
            while True:
                worker, message = self._news.get(timeout=patience)
                patience = 0
                if worker in self._busy:
                    finished += self._take(worker, message)
        except Empty:
            return finished

    def _take(self, worker: Worker, message: bytes | None) -> Iterator[tuple[int, Parsed]]:
        if message is None:
            yield from self._bury(worker)
        elif message == BEGUN:
            worker.has_begun = True
            self._failed_starts = 0
        else:
            job = self._busy.pop(worker)
            worker.finished += 1
            if (worker.memory or 0) > _HEAVY * self._most_memory:
                worker.end()
            else:
                self._idle.append(worker)
            yield job.number, msgspec.msgpack.decode(message, type=Parsed)

    @property
    def _most_memory(self) -> int:
        return self._options.limits.memory * MEGABYTE

    def _bury(self, worker: Worker) -> Iterator[tuple[int, Parsed]]:
        """Take leave of a worker that ended by itself."""
        job = self._busy.pop(worker)
        ended = worker.end()
        if not worker.has_begun:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise WorkerError(
                    f"No process to parse in can be started ({losses.how(ended)}): {ended.words}",
                    "Free some memory, or install vlortool again",
                )
            self._again.append(job)
        else:
            yield from self._lose(worker, job, losses.crashed(job.task.path, ended))

    def _look(self) -> Iterator[tuple[int, Parsed]]:
        """End the workers that take too much."""
        now = time.monotonic()
        passed, self._looked = min(now - self._looked, _LEAP), now
        limits = self._options.limits
        for worker, job in list(self._busy.items()):
            worker.seconds += passed if worker.has_begun else 0
            if worker.seconds > limits.seconds:
                failure = losses.too_long(job.task.path, limits)
                # Time is not used up by what went before.
                job.must_be_first = True
            elif (worker.memory or 0) > self._most_memory:
                failure = losses.too_much(job.task.path, limits)
            else:
                continue
            del self._busy[worker]
            worker.end()
            yield from self._lose(worker, job, failure)

    def _lose(self, worker: Worker, job: _Job, failure: Failure) -> Iterator[tuple[int, Parsed]]:
        """Refuse a task, unless the fault may be that of one before it in the same worker."""
        if worker.finished and not job.must_be_first:
            job.must_be_first = True
            self._again.append(job)
            return
        refused = Outcome(
            source=str(job.task.path), id=job.task.id, status="refused", failure=failure
        )
        yield job.number, Parsed(outcome=refused)
