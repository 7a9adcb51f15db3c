"""The tools that `performance.py` compares, each as it is called from Python, warm.

A tool is loaded in a process of its own (`turns.py`), so that all that it needs is imported here
only when that process asks for it.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from figures import OURS, OURS_READING, READING, STRUCTURE, TAGS, Kind
from msgspec import Struct, field

# Does the work, and returns what counts the characters that came of it: that is not timed.
Work = Callable[[Sequence[Path]], Callable[[], int]]


class Loaded(Struct):
    """A tool that is ready.

    Attributes:
        version: Its version.
        work: What it does.
        parts: Seconds of each part of the work so far.
    """

    version: str
    work: Work
    parts: dict[str, float] = field(default_factory=dict)


class Peer(Struct, frozen=True):
    """A tool and how it is called.

    Attributes:
        kind: What it gives.
        how: How it is called, for the page.
        load: Makes it ready; it may write into the folder that it is given.
    """

    kind: Kind
    how: str
    load: Callable[[Path], Loaded]


def _each(package: str, read: Callable[[Path], str]) -> Loaded:
    """Make a tool of a function that gives the text of a file."""

    def work(paths: Sequence[Path]) -> Callable[[], int]:
        texts = [read(path) for path in paths]
        return lambda: sum(map(len, texts))

    return Loaded(version(package), work)


def _vlortool(scratch: Path) -> Loaded:
    from vlortool import pipeline
    from vlortool.batch import Options, run
    from vlortool.store import read_advisory

    parts: dict[str, float] = {}
    # The very functions that a parse calls, with a clock around each.
    for name, part in (
        ("extract", READING),
        ("segment", STRUCTURE),
        ("cite", TAGS),
        ("find_statements", TAGS),
    ):
        setattr(pipeline, name, _timed(getattr(pipeline, name), part, parts))
    turn = count()

    def work(paths: Sequence[Path]) -> Callable[[], int]:
        data = scratch / str(next(turn))
        outcomes = list(run(paths, Options(data=data, jobs=0)))
        refused = [outcome for outcome in outcomes if outcome.status != "parsed"]
        if refused:
            raise RuntimeError(f"{refused[0].source}: {refused[0].failure}")
        records = [data / f"{outcome.id}.json" for outcome in outcomes]
        return lambda: sum(len(read_advisory(path).text) for path in records)

    return Loaded(version("vlortool"), work, parts)


def _timed(function: Callable[..., Any], part: str, parts: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            parts[part] = parts.get(part, 0) + time.perf_counter() - start

    return timed


def _vlortool_reading(_: Path) -> Loaded:
    from vlortool.extract import extract

    def read(path: Path) -> str:
        return "".join(line.text for page in extract(path).pages for line in page.lines)

    return _each("vlortool", read)


def _pypdfium2(_: Path) -> Loaded:
    import pypdfium2

    def read(path: Path) -> str:
        with pypdfium2.PdfDocument(path) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)

    return _each("pypdfium2", read)


def _pdftotext(_: Path) -> Loaded:
    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["pdftotext", *words], capture_output=True, check=True)

    def work(paths: Sequence[Path]) -> Callable[[], int]:
        texts = [run(str(path), "-").stdout for path in paths]
        return lambda: sum(len(text.decode()) for text in texts)

    return Loaded(run("-v").stderr.split()[2].decode(), work)


def _kreuzberg(form: str) -> Callable[[Path], Loaded]:
    def load(_: Path) -> Loaded:
        import kreuzberg

        # It keeps results from one call to the next unless told not to.
        config = kreuzberg.ExtractionConfig(
            output_format=form,
            use_cache=False,
            concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
        )

        def read(path: Path) -> str:
            return str(kreuzberg.extract_file_sync(str(path), config=config).content)

        return _each("kreuzberg", read)

    return load


def _pymupdf4llm(*, with_model: bool) -> Callable[[Path], Loaded]:
    def load(_: Path) -> Loaded:
        import pymupdf4llm

        pymupdf4llm.use_layout(with_model)
        options = {"use_ocr": False} if with_model else {}
        # Since version 2 it is a part of this package.
        return _each("pymupdf", lambda path: pymupdf4llm.to_markdown(str(path), **options))

    return load


def _markitdown(_: Path) -> Loaded:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return _each("markitdown", lambda path: converter.convert(str(path)).text_content)


def _opendataloader(*, together: bool) -> Callable[[Path], Loaded]:
    def load(scratch: Path) -> Loaded:
        import opendataloader_pdf

        turn = count()

        def work(paths: Sequence[Path]) -> Callable[[], int]:
            out = scratch / str(next(turn))
            for some in [list(paths)] if together else [[path] for path in paths]:
                opendataloader_pdf.convert(
                    [str(path) for path in some],
                    output_dir=str(out),
                    format="markdown",
                    quiet=True,
                    threads="1",
                )
            return lambda: sum(len((out / f"{path.stem}.md").read_text("utf-8")) for path in paths)

        return Loaded(version("opendataloader-pdf"), work)

    return load


PEERS = {
    OURS: Peer(
        "ours",
        "what `vlortool parse` calls (`vlortool.batch.run`), in this process, into a new store: "
        "reading, structure, tags, the JSON and the catalogue",
        _vlortool,
    ),
    OURS_READING: Peer("text", "`vlortool.extract.extract`: lines with places", _vlortool_reading),
    "pypdfium2": Peer("text", "`get_text_range` of each page", _pypdfium2),
    "pdftotext": Peer("text", "poppler's program: a process for each file", _pdftotext),
    "kreuzberg, text": Peer(
        "text", "`extract_file_sync`, its cache off, one thread", _kreuzberg("plain")
    ),
    "kreuzberg, Markdown": Peer(
        "structure", "the same with `output_format=markdown`", _kreuzberg("markdown")
    ),
    "pymupdf4llm": Peer(
        "structure",
        "`to_markdown` with its layout model, the default; no OCR",
        _pymupdf4llm(with_model=True),
    ),
    "pymupdf4llm, no model": Peer(
        "structure", "the same after `use_layout(False)`", _pymupdf4llm(with_model=False)
    ),
    "markitdown": Peer("structure", "`MarkItDown().convert`, one object for all", _markitdown),
    "opendataloader-pdf": Peer(
        "structure",
        "`convert` to Markdown, which starts Java for each file",
        _opendataloader(together=False),
    ),
    "opendataloader-pdf, all at once": Peer(
        "structure",
        "`convert` of all files in one call: Java starts once a turn",
        _opendataloader(together=True),
    ),
}
