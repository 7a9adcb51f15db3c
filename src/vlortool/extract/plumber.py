"""The second opinion: pages as pdfplumber, and pdfminer below it, find them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as RawPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from vlortool.extract import fonts, references, refusals
from vlortool.extract.characters import clean
from vlortool.extract.glyphs import SIZE_DIGITS, Glyph, Sheet, Style, rules_among
from vlortool.model.layout import Link

# Of a damaged file: pdfplumber wraps some of pdfminer's errors, and not others.
_FAULTS = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
)


def read_sheets(path: Path, data: bytes, password: str | None, most: int) -> Iterator[Sheet]:
    """Read the pages of a PDF one by one.

    Args:
        path: The file, for messages.
        data: What it holds.
        password: Its user password, if it has one.
        most: How many pages it may have.

    Yields:
        The pages; one that is damaged says why.

    Raises:
        ExtractionError: The file is encrypted or damaged, or has too many pages.
    """
    with closing(Plumber(path, data, password)) as pdf:
        if len(pdf) > most:
            raise refusals.too_many_pages(path, len(pdf), most)
        for number in range(1, len(pdf) + 1):
            yield pdf.sheet(number)


class Plumber:
    """An open PDF, page by page."""

    def __init__(self, path: Path, data: bytes, password: str | None) -> None:
        self._pdf = _open(path, data, password)
        self._pages = _pages(self._pdf, path)

    def __len__(self) -> int:
        return len(self._pages)

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()

    def sheet(self, number: int) -> Sheet:
        """Read a page, by its 1-based number."""
        raw = self._pages[number - 1]
        try:
            sheet = Sheet(
                number=number,
                width=float(raw.width),
                height=float(raw.height),
                glyphs=_glyphs(raw.chars),
                rules=tuple(rules_among(_boxes(raw))),
                links=tuple(_links(raw)),
                has_image=bool(raw.images),
            )
        except _FAULTS as error:
            sheet = Sheet(number=number, damage=str(_cause(error)) or type(error).__name__)
        raw.close()
        return sheet


def _cause(error: Exception) -> Exception:
    """Return the error that pdfplumber wraps; a lack of memory is no damage, and is raised."""
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, MemoryError):
        raise cause
    return cause if isinstance(cause, Exception) else error


def _open(path: Path, data: bytes, password: str | None) -> PDF:
    circle = references.circle(data)
    if circle is not None:
        # pdfminer would follow them for ever.
        raise refusals.truncated(path, f"object {circle} is nothing but a reference to itself")
    try:
        pdf = pdfplumber.open(BytesIO(data), password=password or "")
    except _FAULTS as error:
        cause = _cause(error)
        if isinstance(cause, PDFPasswordIncorrect):
            raise refusals.encrypted(path, password) from error
        raise refusals.truncated(path, cause) from error
    pdf.rsrcmgr = fonts.Fonts()
    # It makes the document itself, so that there is no class of it to derive from.
    pdf.doc.getobj = references.Finder(pdf.doc.getobj)  # type: ignore[method-assign]
    return pdf


def _pages(pdf: PDF, path: Path) -> list[RawPage]:
    try:
        pages: list[RawPage] = pdf.pages
    except _FAULTS as error:
        raise refusals.truncated(path, _cause(error)) from error
    if not pages:
        raise refusals.truncated(path, None)
    return pages


def _glyphs(chars: list[dict[str, Any]]) -> list[Glyph]:
    # One object a style: that two glyphs are set alike is then seen without comparing fields.
    styles: dict[tuple[str, float, bool], Style] = {}
    glyphs = []
    for char in chars:
        # For pdfminer text on its head is upright too; where the pen goes tells.
        is_upright = char["upright"] and char["matrix"][0] * (char["adv"] or 1) > 0
        key = (char["fontname"], round(char["size"], SIZE_DIGITS), is_upright)
        style = styles.get(key) or styles.setdefault(key, Style(*key))
        glyphs.append(
            Glyph(char["text"], char["x0"], char["x1"], char["top"], char["bottom"], style)
        )
    return glyphs


def _boxes(raw: RawPage) -> Iterator[tuple[float, float, float, float]]:
    for shape in [*raw.lines, *raw.rects]:
        yield (
            float(shape["x0"]),
            float(shape["x1"]),
            float(shape["top"]),
            float(shape["bottom"]),
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
