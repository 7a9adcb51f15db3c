"""Many PDFs, the first against the last: `python benchmarks/documents.py [--count N] [--jobs N]`.

Makes PDFs of 6 to 12 pages of made-up advisories, lets `vlortool parse` do them all, and then once
more with nothing changed. Of the first and the last tenth of the records: pages a second, and pages
a second of processor time, which other work on the machine changes less. The most memory that the
command held after each tenth, and its biggest worker. All is looked up ten times a second in
`/proc`, so on Linux only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from compose import Composer
from generate import sources
from heads import draw_heads
from msgspec import Struct
from msgspec.structs import replace
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from templates import read_templates

from vlortool.model.advisory import Advisory

FEWEST, MOST = 6, 12
_STATEMENTS = 35  # A page has room for fewer.
_FONT, _BOLD, _SIZE, _STEP = "Helvetica", "Helvetica-Bold", 11, 15
_LEFT, _TOP, _BOTTOM, _INDENT = 71, 770, 72, 18
_LOOK = 0.1


class Moment(Struct):
    """When a record appeared.

    Attributes:
        seconds: Since the start.
        worked: Processor time of the command and its workers so far, in seconds.
        peak: Most memory that the command held so far, in kB.
    """

    seconds: float
    worked: float
    peak: int


class Watched(Struct):
    """What was seen of a command.

    Attributes:
        seconds: From start to end.
        stored: The moment of each record.
        peak: Most memory of the command's own process, in kB.
        worker: Most memory of a process that it started, in kB.
    """

    seconds: float
    stored: dict[str, Moment]
    peak: int = 0
    worker: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="Where the PDFs are, or are made and kept.")
    parser.add_argument("--data", type=Path, help="Where the records go, to be kept.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made, "in")
        pages = dict(make(folder, options.count, options.seed))
        data = options.data or Path(made, "data")
        first = watch(folder, data, options.jobs)
        again = watch(folder, data, options.jobs)
    whole = sum(pages.values())
    print(f"{len(pages)} PDFs, {whole} pages, {options.jobs} worker processes")
    print(f"all: {first.seconds:.0f} s, {whole / first.seconds:.1f} pages/s with start and end")
    names = sorted(first.stored, key=lambda name: first.stored[name].seconds)
    size = max(len(names) // 10, 2)
    early = speeds(first, pages, names[:size])
    late = speeds(first, pages, names[-size:])
    for what, one, other in zip(("pages/s", "pages per CPU second"), early, late, strict=True):
        print(f"{what}: first tenth {one:.1f}, last tenth {other:.1f} ({other / one - 1:+.0%})")
    peaks = [first.stored[name].peak >> 10 for name in names[size - 1 :: size]]
    print(f"most memory of the command after each tenth, in MB: {peaks}, all: {first.peak >> 10}")
    print(f"most memory of a worker: {first.worker >> 10} MB")
    print(f"once more, nothing changed: {again.seconds:.2f} s, {again.peak >> 10} MB")


def make(folder: Path, count: int, seed: int) -> Iterator[tuple[str, int]]:
    """Make the PDFs that are not there; yield the name and the pages of each."""
    folder.mkdir(parents=True, exist_ok=True)
    composer: Composer | None = None
    rng = Random(seed)
    for number in range(count):
        path = folder / f"advies-{number:05}.pdf"
        pages = rng.randint(FEWEST, MOST)
        if not path.exists():
            if composer is None:
                templates, vocabulary = read_templates(sources())
                heads = draw_heads(count, templates, vocabulary, seed)
                composer = Composer(templates, vocabulary, heads, seed)
            head = replace(heads[number], size=_STATEMENTS * pages)
            draw(composer.compose(head), pages, path)
        yield path.stem, pages


def draw(advisory: Advisory, pages: int, path: Path) -> None:
    """Write as much of an advisory as fills a number of pages."""
    canvas = Canvas(str(path), A4, pageCompression=1, invariant=1)
    page, top = 1, _TOP
    for text, font, indent in _paragraphs(advisory):
        for line in simpleSplit(text, font, _SIZE, A4[0] - 2 * _LEFT - indent):
            if top < _BOTTOM:
                if page == pages:
                    canvas.save()
                    return
                canvas.drawString(_LEFT, _BOTTOM / 2, f"{page}/{pages}")
                canvas.showPage()
                page, top = page + 1, _TOP
            canvas.setFont(font, _SIZE)
            canvas.drawString(_LEFT + indent, top, line)
            top -= _STEP
        top -= _STEP
    raise AssertionError(f"{advisory.id} has too few words for {pages} pages")


def _paragraphs(advisory: Advisory) -> Iterator[tuple[str, str, int]]:
    yield advisory.metadata.title or advisory.id, _BOLD, 0
    section = -1
    for block in advisory.blocks:
        if block.section != section:
            section = block.section
            title = advisory.sections[section]
            if title.title:
                yield f"{title.number or ''} {title.title}".strip(), _BOLD, 0
        words = advisory.text[block.start : block.end]
        is_bullet = block.kind == "bullet"
        yield f"• {words}" if is_bullet else words, _FONT, _INDENT * block.depth


def watch(folder: Path, data: Path, jobs: int) -> Watched:
    """Parse a folder and look at the processes and the records meanwhile."""
    command = [sys.executable, "-m", "vlortool", "parse", str(folder), "--data", str(data)]
    start = time.monotonic()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL, stderr=said
        ) as process,
    ):
        seen = Watched(0, {})
        while process.poll() is None:
            workers = _children(process.pid)
            seen.peak = max(seen.peak, _held(process.pid))
            seen.worker = max([seen.worker, *map(_held, workers)])
            worked = _worked(process.pid, with_ended=True) + sum(map(_worked, workers))
            now = Moment(time.monotonic() - start, worked, seen.peak)
            for path in data.glob("[!.]*.json"):
                seen.stored.setdefault(path.stem, now)
            time.sleep(_LOOK)
        seen.seconds = time.monotonic() - start
        said.seek(0)
        assert process.returncode == 0, said.read().decode()
    return seen


def _held(process: int) -> int:
    peak = _told(process, "status").partition("VmHWM:")[2].split(maxsplit=1)
    return int(peak[0]) if peak else 0


def _worked(process: int, *, with_ended: bool = False) -> float:
    # Of itself in user and system mode; then of those that it started, once they have ended.
    times = _told(process, "stat").rpartition(")")[2].split()[11:15]
    return sum(map(int, times[: 4 if with_ended else 2])) / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    return [int(name) for name in _told(process, f"task/{process}/children").split()]


def _told(process: int, what: str) -> str:
    # It may have ended since.
    try:
        return Path(f"/proc/{process}", what).read_text()
    except OSError:
        return ""


def speeds(seen: Watched, pages: dict[str, int], names: list[str]) -> tuple[float, float]:
    """Return the pages of some records by second, and by second of processor time."""
    # From the moment that the first of them was there: loading is not counted.
    first, last = seen.stored[names[0]], seen.stored[names[-1]]
    done = sum(pages[name] for name in names if seen.stored[name].seconds > first.seconds)
    return done / (last.seconds - first.seconds), done / (last.worked - first.worked)


if __name__ == "__main__":
    main()
