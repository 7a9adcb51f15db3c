"""Worker processes at a list of tasks: watched, and replaced when they crash or take too much."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

import msgspec
from msgspec import Struct

from vlortool.batch import losses
from vlortool.batch.process import Worker
from vlortool.batch.task import Options, Task, refused
from vlortool.batch.worker import BEGUN, LOADED
from vlortool.errors import WorkerError
from vlortool.model.limits import MEGABYTE
from vlortool.model.outcome import Failure, Parsed

# How often to look whether a worker takes too much.
_LOOK_EVERY = 0.1
# What a look may add to the time of a task: while this process was stopped, so were the workers.
_MOST_PASSED = 1.0
# A worker that holds this part of what it may is replaced: the next document may need it all.
_HEAVY = 0.5
_MOST_FAILED_STARTS = 3
_LAST_MOMENTS = 5.0
# Loading is no fault of the document that it is done for: on a busy machine it takes seconds.
_LOADING_SECONDS = 60.0


class _Job(Struct):
    """A task on its way.

    Attributes:
        number: Its number.
        task: The task.
        needs_new_worker: Whether only a worker that did nothing else before can show that a fault
            is of this task.
    """

    number: int
    task: Task
    needs_new_worker: bool = False


class Crew:
    """Workers at a list of tasks; leaving it as a context ends them at once."""

    def __init__(
        self,
        load: Callable[[Options], object],
        stage: Callable[[Task, Options], Parsed],
        tasks: Iterator[tuple[int, Task]],
        options: Options,
    ) -> None:
        """Prepare it; processes are started when there is work.

        Args:
            load: What a worker calls before its first task, and its time is not the task's: a
                function of a module.
            stage: What a worker calls: a function of a module.
            tasks: Numbered tasks; they are drawn as workers come free. Where it has none for now,
                it is asked again after a result.
            options: How to run; `jobs` workers.
        """
        self._load = load
        self._stage = stage
        self._tasks = tasks
        self._options = options
        self._news: SimpleQueue[tuple[Worker, bytes | None]] = SimpleQueue()
        self._again: deque[_Job] = deque()
        self._idle: list[Worker] = []
        self._busy: dict[Worker, _Job] = {}
        self._finished: deque[tuple[int, Parsed]] = deque()
        self._last_look = time.monotonic()
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
        while True:
            # Before the results are stored: a worker shall not wait for that.
            self._hand_out()
            if self._finished:
                # It stays until the next is asked for: storing it may be interrupted.
                yield self._finished[0]
                self._finished.popleft()
                continue
            if not self._busy:
                return
            self._hear(_LOOK_EVERY)
            if time.monotonic() - self._last_look >= _LOOK_EVERY:
                self._look()

    def finished(self) -> list[tuple[int, Parsed]]:
        """Return what was finished by now and is perhaps not stored; for when it ends early."""
        # What ended it may be that no process gets ready.
        with contextlib.suppress(WorkerError):
            self._hear(0)
        return list(self._finished)

    def _hand_out(self) -> None:
        while len(self._busy) < self._options.jobs and (job := self._next()) is not None:
            worker = self._free_worker(job)
            self._busy[worker] = job
            worker.give(self._load, self._stage, job.task, self._options)

    def _next(self) -> _Job | None:
        if self._again:
            return self._again.popleft()
        numbered = next(self._tasks, None)
        return _Job(*numbered) if numbered is not None else None

    def _free_worker(self, job: _Job) -> Worker:
        if self._idle:
            worker = self._idle.pop()
            if not job.needs_new_worker:
                return worker
            worker.end()
        return Worker(self._news)

    def _hear(self, patience: float) -> None:
        """Wait for a message, and take in all that there are."""
        try:
            while True:
                worker, message = self._news.get(timeout=patience)
                patience = 0
                self._take(worker, message)
        except Empty:
            return

    def _take(self, worker: Worker, message: bytes | None) -> None:
        if worker in self._idle and message is None:
            self._idle.remove(worker)
            worker.end()
        elif worker not in self._busy:
            # It was ended here.
            return
        elif message is None:
            self._ended(worker)
        elif message == BEGUN:
            worker.has_begun = True
        elif message == LOADED:
            worker.has_loaded = True
            worker.seconds = 0.0
            self._failed_starts = 0
        else:
            result = msgspec.msgpack.decode(message, type=Parsed)
            self._finished.append((self._busy[worker].number, result))
            del self._busy[worker]
            worker.tasks_done += 1
            if (worker.memory or 0) > _HEAVY * self._most_memory:
                worker.end()
            else:
                self._idle.append(worker)

    @property
    def _most_memory(self) -> int:
        return self._options.limits.memory * MEGABYTE

    def _ended(self, worker: Worker) -> None:
        """Settle the task of a worker that ended by itself."""
        job = self._busy.pop(worker)
        # Its last message can be here before the system has ended it.
        end = worker.end(_LAST_MOMENTS)
        if worker.has_begun and worker.has_loaded:
            self._refuse_or_repeat(worker, job, losses.crashed(job.task.path, end))
            return
        self._start_again(
            job,
            f"No process to parse in can be started ({losses.how(end)}): {end.words}",
            "Free some memory, raise --max-memory, or install vlortool again",
        )

    def _start_again(self, job: _Job, message: str, remedy: str) -> None:
        """Give a task to another process; it is no fault of the task that one never got ready."""
        self._failed_starts += 1
        if self._failed_starts >= _MOST_FAILED_STARTS:
            raise WorkerError(message, remedy)
        self._again.append(job)

    def _look(self) -> None:
        """End the workers that take too much."""
        now = time.monotonic()
        passed, self._last_look = min(now - self._last_look, _MOST_PASSED), now
        limits = self._options.limits
        for worker, job in list(self._busy.items()):
            is_loading = not worker.has_loaded
            worker.seconds += passed if worker.has_begun or is_loading else 0
            is_late = worker.seconds > (_LOADING_SECONDS if is_loading else limits.seconds)
            is_heavy = (worker.memory or 0) > self._most_memory
            if not is_late and not is_heavy:
                continue
            del self._busy[worker]
            worker.end()
            if is_heavy:
                failure = losses.too_much(job.task.path, limits)
                self._refuse_or_repeat(worker, job, failure)
            elif is_loading:
                self._start_again(
                    job,
                    f"No process to parse in gets ready within {_LOADING_SECONDS:.0f} seconds",
                    "Use fewer --jobs, or end other programs",
                )
            else:
                # Not twice: time is not used up by what went before.
                job.needs_new_worker = True
                self._refuse_or_repeat(worker, job, losses.too_long(job.task.path, limits))

    def _refuse_or_repeat(self, worker: Worker, job: _Job, failure: Failure) -> None:
        """Refuse a task, unless the fault may be of one before it in the same worker."""
        if worker.tasks_done and not job.needs_new_worker:
            job.needs_new_worker = True
            self._again.append(job)
        else:
            self._finished.append((job.number, refused(job.task, failure)))
