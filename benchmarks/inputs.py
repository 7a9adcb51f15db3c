"""The PDFs that all tools read: fixtures of the tests, and others that are made when needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
from figures import File
from generate import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "pdf"
# One of each producer. Those of bitmap fonts are not of this kind: `readers.py` says why.
_FIXED = (
    "lo-zorg40",
    "weasy-generalist",
    "levenslang-2020--typst-1",
    "jeugdhulp-2019--tex-1",
)
# The longest of the corpus, set large: the advisories of 10 to 12 pages.
_MADE = (
    ("r-buso-2014", "typst"),
    ("r-basisvorming-2017", "reportlab"),
    ("r-lerarenloopbaan-2016", "weasyprint"),
)
_SIZE, _LEADING = 12, 1.5
# Read before anything is timed, and by no turn.
WARM_UP = tuple(FIXTURES / f"{name}.pdf" for name in ("kleuter-2018--lo-1", "armoede-2016--rl-3"))


def choose(work: Path, *, is_quick: bool) -> list[Path]:
    """Return the PDFs, making those that are not there.

    What can't be made is named, and left out.

    Args:
        work: Where they are made.
        is_quick: Whether two will do.
    """
    real = sorted((ROOT / "data" / "raw").glob("*.pdf"))
    fixed = [FIXTURES / f"{name}.pdf" for name in _FIXED]
    if is_quick:
        return [*fixed[:1], *_made(work, _MADE[:1])]
    return [*real, *fixed, *_made(work, _MADE)]


def described(paths: Sequence[Path]) -> tuple[File, ...]:
    """Return names and pages of PDFs."""
    found = []
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            found.append(File(path.stem, len(document)))
    return tuple(found)


def _made(work: Path, wanted: Sequence[tuple[str, str]]) -> list[Path]:
    sys.path.append(str(ROOT))
    # Part of the tests, which are no package that is installed.
    from tests.layouts.corpus import load_all
    from tests.layouts.make import Job, run
    from tests.layouts.profile import sample

    docs = {doc.slug: doc for doc in load_all(ROOT / "corpus")}
    found = []
    for slug, producer in wanted:
        path = work / f"{slug}--{producer}.pdf"
        if not path.exists():
            profile = sample(producer, producer, f"1{slug}", heldout=False)  # type: ignore[arg-type]
            profile = replace(profile, size=_SIZE, leading=_LEADING)
            problem = run(Job(docs[slug], profile, "1", work, False))
            if problem:
                print(f"left out: {path.name}: {problem}", file=sys.stderr)
                path.unlink(missing_ok=True)
                continue
        found.append(path)
    return found
