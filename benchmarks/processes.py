"""Whole processes with their output in a pipe or on a terminal: how long, how much, how big."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from msgspec import Struct

_COLUMNS, _LINES = 120, 50
_CHUNK = 1 << 16
# Of getrusage's ru_maxrss: kibibytes, but bytes on macOS.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Run(Struct, frozen=True):
    """A process that ended well.

    Attributes:
        seconds: From its start to its end.
        rows: Lines of its output.
        size: Bytes of its output.
        peak: Most memory that it held, in bytes; 0 if it was not asked for. The system counts from
            the fork, so it is never less than what the measuring program holds.
    """

    seconds: float
    rows: int
    size: int
    peak: int = 0


class FailedError(Exception):
    """A command did not end well; the message holds its words."""


def in_pipe(command: Sequence[str], fine: Sequence[int] = (0,)) -> Run:
    """Run a command with its output in a pipe.

    Args:
        command: The command.
        fine: The exit statuses of a run that ended well.

    Raises:
        FailedError: Its exit status is another.
    """
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    seconds = time.perf_counter() - start
    if done.returncode not in fine:
        raise FailedError(_why(command, done.returncode, done.stderr))
    return Run(seconds, done.stdout.count(b"\n"), len(done.stdout))


def on_terminal(command: Sequence[str]) -> Run:
    """Run a command with its output on a pseudo-terminal of 120 columns.

    Raises:
        FailedError: Its exit status is not 0.
    """
    # These three are there on POSIX only.
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    output = bytearray()
    # What nobody reads fills the terminal, and the process waits.
    reader = threading.Thread(target=_read_all, args=(ours, output))
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=_environment()
    ) as process:
        os.close(theirs)
        reader.start()
        said = process.stderr.read() if process.stderr else b""
        status = process.wait()
        reader.join()
    seconds = time.perf_counter() - start
    os.close(ours)
    if status:
        raise FailedError(_why(command, status, said))
    return Run(seconds, output.count(b"\n"), len(output))


def with_peak(command: Sequence[str], fine: Sequence[int] = (0,)) -> Run:
    """Run a command in a process of its own, and tell how much memory it held.

    Args:
        command: The command.
        fine: The exit statuses of a run that ended well.

    Raises:
        FailedError: Its exit status is another.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment())
    # RUSAGE_CHILDREN would give the biggest of all processes so far, not this one's.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise FailedError(_why(command, process.returncode, b""))
    return Run(time.perf_counter() - start, 0, 0, usage.ru_maxrss * _PEAK_UNIT)


def _read_all(descriptor: int, output: bytearray) -> None:
    # Linux ends a terminal that nobody holds any more with an error.
    with contextlib.suppress(OSError):
        while chunk := os.read(descriptor, _CHUNK):
            output += chunk


def _environment() -> dict[str, str]:
    left_out = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "VLORTOOL_DATA"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "TERM": "xterm-256color"}


def _why(command: Sequence[str], status: int, said: bytes) -> str:
    last = said.decode(errors="replace").strip().rpartition("\n")[2]
    return f"{shlex.join(command[1:])}: exit status {status}. {last}"
