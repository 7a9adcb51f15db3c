"""Which advisories are in the data folder, and which one a user means."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from vlortool.errors import UnknownNameError
from vlortool.store.files import SUFFIX, command
from vlortool.store.signature import signatures


def make(folder: Path) -> str:
    """Say how a store is made."""
    return f"Make a store: {command('parse PATH', folder)}"


def advisory_ids(folder: Path) -> list[str]:
    """List the ids in a data folder, sorted; none if the folder doesn't exist.

    Raises:
        StoreError: The folder can't be listed.
    """
    return list(signatures(folder))


def find(folder: Path, prefix: str) -> Path:
    """Find the file of the one advisory whose id is, or begins with, a prefix.

    Args:
        folder: The data folder.
        prefix: An id or the beginning of one; capitals don't matter.

    Returns:
        The file.

    Raises:
        UnknownNameError: No id begins so, or several do.
    """
    ids = advisory_ids(folder)
    wanted = prefix.lower()
    found = [wanted] if wanted in ids else [name for name in ids if name.startswith(wanted)]
    # An empty prefix is a slip of a script (`show "$ID"`), even where it would be unique.
    if len(found) == 1 and wanted:
        return folder / f"{found[0]}{SUFFIX}"
    if not ids:
        wrong = f"{folder} holds no advisories, so none called {prefix!r}"
        raise UnknownNameError(wrong, make(folder))
    if not wanted:
        raise UnknownNameError(
            f"An empty ID names no advisory in {folder}", f"It holds: {some(ids)}"
        )
    if found:
        raise UnknownNameError(
            f"{prefix!r} begins several ids in {folder}: {some(found)}", "Type more of the id"
        )
    near = difflib.get_close_matches(wanted, ids, n=5, cutoff=0.4)
    near += [name for name in ids if wanted in name and name not in near]
    add = f"Add it: {command('parse PATH', folder)}"
    hint = f"Near it: {some(near)}" if near else f"It holds: {some(ids)}"
    raise UnknownNameError(f"{folder} holds no advisory {prefix!r}", f"{hint}. {add}")


def some(names: Sequence[str], most: int = 8) -> str:
    """List the first of some names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
