"""The PDF route: pages of lines, with warnings of what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vlortool.extract import integrity, refusals, unpacked
from vlortool.extract.glyphs import Sheet
from vlortool.extract.lines import page_of
from vlortool.model.advisory import Origin, SourceWarning
from vlortool.model.layout import Page, Reader
from vlortool.model.limits import MEGABYTE, Limits

_NO_UNICODE = re.compile(r"\(cid:\d+\)|\ufffd")


def read_pages(
    path: Path, data: bytes, password: str | None, reader: Reader, limits: Limits
) -> tuple[tuple[Page, ...], list[SourceWarning]]:
    """Read a PDF's pages; a damaged page becomes an empty one with a warning.

    Args:
        path: The file, for messages.
        data: What it holds.
        password: Its user password, if it has one.
        reader: What to read it with, if it is whole.
        limits: How big it may be unpacked, and how many pages it may have.

    Raises:
        ExtractionError: The file is too big, encrypted, damaged or without a text layer.
    """
    # Before anyone unpacks a part whole.
    if unpacked.is_bigger(data, limits.size * MEGABYTE):
        raise refusals.too_big(path, None, limits.size)
    damaged = integrity.damaged_parts(data)
    if damaged or not integrity.has_index(data):
        # pdfium gathers what is left of such a file without a word; pdfplumber is strict.
        reader = Reader.PDFPLUMBER
    warnings = [_damage(damaged)] if damaged else []
    pages: list[Page] = []
    has_images = False
    damage: str | None = None
    for sheet in _sheets(path, data, password, reader, limits.pages):
        page = page_of(sheet)
        pages.append(page)
        warnings += _notices(page, sheet)
        has_images = has_images or sheet.has_image
        damage = damage or sheet.damage
    if not any(page.lines for page in pages):
        if damage is not None:
            raise refusals.truncated(path, damage)
        raise refusals.without_text(path, has_images=has_images)
    return tuple(pages), warnings


def _sheets(
    path: Path, data: bytes, password: str | None, reader: Reader, most: int
) -> Iterator[Sheet]:
    # Each loads its library, which the other does without.
    if reader is Reader.PDFPLUMBER:
        from vlortool.extract import plumber  # noqa: PLC0415

        return plumber.read_sheets(path, data, password, most)
    from vlortool.extract import pdfium  # noqa: PLC0415

    return pdfium.read_sheets(path, data, password, most)


def _notices(page: Page, sheet: Sheet) -> Iterator[SourceWarning]:
    if sheet.damage is not None:
        yield _warning(
            "page-damaged",
            page,
            f"page {page.number} could not be read and is missing from the text ({sheet.damage})",
        )
        return
    if not page.lines and sheet.has_image:
        yield _warning(
            "no-text-layer",
            page,
            f"page {page.number} is an image without text; OCRmyPDF can add it",
        )
    turned = sum(len(line.text) for line in page.lines if line.turned)
    if 2 * turned > sum(len(line.text) for line in page.lines):
        yield _warning(
            "turned-text",
            page,
            f"page {page.number}: its text runs up or down the page, or stands on its head, and"
            " was left out",
        )
    unmapped = sum(len(_NO_UNICODE.findall(line.text)) for line in page.lines)
    if unmapped > len(page.lines):
        yield _warning(
            "page-damaged",
            page,
            f"page {page.number}: {unmapped} characters have no Unicode value",
        )


def _damage(count: int) -> SourceWarning:
    parts = "a part" if count == 1 else f"{count} parts"
    return SourceWarning(
        code="page-damaged",
        message=f"{parts} of the file can't be unpacked: text may be missing; download it again",
        origin=[],
    )


def _warning(code: str, page: Page, message: str) -> SourceWarning:
    return SourceWarning(code=code, message=message, origin=[Origin(page=page.number)])
