"""Both PDF readers see the same advisory; where they do not, it is said here why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vlortool.model.layout import Reader
from vlortool.pipeline import parse_file

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"
# More PDFs, such as those that `python -m tests.layouts.make` draws.
MORE = os.environ.get("VLORTOOL_PDFS")
PDFS = sorted(
    [*FIXTURES.glob("*.pdf"), *(Path(MORE).rglob("*.pdf") if MORE else ())],
    key=lambda path: (path.parent.name, path.name),
)
# How far apart the edges of a place may be, in points, and why.
EDGES = {
    # 32-bit numbers.
    "x0": 0.02,
    # pdfium moves its pen by whole thousandths of the size; typst and reportlab give fractions,
    # which add up over a line.
    "x1": 1.0,
    # A file that gives a font no ascent and no descent, as these of LibreOffice: pdfium measures
    # the letters A and g instead.
    "top": 0.75,
    "bottom": 0.75,
}


@pytest.mark.parametrize("path", PDFS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_readers_agree(path: Path) -> None:
    first, second = (msgspec.to_builtins(parse_file(path, reader=reader)) for reader in Reader)
    for record in (first, second):
        del record["source"]["parser"]
    assert not list(_differences(first, second))


def _differences(first: Any, second: Any, place: str = "") -> Iterator[str]:
    edge = place.rpartition(".")[2]
    if isinstance(first, dict) and isinstance(second, dict):
        for key in sorted(first.keys() | second.keys()):
            yield from _differences(first.get(key), second.get(key), f"{place}.{key}")
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for index, pair in enumerate(zip(first, second, strict=True)):
            yield from _differences(*pair, f"{place}[{index}]")
    elif ".origin[" in place and edge in EDGES:
        if not abs(first - second) <= EDGES[edge]:
            yield f"{place}: {first} {second}"
    elif first != second:
        yield f"{place}: {first!r} {second!r}"
