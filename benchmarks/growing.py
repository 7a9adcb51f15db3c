"""Growth with pages and with documents: `vlortool parse` as a whole process, and its memory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from compose import Composer
from documents import draw, watch
from figures import OURS_READING, Folder, OnePdf
from generate import sources
from heads import Head, draw_heads
from msgspec.structs import replace
from templates import read_templates
from turns import players

# One page each, so that thousands of documents take minutes, not an hour.
PAGES_EACH = 1
# Of all documents that made-up advisories can be composed of: reading them takes its time.
_EVERY = 3
_STATEMENTS = 35  # A page has room for fewer.
_LONG = 100
_HEADS = 5000
_SEED = 1


class Press:
    """Makes PDFs of made-up advisories: so many pages, the same each time."""

    def __init__(self) -> None:
        templates, vocabulary = read_templates(sources()[::_EVERY])
        self._heads: Sequence[Head] = draw_heads(_HEADS, templates, vocabulary, _SEED)
        self._composer = Composer(templates, vocabulary, self._heads, _SEED)

    def make(self, number: int, pages: int, path: Path) -> None:
        """Make a PDF, unless it is there."""
        if not path.exists():
            head = replace(self._heads[number], size=_STATEMENTS * pages)
            draw(self._composer.compose(head), pages, path)


def with_pages(
    press: Press, sizes: Sequence[int], repeat: int, work: Path, scratch: Path
) -> tuple[OnePdf, ...]:
    """Measure single PDFs.

    Args:
        press: Makes them.
        sizes: Their pages.
        repeat: How often each is parsed; one of hundreds of pages is only once.
        work: Where they are, or are made.
        scratch: For what is thrown away.
    """
    found = []
    for number, pages in enumerate(sizes):
        folder = work / f"of-{pages}-pages"
        folder.mkdir(exist_ok=True)
        path = folder / f"advies-{pages}.pdf"
        press.make(number, pages, path)
        runs = []
        for _ in range(repeat if pages < _LONG else 1):
            runs.append(watch(folder, scratch / "data", 1))
            shutil.rmtree(scratch / "data")
        with players([OURS_READING], scratch / f"reading-{pages}") as (reader,):
            turn = reader.play([path])
        found.append(
            OnePdf(
                pages=pages,
                seconds=tuple(run.seconds for run in runs),
                peak=max(run.peak for run in runs) << 10,
                worker=max(run.worker for run in runs) << 10,
                reader=turn.peak if turn else 0,
            )
        )
    return tuple(found)


def with_documents(press: Press, size: int, jobs: int, work: Path, scratch: Path) -> Folder:
    """Measure a folder of so many PDFs; a smaller one has the first of them.

    Args:
        press: Makes them.
        size: How many.
        jobs: Worker processes.
        work: Where they are, or are made.
        scratch: For what is thrown away, on the same disk.
    """
    made, folder = work / "made", work / f"{size}-documents"
    made.mkdir(exist_ok=True)
    folder.mkdir(exist_ok=True)
    for number in range(size):
        path = made / f"advies-{number:05}.pdf"
        press.make(number, PAGES_EACH, path)
        if not (folder / path.name).exists():
            os.link(path, folder / path.name)
    data = scratch / "data"
    first = watch(folder, data, jobs)
    again = watch(folder, data, jobs)
    shutil.rmtree(data)
    return Folder(
        documents=size,
        pages=size * PAGES_EACH,
        seconds=first.seconds,
        again=again.seconds,
        peak=first.peak << 10,
        worker=first.worker << 10,
    )
