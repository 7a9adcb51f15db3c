"""What the commands share: options, and how errors become messages and exit statuses."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vlortool import data_folder
from vlortool.cli import completion as offer
from vlortool.cli.settings import resources_folder
from vlortool.cli.status import Status
from vlortool.errors import QueryError, UnknownNameError, VlortoolError
from vlortool.model.advisory import Advisory
from vlortool.model.layout import Reader
from vlortool.render.output import Delimiter, Format, talk
from vlortool.render.plain import visible
from vlortool.resources.overlay import use_resources
from vlortool.store import find, read_advisory
from vlortool.store.catalogue import Catalogue, open_catalogue
from vlortool.store.upkeep import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Data folder; by default $VLORTOOL_DATA, else data/parsed.",
        show_default=False,
    ),
]
Form = Annotated[Format, typer.Option("--format", help="How to print the data.")]
Bom = Annotated[bool, typer.Option("--bom", help="With csv: a byte order mark, which Excel needs.")]
Separator = Annotated[
    Delimiter,
    typer.Option(
        "--delimiter", help="With csv: what stands between cells; a Dutch Excel wants a semicolon."
    ),
]
PdfReader = Annotated[
    Reader,
    typer.Option("--reader", help="What to read PDFs with; pdfplumber is a slow second opinion."),
]
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An advisory's id, or a beginning that no other has.",
        autocompletion=offer.advisories,
    ),
]
Resources = Annotated[
    Path | None,
    typer.Option(
        "--resources",
        metavar="DIR",
        help="TOML files that add to or override our actors, themes, cues, councils ...;"
        " by default `resources` in vlortool.toml, or in [tool.vlortool] of pyproject.toml.",
        show_default=False,
    ),
]


# A name that is too long, a folder that nobody may enter.
_UNREACHABLE = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP}
)


@contextmanager
def guarded(context: typer.Context) -> Iterator[None]:
    """Turn errors into a message and an exit status; with --debug their trace goes before it."""
    try:
        yield
    except VlortoolError as error:
        _trace(context)
        talk().print(f"error: {visible(str(error))}", style="red")
        is_usage = isinstance(error, UnknownNameError | QueryError)
        raise typer.Exit(Status.USAGE if is_usage else Status.UNREADABLE) from None
    except KeyboardInterrupt:
        talk().print("interrupted; what was finished is stored", style="yellow")
        raise typer.Exit(Status.INTERRUPTED) from None
    except typer.Exit:
        raise
    # The outermost place: a user gets a sentence, and the trace only on request.
    except Exception as error:  # noqa: BLE001
        _trace(context)
        talk().print(f"error: {visible(_told(error))}", style="red")
        raise typer.Exit(Status.UNREADABLE) from None


@contextmanager
def opened(data: Path | None, resources: Path | None = None) -> Iterator[Catalogue]:
    """Open the catalogue of the data folder, and tell what the user should know of it.

    Where a record could not be read the command does what it can, and its exit status says so.
    """
    use_resources(resources_folder(resources))
    with bar("catalogue") as progress:
        catalogue = open_catalogue(data_folder(data), progress)
    with catalogue:
        for notice in catalogue.notices:
            talk().print(f"warning: {visible(notice)}", style="yellow")
        try:
            yield catalogue
        except typer.Exit:
            if not catalogue.damaged:
                raise
        if catalogue.damaged:
            raise typer.Exit(Status.UNREADABLE)


@contextmanager
def bar(title: str) -> Iterator[Progress | None]:
    """Show a bar while many records are read, on a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    shown: Bar | None = None

    def advance(done: int, total: int) -> None:
        nonlocal shown
        if shown is None:
            from rich.progress import Progress as Bar

            shown = Bar(console=talk(), transient=True)
            shown.start()
            shown.add_task(title, total=total)
        shown.update(shown.task_ids[0], completed=done)

    try:
        yield advance
    finally:
        if shown is not None:
            shown.stop()


def load(name: str, data: Path | None) -> Advisory:
    """Load the advisory that the user means."""
    return read_advisory(find(data_folder(data), name))


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        # No fault of ours. A file may be named by its number as well.
        name = error.filename if isinstance(error.filename, str | bytes) else "a file"
        return (
            f"{os.fsdecode(name)}: can't be reached ({error.strerror or error})."
            " Check the name, and the permissions of the folders in it"
        )
    return (
        f"internal error ({type(error).__name__}: {error})."
        " Run it again as `vlortool --debug ...`, and report what that shows"
    )


def _trace(context: typer.Context) -> None:
    if context.obj:
        talk().print(visible(traceback.format_exc()), end="")
