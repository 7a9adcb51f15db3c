"""Rows in five forms: a table for people, JSON, JSON lines, CSV and Markdown."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any, Literal

import msgspec
from msgspec import Struct
from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from vlortool.render.safe import csv_cell, json_safe, markdown, visible
from vlortool.render.view import Format, View, console, written

Row = dict[str, Any]


class Column(Struct, frozen=True, kw_only=True):
    """A column.

    Attributes:
        key: Key of the value in JSON and CSV.
        label: Dutch header for people; None for a column that only machines see.
        show: Words for people.
        justify: Side that cells are set to.
        wraps: Whether its cells may be wrapped on a narrow terminal.
    """

    key: str
    label: str | None = None
    show: Callable[[Any], str] = str
    justify: Literal["left", "right"] = "left"
    wraps: bool = False


def render_rows(
    columns: Sequence[Column], rows: Sequence[Row], form: Format, view: View | None = None
) -> str:
    """Write rows in a form.

    Args:
        columns: The columns, in order.
        rows: Values that JSON knows, by key.
        form: The form.
        view: Where a table will be read; None for a pipe.

    Returns:
        The text, with a newline at its end.
    """
    ordered = [{column.key: row[column.key] for column in columns} for row in rows]
    if form is Format.JSON:
        return to_json(ordered)
    if form is Format.JSONL:
        return to_json_lines(ordered)
    if form is Format.CSV:
        return _csv(columns, ordered)
    shown = [column for column in columns if column.label is not None]
    if form is Format.MD:
        return _markdown(shown, ordered)
    return _table(shown, ordered, view or View())


def to_json(value: object) -> str:
    """Write a value as indented JSON that no terminal acts on."""
    return json_safe(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n"


def to_json_lines(values: Sequence[object]) -> str:
    """Write values as JSON, one on each line."""
    return "".join(f"{json_safe(msgspec.json.encode(value).decode())}\n" for value in values)


def _csv(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([_csv_value(column, row[column.key]) for column in columns])
    return file.getvalue()


def _csv_value(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return csv_cell(" ".join(str(one) for one in value))
    return csv_cell(value if isinstance(value, str) else column.show(value))


def _markdown(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    lines = [
        [markdown(column.label or "") for column in columns],
        ["---:" if column.justify == "right" else "---" for column in columns],
        *([_markdown_cell(column, row) for column in columns] for row in rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(column: Column, row: Row) -> str:
    return "<br>".join(markdown(part) for part in column.show(row[column.key]).split("\n"))


def _table(columns: Sequence[Column], rows: Sequence[Row], view: View) -> str:
    is_cramped = view.width is not None
    cells = [[_lines(column, row, is_cramped) for column in columns] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            Text(column.label or ""),
            justify=column.justify,
            overflow="fold",
            no_wrap=not (is_cramped and column.wraps),
        )
    for line in cells:
        table.add_row(*(Text(cell) for cell in line))
    room = sum(cell_len(cell) for line in [*cells, _labels(columns)] for cell in line)
    made = console(view, view.width if view.width is not None else room + 9 * len(columns))
    made.print(table)
    return written(made)


def _labels(columns: Sequence[Column]) -> list[str]:
    return [column.label or "" for column in columns]


def _lines(column: Column, row: Row, is_cramped: bool) -> str:
    # In a pipe a row is a line, for grep and friends.
    return ("\n" if is_cramped else " ").join(
        visible(part) for part in column.show(row[column.key]).split("\n")
    )
