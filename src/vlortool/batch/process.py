"""A worker process as seen by the one that starts it."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO, Any

from msgspec import Struct

from vlortool.batch.frames import read_frame, write_frame
from vlortool.batch.memory import held_by
from vlortool.errors import WorkerError

# Not multiprocessing: it would run the user's script again in each worker, and fail in one without
# `if __name__ == "__main__"`. What can be imported here can be imported there.
_START = "import sys; sys.path[:] = sys.argv[1:]; from vlortool.batch.worker import main; main()"
_MOST_WORDS = 4000
# The listener of an ended process ends by itself.
_LISTENER_ENDS = 1.0


class Ended(Struct, frozen=True):
    """How a process came to its end.

    Attributes:
        status: Its exit status; negative for a signal.
        words: The last that it printed.
    """

    status: int
    words: str


class Worker:
    """A process that does one task at a time.

    Attributes:
        has_begun: Whether it has taken up the task that it was given.
        has_loaded: Whether it has loaded what tasks need.
        seconds: How long it has been at the task.
        tasks_done: How many tasks it has done.
    """

    def __init__(self, news: SimpleQueue[tuple[Worker, bytes | None]]) -> None:
        """Start it.

        Args:
            news: Where its messages go; None when it has ended.

        Raises:
            WorkerError: The system starts no more processes.
        """
        self.has_begun = False
        self.has_loaded = False
        self.seconds = 0.0
        self.tasks_done = 0
        with contextlib.ExitStack() as opened:
            try:
                # Unbuffered: the process writes at the same position of the same file.
                self._words = opened.enter_context(tempfile.TemporaryFile(buffering=0))
                self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                    [sys.executable, "-c", _START, *sys.path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._words,
                )
            except OSError as error:
                raise WorkerError(
                    f"No process to parse in can be started ({error.strerror or error})",
                    "Use fewer --jobs, or end other programs",
                ) from error
            opened.pop_all()
        # A thread for each: waiting for several pipes, with a time limit, is no system's like
        # another's.
        self._listener = threading.Thread(target=self._listen, args=(news,), daemon=True)
        self._listener.start()

    def _listen(self, news: SimpleQueue[tuple[Worker, bytes | None]]) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was started so
        with self._process.stdout as pipe:
            while (message := read_frame(pipe)) is not None:
                news.put((self, message))
        news.put((self, None))

    def give(
        self, load: Callable[..., Any], stage: Callable[..., Any], task: object, options: object
    ) -> None:
        """Have it do a task.

        Args:
            load: A function of a module, called with the options before its first task.
            stage: A function of a module, called with the task and the options.
            task: What can be pickled.
            options: What can be pickled.
        """
        self.has_begun = False
        self.seconds = 0.0
        # What it printed before was about another task.
        self._words.seek(0)
        self._words.truncate()
        with contextlib.suppress(OSError):
            # If it has ended, the news say so.
            write_frame(self._pipe, pickle.dumps((load, stage, task, options)))

    @property
    def _pipe(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - it was started so
        return self._process.stdin

    @property
    def memory(self) -> int | None:
        """The bytes that it holds; None if that can't be told."""
        return held_by(self._process.pid)

    def end(self, patience: float = 0) -> Ended:
        """End it; it can't be used any more.

        Args:
            patience: How long to wait for it to end by itself, in seconds.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._process.kill()
        status = self._process.wait()
        self._listener.join(_LISTENER_ENDS)
        with contextlib.suppress(OSError):
            self._pipe.close()
        with self._words as words:
            size = words.seek(0, os.SEEK_END)
            words.seek(max(size - _MOST_WORDS, 0))
            said = words.read(_MOST_WORDS)
        return Ended(status, said.decode("utf-8", "replace"))
