"""What a user is told of a file that took its worker process with it, or too much."""

from __future__ import annotations

import signal
from pathlib import Path

from vlortool.batch.process import Ended
from vlortool.model.limits import Limits
from vlortool.model.outcome import Failure

_KILLED = "SIGKILL"


def too_long(path: Path, limits: Limits) -> Failure:
    """Say that a file took more time than it may."""
    return Failure(
        message=f"{path}: took longer than --max-seconds {limits.seconds:g}",
        remedy="Raise --max-seconds if you trust the file, or split it",
    )


def too_much(path: Path, limits: Limits, trace: str = "") -> Failure:
    """Say that a file took more memory than it may."""
    return Failure(
        message=f"{path}: took more memory than --max-memory {limits.memory} (MB)",
        remedy="Raise --max-memory if you trust the file, or split it",
        trace=trace,
    )


def crashed(path: Path, ended: Ended) -> Failure:
    """Say that the process which parsed a file ended under it, and not by us."""
    if how(ended) == _KILLED:
        return Failure(
            message=f"{path}: the system ended the process that parsed it ({_KILLED})",
            remedy="It may have run out of memory: try it by itself, or with fewer --jobs",
            trace=ended.words,
        )
    return Failure(
        message=f"{path}: the process that parsed it crashed ({how(ended)})",
        remedy="Repair it (qpdf, mutool clean) or export it again; report what"
        " `vlortool --debug parse ...` shows",
        trace=ended.words,
    )


def workers_lost(path: Path, count: int) -> Failure:
    """Say that a cluster lost each worker that had a file in hand."""
    return Failure(
        message=f"{path}: the cluster lost {count} workers, one after the other, that had it",
        remedy="It may not be the file's fault: run again, or parse it without --cluster",
    )


def failed_there(path: Path, error: BaseException | None) -> Failure:
    """Say that a cluster's workers could not even try to parse a file."""
    return Failure(
        message=f"{path}: failed on the cluster ({type(error).__name__}: {error})",
        remedy="Look at the worker's log, or parse it without --cluster",
    )


def how(ended: Ended) -> str:
    """Name a signal or an exit status."""
    if ended.status >= 0:
        return f"exit status {ended.status}"
    try:
        return signal.Signals(-ended.status).name
    except ValueError:
        return f"signal {-ended.status}"
