"""Which state of a file was read: enough to see that it has changed since."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from msgspec import Struct

from vlortool.errors import StoreError
from vlortool.model.identity import is_id
from vlortool.store.files import SUFFIX


class Signature(Struct, frozen=True):
    """The state of a file.

    Attributes:
        bytes: Its size.
        modified: When it was changed, in nanoseconds.
        inode: Its number in the file system: a record that is written anew is another file.
    """

    bytes: int
    modified: int
    inode: int


def signatures(folder: Path) -> dict[str, Signature]:
    """Return the state of each record in a data folder, by id; empty if there is no such folder.

    Raises:
        StoreError: The folder can't be listed.
    """
    found: dict[str, Signature] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name, suffix = entry.name[: -len(SUFFIX)], entry.name[-len(SUFFIX) :]
                if suffix == SUFFIX and is_id(name):
                    # Another process may remove it just now. Not entry.stat(): on Windows that
                    # numbers no files, and may not know yet what was written last.
                    with contextlib.suppress(FileNotFoundError):
                        found[name] = _signature(os.stat(entry.path))  # noqa: PTH116 - quicker
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreError(
            f"{folder}: can't be listed ({error.strerror or error})",
            "Name a data folder with --data",
        ) from error
    return dict(sorted(found.items()))


def signature(path: Path) -> Signature | None:
    """Return the state of a file; None if it is not there, or can't be looked at."""
    try:
        return _signature(path.stat())
    except OSError:
        return None


def _signature(state: os.stat_result) -> Signature:
    # SQLite's integers are signed; some file systems number with all 64 bits.
    return Signature(state.st_size, state.st_mtime_ns, state.st_ino & (2**63 - 1))
