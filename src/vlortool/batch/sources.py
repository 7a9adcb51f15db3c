"""From what the user typed (files, folders, patterns) to the source files, in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from vlortool.model.outcome import Failure, Outcome

SUFFIXES = frozenset({".pdf", ".txt", ".text", ".md"})

_SIDECAR = ".toml"
_KINDS = ".pdf, .txt, .text or .md"


def expand(paths: Iterable[str | Path]) -> list[Path | Outcome]:
    """Find the sources that the given paths stand for.

    A folder stands for the supported files in it, at any depth, without hidden ones. A pattern
    (`*`, `?`, `[...]`, `**`) is matched here too, for shells that don't, and for quoted ones. A
    file that is named is taken whatever its suffix, except a sidecar beside its source.

    Args:
        paths: Files, folders and patterns.

    Returns:
        The sources, each once: in the order given, sorted within a folder or pattern. What stands
        for nothing is in its place as a refused outcome.
    """
    seen: set[tuple[str, str]] = set()
    found: list[Path | Outcome] = []
    for given in paths:
        for item in _expand_one(str(given)):
            if isinstance(item, Path):
                # The name counts too: a link with a name of its own is an advisory of its own.
                key = (os.path.realpath(item), item.name)
                if key in seen:
                    continue
                seen.add(key)
            found.append(item)
    return found


def _expand_one(given: str) -> Iterator[Path | Outcome]:
    path = Path(given)
    # First as it stands: `advies [2018].pdf` is a file's name before it is a pattern.
    if given and os.path.lexists(path):
        yield from _named(path, given)
    elif glob.has_magic(given):
        matches = [Path(match) for match in glob.glob(given, recursive=True)]  # noqa: PTH207
        wanted = sorted((one for one in matches if _matches(one, given)), key=_order)
        if not wanted:
            yield refuse(given, "nothing matches", f"Check the pattern; wanted are {_KINDS} files")
        for match in wanted:
            yield from _folder(match, given) if match.is_dir() else _named(match, given)
    else:
        yield refuse(given, "no such file or folder", "Check the spelling and the folder")


def _named(path: Path, given: str) -> Iterator[Path | Outcome]:
    if path.is_dir():
        yield from _folder(path, given)
    elif not path.exists():
        yield refuse(given, "the link points at nothing", "Repair or remove the link")
    elif not path.is_file():
        yield refuse(given, "is no regular file", "Save its content in a file and name that")
    elif path.suffix.lower() != _SIDECAR:
        yield path
    elif not _has_source(path):
        yield refuse(given, "is a sidecar without a source", f"Put the {_KINDS} file beside it")


def _folder(folder: Path, given: str) -> Iterator[Path | Outcome]:
    troubles: list[OSError] = []
    files: list[Path] = []
    visited: set[str] = set()
    for root, folders, names in os.walk(folder, onerror=troubles.append, followlinks=True):
        # A link back to a folder above would lead round for ever.
        real = os.path.realpath(root)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root, name) for name in names if _is_source(Path(root, name))]
    for trouble in troubles:
        yield refuse(str(trouble.filename), "can't be listed", "Check the folder's permissions")
    yield from sorted(files, key=_order)
    if not files and not troubles and not glob.has_magic(given):
        yield refuse(str(folder), f"the folder holds no {_KINDS} file", "Name another folder")


def _matches(path: Path, pattern: str) -> bool:
    """Tell whether a match of a pattern is wanted: any file if the pattern names a suffix."""
    suffix = Path(pattern).suffix
    if path.is_dir():
        return True
    return path.suffix.lower() in SUFFIXES or (suffix not in {"", ".*"} and suffix != _SIDECAR)


def _is_source(path: Path) -> bool:
    is_kind = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    return is_kind and path.is_file()


def _has_source(sidecar: Path) -> bool:
    return any(
        other.stem == sidecar.stem and other.suffix != sidecar.suffix and other.is_file()
        for other in sidecar.absolute().parent.iterdir()
    )


def _order(path: Path) -> tuple[str, ...]:
    # By parts: a folder's files stay together, wherever `/` sorts among other characters.
    return path.parts


def refuse(source: str, wrong: str, remedy: str, name: str | None = None) -> Outcome:
    """Make the outcome of an input that can't be taken, whose id may be known."""
    return Outcome(
        source=source,
        id=name,
        status="refused",
        failure=Failure(message=f"{source}: {wrong}", remedy=remedy),
    )
