"""Why a PDF is not read, and what its user can do: alike for every reader."""

from __future__ import annotations

from pathlib import Path

from vlortool.errors import ExtractionError


def encrypted(path: Path, password: str | None) -> ExtractionError:
    """Return the error of a file that asks for another password than the one given."""
    if password:
        wrong, remedy = "the password does not open it", "Check what --password gives"
    else:
        wrong, remedy = "it needs a password", "Give it with --password"
    return ExtractionError(f"{path}: this PDF is encrypted and {wrong}", remedy)


def truncated(path: Path, cause: object) -> ExtractionError:
    """Return the error of a file that is no longer whole.

    Args:
        path: The file.
        cause: What the reader says, or None.
    """
    reason = f" ({cause})" if cause and str(cause) else ""
    return ExtractionError(
        f"{path}: this PDF is damaged or cut off{reason}",
        "Download or export it again, or repair it (qpdf, mutool clean)",
    )


def too_big(path: Path, size: float | None, most: int) -> ExtractionError:
    """Return the error of a file that is too big.

    Args:
        path: The file.
        size: Its megabytes; None if it is what it unpacks to that is too big.
        most: What it may be, in megabytes.
    """
    what = "its parts unpack to" if size is None else f"it has {size:,.1f} MB,"
    return ExtractionError(
        f"{path}: {what} more than --max-size {most} (MB)",
        "Raise --max-size if you trust the file",
    )


def too_many_pages(path: Path, count: int, most: int) -> ExtractionError:
    """Return the error of a file with more pages than it may have."""
    return ExtractionError(
        f"{path}: it has {count:,} pages, more than --max-pages {most}",
        "Raise --max-pages if you trust the file, or split it",
    )


def too_long(path: Path, count: int, pages: int, most: int) -> ExtractionError:
    """Return the error of a text that would fill more pages than it may have.

    Args:
        path: The file.
        count: Its characters.
        pages: How many pages they would fill.
        most: How many pages it may have.
    """
    return ExtractionError(
        f"{path}: it has {count:,} characters, which fill {pages:,} pages, more than"
        f" --max-pages {most}",
        "Raise --max-pages if you trust the file, or split it",
    )


def without_text(path: Path, *, has_images: bool) -> ExtractionError:
    """Return the error of a file whose pages hold no text."""
    return ExtractionError(
        f"{path}: this PDF has no text layer" + (" (its pages are images)" if has_images else ""),
        "Add one with OCRmyPDF (ocrmypdf -l nld in.pdf out.pdf) and parse the result",
    )
