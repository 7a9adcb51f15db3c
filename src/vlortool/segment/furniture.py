"""Page furniture: running headers and footers, page numbers, rules, stamps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from vlortool.model.advisory import FurnitureKind
from vlortool.model.layout import Layout, Line, Page
from vlortool.segment.measure import Measures
from vlortool.segment.records import Stray

_EDGE_LINES = 3
_SAME_PLACE = 3.0
_TITLE_SIZE = 1.15
_SMALLER = 0.97
_APART = 1.6
_DIGITS = re.compile(r"\d+")
_RULE = re.compile(r"[\s_\-–—=.*]{8,}|[_–—=]{4,}")
_PAGE_NUMBER = re.compile(
    r"[-–—|\[\s]*(?:pagina|page|pag\.?|p\.|blz\.?|bladzijde)?\s*"
    r"(?P<number>\d{1,4})\s*(?:(?:/|van|of|op|\|)\s*\d{1,4})?[-–—|\]\s]*",
    re.IGNORECASE,
)


class _Edge(Struct, frozen=True):
    page: Page
    line: Line
    top: bool
    rank: int


def strip_furniture(layout: Layout, measures: Measures) -> tuple[list[list[Line]], list[Stray]]:
    """Separate each page's text from its furniture.

    Returns:
        The lines of text, a list for each page, and the furniture in document order.
    """
    strays: dict[int, Stray] = {}
    for page in layout.pages:
        for line in page.lines:
            if line.turned:
                strays[id(line)] = Stray("header", line)
            elif is_rule(line):
                strays[id(line)] = Stray("note-separator", line)
    edges = [edge for page in layout.pages for edge in _edges(page, strays)]
    for edge, kind in _repeated(edges, measures):
        strays[id(edge.line)] = Stray(kind, edge.line)
    for edge in _numbered(edges, measures):
        strays.setdefault(id(edge.line), Stray("page-number", edge.line))
    if measures.styled:
        _fill_bands(layout, measures, strays)
    kept = [[line for line in page.lines if id(line) not in strays] for page in layout.pages]
    ordered = [
        strays[id(line)] for page in layout.pages for line in page.lines if id(line) in strays
    ]
    return kept, ordered


def is_rule(line: Line) -> bool:
    """Tell whether a line is a drawn rule: blanks, underscores or dashes alone."""
    return not line.text or bool(_RULE.fullmatch(line.text))


def _edges(page: Page, strays: dict[int, Stray]) -> Iterator[_Edge]:
    lines = [line for line in page.lines if id(line) not in strays]
    for rank, line in enumerate(lines[:_EDGE_LINES]):
        yield _Edge(page, line, True, rank)
    for rank, line in enumerate(reversed(lines[-_EDGE_LINES:])):
        yield _Edge(page, line, False, rank)


def _repeated(edges: list[_Edge], measures: Measures) -> Iterator[tuple[_Edge, FurnitureKind]]:
    """Yield lines that return at the same edge of other pages, numbers aside."""
    groups: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        if edge.line.size > _TITLE_SIZE * measures.size:
            continue  # a title may return on the second page at the same height
        words = " ".join(edge.line.text.casefold().split())
        groups[edge.top, _DIGITS.sub("#", words)].append(edge)
    count = len({edge.page.number for edge in edges})
    heights = {
        top: sorted(edge.line.top for edge in edges if edge.top == top) for top in (True, False)
    }
    for (top, key), group in groups.items():
        if not any(char.isalpha() for char in key):
            continue
        # Of thousands of pages, most have it at the same place: what holds for one holds for all.
        known: dict[tuple[float, float], bool] = {}
        for edge in group:
            place = _place(edge, measures)
            if place not in known:
                known[place] = _returns(edge, group, heights[top], count, measures)
            if known[place]:
                yield edge, "header" if top else "footer"


def _place(edge: _Edge, measures: Measures) -> tuple[float, float]:
    return (edge.line.top, edge.line.size) if measures.styled else (edge.rank, 0.0)


def _returns(
    edge: _Edge, group: list[_Edge], heights: list[float], count: int, measures: Measures
) -> bool:
    """Tell whether a line returns at its place on other pages as furniture does.

    Args:
        edge: The line.
        group: It and the lines of the same words.
        heights: The tops of all lines at that edge of a page, sorted.
        count: Number of pages.
        measures: The document's typography.
    """
    alike = [other for other in group if _same_place(edge, other, measures)]
    pages = {other.page.number for other in alike}
    small = measures.styled and edge.line.size < _SMALLER * measures.size
    if measures.styled and not small and _has_rivals(edge, alike, heights):
        return False
    enough = 2 if small else max(2, 0.4 * count)
    return len(pages) >= enough and _carries_on(alike, edge, measures)


def _has_rivals(edge: _Edge, alike: list[_Edge], heights: list[float]) -> bool:
    """Tell whether other text stands at this height on other pages, so that no header does."""
    low = bisect_left(heights, edge.line.top - _SAME_PLACE)
    high = bisect_right(heights, edge.line.top + _SAME_PLACE)
    return 2 * (high - low - len(alike)) >= len(alike)


def _same_place(edge: _Edge, other: _Edge, measures: Measures) -> bool:
    if not measures.styled:
        return edge.rank == other.rank
    return (
        abs(edge.line.top - other.line.top) <= _SAME_PLACE
        and abs(edge.line.size - other.line.size) < 0.5
    )


def _carries_on(alike: list[_Edge], edge: _Edge, measures: Measures) -> bool:
    """Tell a footer from notes that begin alike: its numbers are the page's or constant."""
    if measures.styled and edge.top:
        return True
    numbers = [_DIGITS.findall(other.line.text) for other in alike]
    if len({tuple(found) for found in numbers}) == 1:
        return True
    pages = [other.page.number for other in alike]
    for column in zip(*numbers, strict=False):
        if len({int(number) - page for number, page in zip(column, pages, strict=True)}) == 1:
            return True
    return False


def _numbered(edges: list[_Edge], measures: Measures) -> Iterator[_Edge]:
    """Yield outermost lines that are page numbers, judged by their agreement across pages."""
    alone = len({edge.page.number for edge in edges}) == 1
    for top in (True, False):
        shifts: dict[int, list[_Edge]] = defaultdict(list)
        for edge in edges:
            found = _PAGE_NUMBER.fullmatch(edge.line.text)
            large = edge.line.size > _TITLE_SIZE * measures.size  # a section's number
            if edge.top == top and edge.rank <= 1 and found and not large:
                shifts[int(found["number"]) - edge.page.number].append(edge)
        for shift, group in shifts.items():
            single = alone and shift == 0 and not top and _apart(group[0], measures)
            if single or len({edge.page.number for edge in group}) >= 2:
                yield from group


def _apart(edge: _Edge, measures: Measures) -> bool:
    lines = edge.page.lines
    place = lines.index(edge.line)
    if place == 0:
        return False
    before = lines[place - 1]
    if measures.styled:
        return edge.line.bottom - before.bottom > 1.5 * measures.leading
    return "/" in edge.line.text or edge.line.blank_before > before.blank_before


def _fill_bands(layout: Layout, measures: Measures, strays: dict[int, Stray]) -> None:
    """Add what stands in the band of a known header or footer: odd pages, changing titles."""
    found = [stray for stray in strays.values() if not stray.line.turned]
    heads = [stray.line for stray in found if stray.kind in ("header", "page-number")]
    feet = [stray.line for stray in found if stray.kind in ("footer", "page-number")]
    half = max((page.height for page in layout.pages), default=0) / 2
    head = max((line.bottom for line in heads if line.bottom < half), default=0.0)
    foot = min((line.top for line in feet if line.top > half), default=float("inf"))
    for page in layout.pages:
        others = [line for line in page.lines if id(line) not in strays]
        for line in others:
            if line.bottom <= head + 1 and _stands_out(line, heads, others, measures):
                strays[id(line)] = Stray("header", line)
            elif line.top >= foot - 1 and _stands_out(line, feet, others, measures):
                strays[id(line)] = Stray("footer", line)


def _stands_out(line: Line, known: list[Line], others: list[Line], measures: Measures) -> bool:
    """Tell furniture from running text that reaches into its band: smaller, or well apart."""
    if line.size < _SMALLER * measures.size:
        return True
    alike = any(abs(one.size - line.size) < 0.3 and one.bold == line.bold for one in known)
    gaps = (abs(other.bottom - line.bottom) for other in others if other is not line)
    return alike and min(gaps, default=0.0) > _APART * measures.leading
