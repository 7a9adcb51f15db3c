"""From a file to pages of lines: the only room that opens sources."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from vlortool.errors import ExtractionError
from vlortool.extract import refusals
from vlortool.extract import text as text_route
from vlortool.extract.pdf import read_pages
from vlortool.model.layout import PDF, Layout, Reader
from vlortool.model.limits import DEFAULT, MEGABYTE, Limits

_PDF_MAGIC = b"%PDF-"
_MAGIC_WINDOW = 1024
# Characters of a full page.
_PER_PAGE = 3000
_FORMATS = (
    (b"PK\x03\x04", "a ZIP, Word or OpenDocument file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"II*\x00", "an image"),
    (b"GIF8", "an image"),
    (b"{\\rtf", "an RTF file"),
)


def extract(
    path: Path,
    *,
    password: str | None = None,
    reader: Reader = Reader.PDFIUM,
    limits: Limits = DEFAULT,
) -> Layout:
    """Read a PDF or a text file into pages of lines; content decides which, not the name.

    Args:
        path: The file.
        password: Password of an encrypted PDF.
        reader: What to read a PDF with.
        limits: How big it may be, and how many pages it may have.

    Raises:
        ExtractionError: The file is missing, unreadable, empty, too big, encrypted, damaged,
            binary, without a text layer, or in an unknown encoding.
    """
    data = read_bytes(path, limits.size)
    digest = hashlib.sha256(data).hexdigest()
    if _PDF_MAGIC in data[:_MAGIC_WINDOW]:
        pages, warnings = read_pages(path, data, password, reader, limits)
        return Layout(
            media_type=PDF,
            sha256=digest,
            bytes=len(data),
            pages=pages,
            warnings=tuple(warnings),
        )
    _refuse_other_formats(path, data)
    text = text_route.decode(data, str(path))
    _refuse_too_long(path, text, limits.pages)
    pages = text_route.read_pages(text)
    if not any(line.text for page in pages for line in page.lines):
        raise ExtractionError(f"{path}: this file holds only blanks", "Is it the right one?")
    return Layout(media_type="text/plain", sha256=digest, bytes=len(data), pages=pages)


def read_bytes(path: Path, most: int) -> bytes:
    """Read a source whole.

    Args:
        path: The file.
        most: What it may be, in megabytes.

    Raises:
        ExtractionError: It is missing, unreadable, empty or too big.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            data = file.read() if size <= most * MEGABYTE else None
    except FileNotFoundError:
        raise ExtractionError(f"{path}: no such file", "Check the path") from None
    except IsADirectoryError:
        raise ExtractionError(f"{path}: this is a folder", "Give a file") from None
    except PermissionError:
        raise ExtractionError(f"{path}: may not be read", "Check its permissions") from None
    except OSError as error:
        raise ExtractionError(f"{path}: could not be read ({error.strerror})") from error
    if data is None:
        raise refusals.too_big(path, size / MEGABYTE, most)
    if not data:
        raise ExtractionError(f"{path}: this file is empty", "Is it the right one?")
    return data


def _refuse_too_long(path: Path, text: str, most: int) -> None:
    fed = text.count("\f")
    if fed > most:
        raise refusals.too_many_pages(path, fed, most)
    if len(text) > most * _PER_PAGE:
        raise refusals.too_long(path, len(text), len(text) // _PER_PAGE, most)


def _refuse_other_formats(path: Path, data: bytes) -> None:
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise ExtractionError(
                f"{path}: this is {what}, neither a PDF nor text",
                "Save it as PDF or as text and parse that",
            )
    if path.suffix.lower() == ".pdf":
        raise ExtractionError(
            f"{path}: this is no PDF although its name says so (it does not begin with %PDF-)",
            "Download or export it again",
        )
