"""`vlortool parse`: from files to stored advisories."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vlortool import data_folder
from vlortool.cli.settings import resources_folder
from vlortool.cli.shared import Bom, Data, Form, PdfReader, Resources, Separator, guarded
from vlortool.cli.status import Status
from vlortool.model.layout import Reader
from vlortool.model.limits import DEFAULT, Limits
from vlortool.model.outcome import Outcome
from vlortool.render.output import Csv, Delimiter, Format, talk
from vlortool.render.plain import visible
from vlortool.render.summary import show_line, show_summary

if TYPE_CHECKING:
    from vlortool.batch import Progress

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH", help="PDFs, text files, folders (searched at any depth) or patterns."
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Parse what is up to date as well, and let another file take the place of a stored"
        " one.",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        help="Worker processes; with 0, in this one: without limits of time and memory, so that a"
        " document can hang or crash it.",
    ),
]
OnCluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Parse on the workers of a Dask cluster of yours (tcp://host:8786, tls://host:8786)"
        " instead: the documents are sent to these machines, and to no others. Needs pip install"
        " 'vlortool[cluster]' there and here.",
        show_default=False,
    ),
]
Password = Annotated[
    str | None, typer.Option("--password", help="Password of encrypted PDFs.", show_default=False)
]
MaxSeconds = Annotated[
    float, typer.Option("--max-seconds", min=0.1, help="Time that one document may take.")
]
MaxMemory = Annotated[
    int,
    typer.Option(
        "--max-memory",
        min=512,
        help="Megabytes that parsing one document may take; not on Windows.",
    ),
]
MaxPages = Annotated[
    int, typer.Option("--max-pages", min=1, help="Pages that one document may have.")
]
MaxSize = Annotated[
    int,
    typer.Option("--max-size", min=1, help="Megabytes of one document, with its parts unpacked."),
]
SpacyModel = Annotated[
    str | None,
    typer.Option(
        "--spacy-model",
        metavar="NAME|PATH",
        help="A trained Dutch spaCy pipeline of yours: its lemmas and verb forms go before ours.",
        show_default=False,
    ),
]


def parse(
    context: typer.Context,
    paths: Paths,
    data: Data = None,
    force: Force = False,
    jobs: Jobs = 1,
    cluster: OnCluster = None,
    password: Password = None,
    reader: PdfReader = Reader.PDFIUM,
    resources: Resources = None,
    spacy_model: SpacyModel = None,
    max_seconds: MaxSeconds = DEFAULT.seconds,
    max_memory: MaxMemory = DEFAULT.memory,
    max_pages: MaxPages = DEFAULT.pages,
    max_size: MaxSize = DEFAULT.size,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Parse advisories and store each as JSON in the data folder.

    A file that has not changed since is skipped. One that cannot be read is named at the end,
    with what to do about it; the others are done all the same (exit status 3). So is one that
    takes too much, hangs or crashes: documents are parsed in processes that can be ended.
    With --format jsonl each line comes as soon as its input, and those before it, are done.

    Example: vlortool parse data/raw --jobs 4
    """
    from vlortool.batch import Options, run  # 50 ms, which reading does without

    with guarded(context):
        options = Options(
            data=data_folder(data),
            cluster=cluster,
            force=force,
            jobs=jobs,
            limits=Limits(seconds=max_seconds, memory=max_memory, pages=max_pages, size=max_size),
            password=password,
            reader=reader,
            resources=resources_folder(resources),
            spacy_model=spacy_model,
        )
        outcomes: list[Outcome] = []
        inputs = 0
        try:
            with _progress(form) as progress:

                def note(done: int, total: int, outcome: Outcome) -> None:
                    nonlocal inputs
                    inputs = total
                    if progress is not None:
                        progress(done, total, outcome)

                for outcome in run(paths, options, note):
                    outcomes.append(outcome)
                    if form is Format.JSONL:
                        show_line(outcome)
        finally:
            # After an interruption too: what was done is stored.
            if outcomes:
                left = inputs - len(outcomes)
                show_summary(outcomes, form, Csv(bom, delimiter), left=left)
        if context.obj:
            _show_traces(outcomes)
        if any(outcome.status == "refused" for outcome in outcomes):
            raise typer.Exit(Status.UNREADABLE)


@contextmanager
def _progress(form: Format) -> Iterator[Progress | None]:
    """Show a bar on a terminal, and nothing elsewhere."""
    # Lines that come while it is shown would run through it.
    has_lines = form is Format.JSONL and sys.stdout.isatty()
    if has_lines or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # 30 ms
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}", markup=False))
    # Else what is printed as data meanwhile would go where the bar goes.
    shown = Bar(*columns, console=talk(), transient=True, redirect_stdout=False)
    with shown as bar:
        task = bar.add_task("", total=None, name="")

        def advance(done: int, total: int, outcome: Outcome) -> None:
            bar.update(task, completed=done, total=total, name=visible(Path(outcome.source).name))

        yield advance


def _show_traces(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.failure and outcome.failure.trace:
            talk().print(visible(outcome.failure.trace))
