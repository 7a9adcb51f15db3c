"""What extraction hands to segmentation: pages of lines, alike for PDF and extracted text."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from vlortool.model.advisory import SourceWarning

PDF = "application/pdf"


class Reader(StrEnum):
    """What PDFs are read with: the first by default, the other, ten times slower, for a check."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


class Span(Struct, frozen=True, kw_only=True):
    """A run of characters of one line that are set alike.

    Attributes:
        start: First character of the run, an offset in `Line.text`.
        end: One past its last character.
        x0: Left edge, in points from the left of the page.
        x1: Right edge, in points.
        size: Font size in points.
        font: Font name without its subset prefix.
        bold: Whether the font is a bold one.
        italic: Whether the font is an italic or oblique one.
        raised: Whether the run is set as a superscript (smaller and higher than its line).
        uri: External link target under the run, if any.
        internal: Whether a link to a place in the same document lies under the run.
    """

    start: int
    end: int
    x0: float
    x1: float
    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool
    uri: str | None = None
    internal: bool = False


class Line(Struct, frozen=True, kw_only=True):
    """One line of a page.

    Attributes:
        page: 1-based page number.
        number: 1-based number: in the source file for text, on the page for a PDF.
        text: The characters, without surrounding blanks; ligatures spelled out, Unicode NFC.
        x0: Left edge in points (PDF) or the indent in columns (text).
        x1: Right edge in points (PDF) or the last column (text).
        top: Distance of the upper edge from the top of the page in points; 0 for text.
        bottom: Distance of the lower edge from the top of the page in points; 0 for text.
        size: Prevailing font size in points; 0 for text.
        bold: Whether all of the line's letters are bold; False for text.
        italic: Whether all of the line's letters are italic; False for text.
        trailing: Number of blanks after the text (text only).
        blank_before: Number of blank lines directly above (text only).
        turned: Whether it does not run from left to right (a stamp, a side note).
        moved: How far it was moved to the right to align two-sided pages, in points.
        spans: Runs of equal style, in order; empty for text.
    """

    page: int
    number: int
    text: str
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    trailing: int = 0
    blank_before: int = 0
    turned: bool = False
    moved: float = 0.0
    spans: tuple[Span, ...] = ()


class Rule(Struct, frozen=True, kw_only=True):
    """A drawn horizontal stroke or thin rectangle; all edges in points."""

    x0: float
    x1: float
    top: float
    bottom: float


class Link(Struct, frozen=True, kw_only=True):
    """A link annotation's rectangle, in points; `uri` is None for a link inside the document."""

    x0: float
    x1: float
    top: float
    bottom: float
    uri: str | None


class Page(Struct, frozen=True, kw_only=True):
    """One page: `width` and `height` in points (0 for text), lines in reading order."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()


class Layout(Struct, frozen=True, kw_only=True):
    """The extracted source of one document.

    Attributes:
        media_type: `application/pdf` or `text/plain`.
        sha256: Hex digest of the file's bytes.
        bytes: Size of the file.
        pages: Its pages in order.
        warnings: What extraction noticed (a damaged page, for one).
    """

    media_type: str
    sha256: str
    bytes: int
    pages: tuple[Page, ...]
    warnings: tuple[SourceWarning, ...] = ()
