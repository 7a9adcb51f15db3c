"""The document's own typography: what a body line looks like here, so that others stand out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from msgspec import Struct

from vlortool.model.layout import Layout, Line
from vlortool.segment.marks import opening

_LEFT_SHARE = 0.08
_TRAILING_SHARE = 0.02
_LONG_LINE, _MANY_LINES = 60, 10


class Measures(Struct, frozen=True, kw_only=True):
    """Typography of a document.

    Attributes:
        styled: Whether lines carry font and place (PDF).
        size: Font size of the running text, in points; 0 for text.
        leading: Distance of two lines of one paragraph, in points; 0 for text.
        left: Left margin of the running text, in points; 0 for text.
        right: Right margin in points (PDF) or a full line's length in characters (text).
        bold: Whether the running text itself is bold.
        italic: Whether the running text itself is italic.
        indented: Whether paragraphs start with an indent (PDF).
        gaps: Whether paragraphs are parted by a gap (PDF).
        hanging: Whether the lines of an item stand at the edge of its words, not its mark (PDF).
        double_spaced: Whether a blank line stands between any two lines (text).
        blank_lines: Whether blank lines separate paragraphs (text).
        trailing: Whether blanks at a line's end mark the end of a paragraph (text).
        wrapped: Whether paragraphs run over several lines, so that their ends must be told (text).
    """

    styled: bool
    size: float = 0.0
    leading: float = 0.0
    left: float = 0.0
    right: float = 0.0
    bold: bool = False
    italic: bool = False
    indented: bool = False
    gaps: bool = False
    hanging: bool = False
    double_spaced: bool = False
    blank_lines: bool = False
    trailing: bool = False
    wrapped: bool = False


def measure(layout: Layout) -> Measures:
    """Measure a document."""
    lines = [line for page in layout.pages for line in page.lines if line.text and not line.turned]
    if layout.media_type == "application/pdf":
        return _measure_styled(lines)
    return _measure_text(lines)


def _measure_styled(lines: list[Line]) -> Measures:
    size = prevailing_size(lines)
    body = [line for line in lines if abs(line.size - size) < 0.3]
    left = left_margin(body)
    leading = _leading(body, size)
    bold = sum(len(line.text) for line in body if line.bold)
    italic = sum(len(line.text) for line in body if line.italic)
    total = sum(len(line.text) for line in body)
    indents, gaps = _paragraph_signs(body, left, leading)
    return Measures(
        styled=True,
        size=size,
        leading=leading,
        left=left,
        right=_percentile([line.x1 for line in body], 0.97),
        bold=bold > 0.6 * total,
        italic=italic > 0.6 * total,
        indented=indents >= 2 and indents > gaps,
        gaps=gaps >= 3 and gaps > indents,
        hanging=_hangs(body, leading),
    )


def prevailing_size(lines: list[Line]) -> float:
    """Return the font size of most characters, in points."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return max(weights, key=lambda value: (weights[value], value)) if weights else 0.0


def left_margin(body: list[Line]) -> float:
    """Return the leftmost edge that many lines share; most lines may stand in lists."""
    edges: Counter[int] = Counter(round(line.x0) for line in body)
    enough = _LEFT_SHARE * sum(edges.values())
    near = {edge: sum(edges[edge + shift] for shift in (-1, 0, 1)) for edge in edges}
    shared = [edge for edge, count in near.items() if count >= enough and count >= 2]
    return float(min(shared or edges or [0]))


def _leading(body: list[Line], size: float) -> float:
    steps: Counter[float] = Counter()
    for before, line in pairwise(body):
        step = round((line.bottom - before.bottom) * 2) / 2
        if before.page == line.page and 0.8 * size < step < 2.6 * size:
            steps[step] += 1
    if not steps:
        return 1.2 * size
    most = max(steps.values())
    # The smallest of the frequent steps: in a document of short bullets the commonest
    # step may be the one between them.
    return min(step for step, count in steps.items() if count >= 0.35 * most)


def _paragraph_signs(body: list[Line], left: float, leading: float) -> tuple[int, int]:
    """Count the paragraphs marked by an indent of their first line, and those by a gap."""
    indents = gaps = 0
    for before, line, after in zip(body, body[1:], body[2:], strict=False):
        if not before.page == line.page == after.page or not line.text[0].isalpha():
            continue
        tight = line.bottom - before.bottom < 1.16 * leading + 0.5
        if tight and abs(after.x0 - left) < 2 and 6 < line.x0 - left < 45:
            indents += 1
        elif not tight and abs(line.x0 - left) < 2 and abs(before.x0 - left) < 2:
            gaps += 1
    return indents, gaps


def _hangs(body: list[Line], leading: float) -> bool:
    """Tell where the second lines of items stand: mostly below their words, or their mark."""
    hanging = flush = 0
    for before, line in pairwise(body):
        mark = opening(before)
        tight = before.page == line.page and line.bottom - before.bottom < 1.1 * leading
        if mark is None or mark.kind == "number" or not tight or opening(line):
            continue
        hanging += abs(line.x0 - mark.text_x) < 2
        flush += abs(line.x0 - before.x0) < 2
    return hanging > flush


def _measure_text(lines: list[Line]) -> Measures:
    count = max(len(lines), 1)
    single = sum(1 for line in lines if line.blank_before == 1)
    none = sum(1 for line in lines if line.blank_before == 0)
    double_spaced = single > 0.6 * count
    ends = sum(1 for line in lines if line.trailing >= 2)
    plain = sum(1 for line in lines if line.trailing < 2)
    return Measures(
        styled=False,
        right=_percentile([float(len(line.text)) for line in lines], 0.95),
        double_spaced=double_spaced,
        blank_lines=not double_spaced and none < count and single > 0.02 * count,
        trailing=ends > _TRAILING_SHARE * count and plain > 0.3 * count,
        wrapped=sum(1 for line in lines if len(line.text) > _LONG_LINE) >= _MANY_LINES,
    )


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0.0
