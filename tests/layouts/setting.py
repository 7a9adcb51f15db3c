"""Line setting for the ReportLab layouts: words in, set lines out, lines onto pages."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.layouts.fonts import SYMBOL_FONTS, find, symbol_folder


@dataclass(frozen=True)
class Style:
    """How words are set; `rise` lifts them above the base line."""

    family: str
    size: float
    bold: bool = False
    italic: bool = False
    color: str = "#000000"
    rise: float = 0
    url: str | None = None


@dataclass(frozen=True)
class Frag:
    """A stretch of text of one style, without blanks inside a set word."""

    text: str
    style: Style

    @property
    def width(self) -> float:
        """Width in points."""
        name = font_name(self.style, self.text)
        return float(pdfmetrics.stringWidth(self.text, name, self.style.size))


Word = tuple[Frag, ...]

# Symbol fonts that every reader has, so that a file does not embed them.
BASE_FONTS = ("Symbol", "ZapfDingbats")

# A justified line whose gaps would grow beyond this many blanks is left ragged.
_WIDEST = 3


@dataclass(frozen=True)
class Placed:
    """A stretch of text at its place in a line."""

    x: float
    frag: Frag


@dataclass(frozen=True)
class SetLine:
    """A line ready to draw; `notes` are the numbers of the notes whose markers stand in it."""

    parts: tuple[Placed, ...]
    height: float
    above: float = 0
    notes: tuple[str, ...] = ()
    keep: bool = False
    new_page: bool = False
    label: int | None = None
    frame: tuple[float, ...] = ()


@dataclass
class SetPage:
    """A page: body lines and note lines."""

    body: list[SetLine] = field(default_factory=list)
    notes: list[SetLine] = field(default_factory=list)

    @property
    def used(self) -> float:
        """Height of the body so far."""
        return sum(line.height + line.above for line in self.body)


@functools.cache
def _register(family: str, bold: bool, italic: bool) -> str:
    name = f"{family.replace(' ', '')}{'-Bold' * bold}{'-Italic' * italic}"
    made = symbol_folder() / f"{family}.ttf"
    path = made if made.is_file() else find(family, bold=bold, italic=italic)
    pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


def font_name(style: Style, text: str) -> str:
    """Return the registered font for a text; a fallback font if a glyph is missing."""
    if style.family in BASE_FONTS:
        return style.family
    name = _register(style.family, style.bold, style.italic)
    if style.family not in {family for family, _ in SYMBOL_FONTS.values()}:
        known = pdfmetrics.getFont(name).face.charToGlyph
        if any(ord(char) not in known for char in text):
            return _register("DejaVu Sans", style.bold, style.italic)
    return name


def words(frags: Iterable[Frag]) -> Iterator[Word]:
    """Split styled text into words; a marker glued to a word stays with it."""
    word: list[Frag] = []
    for frag in frags:
        pieces = frag.text.split(" ")
        for index, piece in enumerate(pieces):
            if index and word:
                yield tuple(word)
                word = []
            if piece:
                word.append(replace(frag, text=piece))
    if word:
        yield tuple(word)


def width_of(word: Word) -> float:
    """Return the width of a word."""
    return sum(frag.width for frag in word)


@dataclass(frozen=True)
class Measure:
    """The column that a paragraph is set in, and how."""

    left: float
    width: float
    leading: float
    justify: bool = False
    hyphenate: bool = False
    first: float = 0


def set_lines(frags: Iterable[Frag], measure: Measure) -> list[SetLine]:
    """Break styled text into lines."""
    pending = [part for word in words(frags) for part in _breakable(word, measure.width)]
    lines: list[SetLine] = []
    row: list[Word] = []
    at = 0
    while at < len(pending):
        indent = measure.first if not lines else 0
        room = measure.width - indent - _row_width([*row, pending[at]])
        if room >= 0:
            row.append(pending[at])
            at += 1
            continue
        split = (
            _hyphenated(pending[at], measure.width - indent - _row_width(row))
            if (measure.hyphenate and row)
            else None
        )
        if split:
            row.append(split[0])
            pending[at] = split[1]
        elif not row:
            row.append(pending[at])
            at += 1
        lines.append(_line(row, measure, indent, last=False))
        row = []
    if row:
        lines.append(_line(row, measure, measure.first if not lines else 0, last=True))
    return lines


def _blank(row: list[Word]) -> float:
    style = row[0][0].style
    return Frag(" ", style).width


def _row_width(row: list[Word]) -> float:
    if not row:
        return 0
    glued = sum(1 for word in row[1:] if _glued(word))
    return sum(map(width_of, row)) + _blank(row) * (len(row) - 1 - glued)


def _glued(word: Word) -> bool:
    return word[0].text.startswith("\u200b")


def _breakable(word: Word, width: float) -> Iterator[Word]:
    """Cut what is wider than the column (a URL) into parts that follow without a blank."""
    if width_of(word) <= width or len(word) > 1:
        yield word
        return
    frag = word[0]
    start = 0
    for end in range(1, len(frag.text) + 1):
        if Frag(frag.text[start : end + 1], frag.style).width > width or end == len(frag.text):
            part = frag.text[start:end]
            yield (replace(frag, text=("\u200b" if start else "") + part),)
            start = end


def _hyphenated(word: Word, room: float) -> tuple[Word, Word] | None:
    """Break a plain word at a hyphenation point that fits."""
    if len(word) > 1 or not word[0].text.isalpha() or len(word[0].text) < 6:
        return None
    import pyphen

    frag = word[0]
    blank = Frag(" ", frag.style).width
    for head, tail in pyphen.Pyphen(lang="nl_NL").iterate(frag.text):
        if len(head) > 2 and len(tail) > 2 and Frag(f"{head}-", frag.style).width <= room - blank:
            return (replace(frag, text=f"{head}-"),), (replace(frag, text=tail),)
    return None


def _line(row: list[Word], measure: Measure, indent: float, *, last: bool) -> SetLine:
    gaps = sum(1 for word in row[1:] if not _glued(word))
    spare = measure.width - indent - _row_width(row)
    blank = _blank(row)
    stretch = spare / gaps if measure.justify and not last and gaps else 0
    if stretch > _WIDEST * blank:
        stretch = 0
    x = measure.left + indent
    parts: list[Placed] = []
    for index, word in enumerate(row):
        if index and not _glued(word):
            x += blank + stretch
        for place, frag in enumerate(word):
            ends = place == len(word) - 1 and index < len(row) - 1
            clean = replace(frag, text=frag.text.lstrip("\u200b"))
            shown = replace(clean, text=clean.text + " ") if ends else clean
            parts.append(Placed(x, shown))
            x += clean.width
    notes = tuple(
        frag.text for word in row for frag in word if frag.style.rise or frag.style.url == "#note"
    )
    return SetLine(tuple(parts), measure.leading, notes=notes)


def beside(columns: list[list[SetLine]]) -> list[SetLine]:
    """Set columns of lines beside each other."""
    lines = []
    for index in range(max(map(len, columns))):
        row = [column[index] for column in columns if index < len(column)]
        parts = tuple(part for line in row for part in line.parts)
        lines.append(replace(row[0], parts=parts, above=max(line.above for line in row)))
    return lines


def paginate(
    lines: list[SetLine], notes: dict[str, list[SetLine]], height: float, rule: float
) -> list[SetPage]:
    """Fill pages; notes stand on the page of their marker, and go on on the next if they must."""
    pages = [SetPage()]
    carried: list[SetLine] = []
    for index, line in enumerate(lines):
        page = pages[-1]
        own = [one for number in line.notes for one in notes.get(number, ())]
        least = sum(one.height for one in own[: max(len(own) - 3, 1)]) if own else 0
        need = line.height + line.above + least
        at = index
        while lines[at].keep and at + 1 < len(lines):
            at += 1
            need += lines[at].height + lines[at].above
        taken = page.used + sum(one.height for one in page.notes) + rule
        if page.body and (line.new_page or taken + need > height):
            page = SetPage(notes=carried)
            carried = []
            pages.append(page)
        page.body.append(line if len(page.body) else replace(line, above=0))
        page.notes = [*page.notes, *([*own] if not carried else [])]
        carried += own if carried else []
        while page.used + sum(one.height for one in page.notes) + rule > height and own:
            carried.insert(0, page.notes.pop())
    if carried:
        pages.append(SetPage(notes=carried))
    return pages
