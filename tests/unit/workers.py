"""What worker processes run in tests of them: faults, called by the first word of a file's name."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from tests.unit.samples import advisory
from vlortool import pipeline
from vlortool.batch.task import Options, Task, parse_here
from vlortool.model.advisory import Advisory
from vlortool.model.outcome import Parsed

PIDS = "pids.log"
WORDS = "een regel van een bibliotheek\n" * 20_000

_sown: list[bool] = []


def fragile(task: Task, options: Options) -> Parsed:
    """Do what a file is called after, in place of parsing it; say in a file who did."""
    with (options.data.parent / PIDS).open("a") as log:
        log.write(f"{os.getpid()} {task.path.stem}\n")
    if _sown:
        os._exit(7)
    with patch.object(pipeline, "parse_file", _parse):
        return parse_here(task, options)


def unloaded(options: Options) -> None:
    """Load nothing: faults need no models."""


def slow_to_load(options: Options) -> None:
    """Take longer than a document may."""
    time.sleep(options.limits.seconds * 2)


def never_loaded(options: Options) -> None:
    """Load for ever."""
    _hang()


def dies_loading(options: Options) -> None:
    """End the process."""
    os._exit(9)


def begun(folder: Path) -> dict[str, int]:
    """Return what was begun in a folder, and by which process last."""
    log = folder / PIDS
    lines = log.read_text().splitlines() if log.exists() else []
    return {stem: int(pid) for pid, stem in map(str.split, lines)}


def is_running(process: int) -> bool:
    """Tell whether a process is there and no zombie whom nobody collects."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def _parse(path: Path, **_: object) -> Advisory:
    fault = _FAULTS.get(path.stem.partition("-")[0])
    if fault is not None:
        fault()
    return advisory(path.stem)


def _hang() -> None:
    while True:
        time.sleep(1)


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(b"x" * (8 << 20))
        time.sleep(0.01)


def _talk() -> None:
    os.write(1, WORDS.encode())
    print(WORDS, flush=True)  # noqa: T201
    os.write(2, WORDS.encode())


def _talk_and_crash() -> None:
    _talk()
    ctypes.string_at(0)


_FAULTS: dict[str, Callable[[], object]] = {
    "hangt": _hang,
    # In C, with nobody else let in.
    "rekent": lambda: re.match(r"(a+)+$", "a" * 99 + "b"),
    "eet": _eat,
    "slokt": lambda: bytearray(1 << 50),
    "valt": lambda: ctypes.string_at(0),
    "gaat": lambda: os._exit(0),
    "stopt": lambda: sys.exit("genoeg"),
    "sterft": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "praat": _talk,
    "praatvalt": _talk_and_crash,
    "zaait": lambda: _sown.append(True),
    "traag": lambda: time.sleep(0.3),
}
