"""Lists: how deep each bullet stands, and which block introduces it."""

from __future__ import annotations

from vlortool.segment.marks import family
from vlortool.segment.measure import Measures
from vlortool.segment.records import Unit

_ALIGNED = 4.0
_DEEPER_TEXT = 2


def nest(units: list[Unit], measures: Measures) -> None:
    """Set depth and lead-in of each bullet, and the depth of paragraphs inside an item."""
    stack: list[Unit] = []
    introduction: Unit | None = None
    for unit in units:
        if unit.kind == "heading":
            stack, introduction = [], None
        elif unit.kind == "paragraph":
            if stack and _inside(unit, stack, measures):
                unit.depth = _depth_of_paragraph(unit, stack)
                unit.lead_in = stack[unit.depth - 1]
            else:
                stack, introduction = [], unit
        else:
            stack = _pop(stack, unit, measures)
            unit.depth = len(stack) + 1
            unit.lead_in = stack[-1] if stack else introduction
            stack.append(unit)


def _inside(unit: Unit, stack: list[Unit], measures: Measures) -> bool:
    """Tell whether a paragraph stands under an item, at the edge of its words."""
    if not measures.styled or (measures.indented and len(unit.lines) == 1):
        return False
    # The first line of a paragraph of the running text may be indented; the others are not.
    edge = min(line.x0 for line in unit.lines)
    return edge > stack[0].x0 + _ALIGNED and edge > measures.left + 8


def _depth_of_paragraph(unit: Unit, stack: list[Unit]) -> int:
    return max((i for i, item in enumerate(stack, 1) if item.x0 < unit.x0 - 2), default=1)


def _pop(stack: list[Unit], unit: Unit, measures: Measures) -> list[Unit]:
    """Return the items that `unit` stands under."""
    return _pop_by_edge(stack, unit) if measures.styled else _pop_by_glyph(stack, unit)


def _pop_by_edge(stack: list[Unit], unit: Unit) -> list[Unit]:
    for depth, item in enumerate(stack):
        same_text = abs(item.text_x - unit.text_x) <= _ALIGNED and _kind(item) == _kind(unit)
        if unit.x0 <= item.x0 + _ALIGNED or same_text:
            return stack[:depth]
    return stack


def _pop_by_glyph(stack: list[Unit], unit: Unit) -> list[Unit]:
    """In plain text the glyph tells the depth, unless the indent says that it is another list."""
    for depth, item in enumerate(stack):
        if _kind(item) != _kind(unit):
            continue
        same_page = item.lines[0].page == unit.lines[0].page
        if not same_page or unit.x0 <= item.x0 + _DEEPER_TEXT:
            return stack[:depth]
    return [item for item in stack if unit.x0 >= item.x0]


def _kind(unit: Unit) -> str:
    return family(unit.mark or "")
