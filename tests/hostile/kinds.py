"""All kinds of hostile input, by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from tests.hostile import contents, damage, pages, scripts, structure, texts


class Kind(NamedTuple):
    """A kind of hostile input.

    Attributes:
        name: Its name, and the stem of its file.
        what: What is wrong in it.
        make: Makes the bytes of its file.
        suffix: Suffix of its file.
    """

    name: str
    what: str
    make: Callable[[], bytes]
    suffix: str


def _in(module: ModuleType, suffix: str) -> Iterator[Kind]:
    for name, make in vars(module).items():
        is_own = inspect.isfunction(make) and make.__module__ == module.__name__
        if is_own and not name.startswith("_"):
            yield Kind(name, inspect.getdoc(make) or "", make, suffix)


PDFS = [
    kind for module in (damage, structure, pages, contents, scripts) for kind in _in(module, ".pdf")
]
TEXTS = list(_in(texts, ".txt"))
KINDS = {kind.name: kind for kind in (*PDFS, *TEXTS)}


def write_all(folder: Path) -> None:
    """Write a file of each kind."""
    for kind in KINDS.values():
        (folder / f"{kind.name}{kind.suffix}").write_bytes(kind.make())
