"""What became of a batch."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vlortool.model.outcome import Outcome
from vlortool.render.rows import Column, Row, render_rows
from vlortool.render.view import Format, View

_COLUMNS = (
    Column(key="id", label="advies", wraps=True),
    Column(key="pages", label="pagina's", justify="right"),
    Column(key="sections", label="secties", justify="right"),
    Column(key="bullets", label="bullets", justify="right"),
    Column(key="footnotes", label="voetnoten", justify="right"),
    Column(key="sentences", label="zinnen", justify="right"),
    Column(key="warnings", label="waarsch.", justify="right"),
)
_BARE = (
    Column(key="source"),
    Column(key="status"),
    *_COLUMNS,
    Column(key="messages"),
    Column(key="error"),
)
_COUNTS = tuple(column.key for column in _COLUMNS[1:])


def render_outcomes(outcomes: Sequence[Outcome], form: Format, view: View | None = None) -> str:
    """Write the outcomes of a batch; people see what is stored, machines what was refused too."""
    if form in {Format.TABLE, Format.MD}:
        stored = [outcome for outcome in outcomes if outcome.counts is not None]
        return render_rows(_COLUMNS, [_row(one) for one in stored], form, view) if stored else ""
    return render_rows(_BARE, [_row(outcome) for outcome in outcomes], form, view)


def _row(outcome: Outcome) -> Row:
    counts = msgspec.to_builtins(outcome.counts) or dict.fromkeys(_COUNTS)
    return {
        "source": outcome.source,
        "status": outcome.status,
        "id": outcome.id,
        **counts,
        "messages": [f"{warning.code}: {warning.message}" for warning in outcome.warnings],
        "error": str(outcome.failure) if outcome.failure is not None else None,
    }
