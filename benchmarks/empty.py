"""The least that a command line with a table can be: what `reading.py` compares commands with."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def empty() -> None:
    table = Table("nr.", "titel", "zinnen")
    table.add_row("1", "Situering", "12")
    Console().print(table)


if __name__ == "__main__":
    app()
