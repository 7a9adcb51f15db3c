"""Rows in the formats that every reading command has: table, JSON, JSON lines, CSV, Markdown."""

from __future__ import annotations

import csv
import errno
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

from vlortool.errors import VlortoolError
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


def emit(
    rows: Sequence[Struct],
    columns: Sequence[Column],
    form: Format,
    kind: type[Struct] | None = None,
) -> None:
    """Print rows in a format.

    Args:
        rows: Records of one kind.
        columns: What a table or Markdown shows; the other formats hold every field.
        form: The format.
        kind: The kind of the records, for the header of a CSV without any.
    """
    if form is Format.TABLE:
        emit_table(rows, columns)
    elif form is Format.MD:
        write(_markdown_table(rows, columns))
    elif form is Format.CSV:
        write(_csv(rows, type(rows[0]) if rows else kind))
    elif form is Format.JSONL:
        write("".join(f"{_json(row)}\n" for row in rows))
    else:
        write(f"{_json(list(rows), indent=1)}\n")


def write(text: str) -> None:
    """Print text as it is; a reader that has gone (`| head`) is no error.

    Raises:
        VlortoolError: It can't be written; the disk is full, for one.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # The command goes on, for its exit status; what else it prints goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Windows reports a pipe that nobody reads as an invalid argument.
        if error.errno not in {errno.EPIPE, errno.EINVAL}:
            wrong = f"the output can't be written ({error.strerror or error})"
            raise VlortoolError(wrong, "Make room, or write it elsewhere") from error


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
    # Not console.capture(): it flushes the stream by itself, and fails there on a full disk.
    stream, console.file = console.file, io.StringIO()
    try:
        console.print(renderable)
        lines = [line.rstrip() for line in console.file.getvalue().split("\n")]
    finally:
        console.file = stream
    write("\n".join(lines).strip("\n") + "\n")


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


def _csv(rows: Sequence[Struct], kind: type[Struct] | None) -> str:
    if kind is None:
        return ""
    buffer = io.StringIO()
    fields = kind.__struct_fields__
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
