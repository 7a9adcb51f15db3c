"""Speed of the PDF readers: `python benchmarks/readers.py [PDF ...] [--repeat N] [--profile]`.

Pages a second of both readers alone (file to lines) and of the whole parse (file to JSON), side by
side in one run, in turn, so that whatever else the machine does falls on all alike; medians over
the repeats, after a round that does not count. By default over the fixtures of the tests without
those of bitmap fonts, which pdfium leaves to the other reader.

With `--profile`, where the time of a whole parse with the default reader goes: by stage, and the
functions that take most. A profile makes what is called often dearer than it is.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from vlortool.extract import extract
from vlortool.model.layout import Reader
from vlortool.pipeline import parse_file

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "pdf"
_BITMAPS = ("tex-t3", "tex-ot1h")
_ROOM = "vlortool/"
_STAGES = (
    ("read", "extract/__init__.py", "extract"),
    ("  pdfium itself and its glyphs", "extract/pdfium_text.py", "glyphs_of"),
    ("  glyphs to lines", "extract/lines.py", "page_of"),
    ("  damage", "extract/integrity.py", "damaged_parts"),
    ("segment", "segment/__init__.py", "segment"),
    ("tag: statements", "tag/statements.py", "find_statements"),
    ("  positions", "tag/positions.py", "judge"),
    ("  themes", "tag/themes.py", "find_all_themes"),
    ("  actors", "tag/actors.py", "find_actors"),
    ("  sentences", "tag/sentences.py", "split_sentences"),
    ("tag: citations", "tag/citations.py", "cite"),
)
_TOP = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdfs", type=Path, nargs="*")
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    pdfs = options.pdfs or [
        path for path in sorted(FIXTURES.glob("*.pdf")) if not path.stem.endswith(_BITMAPS)
    ]
    if options.profile:
        profile(pdfs)
    else:
        measure(pdfs, options.repeat)


def measure(pdfs: list[Path], repeat: int) -> None:
    """Measure both readers, alone and in the whole parse, and print a table."""
    pages = sum(len(extract(path).pages) for path in pdfs)
    jobs: dict[tuple[str, Reader], Callable[[Path, Reader], object]] = {
        (name, reader): work
        for name, work in (("lines", _read), ("JSON", _parse))
        for reader in Reader
    }
    seconds: dict[tuple[str, Reader], list[float]] = {job: [] for job in jobs}
    for _ in range(1 + repeat):
        for job, work in jobs.items():
            start = time.perf_counter()
            for path in pdfs:
                work(path, job[1])
            seconds[job].append(time.perf_counter() - start)
    table = Table(box=None)
    for title in ("to", "reader", "pages/s", "slowest", "fastest", "x pdfplumber", "n"):
        table.add_column(title, justify="left" if title in ("to", "reader") else "right")
    for (name, reader), all_runs in seconds.items():
        runs = all_runs[1:]
        slow = statistics.median(seconds[name, Reader.PDFPLUMBER][1:])
        table.add_row(
            name,
            reader.value,
            f"{pages / statistics.median(runs):.1f}",
            f"{pages / max(runs):.1f}",
            f"{pages / min(runs):.1f}",
            f"{slow / statistics.median(runs):.1f}",
            str(repeat),
        )
    console = Console(markup=False, highlight=False)
    console.print(f"{len(pdfs)} PDFs, {pages} pages")
    console.print(table)


def profile(pdfs: list[Path]) -> None:
    """Print where the time of a whole parse goes, once everything is loaded."""
    for path in pdfs:
        _parse(path, Reader.PDFIUM)
    profiler = cProfile.Profile()
    profiler.enable()
    for path in pdfs:
        _parse(path, Reader.PDFIUM)
    profiler.disable()
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    whole = sum(own for _, _, own, _, _ in stats.values())
    console = Console(markup=False, highlight=False)
    stages = Table("stage", "share", box=None)
    for title, file, function in _STAGES:
        spent = sum(
            total
            for (name, _, called), (_, _, _, total, _) in stats.items()
            if called == function and name.endswith(_ROOM + file)
        )
        stages.add_row(title, f"{spent / whole:.1%}")
    console.print(stages)
    functions = Table("function", "calls", "share", box=None)
    dearest = sorted(stats.items(), key=lambda item: -item[1][2])[:_TOP]
    for (name, line, called), (_, calls, own, _, _) in dearest:
        place = f"{name.rpartition(_ROOM)[2]}:{line} " if line else ""
        functions.add_row(f"{place}{called}", f"{calls:,}", f"{own / whole:.1%}")
    console.print(functions)


def _read(path: Path, reader: Reader) -> object:
    return extract(path, reader=reader)


def _parse(path: Path, reader: Reader) -> object:
    return msgspec.json.encode(parse_file(path, reader=reader))


if __name__ == "__main__":
    main()
