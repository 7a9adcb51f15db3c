"""The outline of an advisory."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vlortool.query.sections import OutlineEntry
from vlortool.render.labels import BEFORE_HEADINGS, place
from vlortool.render.rows import Column, Row, render_rows
from vlortool.render.view import Format, View


def _or_blank(value: str | None) -> str:
    return value or ""


_COLUMNS = (
    Column(key="number", label="nr.", show=_or_blank),
    # JSON and CSV have the bare title; people see its depth.
    Column(key="tree", label="titel", wraps=True),
    Column(key="paragraphs", label="alinea's", justify="right"),
    Column(key="bullets", label="bullets", justify="right"),
    Column(key="statements", label="zinnen", justify="right"),
    Column(key="footnotes", label="noten", justify="right"),
    Column(key="place", label="plaats", show=place),
)
_BARE = tuple(
    part
    for column in _COLUMNS
    for part in ((Column(key="title"), Column(key="level")) if column.key == "tree" else (column,))
)


def render_outline(entries: Sequence[OutlineEntry], form: Format, view: View | None = None) -> str:
    """Write an outline: numbers, titles by depth, sizes, places."""
    rows = [_row(entry) for entry in entries]
    is_for_people = form in {Format.TABLE, Format.MD}
    return render_rows(_COLUMNS if is_for_people else _BARE, rows, form, view)


def _row(entry: OutlineEntry) -> Row:
    row: Row = msgspec.to_builtins(entry)
    # No-break blanks: Markdown and wrapping leave them in front.
    indent = "\u00a0\u00a0" * (entry.level - 1)
    row["tree"] = indent + (entry.title if entry.title is not None else BEFORE_HEADINGS)
    return row
