"""How much memory a process holds, and may hold, where the system tells."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from vlortool.model.limits import MEGABYTE

_PROC = Path("/proc")
_SPARE = 1 << 30
_MOST_WORDS = 64 * MEGABYTE


def held_by(process: int) -> int | None:
    """Return the bytes of memory that a process holds; None if that can't be told.

    Windows doesn't tell: a document's memory is not limited there.
    """
    if sys.platform == "win32":
        return None
    pages = _pages_of(process)
    if pages is not None:
        return pages[1] * os.sysconf("SC_PAGE_SIZE")
    return None if sys.platform == "linux" else _asked(process)


def _pages_of(process: int) -> list[int] | None:
    """Return a process's pages of address space and of memory, as Linux counts them."""
    with contextlib.suppress(OSError, ValueError):
        return [int(word) for word in (_PROC / str(process) / "statm").read_text().split()[:2]]
    return None


def _asked(process: int) -> int | None:
    command = ["/bin/ps", "-o", "rss=", "-p", str(process)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a number
    except OSError:
        return None
    return int(done.stdout) << 10 if done.stdout.strip().isdigit() else None


def hold_down(megabytes: int) -> None:
    """Have the system refuse this process what is far beyond a limit; on Linux only.

    Whoever watches it looks a few times a second: this stops what asks for all of it at once.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    # A crash is reported, not stored: the dump would hold the document.
    _lower(resource.RLIMIT_CORE, 0)
    # All that it writes is what libraries print.
    _lower(resource.RLIMIT_FSIZE, _MOST_WORDS)
    if sys.platform == "linux":
        # What numeric libraries reserve and never touch counts here: hence what it has by now, and
        # room to spare.
        pages = _pages_of(os.getpid()) or [0]
        held = pages[0] * os.sysconf("SC_PAGE_SIZE")
        _lower(resource.RLIMIT_AS, held + 2 * megabytes * MEGABYTE + _SPARE)


def _lower(kind: int, most: int) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(kind)
    if most <= sys.maxsize and (soft == resource.RLIM_INFINITY or most < soft):
        resource.setrlimit(kind, (most, hard))
