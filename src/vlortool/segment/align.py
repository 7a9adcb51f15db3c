"""Pages of a two-sided document brought to one left margin, so that edges can be compared."""

from __future__ import annotations

from msgspec import structs

from vlortool.model.layout import Layout, Line, Page
from vlortool.segment.measure import left_margin, prevailing_size

_SAME_MARGIN = 4.0
_MIN_LINES = 10


def align(layout: Layout) -> Layout:
    """Move the even pages so that their left margin is that of the odd ones.

    Each moved line remembers by how much, so that its origin is where it stands on paper.
    """
    if layout.media_type != "application/pdf":
        return layout
    lines = [line for page in layout.pages for line in page.lines if not line.turned]
    size = prevailing_size(lines)
    body = [line for line in lines if abs(line.size - size) < 0.3]
    odd = [line for line in body if line.page % 2]
    even = [line for line in body if not line.page % 2]
    if min(len(odd), len(even)) < _MIN_LINES:
        return layout
    shift = left_margin(odd) - left_margin(even)
    if abs(shift) < _SAME_MARGIN:
        return layout
    pages = [page if page.number % 2 else _moved(page, shift) for page in layout.pages]
    return structs.replace(layout, pages=tuple(pages))


def _moved(page: Page, shift: float) -> Page:
    rules = [structs.replace(rule, x0=rule.x0 + shift, x1=rule.x1 + shift) for rule in page.rules]
    lines = [_moved_line(line, shift) for line in page.lines]
    return structs.replace(page, lines=tuple(lines), rules=tuple(rules))


def _moved_line(line: Line, shift: float) -> Line:
    spans = [structs.replace(span, x0=span.x0 + shift, x1=span.x1 + shift) for span in line.spans]
    return structs.replace(
        line, x0=line.x0 + shift, x1=line.x1 + shift, spans=tuple(spans), moved=shift
    )
