"""One source to parse, and parsing it: whatever is wrong with it is a result, too."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path

from msgspec import Struct

from vlortool.batch import losses
from vlortool.errors import VlortoolError
from vlortool.model.layout import Reader
from vlortool.model.limits import DEFAULT, Limits
from vlortool.model.outcome import Counts, Failure, Outcome, Parsed
from vlortool.resources.overlay import use_resources
from vlortool.store import encode


class Options(Struct, frozen=True, kw_only=True):
    """How to run a batch.

    Attributes:
        data: The data folder.
        cluster: Address of the scheduler of a Dask cluster, whose workers parse in place of `jobs`
            processes here; None for none.
        force: Whether to parse what is up to date as well.
        jobs: Number of worker processes. With 0 it is done in this one, where nothing ends a file
            that hangs, fills the memory or crashes.
        limits: What a document may take.
        password: Password for encrypted PDFs.
        reader: What to read PDFs with.
        resources: Folder with a user's resources, None for ours alone.
        spacy_model: A trained pipeline of the user's, None for none.
        working_folder: Where the relative paths in the records start; the current folder if None.
    """

    data: Path
    cluster: str | None = None
    force: bool = False
    jobs: int = 1
    limits: Limits = DEFAULT
    password: str | None = None
    reader: Reader = Reader.PDFIUM
    resources: Path | None = None
    spacy_model: str | None = None
    working_folder: Path | None = None


class Task(Struct, frozen=True, kw_only=True):
    """A source to parse.

    Attributes:
        path: The source file.
        id: Id that its advisory will have.
        replaced: Source that the stored record of this id came from, where that is not known to be
            this one.
    """

    path: Path
    id: str
    replaced: str | None = None


def load_parser(options: Options) -> None:
    """Load what the first document would wait for otherwise."""
    # It meets whatever is wrong here again, and tells of it.
    with contextlib.suppress(Exception):
        use_resources(options.resources)
        from vlortool.pipeline import load, use_model  # noqa: PLC0415 - heavy, for workers only

        use_model(options.spacy_model)
        load()


def parse_here(task: Task, options: Options) -> Parsed:
    """Parse one source in this process.

    Returns:
        What became of it, and the record to store; an error of any kind is an outcome too.
    """
    from vlortool.pipeline import parse_file, use_model  # noqa: PLC0415 - heavy, for workers only

    try:
        use_resources(options.resources)
        use_model(options.spacy_model)
        advisory = parse_file(
            task.path,
            password=options.password,
            reader=options.reader,
            limits=options.limits,
            working_folder=options.working_folder,
        )
        record = encode(advisory)
    except VlortoolError as error:
        return refused(task, Failure(message=error.message, remedy=error.remedy))
    except MemoryError:
        trace = traceback.format_exc()
        return refused(task, losses.too_much(task.path, options.limits, trace))
    # The one place below cli that takes everything: a fault in one file of 1,500 costs that file.
    except Exception as error:  # noqa: BLE001
        return refused(
            task,
            Failure(
                message=f"{task.path}: internal error ({type(error).__name__}: {error})",
                remedy="Run `vlortool --debug parse ...` on it, and report what that shows",
                trace=traceback.format_exc(),
            ),
        )
    outcome = Outcome(
        source=str(task.path),
        id=advisory.id,
        status="parsed",
        counts=Counts.of(advisory),
        warnings=tuple(advisory.warnings),
        replaced=task.replaced,
    )
    return Parsed(outcome=outcome, record=record, sha256=advisory.source.sha256)


def refused(task: Task, failure: Failure) -> Parsed:
    """Make the result of a task that failed."""
    outcome = Outcome(source=str(task.path), id=task.id, status="refused", failure=failure)
    return Parsed(outcome=outcome)
