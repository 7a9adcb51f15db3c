"""The PDF route: words with font, size and place from pdfplumber, gathered into lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pdfplumber
from msgspec import Struct, structs
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page as RawPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words

from vlortool.errors import ExtractionError
from vlortool.extract import fonts
from vlortool.extract.accents import compose
from vlortool.extract.characters import clean
from vlortool.model.advisory import Origin, SourceWarning
from vlortool.model.layout import Line, Link, Page, Rule, Span

# TeX files hold no space glyphs, so gaps decide: 0.15 of the size was right on LibreOffice,
# WeasyPrint, typst and pdfTeX files; pdfplumber's default of 3 points glues words in TeX.
GAP_RATIO = 0.15
# Between pieces of other style a smaller gap is already one: a marker is set tight.
STYLE_GAP_RATIO = 0.12
TIGHT_GAP_RATIO = 0.3
HYPHENS = "-\u2010\u00ad"
# A wider gap starts a span of its own, so that the words after a glyph have an edge.
SPAN_GAP_RATIO = 0.55
MIN_SIZE = 1.5
_SAME_LINE = 0.5
_RAISED_SIZE = 0.88
_RAISED_BASELINE = 0.12
_RULE_THICKNESS = 2.5
_RULE_LENGTH = 24
_NO_UNICODE = re.compile(r"\(cid:\d+\)")

Raw = dict[str, Any]


class _Piece(Struct):
    """A word, or the part of one under another link, before it joins a line."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    uri: str | None
    internal: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def style(self) -> tuple[float, str, str | None, bool]:
        return self.size, self.font, self.uri, self.internal


def read_pages(path: Path, password: str | None) -> tuple[tuple[Page, ...], list[SourceWarning]]:
    """Read a PDF's pages; a damaged page becomes an empty one with a warning.

    Args:
        path: The file.
        password: Its user password, if it has one.

    Raises:
        ExtractionError: The file is encrypted, damaged or without a text layer.
    """
    warnings: list[SourceWarning] = []
    pages: list[Page] = []
    images = False
    with _open(path, password) as pdf:
        for number, raw in enumerate(_pages(pdf, path), start=1):
            try:
                page = _read_page(raw, number)
                images = images or bool(raw.images)
            except (PdfminerException, ValueError, TypeError, KeyError, AttributeError) as error:
                warnings.append(_damaged(number, error))
                page = Page(number=number, width=0.0, height=0.0, lines=())
            else:
                warnings += _notices(page, has_image=bool(raw.images))
            raw.close()
            pages.append(page)
    if not any(page.lines for page in pages):
        raise ExtractionError(
            f"{path}: this PDF has no text layer" + (" (its pages are images)" if images else ""),
            "Add one with OCRmyPDF (ocrmypdf -l nld in.pdf out.pdf) and parse the result.",
        )
    return tuple(pages), warnings


def _open(path: Path, password: str | None) -> PDF:
    try:
        pdf = pdfplumber.open(path, password=password or "")
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            wrong = "the password does not open it" if password else "it needs a password"
            raise ExtractionError(
                f"{path}: this PDF is encrypted and {wrong}", "Give it with --password."
            ) from error
        raise _truncated(path, cause) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _truncated(path, error) from error
    pdf.rsrcmgr = fonts.Fonts()
    return pdf


def _pages(pdf: PDF, path: Path) -> list[RawPage]:
    try:
        pages: list[RawPage] = pdf.pages
    except (PdfminerException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _truncated(path, error) from error
    if not pages:
        raise _truncated(path, None)
    return pages


def _truncated(path: Path, cause: object) -> ExtractionError:
    reason = f" ({cause})" if cause and str(cause) else ""
    return ExtractionError(
        f"{path}: this PDF is damaged or cut off{reason}",
        "Download or export it again, or repair it (qpdf, mutool clean).",
    )


def _damaged(number: int, error: Exception) -> SourceWarning:
    return SourceWarning(
        code="page-damaged",
        message=f"page {number} could not be read and is missing from the text ({error})",
        origin=[Origin(page=number)],
    )


def _notices(page: Page, *, has_image: bool) -> Iterator[SourceWarning]:
    if not page.lines and has_image:
        yield SourceWarning(
            code="no-text-layer",
            message=f"page {page.number} is an image without text; OCRmyPDF can add it",
            origin=[Origin(page=page.number)],
        )
    turned = sum(len(line.text) for line in page.lines if line.turned)
    if 2 * turned > sum(len(line.text) for line in page.lines):
        yield SourceWarning(
            code="turned-text",
            message=f"page {page.number}: its text runs up or down the page and was left out",
            origin=[Origin(page=page.number)],
        )
    unmapped = sum(len(_NO_UNICODE.findall(line.text)) for line in page.lines)
    if unmapped > len(page.lines):
        yield SourceWarning(
            code="page-damaged",
            message=f"page {page.number}: {unmapped} characters have no Unicode value",
            origin=[Origin(page=page.number)],
        )


def _read_page(raw: RawPage, number: int) -> Page:
    links = tuple(_links(raw))
    chars = compose(raw.chars)
    words = extract_words(
        chars,
        x_tolerance_ratio=GAP_RATIO,
        y_tolerance=2,
        extra_attrs=["fontname", "size"],
        return_chars=True,
    )
    upright = [word for word in words if word["upright"] and word["size"] >= MIN_SIZE]
    turned = [char for char in chars if not char["upright"] and char["size"] >= MIN_SIZE]
    pieces = [piece for word in upright for piece in _pieces(word, links)]
    lines = [_line(group, number, index) for index, group in enumerate(_rows(pieces), start=1)]
    if turned:
        lines.append(_turned(turned, number, len(lines) + 1))
    return Page(
        number=number,
        width=round(float(raw.width), 2),
        height=round(float(raw.height), 2),
        lines=tuple(line for line in lines if line.text),
        rules=tuple(_rules(raw)),
        links=links,
    )


def _links(raw: RawPage) -> Iterator[Link]:
    for annotation in raw.annots:
        data = annotation["data"]
        target = annotation["uri"]
        if target is None and not ({"Dest", "A"} & data.keys()):
            continue
        yield Link(
            x0=float(annotation["x0"]),
            x1=float(annotation["x1"]),
            top=float(annotation["top"]),
            bottom=float(annotation["bottom"]),
            uri=clean(target).strip() if target else None,
        )


def _rules(raw: RawPage) -> Iterator[Rule]:
    """Yield strokes, thin rectangles, and the upper edges of boxes (how WeasyPrint draws one)."""
    for shape in [*raw.lines, *raw.rects]:
        if shape["x1"] - shape["x0"] < _RULE_LENGTH:
            continue
        thin = shape["bottom"] - shape["top"] <= _RULE_THICKNESS
        yield Rule(
            x0=round(float(shape["x0"]), 2),
            x1=round(float(shape["x1"]), 2),
            top=round(float(shape["top"]), 2),
            bottom=round(float(shape["bottom"] if thin else shape["top"]), 2),
        )


def _pieces(word: Raw, links: Iterable[Link]) -> Iterator[_Piece]:
    """Cut a word where a link begins or ends: typst sets a marker as a glyph of the word."""
    near = [link for link in links if _touches(link, word)]

    def target_of(char: Raw) -> tuple[str | None, bool]:
        middle = (char["x0"] + char["x1"]) / 2
        link = next((one for one in near if one.x0 - 0.5 <= middle <= one.x1 + 0.5), None)
        return (link.uri, link.uri is None) if link else (None, False)

    # By target, not by link: a producer may draw a link of its own for every word.
    for (uri, internal), group in groupby(word["chars"], key=target_of):
        chars = list(group)
        text = clean("".join(char["text"] for char in chars))
        if not text.strip():
            continue
        yield _Piece(
            text=text.strip(),
            x0=float(chars[0]["x0"]),
            x1=float(chars[-1]["x1"]),
            top=float(min(char["top"] for char in chars)),
            bottom=float(max(char["bottom"] for char in chars)),
            size=round(float(word["size"]), 1),
            font=fonts.face(word["fontname"]),
            uri=uri,
            internal=internal,
        )


def _touches(link: Link, word: Raw) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return bool(
        link.top - 1 <= middle <= link.bottom + 1 and link.x0 < word["x1"] and word["x0"] < link.x1
    )


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Gather pieces into rows by vertical overlap with the tallest piece of the row."""
    rows: list[list[_Piece]] = []
    anchors: list[_Piece] = []
    for piece in sorted(pieces, key=lambda item: (-item.size, item.middle, item.x0)):
        best, share = None, _SAME_LINE
        for index, anchor in enumerate(anchors):
            overlap = min(piece.bottom, anchor.bottom) - max(piece.top, anchor.top)
            ratio = overlap / max(min(piece.bottom - piece.top, anchor.bottom - anchor.top), 0.1)
            if ratio > share:
                best, share = index, ratio
        if best is None:
            anchors.append(piece)
            rows.append([piece])
        else:
            rows[best].append(piece)
    order = sorted(range(len(rows)), key=lambda index: (anchors[index].middle, anchors[index].x0))
    return [sorted(rows[index], key=lambda piece: piece.x0) for index in order]


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
        sizes[piece.size] += len(piece.text)
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
    if piece.text[0] in ",;:)" or piece.text == ".":
        ratio = TIGHT_GAP_RATIO
    return "" if gap < ratio * min(previous.size, piece.size) else " "


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
        bold=fonts.is_bold(piece.font),
        italic=fonts.is_italic(piece.font),
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
    return same and piece.x0 - previous.x1 < SPAN_GAP_RATIO * piece.size


def _extended(before: Span, span: Span) -> Span:
    return structs.replace(before, end=span.end, x1=span.x1)


def _has_letter(text: str, span: Span) -> bool:
    return any(char.isalpha() for char in text[span.start : span.end])


def _turned(chars: list[Raw], page: int, number: int) -> Line:
    """Keep what does not run from left to right (a stamp, a side note) as a line apart.

    Its characters stay in the order in which the file draws them, which is that of reading.
    """
    return Line(
        page=page,
        number=number,
        text=" ".join(clean("".join(char["text"] for char in chars)).split()),
        x0=round(min(float(char["x0"]) for char in chars), 2),
        x1=round(max(float(char["x1"]) for char in chars), 2),
        top=round(min(float(char["top"]) for char in chars), 2),
        bottom=round(max(float(char["bottom"]) for char in chars), 2),
        turned=True,
    )
