"""The command line: read arguments, call one library function, show the result."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from vlortool import __version__
from vlortool.cli.eval import evaluate
from vlortool.cli.list import list_
from vlortool.cli.notes import notes
from vlortool.cli.outline import outline
from vlortool.cli.parse import parse
from vlortool.cli.schema import schema
from vlortool.cli.search import search
from vlortool.cli.show import show
from vlortool.cli.status import Status
from vlortool.cli.why import why
from vlortool.render.output import talk

app = typer.Typer(
    name="vlortool",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vlortool {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of an error.")] = False,
    version: Annotated[  # noqa: ARG001 - the callback does it
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Read the advisories of the Vlor and its sister councils: structure, notes, positions.

    Data goes to standard output, all else to standard error. Exit statuses: 0 fine, 1 a check
    failed or nothing was found, 2 wrong usage or an unknown name, 3 an input could not be read
    (the others are done), 130 interrupted.

    Example: vlortool parse data/raw
    """
    context.obj = debug


for command in (parse, search, show, outline, notes, why, schema):
    app.command()(command)
app.command("list")(list_)
app.command("eval")(evaluate)


def main() -> None:
    """Run the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal knows its encoding; a pipe or file gets UTF-8, whatever the code page.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    try:
        app(prog_name="vlortool")
    except OSError as error:
        # The commands see to their own output; this is help that no longer fits on the disk.
        talk().print(f"error: the output can't be written ({error.strerror or error})")
        sys.exit(Status.UNREADABLE)
