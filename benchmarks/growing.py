"""Growth with pages and with documents: `vlortool parse` as a whole process, and its memory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from compose import Composer
from documents import draw, watch
from figures import OURS_READING, Folder, OnePdf
from generate import sources
from heads import draw_heads
from msgspec import Struct
from msgspec.structs import replace
from templates import read_templates
from turns import players

# One page each, so that thousands of documents take minutes, not an hour.
PAGES_EACH = 1
# Of all documents that made-up advisories can be composed of: reading them takes its time.
_EVERY = 3
# A page has room for fewer, unless all are short: hence some to spare.
_STATEMENTS, _SPARE = 35, 40
_LONG = 100
_HEADS = 5000
_SEED = 1


class Made(Struct, frozen=True):
    """Folders of made-up advisories, by how much is in them.

    Attributes:
        pages: Pages, and the folder that holds one PDF with as many.
        documents: Documents, and the folder that holds as many PDFs.
    """

    pages: dict[int, Path]
    documents: dict[int, Path]


def make(pages: Sequence[int], documents: Sequence[int], work: Path) -> Made:
    """Make the PDFs that are not there.

    Args:
        pages: Pages of the single PDFs.
        documents: Numbers of PDFs; a smaller folder has the first of those in a larger one.
        work: Where they are.
    """
    templates, vocabulary = read_templates(sources()[::_EVERY])
    heads = draw_heads(_HEADS, templates, vocabulary, _SEED)
    composer = Composer(templates, vocabulary, heads, _SEED)

    def draw_one(number: int, size: int, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            head = replace(heads[number], size=_STATEMENTS * size + _SPARE)
            draw(composer.compose(head), size, path)

    made = Made({}, {})
    for number, size in enumerate(pages):
        made.pages[size] = work / f"of-{size}-pages"
        draw_one(number, size, made.pages[size] / f"advies-{size}.pdf")
    names = [work / "made" / f"advies-{number:05}.pdf" for number in range(max(documents))]
    for number, path in enumerate(names):
        draw_one(number, PAGES_EACH, path)
    for size in documents:
        made.documents[size] = work / f"{size}-documents"
        made.documents[size].mkdir(exist_ok=True)
        for path in names[:size]:
            link = made.documents[size] / path.name
            if not link.exists():
                os.link(path, link)
    return made


def with_pages(made: Made, repeat: int, scratch: Path) -> tuple[OnePdf, ...]:
    """Measure single PDFs.

    Args:
        made: The PDFs.
        repeat: How often each is parsed; one of hundreds of pages is only once.
        scratch: For what is thrown away.
    """
    found = []
    for pages, folder in made.pages.items():
        runs = []
        for _ in range(repeat if pages < _LONG else 1):
            runs.append(watch(folder, scratch / "data", 1))
            shutil.rmtree(scratch / "data")
        with players([OURS_READING], scratch / f"reading-{pages}") as (reader,):
            turn = reader.play(list(folder.iterdir()))
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


def with_documents(made: Made, jobs: int, scratch: Path) -> Iterator[Folder]:
    """Measure folders of many PDFs.

    Args:
        made: The PDFs.
        jobs: Worker processes.
        scratch: For what is thrown away.
    """
    data = scratch / "data"
    for size, folder in made.documents.items():
        first = watch(folder, data, jobs)
        again = watch(folder, data, jobs)
        shutil.rmtree(data)
        yield Folder(
            documents=size,
            pages=size * PAGES_EACH,
            seconds=first.seconds,
            again=again.seconds,
            peak=first.peak << 10,
            worker=first.worker << 10,
        )
