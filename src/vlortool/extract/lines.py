"""From the glyphs of a page to its lines: alike for every PDF reader."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import isfinite
from operator import attrgetter

from msgspec import Struct, structs

from vlortool.extract import faces
from vlortool.extract.accents import compose
from vlortool.extract.characters import clean
from vlortool.extract.glyphs import GAP_RATIO, MIN_SIZE, SLACK, Glyph, Sheet, word_rows
from vlortool.model.layout import Line, Link, Page, Span

# Between pieces of other style a smaller gap is already one: a marker is set tight.
STYLE_GAP_RATIO = 0.12
TIGHT_GAP_RATIO = 0.3
# Words with a narrower gap are one piece: no marker fits in that is drawn later, unless a sign
# follows it at once.
PHRASE_GAP_RATIO = 0.4
HYPHENS = "-\u2010\u00ad"
_APART = frozenset(f".,;:!?){HYPHENS}")
# A wider gap starts a span of its own, so that the words after a glyph have an edge.
SPAN_GAP_RATIO = 0.55
_SAME_LINE = 0.5
_FAR = 1e12
_RAISED_SIZE = 0.88
_RAISED_BASELINE = 0.12

_left = attrgetter("x0")


class _Piece(Struct, gc=False):
    """Words, or the part of one under another link, before they join a line."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    middle: float
    size: float
    font: str
    uri: str | None
    internal: bool

    @property
    def style(self) -> tuple[float, str, str | None, bool]:
        return self.size, self.font, self.uri, self.internal


def page_of(sheet: Sheet) -> Page:
    """Gather the glyphs of a page into lines."""
    glyphs = compose(_placed(sheet.glyphs))
    pieces = [
        piece
        for row, is_whole in word_rows(glyphs)
        for piece in _pieces(row, is_whole=is_whole, links=sheet.links)
    ]
    lines = [
        _line(group, sheet.number, index) for index, group in enumerate(_rows(pieces), start=1)
    ]
    turned = [one for one in glyphs if not one.style.upright and one.style.size >= MIN_SIZE]
    if turned:
        lines.append(_turned(turned, sheet.number, len(lines) + 1))
    return Page(
        number=sheet.number,
        width=round(sheet.width, 2),
        height=round(sheet.height, 2),
        lines=tuple(line for line in lines if line.text),
        rules=sheet.rules,
        links=sheet.links,
    )


def _placed(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out glyphs that stand nowhere: a file may multiply its numbers beyond all bounds."""
    if isfinite(sum([one.x0 + one.x1 + one.top + one.bottom + one.style.size for one in glyphs])):
        return glyphs
    return [
        one
        for one in glyphs
        if all(abs(edge) < _FAR for edge in (one.x0, one.x1, one.top, one.bottom, one.style.size))
    ]


def _pieces(row: list[list[Glyph]], *, is_whole: bool, links: Iterable[Link]) -> Iterator[_Piece]:
    """Yield the words of a row, those together that nothing can stand between."""
    linked = [link for link in links if _is_level(link, row)] if row else []
    if linked or not is_whole:
        for word in row:
            yield from _cut(word, linked)
    else:
        for phrase in _phrases(row):
            yield from _piece(phrase, None, internal=False)


def _is_level(link: Link, row: list[list[Glyph]]) -> bool:
    return any(link.top - 1 <= glyph.bottom and glyph.top <= link.bottom + 1 for glyph in row[0])


def _phrases(row: list[list[Glyph]]) -> Iterator[list[list[Glyph]]]:
    phrase: list[list[Glyph]] = []
    for word in row:
        if phrase:
            first, last = word[0], phrase[-1][-1]
            limit = PHRASE_GAP_RATIO * first.style.size
            if not (
                first.x0 - last.x1 < limit and first.top == last.top and first.text not in _APART
            ):
                yield phrase
                phrase = []
        phrase.append(word)
    if phrase:
        yield phrase


def _cut(word: list[Glyph], links: list[Link]) -> Iterator[_Piece]:
    """Cut a word where a link begins or ends: typst sets a marker as a glyph of the word."""
    near = list(_near(word, links))
    if not near:
        yield from _piece([word], None, internal=False)
        return

    def target_of(glyph: Glyph) -> tuple[str | None, bool]:
        middle = (glyph.x0 + glyph.x1) / 2
        link = next((one for one in near if one.x0 - 0.5 <= middle <= one.x1 + 0.5), None)
        return (link.uri, link.uri is None) if link else (None, False)

    # By target, not by link: a producer may draw a link of its own for every word.
    for (uri, internal), group in groupby(word, key=target_of):
        yield from _piece([list(group)], uri, internal=internal)


def _near(word: list[Glyph], links: Iterable[Link]) -> Iterator[Link]:
    x0, x1 = word[0].x0, max([glyph.x1 for glyph in word])
    top = min([glyph.top for glyph in word])
    middle = (top + max([glyph.bottom for glyph in word])) / 2
    for link in links:
        if link.top - 1 <= middle <= link.bottom + 1 and link.x0 < x1 and x0 < link.x1:
            yield link


def _piece(words: list[list[Glyph]], uri: str | None, *, internal: bool) -> Iterator[_Piece]:
    text = clean(" ".join(["".join([glyph.text for glyph in word]) for word in words])).strip()
    if text:
        style = words[0][0].style
        top = min([glyph.top for word in words for glyph in word])
        bottom = max([glyph.bottom for word in words for glyph in word])
        yield _Piece(
            text=text,
            x0=words[0][0].x0,
            x1=words[-1][-1].x1,
            top=top,
            bottom=bottom,
            middle=(top + bottom) / 2,
            size=round(style.size, 1),
            font=faces.face(style.font),
            uri=uri,
            internal=internal,
        )


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Gather pieces into rows by vertical overlap with the tallest piece of the row."""
    rows: list[list[_Piece]] = []
    anchors: list[_Piece] = []
    places: list[tuple[float, int]] = []
    tallest = 0.0
    for piece in sorted(pieces, key=lambda item: (-item.size, item.middle, item.x0)):
        height = piece.bottom - piece.top
        # No anchor with its middle farther away reaches the piece.
        reach = (tallest + height) / 2
        first = bisect_left(places, (piece.middle - reach, -1))
        last = bisect_right(places, (piece.middle + reach, len(anchors)))
        best = _best_row(piece, anchors, sorted(index for _, index in places[first:last]))
        if best is None:
            insort(places, (piece.middle, len(anchors)))
            tallest = max(tallest, height)
            anchors.append(piece)
            rows.append([piece])
        else:
            rows[best].append(piece)
    order = sorted(range(len(rows)), key=lambda index: (anchors[index].middle, anchors[index].x0))
    return [sorted(rows[index], key=_left) for index in order]


def _best_row(piece: _Piece, anchors: list[_Piece], near: list[int]) -> int | None:
    best, share = None, _SAME_LINE
    for index in near:
        anchor = anchors[index]
        overlap = min(piece.bottom, anchor.bottom) - max(piece.top, anchor.top)
        ratio = overlap / max(min(piece.bottom - piece.top, anchor.bottom - anchor.top), 0.1)
        if ratio > share:
            best, share = index, ratio
    return best


def _line(pieces: list[_Piece], page: int, number: int) -> Line:
    size = _prevailing_size(pieces)
    main = [piece for piece in pieces if piece.size == size]
    baseline = max(piece.bottom for piece in main)
    text = ""
    spans: list[Span] = []
    previous: _Piece | None = None
    for piece in pieces:
        text += _separator(previous, piece) + piece.text
        span = _span(piece, len(text), size, baseline)
        if previous is not None and _continues(spans[-1], span, previous, piece):
            spans[-1] = _extended(spans[-1], span)
        else:
            spans.append(span)
        previous = piece
    if len(pieces) > 1 and pieces[-1].text in HYPHENS and spans[-1].end == len(text):
        # A justified line pushed the hyphen from its word; the spans keep their offsets' ends.
        text, spans = _with_hyphen_joined(text, spans)
    # Some producers write every hyphen as a soft one. What is drawn inside a line is a hyphen.
    text = text[:-1].replace("\u00ad", "-") + text[-1:]
    # A heading's number alone on its line has no letters to go by.
    level = [span for span in spans if not span.raised]
    letters = [span for span in level if _has_letter(text, span)] or level
    return Line(
        page=page,
        number=number,
        text=text,
        x0=round(pieces[0].x0, 2),
        x1=round(max(piece.x1 for piece in pieces), 2),
        top=round(min(piece.top for piece in main), 2),
        bottom=round(baseline, 2),
        size=size,
        bold=bool(letters) and all(span.bold for span in letters),
        italic=bool(letters) and all(span.italic for span in letters),
        spans=tuple(spans),
    )


def _with_hyphen_joined(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Take out the blank before a line's last hyphen."""
    joined = f"{text[:-2]}{text[-1]}" if text[-2:-1] == " " else text
    last = spans[-1]
    start = min(last.start, len(joined) - 1)
    return joined, [*spans[:-1], structs.replace(last, start=start, end=len(joined))]


def _prevailing_size(pieces: list[_Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text) - piece.text.count(" ")
    return max(sizes, key=lambda size: (sizes[size], size))


def _separator(previous: _Piece | None, piece: _Piece) -> str:
    if previous is None:
        return ""
    same = previous.style == piece.style
    gap = piece.x0 - previous.x1
    ratio = GAP_RATIO if same else STYLE_GAP_RATIO
    if same:
        return " "
    # A stop after a link stands a little apart.
    if piece.text[0] in ",;:)" or piece.text.partition(" ")[0] == ".":
        ratio = TIGHT_GAP_RATIO
    return "" if gap < ratio * min(previous.size, piece.size) + SLACK else " "


def _span(piece: _Piece, end: int, size: float, baseline: float) -> Span:
    lift = baseline - piece.bottom
    small = piece.size <= _RAISED_SIZE * size
    raised = lift > _RAISED_BASELINE * size if small else lift > 0.2 * size
    return Span(
        start=end - len(piece.text),
        end=end,
        x0=round(piece.x0, 2),
        x1=round(piece.x1, 2),
        size=piece.size,
        font=piece.font,
        bold=faces.is_bold(piece.font),
        italic=faces.is_italic(piece.font),
        raised=raised,
        uri=piece.uri,
        internal=piece.internal,
    )


def _continues(before: Span, span: Span, previous: _Piece, piece: _Piece) -> bool:
    same = (before.font, before.size, before.raised, before.uri, before.internal) == (
        span.font,
        span.size,
        span.raised,
        span.uri,
        span.internal,
    )
    return same and piece.x0 - previous.x1 < SPAN_GAP_RATIO * piece.size + SLACK


def _extended(before: Span, span: Span) -> Span:
    return structs.replace(before, end=span.end, x1=span.x1)


def _has_letter(text: str, span: Span) -> bool:
    return any(char.isalpha() for char in text[span.start : span.end])


def _turned(glyphs: list[Glyph], page: int, number: int) -> Line:
    """Keep what does not run from left to right (a stamp, a side note) as a line apart.

    Its glyphs stay in the order in which the file draws them, which is that of reading.
    """
    return Line(
        page=page,
        number=number,
        text=" ".join(clean("".join(glyph.text for glyph in glyphs)).split()),
        x0=round(min(glyph.x0 for glyph in glyphs), 2),
        x1=round(max(glyph.x1 for glyph in glyphs), 2),
        top=round(min(glyph.top for glyph in glyphs), 2),
        bottom=round(max(glyph.bottom for glyph in glyphs), 2),
        turned=True,
    )
