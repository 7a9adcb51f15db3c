"""What a worker process runs: it takes tasks from its input and answers on its output.

Whatever it is given to read may hang it, crash it or fill its memory: it holds nothing that the
process which started it would miss.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import threading
from queue import SimpleQueue
from typing import IO, Any

import msgspec
from msgspec import structs

from vlortool.batch.frames import read_frame, write_frame
from vlortool.batch.memory import hold_down
from vlortool.model.encoding import encodable
from vlortool.model.outcome import Outcome, Parsed

# What a worker says when it takes up its first task, and when it has loaded what that needs; then
# it says only the first, and the result of each.
BEGUN = b""
LOADED = b"\0"
_GRACE = 60
# A year: the system counts no further than some number.
_LONGEST = 3e7


def main() -> None:
    """Answer tasks until the other side ends."""
    # Ctrl-C reaches every process of a terminal: the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The place in our code goes to the error output, which is shown with --debug.
    faulthandler.enable()
    given, answers = _own_pipes()
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(given, tasks), daemon=True).start()
    is_loaded = False
    while True:
        load, stage, task, options = pickle.loads(tasks.get())  # noqa: S301 - from our own parent
        _end_alone_after(options.limits.seconds)
        write_frame(answers, BEGUN)
        if not is_loaded:
            hold_down(options.limits.memory)
            load(options)
            is_loaded = True
            write_frame(answers, LOADED)
        # Not pickled: the other side takes no code from a process that read whatever it was given.
        write_frame(answers, _encoded(stage(task, options)))


def _encoded(parsed: Parsed) -> bytes:
    try:
        return msgspec.msgpack.encode(parsed)
    except UnicodeEncodeError:
        # The name of a file need not be text, and what is told of it has it in it.
        outcome = msgspec.convert(_as_text(msgspec.to_builtins(parsed.outcome)), Outcome)
        return msgspec.msgpack.encode(structs.replace(parsed, outcome=outcome))


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(one) for one in value]
    return encodable(value) if isinstance(value, str) else value


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Keep input and output for tasks and answers.

    Whoever else reads finds nothing, and what else is printed goes with the errors.
    """
    given = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return given, answers


def _receive(pipe: IO[bytes], tasks: SimpleQueue[bytes]) -> None:
    while (task := read_frame(pipe)) is not None:
        tasks.put(task)
    # Nobody waits for an answer, also if that process was killed: at once, whatever runs here.
    os._exit(0)


def _end_alone_after(seconds: float) -> None:
    """Have the system end this process if the one that watches it was killed.

    It notices that by itself, except in code that never lets go of the interpreter. What counts is
    the time of all processors, so that a stopped process is not ended, nor one that is watched.
    """
    if sys.platform != "win32":
        longest = seconds * (os.cpu_count() or 1) + _GRACE
        signal.setitimer(signal.ITIMER_PROF, min(_LONGEST, longest))
