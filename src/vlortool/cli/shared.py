"""What the commands share: options, and how errors become messages and exit statuses."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli.status import Status
from vlortool.errors import UnknownNameError, VlortoolError
from vlortool.model.advisory import Advisory
from vlortool.render.output import Format, talk
from vlortool.render.plain import visible
from vlortool.store import find, read_advisory

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
Id = Annotated[
    str, typer.Argument(metavar="ID", help="An advisory's id, or a beginning that no other has.")
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


@contextmanager
def guarded(context: typer.Context) -> Iterator[None]:
    """Turn errors into a message and an exit status; with --debug their trace goes before it."""
    try:
        yield
    except VlortoolError as error:
        _trace(context)
        talk().print(f"error: {visible(str(error))}", style="red")
        is_usage = isinstance(error, UnknownNameError)
        raise typer.Exit(Status.USAGE if is_usage else Status.UNREADABLE) from None
    except KeyboardInterrupt:
        talk().print("interrupted; what was finished is stored", style="yellow")
        raise typer.Exit(Status.INTERRUPTED) from None
    except typer.Exit:
        raise
    # The outermost place: a user gets a sentence, and the trace only on request.
    except Exception as error:  # noqa: BLE001
        _trace(context)
        talk().print(
            f"error: internal error ({type(error).__name__}: {visible(str(error))})."
            " Run again with --debug before the command, and report what it shows",
            style="red",
        )
        raise typer.Exit(Status.UNREADABLE) from None


def load(name: str, data: Path | None) -> Advisory:
    """Load the advisory that the user means."""
    return read_advisory(find(data_folder(data), name))


def _trace(context: typer.Context) -> None:
    if context.obj:
        talk().print(visible(traceback.format_exc()), end="")
