"""Rows in the formats that every reading command has: table, JSON, JSON lines, CSV, Markdown."""

from __future__ import annotations

import csv
import errno
import io
import os
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from vlortool.errors import VlortoolError
from vlortool.render.plain import harmless, json_safe, markdown, visible
from vlortool.render.table import (
    Column,
    cell_text,
    columns_of_screen,
    table_in_pipe,
    table_on_screen,
)

if TYPE_CHECKING:
    from rich.console import Console

_BOM = "\ufeff"


class Format(StrEnum):
    """The formats of a reading command."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


class Delimiter(StrEnum):
    """What stands between the cells of a CSV."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


class Csv(Struct, frozen=True):
    """How a CSV is written.

    Attributes:
        bom: Whether it begins with a byte order mark: Excel reads UTF-8 only with one.
        delimiter: What stands between cells; a Dutch or Belgian Excel wants a semicolon.
    """

    bom: bool = False
    delimiter: Delimiter = Delimiter.COMMA


_SIGNS = {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";", Delimiter.TAB: "\t"}


def talk() -> Console:
    """Return the console for messages, on standard error."""
    from rich.console import Console  # noqa: PLC0415 - takes 40 ms

    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def emit(
    rows: Sequence[Struct],
    columns: Sequence[Column],
    form: Format,
    kind: type[Struct] | None = None,
    style: Csv | None = None,
) -> None:
    """Print rows in a format.

    Args:
        rows: Records of one kind.
        columns: What a table shows; the other formats hold every field.
        form: The format.
        kind: The kind of the records, for the header where there are none.
        style: How a CSV is written.
    """
    kind = type(rows[0]) if rows else kind
    if form is Format.TABLE:
        emit_table(rows, columns)
    elif form is Format.MD:
        write(_markdown_table(rows, kind))
    elif form is Format.CSV:
        write(_csv(rows, kind, style or Csv()))
    elif form is Format.JSONL:
        write("".join(f"{_json(row)}\n" for row in rows))
    else:
        write(f"{_json(list(rows), indent=1)}\n")


def emit_record(record: Struct) -> None:
    """Print one record as JSON."""
    write(f"{_json(record, indent=1)}\n")


def emit_table(rows: Sequence[Struct], columns: Sequence[Column], *, spaced: bool = False) -> None:
    """Print rows as a table: folded on a screen, with blank lines or not, a line each in a pipe."""
    width = columns_of_screen()
    if width is None:
        write(table_in_pipe(rows, columns))
    else:
        write(table_on_screen(rows, columns, width, spaced=spaced))


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


def _json(value: object, *, indent: int = 0) -> str:
    encoded = msgspec.json.encode(value)
    document = (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()
    return json_safe(document)


def _csv(rows: Sequence[Struct], kind: type[Struct] | None, style: Csv) -> str:
    if kind is None:
        return ""
    buffer = io.StringIO()
    if style.bom:
        buffer.write(_BOM)
    fields = kind.__struct_fields__
    writer = csv.writer(buffer, delimiter=_SIGNS[style.delimiter], lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_csv_cell(row, field) for field in fields])
    return buffer.getvalue()


def _csv_cell(row: Struct, field: str) -> Any:
    value = getattr(row, field)
    return value if isinstance(value, int) else harmless(visible(cell_text(value)))


def _markdown_table(rows: Sequence[Struct], kind: type[Struct] | None) -> str:
    def lines() -> Iterator[str]:
        yield " | ".join(fields)
        yield " | ".join("---" for _ in fields)
        for row in rows:
            yield " | ".join(markdown(cell_text(getattr(row, field))) for field in fields)

    fields = kind.__struct_fields__ if kind is not None else ()
    return "".join(f"| {line} |\n" for line in lines()) if fields else ""
