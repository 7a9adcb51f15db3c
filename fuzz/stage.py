"""What a worker process does with an input of the PDF fuzzer."""

from __future__ import annotations

import traceback

from msgspec import structs

from vlortool.batch.task import Options, Task, parse_here, refused
from vlortool.model.layout import Reader
from vlortool.model.outcome import Failure, Parsed
from vlortool.store import read_advisory


def checked(task: Task, options: Options) -> Parsed:
    """Parse it with the reader that its id begins with, and look whether its record is sound."""
    reader = Reader(task.id.partition("-")[0])
    parsed = parse_here(task, structs.replace(options, reader=reader))
    if parsed.record is None:
        return parsed
    try:
        path = task.path.with_suffix(".json")
        path.write_bytes(parsed.record)
        advisory = read_advisory(path)
        for one in advisory.statements:
            assert advisory.text[one.start : one.end] == one.text, one.id
        return Parsed(outcome=parsed.outcome)
    except Exception as error:
        message = f"internal error (unsound: {type(error).__name__}: {error})"
        trace = traceback.format_exc()
        return refused(task, Failure(message=message, remedy="-", trace=trace))
