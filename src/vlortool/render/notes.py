"""The notes of an advisory."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vlortool.query.notes import NoteEntry
from vlortool.render.labels import DEFECTS, NO_NOTE_TEXT, NOT_FOUND, place
from vlortool.render.rows import Column, Row, render_rows
from vlortool.render.view import Format, View

# Below this many columns an address is no column of its own: it would be folded beyond use.
_WIDE = 120


def _status(defects: list[str]) -> str:
    return ", ".join(DEFECTS[defect] for defect in defects) or "in orde"


def _sentence(words: str | None) -> str:
    return NOT_FOUND if words is None else words


def _section(name: str | None) -> str:
    return NOT_FOUND if name is None else name


_BARE = (
    Column(key="number", label="nr."),
    Column(key="section", label="sectie", show=_section, wraps=True),
    Column(key="sentence", label="zin met merkteken", show=_sentence, wraps=True),
    Column(key="text", label="noot", show=lambda text: text or NO_NOTE_TEXT, wraps=True),
    Column(key="urls", label="links", show="\n".join, wraps=True),
    Column(key="defects", label="status", show=_status, wraps=True),
    Column(key="place", label="plaats", show=place),
    Column(key="statement"),
)
_NARROW = (
    Column(key="number", label="nr."),
    Column(key="sentence", label="zin met merkteken", show=_sentence, wraps=True),
    Column(key="note", label="noot", wraps=True),
    Column(key="defects", label="status", show=_status, wraps=True),
)


def render_notes(entries: Sequence[NoteEntry], form: Format, view: View | None = None) -> str:
    """Write notes: number, the sentence of the marker, words, links, what is wrong."""
    is_narrow = view is not None and view.width is not None and view.width < _WIDE
    columns = _NARROW if is_narrow and form is Format.TABLE else _BARE
    return render_rows(columns, [_row(entry) for entry in entries], form, view)


def _row(entry: NoteEntry) -> Row:
    row: Row = msgspec.to_builtins(entry)
    row["note"] = "\n".join([entry.text or NO_NOTE_TEXT, *entry.urls])
    return row
