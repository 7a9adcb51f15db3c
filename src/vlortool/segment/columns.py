"""Columns inside one line: two signatures side by side, a label beside its value."""

from __future__ import annotations

import re

from vlortool.model.layout import Line

_WIDE_GAP = 1.5
_BLANKS = re.compile(r"\s{3,}")


def columns(line: Line) -> list[str]:
    """Split a line at its wide gaps."""
    return [text for _, text in placed_columns(line)]


def placed_columns(line: Line) -> list[tuple[float, str]]:
    """Split a line at its wide gaps; each part comes with its left edge."""
    if not line.spans:
        parts = [part for part in _BLANKS.split(line.text) if part]
        return [(line.x0 + line.text.find(part), part) for part in parts]
    cuts = [0]
    for before, span in zip(line.spans, line.spans[1:], strict=False):
        if span.x0 - before.x1 > _WIDE_GAP * line.size:
            cuts.append(span.start)
    edges = {span.start: span.x0 for span in line.spans}
    ends = [*cuts[1:], len(line.text)]
    return [
        (edges.get(start, line.x0), line.text[start:end].strip())
        for start, end in zip(cuts, ends, strict=True)
    ]
