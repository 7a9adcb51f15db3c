"""What a PDF reader finds on a page, whichever it is, and the words that its glyphs make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from vlortool.model.layout import Link, Rule

# TeX files hold no space glyphs, so gaps decide: 0.15 of the size was right on LibreOffice,
# WeasyPrint, typst and pdfTeX files; a fixed 3 points glues words in TeX.
GAP_RATIO = 0.15
# Points that a gap may be wider than that: readers count in other numbers (32 or 64 bits, whole
# thousandths of the size), and what they see must not hang on it.
SLACK = 0.02
MIN_SIZE = 1.5
# Sizes are rounded, or noise in the last digit would make two styles of one.
SIZE_DIGITS = 4
_SAME_TOP = 2
_RULE_THICKNESS = 2.5
_RULE_LENGTH = 24

_style = attrgetter("style")
_left = attrgetter("x0")


class Style(Struct, frozen=True, gc=False):
    """How a glyph is set.

    Attributes:
        font: The font's name as the file has it.
        size: Its size on the page, in points.
        upright: Whether the glyph stands on a line from left to right.
    """

    font: str
    size: float
    upright: bool = True


class Glyph(Struct, gc=False):
    """A glyph on a page: one letter, or a ligature's; edges in points from the page's upper left.

    Its box is as wide as the pen moves, and one size high, from the font's descent upwards.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    style: Style


class Sheet(Struct, kw_only=True):
    """A page as a reader finds it.

    Attributes:
        number: 1-based page number.
        width: Width in points, as the page is turned.
        height: Height in points.
        glyphs: Its glyphs, in the order in which the file draws them.
        rules: Strokes and thin rectangles.
        links: Link annotations.
        has_image: Whether there is an image on it.
        damage: Why it could not be read; None if it could.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    glyphs: list[Glyph] = []
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()
    has_image: bool = False
    damage: str | None = None


def rules_among(boxes: Iterable[tuple[float, float, float, float]]) -> Iterator[Rule]:
    """Yield strokes, thin rectangles, and the upper edges of boxes (how WeasyPrint draws one).

    Args:
        boxes: Left, right, upper and lower edges of what is drawn.
    """
    for x0, x1, top, bottom in boxes:
        if x1 - x0 >= _RULE_LENGTH:
            thin = bottom - top <= _RULE_THICKNESS
            yield Rule(
                x0=round(x0, 2),
                x1=round(x1, 2),
                top=round(top, 2),
                bottom=round(bottom if thin else top, 2),
            )


def word_rows(glyphs: Iterable[Glyph]) -> Iterator[tuple[list[list[Glyph]], bool]]:
    """Yield the words of a page, with those that stand side by side and are drawn in one go.

    Blanks and gaps part words. What is turned, or too small to be read, is left out.

    Yields:
        Words, and whether nothing of their style is drawn between them (the low E of LaTeX).
    """
    for style, run in groupby(glyphs, key=_style):
        if style.upright and style.size >= MIN_SIZE:
            for row, is_whole in _rows(list(run)):
                words = _words(sorted(row, key=_left), GAP_RATIO * style.size + SLACK)
                yield list(words), is_whole


def _rows(run: list[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """Yield glyphs whose tops are chained by small steps, and whether they follow each other."""
    tops = sorted({glyph.top for glyph in run})
    if tops[-1] - tops[0] <= _SAME_TOP:
        yield run, True
        return
    row_of: dict[float, list[Glyph]] = {}
    row: list[Glyph] = []
    rows = [row]
    before = tops[0]
    for top in tops:
        if top > before + _SAME_TOP:
            row = []
            rows.append(row)
        row_of[top] = row
        before = top
    broken: list[list[Glyph]] = []
    for glyph in run:
        if row_of[glyph.top] is not row:
            row = row_of[glyph.top]
            if row:
                broken.append(row)
        row.append(glyph)
    for row in rows:
        yield row, not any(row is one for one in broken)


def _words(row: list[Glyph], gap: float) -> Iterator[list[Glyph]]:
    word: list[Glyph] = []
    for glyph in row:
        if not glyph.text or glyph.text.isspace():
            if word:
                yield word
                word = []
            continue
        if word:
            last = word[-1]
            apart = not last.x0 <= glyph.x0 <= last.x1 + gap
            if apart or abs(glyph.top - last.top) > _SAME_TOP:
                yield word
                word = []
        word.append(glyph)
    if word:
        yield word
