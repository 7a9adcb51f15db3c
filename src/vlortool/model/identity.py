"""Names of advisories and statements: which ids are safe, and how they are made."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from pathlib import Path

LONGEST_ID = 120

_HASH_LENGTH = 8

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?")
_OTHERS = re.compile(r"[^a-z0-9._]+")
# Windows opens a device for these names, whatever the folder and the suffix.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


def is_id(name: str) -> bool:
    """Tell whether a name may be an advisory's id, and so a file's stem on any system."""
    return (
        len(name) <= LONGEST_ID
        and _SAFE.fullmatch(name) is not None
        and ".." not in name
        and _DEVICES.fullmatch(name) is None
    )


def slug(stem: str) -> str:
    """Derive an advisory's id from the stem of its file.

    Letters lose their accents and capitals; every run of other characters becomes one hyphen. A
    stem that leaves nothing, or too much, gets a short hash, so that two stems seldom meet.

    Args:
        stem: Name of the file without its last suffix.

    Returns:
        A safe id, never empty.

    Example:
        >>> slug("Advies over Coördinatie (2019)")
        'advies-over-coordinatie-2019'
    """
    folded = unicodedata.normalize("NFKD", stem)
    letters = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    name = re.sub(r"\.{2,}", ".", _OTHERS.sub("-", letters)).strip("-._")
    if is_id(name):
        return name
    digest = hashlib.sha256(stem.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[: LONGEST_ID - 16].strip('-._') or 'advies'}-{digest}".replace(".", "-")


def source_path(path: Path, working_folder: Path | None = None) -> str:
    r"""Name a source file in a record: no absolute path, alike on every system.

    Args:
        path: The file.
        working_folder: Where relative paths start; the current folder if None.

    Returns:
        The path relative to the working folder, with `/`; the bare name for a file outside it.
        Bytes that are no UTF-8 are written as `\xff`.
    """
    seen = path_from(path, working_folder)
    return text_of_name(seen.name if seen.is_absolute() else seen.as_posix())


def path_from(path: Path, folder: Path | None = None) -> Path:
    """Return a path as seen from a folder that it is in; the absolute path if it is not in it.

    Args:
        path: The path.
        folder: The folder; the current one if None.
    """
    # Not resolve(): a link inside the folder keeps the name that the user gave.
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    start = Path(os.path.abspath(folder or Path()))  # noqa: PTH100
    return absolute.relative_to(start) if absolute.is_relative_to(start) else absolute


def text_of_name(name: str) -> str:
    r"""Write the name of a file as text: bytes that are no UTF-8 as `\xff`."""
    # A name is bytes to the system, and a record is text.
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def statement_hash(words: str) -> str:
    """Return a short hash of a statement's words, the same for other blanks, quotes and case."""
    folded = re.sub(r"[\W_]+", " ", words.casefold()).strip()
    return hashlib.sha256(folded.encode()).hexdigest()[:_HASH_LENGTH]


class StatementIds:
    """Names the statements of one advisory, in document order."""

    def __init__(self) -> None:
        self._repeats: Counter[str] = Counter()

    def of(self, words: str) -> str:
        """Name the next statement: by its words, `-2`, `-3` ... added for a repeat."""
        digest = statement_hash(words)
        self._repeats[digest] += 1
        return digest if self._repeats[digest] == 1 else f"{digest}-{self._repeats[digest]}"
