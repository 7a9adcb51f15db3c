"""A worker of a cluster, for tests of it: a document may be called after what it shall do."""

from __future__ import annotations

import ctypes
import sys
import time

from vlortool.batch import remote
from vlortool.batch.task import Options, Task, parse_here
from vlortool.model.outcome import Parsed


def stage(task: Task, options: Options) -> Parsed:
    """Crash, hang or eat memory for a document that is called so, and parse the others."""
    name = task.path.stem
    eaten: list[bytes] = []
    if name.startswith("valt"):
        ctypes.string_at(0)
    while name.startswith(("hangt", "eet")):
        time.sleep(0.01)
        if name.startswith("eet"):
            eaten.append(b"x" * (8 << 20))
    return parse_here(task, options)


if __name__ == "__main__":
    from distributed.cli.dask_worker import main

    # By the name that the process which parses can import.
    from tests.unit.cluster_worker import stage as named

    setattr(remote, "parse_here", named)  # noqa: B010 - the module's own is imported there
    main(sys.argv[1:])
