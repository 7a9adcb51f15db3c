"""Render the corpus: `python -m tests.layouts.make --corpus DIR --out DIR`."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.layouts.check import problems
from tests.layouts.corpus import Doc, load_all, split_of
from tests.layouts.gold import expected
from tests.layouts.plan import Plan, make_plan
from tests.layouts.profile import PRODUCERS, Producer, Profile, sample, suggested

_SHORT = {
    "libreoffice": "lo",
    "weasyprint": "weasy",
    "typst": "typst",
    "pdflatex": "tex",
    "reportlab": "rl",
}
# How many of a document's renderings get text variants.
_WITH_TEXT = 2


@dataclass(frozen=True)
class Job:
    """One rendering: a document, its layout, where it goes."""

    doc: Doc
    profile: Profile
    seed: str
    folder: Path
    text: bool

    @property
    def stem(self) -> str:
        """Name of the files without their suffix."""
        return f"{self.doc.slug}--{self.profile.name}"


def main(arguments: list[str] | None = None) -> int:
    """Render what the arguments ask for; return 1 if a rendering failed."""
    options = _parser().parse_args(arguments)
    jobs = list(_jobs(options))
    failed = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        for job, problem in zip(jobs, pool.map(run, jobs), strict=True):
            failed += bool(problem)
            print(f"{job.folder.name}/{job.stem}: {problem or 'ok'}", flush=True)  # noqa: T201
    return int(failed > 0)


def run(job: Job) -> str:
    """Render one job; return what went wrong, or an empty string."""
    plan = make_plan(job.doc, job.profile, job.seed)
    job.folder.mkdir(parents=True, exist_ok=True)
    pdf = job.folder / f"{job.stem}.pdf"
    try:
        gold, doubts = _settled(plan, pdf)
    except Exception as error:  # noqa: BLE001 - one bad rendering must not stop the others
        return f"{type(error).__name__}: {str(error)[-600:]}"
    _write_gold(job.folder, job.stem, gold)
    if job.text:
        from tests.layouts import text

        for kind, words, text_gold in text.variants(plan, pdf, gold):
            stem = f"{job.stem}.{kind}"
            (job.folder / f"{stem}.txt").write_text(words, "utf-8")
            _write_gold(job.folder, stem, text_gold)
    return "; ".join(doubts)


def _settled(plan: Plan, pdf: Path) -> tuple[dict[str, Any], list[str]]:
    """Render until all of the gold is on paper: a producer may lose a note at a page's foot."""
    for raised in (0, 5, 9):
        top, right, bottom, left = plan.profile.margins_mm
        profile = replace(plan.profile, margins_mm=(top, right, bottom + raised, left))
        _render(replace(plan, profile=profile), pdf)
        gold = expected(plan, _pages(pdf))
        doubts = list(problems(pdf, gold))
        if not doubts:
            break
    return gold, doubts


def _render(plan: Plan, pdf: Path) -> None:
    module = importlib.import_module(f"tests.layouts.render_{plan.profile.producer}")
    module.render(plan, pdf)


def _pages(pdf: Path) -> int:
    import pypdf

    return len(pypdf.PdfReader(pdf).pages)


def _write_gold(folder: Path, stem: str, gold: dict[str, Any]) -> None:
    path = folder / f"{stem}.expected.json"
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _jobs(options: argparse.Namespace) -> Iterator[Job]:
    for place, doc in enumerate(load_all(options.corpus)):
        split = split_of(doc.slug)
        if options.split not in {split, "all"} or options.only not in {None, doc.slug}:
            continue
        folder = options.out / split if options.split == "all" else options.out
        for count in range(options.count):
            producer = options.producer or PRODUCERS[(place + count) % len(PRODUCERS)]
            seed = f"{options.seed}/{doc.slug}/{producer}/{count}"
            profile = _profile(doc, producer, count, seed, heldout=split == "heldout")
            yield Job(doc, profile, seed, folder, options.text and count < _WITH_TEXT)


def _profile(doc: Doc, producer: Producer, count: int, seed: str, *, heldout: bool) -> Profile:
    """Give the first rendering the document's own layout, the others a sampled one."""
    name = f"{_SHORT[producer]}-{'own' if count == 0 else count}"
    profile = sample(producer, name, seed, heldout=heldout)
    return suggested(doc, profile) if count == 0 else profile


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpus",
        type=Path,
        default=Path(os.environ.get("VLORTOOL_CORPUS", "corpus")),
        help="folder of labelled advisories (default: $VLORTOOL_CORPUS, else ./corpus)",
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=("dev", "heldout", "all"), default="all")
    parser.add_argument("--producer", choices=PRODUCERS)
    parser.add_argument("--only", metavar="SLUG")
    parser.add_argument("--count", type=int, default=4, help="renderings a document")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--text", action="store_true", help="write text variants too")
    parser.add_argument("--jobs", type=int, default=2)
    return parser


if __name__ == "__main__":
    sys.exit(main())
