"""The files that records were made from: where they are, whether two are one, what is in them."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})


def same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths name the same file, which need not be there."""
    if os.path.abspath(one) == os.path.abspath(other):  # noqa: PTH100
        return True
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Tell whether there is a file; not where its folder is closed, or its name is no name."""
    try:
        return path.is_file()
    except OSError:
        return False


def may_be_there(path: Path) -> bool:
    """Tell whether there is a file, or nobody can tell: its folder may be closed."""
    # Not is_file(): what that makes of an error depends on the version of Python.
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except ValueError:
        return False
    except OSError as error:
        return error.errno not in _GONE


def is_bare(source: str) -> bool:
    """Tell whether a record names its source by its name alone: it may be any file of that name."""
    return "/" not in source


def path_in(folder: Path, source: str) -> Path | None:
    """Return the path that a record names; None if it is not one inside the folder.

    Args:
        folder: Where the paths of sources start.
        source: What the record says: data, which may name a device or anything else.
    """
    path = Path(source)
    if path.anchor or ".." in path.parts or "\0" in source:
        return None
    return folder / path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        OSError: It can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
