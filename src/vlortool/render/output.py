"""Rows in the formats that every reading command has: table, JSON, JSON lines, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import IO, Any

import msgspec
from msgspec import Struct
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vlortool.query.place import Place
from vlortool.render.plain import harmless, json_safe, markdown, visible

# Wide enough that no line of a table is folded where nobody looks at a screen.
_UNFOLDED = 100_000


class Format(StrEnum):
    """The formats of a reading command."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        field: The field of the rows that it shows.
        title: Its title, in Dutch.
        right: Whether it is set to the right, as numbers are.
        style: Style on a terminal.
        share: Its share of the width if all do not fit; 0 for as narrow as its words.
    """

    field: str
    title: str
    right: bool = False
    style: str = ""
    share: int = 0


def out() -> Console:
    """Return the console for data: as wide as the terminal, unfolded and plain in a pipe."""
    return _console(sys.stdout)


def talk() -> Console:
    """Return the console for messages, on standard error."""
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def _console(stream: IO[str]) -> Console:
    width = None
    if not stream.isatty() and not os.environ.get("COLUMNS"):
        width = _UNFOLDED
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def emit(rows: Sequence[Struct], columns: Sequence[Column], form: Format) -> None:
    """Print rows in a format.

    Args:
        rows: Records of one kind.
        columns: What a table or Markdown shows; the other formats hold every field.
        form: The format.
    """
    if form is Format.TABLE:
        emit_table(rows, columns)
    elif form is Format.MD:
        write(_markdown_table(rows, columns))
    elif form is Format.CSV:
        write(_csv(rows))
    elif form is Format.JSONL:
        write("".join(f"{_json(row)}\n" for row in rows))
    else:
        write(f"{_json(list(rows), indent=1)}\n")


def write(text: str) -> None:
    """Print text as it is; a reader that has gone (`| head`) is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The command goes on, for its exit status; what else it prints goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit_table(rows: Sequence[Struct], columns: Sequence[Column]) -> None:
    """Print rows as a table."""
    console = out()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            style=column.style,
            overflow="fold",
            ratio=column.share or None,
        )
    unfolded = console.width == _UNFOLDED
    for row in rows:
        cells = (visible(_cell(row, column.field)) for column in columns)
        table.add_row(
            *(Text(cell.replace("\n", " ").strip() if unfolded else cell) for cell in cells)
        )
    table.expand = not unfolded and any(column.share for column in columns)
    print_trimmed(console, table)


def print_trimmed(console: Console, renderable: object) -> None:
    """Print without the blanks that fill a table's lines."""
    with console.capture() as captured:
        console.print(renderable)
    write("".join(f"{line.rstrip()}\n" for line in captured.get().strip("\n").split("\n")))


def place_text(place: Place | None) -> str:
    """Say in Dutch where something stands: `p. 3`, `r. 340-344`."""
    if place is None:
        return ""
    unit = "p." if place.unit == "page" else "r."
    span = f"{place.first}" if place.first == place.last else f"{place.first}-{place.last}"
    return f"{unit} {span}"


def _cell(row: Struct, field: str) -> str:
    value = getattr(row, field)
    if isinstance(value, Place):
        return place_text(value)
    if isinstance(value, list | tuple):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _json(value: object, *, indent: int = 0) -> str:
    encoded = msgspec.json.encode(value)
    document = (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()
    return json_safe(document)


def _csv(rows: Sequence[Struct]) -> str:
    if not rows:
        return ""
    buffer = io.StringIO()
    fields = rows[0].__struct_fields__
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_csv_cell(row, field) for field in fields])
    return buffer.getvalue()


def _csv_cell(row: Struct, field: str) -> Any:
    value = getattr(row, field)
    return value if isinstance(value, int) else harmless(visible(_cell(row, field)))


def _markdown_table(rows: Sequence[Struct], columns: Sequence[Column]) -> str:
    def lines() -> Iterator[str]:
        yield " | ".join(column.title for column in columns)
        yield " | ".join("---:" if column.right else "---" for column in columns)
        for row in rows:
            yield " | ".join(markdown(_cell(row, column.field)) for column in columns)

    return "".join(f"| {line} |\n" for line in lines())
