"""The default PDF reader: pages as pdfium finds them, about ten times faster than pdfplumber.

Where pdfium cannot tell what a page says, the page is left to the pdfplumber reader:

- A glyph has no Unicode value, as those of TeX's bitmap fonts (Type 3 with names like `a65`). The
  other reader sees the names of the glyphs, which pdfium keeps to itself.
- A symbol font that is not in the file has another name than Adobe's own, `D050000L` for one:
  pdfium takes its codes for those of letters.
- pdfium refuses a page, or the whole file.
- A page is blank: pdfium says no more of one whose content is damaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

from vlortool.errors import ExtractionError
from vlortool.extract import refusals
from vlortool.extract.glyphs import Glyph, Sheet
from vlortool.extract.pdfium_calls import TextPage, address_of
from vlortool.extract.pdfium_frame import Frame, frame_of
from vlortool.extract.pdfium_shapes import drawn_on, links_on
from vlortool.extract.pdfium_text import UntoldError, glyphs_of

if TYPE_CHECKING:
    from vlortool.extract.plumber import Plumber

# pdfium is not thread-safe, not even with two documents.
_LOCK = RLock()


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
    document = _open(path, data, password)
    if document is None:
        from vlortool.extract import plumber  # noqa: PLC0415 - 140 ms, and seldom

        yield from plumber.read_sheets(path, data, password, most)
        return
    second = _Second(path, data, password)
    try:
        with _LOCK:
            count = raw.FPDF_GetPageCount(document)
        if not count:
            raise refusals.truncated(path, None)
        if count > most:
            raise refusals.too_many_pages(path, count, most)
        for number in range(1, count + 1):
            try:
                with _LOCK:
                    sheet = _sheet(document, number)
            except UntoldError as error:
                sheet = second.sheet(number) or Sheet(number=number, damage=str(error))
            yield sheet
    finally:
        second.close()
        with _LOCK:
            raw.FPDF_CloseDocument(document)


def _open(path: Path, data: bytes, password: str | None) -> Any:
    """Return an open document; None if pdfium refuses it. It reads from the data as it goes."""
    with _LOCK:
        document = raw.FPDF_LoadMemDocument64(data, len(data), (password or "").encode())
        if document:
            return document
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise refusals.encrypted(path, password)
    return None


class _Second:
    """The other reader, which opens the file when it is first asked."""

    def __init__(self, path: Path, data: bytes, password: str | None) -> None:
        self._file = (path, data, password)
        self._pdf: Plumber | None = None
        self._is_refused = False

    def sheet(self, number: int) -> Sheet | None:
        """Return a page, or None if this reader cannot open the file."""
        if self._pdf is None and not self._is_refused:
            self._open()
        if self._pdf is None or number > len(self._pdf):
            return None
        return self._pdf.sheet(number)

    def _open(self) -> None:
        from vlortool.extract.plumber import Plumber  # noqa: PLC0415 - 140 ms, and seldom

        try:
            self._pdf = Plumber(*self._file)
        except ExtractionError:
            self._is_refused = True

    def close(self) -> None:
        """Close the file if it was opened."""
        if self._pdf is not None:
            self._pdf.close()


def _sheet(document: Any, number: int) -> Sheet:
    page = raw.FPDF_LoadPage(document, number - 1)
    if not page:
        number = raw.FPDF_GetLastError()
        raise UntoldError(f"pdfium: error {number}" if number else "pdfium does not say why")
    try:
        frame = frame_of(page)
        drawn = drawn_on(page, frame)
        sheet = Sheet(
            number=number,
            width=frame.width,
            height=frame.height,
            glyphs=_glyphs_on(page, frame),
            rules=drawn.rules,
            links=tuple(links_on(document, page, frame)),
            has_image=drawn.has_image,
        )
    finally:
        raw.FPDF_ClosePage(page)
    if not sheet.glyphs and not sheet.has_image:
        raise UntoldError("nothing is on it, and the file is damaged")
    return sheet


def _glyphs_on(page: Any, frame: Frame) -> list[Glyph]:
    text = TextPage(address_of(page))
    try:
        return glyphs_of(text, frame)
    finally:
        text.close()
