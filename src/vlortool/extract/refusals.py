"""Why a PDF is not read, and what its user can do: alike for every reader."""

from __future__ import annotations

from pathlib import Path

from vlortool.errors import ExtractionError


def encrypted(path: Path, password: str | None) -> ExtractionError:
    """Return the error of a file that asks for another password than the one given."""
    wrong = "the password does not open it" if password else "it needs a password"
    return ExtractionError(f"{path}: this PDF is encrypted and {wrong}", "Give it with --password.")


def truncated(path: Path, cause: object) -> ExtractionError:
    """Return the error of a file that is no longer whole.

    Args:
        path: The file.
        cause: What the reader says, or None.
    """
    reason = f" ({cause})" if cause and str(cause) else ""
    return ExtractionError(
        f"{path}: this PDF is damaged or cut off{reason}",
        "Download or export it again, or repair it (qpdf, mutool clean).",
    )


def without_text(path: Path, *, has_images: bool) -> ExtractionError:
    """Return the error of a file whose pages hold no text."""
    return ExtractionError(
        f"{path}: this PDF has no text layer" + (" (its pages are images)" if has_images else ""),
        "Add one with OCRmyPDF (ocrmypdf -l nld in.pdf out.pdf) and parse the result.",
    )
