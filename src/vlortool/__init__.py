"""Read the advisories of the Vlor and its sister councils: structure, notes, sentences, places.

Example:
    >>> import vlortool
    >>> advisory = vlortool.parse("data/raw/generalistische-benadering.txt")
    >>> [section.title for section in advisory.sections][:2]
    ['Situering', 'Professionals in zorg en ondersteuning']
    >>> statement = advisory.statements[0]
    >>> advisory.text[statement.start : statement.end] == statement.text
    True
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from vlortool._version import __version__

if TYPE_CHECKING:
    from vlortool.model.advisory import Advisory

__all__ = ["DATA", "__version__", "data_folder", "load", "parse"]

DATA = Path("data", "parsed")


def data_folder(given: Path | None = None) -> Path:
    """Return the data folder: the one given, else VLORTOOL_DATA, else `data/parsed`."""
    named = os.environ.get("VLORTOOL_DATA")
    return given or (Path(named) if named else DATA)


def parse(path: str | Path, *, password: str | None = None, reader: str = "pdfium") -> Advisory:
    """Parse one advisory without storing it.

    Args:
        path: A PDF, or text extracted from one; a sidecar `<stem>.toml` beside it is read too.
        password: Password of an encrypted PDF.
        reader: What to read a PDF with: `pdfium`, or `pdfplumber` for a second opinion.

    Returns:
        The advisory; see docs/record.md for its fields.

    Raises:
        vlortool.errors.VlortoolError: The file or its sidecar cannot be read.
        ValueError: There is no such reader.
    """
    from vlortool.model.layout import Reader  # noqa: PLC0415
    from vlortool.pipeline import parse_file  # noqa: PLC0415 - loads all of the parser

    return parse_file(Path(path), password=password, reader=Reader(reader))


def load(name: str | Path, data: str | Path | None = None) -> Advisory:
    """Load a parsed advisory.

    Args:
        name: Its id, a beginning of it that no other id has, or the path of its JSON file.
        data: The data folder; see `data_folder`.

    Raises:
        vlortool.errors.VlortoolError: There is no such advisory, or its file is damaged.
    """
    from vlortool.store import find, read_advisory  # noqa: PLC0415 - msgspec, 40 ms

    path = Path(name)
    if path.suffix == ".json" and path.is_file():
        return read_advisory(path)
    return read_advisory(find(data_folder(Path(data) if data else None), str(name)))
