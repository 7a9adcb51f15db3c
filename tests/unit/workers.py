"""What worker processes run in tests of the pool, instead of parsing."""

from __future__ import annotations

import os
import time

from vlortool.batch.task import Options, Task
from vlortool.model.outcome import Outcome


def fragile(task: Task, options: Options) -> Outcome:
    """Die without a word for a file called so, else report a parse after the file's own while."""
    if task.path.stem.startswith("dood"):
        os._exit(9)
    time.sleep(0.3 if task.path.stem.startswith("traag") else 0)
    return Outcome(source=str(task.path), id=task.id, status="parsed")
