"""The command line: read arguments, call one library function, show the result."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from vlortool import __version__
from vlortool.cli.status import Status
from vlortool.render.output import talk

# In the order of the help; each is a function of that module.
COMMANDS = {
    "parse": "parse.parse",
    "list": "list.list_",
    "search": "search.search",
    "show": "show.show",
    "outline": "outline.outline",
    "notes": "notes.notes",
    "actors": "actors.actors",
    "themes": "themes.themes",
    "stats": "stats.stats",
    "why": "why.why",
    "cites": "cites.cites",
    "diff": "diff.diff",
    "check": "check.check",
    "schema": "schema.schema",
    "eval": "eval.evaluate",
}
_SETTINGS = {"help_option_names": ["-h", "--help"]}


class _Commands(TyperGroup):
    """The commands, each loaded when it is asked for: building them all takes 100 ms."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(".")
        command = typer.Typer(
            rich_markup_mode=None, add_completion=False, context_settings=_SETTINGS
        )
        command.command(cmd_name)(getattr(import_module(f"vlortool.cli.{module}"), function))
        return typer.main.get_command(command)


app = typer.Typer(
    name="vlortool",
    cls=_Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
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
