"""Parsing on the workers of a Dask cluster; what they make is stored by this process alone.

Documents are sent, not read there: a worker need not see the user's files. Dask repeats elsewhere
what a lost worker had in hand.
"""

from __future__ import annotations

import contextlib
import pickle
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from vlortool.batch import losses, remote
from vlortool.batch.scheduler import connected, not_installed
from vlortool.batch.task import Options, Task, refused
from vlortool.errors import VlortoolError, WorkerError
from vlortool.extract import read_bytes
from vlortool.extract.sidecar import sidecar_bytes
from vlortool.model.identity import source_path
from vlortool.model.limits import MEGABYTE
from vlortool.model.outcome import Failure, Parsed
from vlortool.resources.overlay import overlaid

if TYPE_CHECKING:
    from distributed import Client, Future

# How long a cluster may be without any worker: at first, and when it had some.
_FIRST_SECONDS = 5.0
_EMPTY_SECONDS = 60.0
_COUNT_EVERY = 1.0
_LOOK_EVERY = 0.2
_LAST_MOMENTS = 0.5
# Documents on their way for each thread of a worker: one in hand, one that waits.
_AHEAD = 2
_MOST_AHEAD = 512 * MEGABYTE
# For what goes wrong with a worker and not with the document: others may do it.
_RETRIES = 3


class _Sent(Struct):
    """A document on its way.

    Attributes:
        number: Number of its task.
        task: The task.
        errand: What was sent.
        future: Where its result will be.
    """

    number: int
    task: Task
    errand: remote.Errand
    future: Future


class Cluster:
    """A cluster's workers at a list of tasks; leaving it as a context ends what they do for us."""

    def __init__(self, tasks: Iterator[tuple[int, Task]], options: Options) -> None:
        """Prepare it; nothing is connected before there is work.

        Args:
            tasks: Numbered tasks; they are drawn as workers come free.
            options: How to run; `cluster` is the address of the scheduler.
        """
        self._tasks = tasks
        self._options = options
        self._run = uuid.uuid4().hex
        self._left = contextlib.ExitStack()
        self._client: Client | None = None
        self._carry = _carrier()
        self._news: SimpleQueue[Future] = SimpleQueue()
        self._sent: dict[str, _Sent] = {}
        self._serial = 0
        self._bytes = 0
        self._drawn: deque[tuple[int, Task]] = deque()
        self._finished: deque[tuple[int, Parsed]] = deque()
        self._threads = 0
        self._last_count = self._last_seen = time.monotonic()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def start(self) -> bool:
        """Connect and send the first documents; tell whether there is anything to do.

        Raises:
            WorkerError: There is no cluster at the address, or one that can't be used.
        """
        if not self._has_more():
            return False
        self._terms = self._agreed()
        self._client = self._left.enter_context(connected(self._options.cluster or ""))
        self._left.callback(self._leave, self._client)
        self._inspect(self._client)
        self._hand_out()
        return True

    def results(self) -> Iterator[tuple[int, Parsed]]:
        """Do the tasks.

        Yields:
            The number and result of each, as they finish.

        Raises:
            WorkerError: The cluster is lost, or has no worker for too long.
        """
        while True:
            # Before the results are stored: a worker shall not wait for that.
            self._hand_out()
            if self._finished:
                # It stays until the next is asked for: storing it may be interrupted.
                yield self._finished[0]
                self._finished.popleft()
                continue
            if not self._sent and not self._has_more():
                return
            self._hear(_LOOK_EVERY)

    def finished(self) -> list[tuple[int, Parsed]]:
        """Return what was finished by now and is perhaps not stored; for when it ends early."""
        # What ended it may be that nobody answers any more.
        with contextlib.suppress(WorkerError):
            self._hear(0, _LAST_MOMENTS)
        return list(self._finished)

    def _agreed(self) -> remote.Terms:
        folder = self._options.resources
        # Nothing of how this machine's folders are called leaves it.
        options = structs.replace(
            self._options, data=Path(), cluster=None, resources=None, working_folder=None
        )
        return remote.Terms(
            run=self._run,
            options=options,
            resources=str(folder.resolve()) if folder is not None else None,
            equipment=remote.equipment(options.spacy_model),
        )

    def _inspect(self, client: Client) -> None:
        """Refuse a cluster whose workers would make other records."""
        self._await_workers(client)
        asked = pickle.dumps(self._options.spacy_model)
        answers = client.run(self._carry, "inspect", asked, on_error="return")
        for worker, answer in sorted(answers.items()):
            if isinstance(answer, ImportError):
                raise not_installed(worker, answer)
            wrong = isinstance(answer, dict) and remote.mismatch(
                worker, answer, self._terms.equipment
            )
            if wrong:
                raise wrong

    def _await_workers(self, client: Client) -> None:
        deadline = time.monotonic() + _FIRST_SECONDS
        while not client.nthreads():
            if time.monotonic() > deadline:
                raise self._no_workers()
            time.sleep(_LOOK_EVERY)

    def _no_workers(self) -> WorkerError:
        address = self._options.cluster
        return WorkerError(
            f"{address}: the cluster has no workers", f"Start some: dask worker {address}"
        )

    def _hand_out(self) -> None:
        self._count_threads()
        while self._has_room() and (numbered := self._next()) is not None:
            number, task = numbered
            try:
                self._send(number, task, self._errand(task))
            except VlortoolError as error:
                failure = Failure(message=error.message, remedy=error.remedy)
                self._finished.append((number, refused(task, failure)))

    def _has_more(self) -> bool:
        """Tell whether there are tasks, though there may be nobody to do them now."""
        if not self._drawn and (numbered := next(self._tasks, None)) is not None:
            self._drawn.append(numbered)
        return bool(self._drawn)

    def _next(self) -> tuple[int, Task] | None:
        return self._drawn.popleft() if self._has_more() else None

    def _count_threads(self) -> None:
        now = time.monotonic()
        is_known = self._threads and now - self._last_count < _COUNT_EVERY
        if is_known or self._client is None:
            return
        try:
            self._threads = sum(self._client.nthreads().values())
        except OSError as error:
            raise self._lost() from error
        self._last_count = now
        if self._threads:
            self._last_seen = now
        elif now - self._last_seen > _EMPTY_SECONDS:
            raise self._no_workers()

    def _has_room(self) -> bool:
        is_full = len(self._sent) >= _AHEAD * self._threads or self._bytes >= _MOST_AHEAD
        return not is_full and bool(self._threads)

    def _errand(self, task: Task) -> remote.Errand:
        return remote.Errand(
            terms=self._terms,
            id=task.id,
            source=str(task.path),
            place=source_path(task.path, self._options.working_folder),
            replaced=task.replaced,
            content=read_bytes(task.path, self._options.limits.size),
            sidecar=sidecar_bytes(task.path),
        )

    def _send(self, number: int, task: Task, errand: remote.Errand) -> None:
        assert self._client is not None  # noqa: S101 - nothing is sent before
        self._serial += 1
        key = f"vlortool-{self._run}-{self._serial}"
        future = self._client.submit(
            self._carry,
            "parse",
            pickle.dumps(errand),
            key=key,
            pure=False,
            retries=_RETRIES,
            priority=-number,
        )
        self._sent[key] = _Sent(number, task, errand, future)
        self._bytes += len(errand.content)
        future.add_done_callback(self._news.put)

    def _hear(self, patience: float, most: float | None = None) -> None:
        """Wait for a result, and take in all that there are.

        Args:
            patience: How long to wait, in seconds.
            most: How long to fetch each; None for as long as it takes.
        """
        try:
            while True:
                future = self._news.get(timeout=patience)
                patience = 0
                self._take(future, most)
        except Empty:
            return

    def _take(self, future: Future, most: float | None) -> None:
        sent = self._sent[future.key]
        try:
            parsed = self._result(future, sent.task, most)
        except BaseException:
            # An interruption: it is asked for once more, at the end.
            self._news.put(future)
            raise
        del self._sent[future.key]
        self._bytes -= len(sent.errand.content)
        # Else the scheduler keeps it.
        future.release()
        if parsed is not None:
            self._finished.append((sent.number, parsed))
        else:
            again = structs.replace(sent.errand, resources=self._resources)
            self._send(sent.number, sent.task, again)

    @cached_property
    def _resources(self) -> dict[str, bytes]:
        folder = self._options.resources
        return {path.name: path.read_bytes() for path in overlaid(folder)} if folder else {}

    def _result(self, future: Future, task: Task, most: float | None) -> Parsed | None:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - an extra

        if future.status != "error":
            try:
                parsed: Parsed | None = future.result(most)
            except (CancelledError, OSError) as error:
                raise self._lost() from error
            return parsed
        fault: Exception = future.exception()
        if isinstance(fault, WorkerError):
            raise fault
        if isinstance(fault, ImportError):
            raise not_installed("that joined later", fault)
        if isinstance(fault, KilledWorker):
            failure = losses.workers_lost(task.path, fault.allowed_failures + 1)
        else:
            failure = losses.failed_there(task.path, fault)
        return refused(task, failure)

    def _lost(self) -> WorkerError:
        return WorkerError(
            f"{self._options.cluster}: the cluster's scheduler doesn't answer any more",
            "What is stored stays: start it again, and run again for the rest",
        )

    def _leave(self, client: Client) -> None:
        """End what the cluster does for us, if it answers."""

        def leave() -> None:
            with contextlib.suppress(Exception):
                client.cancel([sent.future for sent in self._sent.values()], force=True)
                client.run(self._carry, "leave", self._run.encode(), on_error="ignore")

        # One worker that hangs would keep us waiting for good.
        goodbye = threading.Thread(target=leave, daemon=True)
        goodbye.start()
        goodbye.join(_LAST_MOMENTS)


def _carrier() -> Callable[[str, bytes], Any]:
    """Return what a worker calls: a function of `remote` by name.

    It is sent as code, since it is no function of a module: what a worker can't import when it
    takes a message costs its connection, and what it can't import here costs a task.
    """

    def carry(name: str, argument: bytes) -> Any:
        from vlortool.batch import remote  # noqa: PLC0415 - there, not here

        return getattr(remote, name)(argument)

    return carry
