"""The command line: read arguments, call one library function, show the result."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from vlortool import __version__
from vlortool.cli.notes import notes
from vlortool.cli.outline import outline
from vlortool.cli.parse import parse
from vlortool.cli.schema import schema
from vlortool.cli.show import show

app = typer.Typer(
    name="vlortool",
    help="Read the advisories of the Vlor and its sister councils: structure, notes, sentences.",
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
    context.obj = debug


for command in (parse, show, outline, notes, schema):
    app.command()(command)


def main() -> None:
    """Run the program."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console of an old code page must not fail on a letter that it lacks.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    app()
