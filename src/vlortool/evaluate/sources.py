"""Which gold files a user means: files, folders, or lists of files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vlortool.errors import GoldError


def gold_files(named: Iterable[Path]) -> list[Path]:
    """Return the gold files that paths stand for, each once.

    Args:
        named: Gold files, folders of them, and lists (`.txt`: names relative to the list).

    Raises:
        GoldError: A path does not exist, or holds no gold.
    """
    found: dict[Path, None] = {}
    for path in named:
        for file in _files(path):
            found.setdefault(file)
    return list(found)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.json"))
    elif path.suffix == ".txt" and path.is_file():
        files = [path.parent / line for line in path.read_text("utf-8").split()]
    else:
        files = [path]
    if not files:
        raise GoldError(f"{path}: holds no gold files (*.json)", "Name a folder that does")
    for file in files:
        if not file.is_file():
            raise GoldError(f"{file}: does not exist", "Check the name")
    return files
