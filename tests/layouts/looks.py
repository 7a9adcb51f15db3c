"""More looks, by CSS on top of the WeasyPrint layouts: `python -m tests.layouts.looks --out DIR`.

What a profile does not vary: bullets without a hanging indent, loose and tight lists, centred or
underlined headings, numbers in the margin, bracketed markers, tinted bars, narrow pages.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from tests.layouts.corpus import Doc, load_all, split_of
from tests.layouts.doubts import doubts
from tests.layouts.gold import expected
from tests.layouts.plan import Plan, make_plan
from tests.layouts.profile import sample, settle
from tests.layouts.render_weasyprint import page_source

Split = Literal["dev", "heldout"]


@dataclass(frozen=True)
class Look:
    """Rules that are added to a layout, and the options that they need; `split` is where it serves.

    `gold` replaces what the rules make untrue in the gold.
    """

    name: str
    split: Split
    css: str
    options: dict[str, Any] = field(default_factory=dict)
    gold: dict[str, Any] = field(default_factory=dict)


_NUMBER_TOP = "@page { @top-right { content: counter(page); font: 9pt 'Liberation Sans' } }"
_BRACKETS = (
    "::footnote-call { content: '[' counter(footnote) ']'; vertical-align: baseline;"
    " font-size: 85%; line-height: 1 } ::footnote-marker { content: '[' counter(footnote) '] ' }"
)
_PAREN = (
    "::footnote-call { content: '(' counter(footnote) ')' }"
    " ::footnote-marker { content: '(' counter(footnote) ') ' }"
)
_FOOT_NOTES: dict[str, Any] = {"note_place": "foot", "marker": "raised"}

LOOKS = (
    Look(
        "flush",
        "dev",
        ".b { display: block; margin: 0 0 0.5em 0 } .b2 { margin-left: 1.2em }"
        " .g, .x { display: inline } .g::after { content: ' ' }",
    ),
    Look("loose", "dev", ".b { margin-bottom: 0.9em } p.t { margin-bottom: 0.9em }"),
    Look("tight", "dev", ".b { margin-bottom: 0 } p.t { margin-bottom: 0.35em }"),
    Look("centred", "dev", ".h1, .h2 { text-align: center } .title { text-align: center }"),
    Look(
        "hung",
        "dev",
        ".num { display: inline-block; width: 2.6em; min-width: 0; margin-left: -2.6em }",
        {"number_alone": False, "margins_mm": (25, 25, 25, 40)},
    ),
    Look(
        "set-in",
        "dev",
        "p.t { margin-left: 2.4em } .b1 { margin-left: 2.4em } .b2 { margin-left: 4em }",
    ),
    Look(
        "number-top",
        "dev",
        _NUMBER_TOP,
        {"header": None, "footer": None},
        {"header": "N", "footer": None},
    ),
    Look("underlined", "dev", ".h1, .h2, .h3 { text-decoration: underline; font-weight: normal }"),
    Look(
        "pagella",
        "dev",
        "body { font-feature-settings: 'liga' 0 }",
        {"font": "TeX Gyre Pagella", "head_font": "TeX Gyre Heros"},
    ),
    Look("bracketed", "heldout", _BRACKETS, _FOOT_NOTES),
    Look("parenthesised", "heldout", _PAREN, _FOOT_NOTES),
    Look(
        "barred",
        "heldout",
        ".h1 { background: #1f5c99; color: white; padding: 3pt 6pt }"
        " .h2 { border-bottom: 0.7pt solid #1f5c99; padding-bottom: 2pt }",
    ),
    Look(
        "scholar",
        "heldout",
        "p.t, .b, .h3 { position: relative; left: 0 } p.t { margin-left: 22mm }"
        " .b1 { margin-left: 26mm } .b2 { margin-left: 33mm } .h3 { margin-left: 22mm }",
        {"margins_mm": (25, 20, 25, 20), "paragraphs": "space"},
    ),
    Look("small-page", "heldout", "@page { size: 165mm 240mm; margin: 18mm 17mm }", {"size": 10}),
    Look(
        "outdented",
        "heldout",
        ".b1 { margin-left: -1.6em } .b2 { margin-left: 0.4em } .b { margin-bottom: 0.6em }",
        {"margins_mm": (25, 25, 25, 32)},
    ),
    Look(
        "ruled",
        "heldout",
        ".h1 { border-top: 1pt solid black; border-bottom: 1pt solid black; padding: 4pt 0 }"
        " @page { @footnote { border-top: 0.5pt solid black; width: 35% } }",
    ),
)


@dataclass(frozen=True)
class Job:
    """One rendering: a document in a look."""

    doc: Doc
    look: Look
    seed: str
    folder: Path


def dress(plan: Plan, look: Look) -> str:
    """Return the HTML of a plan with the rules of a look added."""
    head, rest = page_source(plan).split("</style>", 1)
    return f"{head}\n{look.css}</style>{rest}"


def run(job: Job) -> str:
    """Render a job; return why nothing was written, or an empty string."""
    import pypdf
    import weasyprint

    base = sample("weasyprint", f"weasy-{job.look.name}", job.seed)
    profile = settle(replace(base, letter=False, **job.look.options))
    plan = make_plan(job.doc, profile, job.seed)
    job.folder.mkdir(parents=True, exist_ok=True)
    pdf = job.folder / f"{job.doc.slug}--{profile.name}.pdf"
    gold_path = pdf.with_name(f"{pdf.stem}.expected.json")
    weasyprint.HTML(string=dress(plan, job.look)).write_pdf(pdf)
    gold = {**expected(plan, len(pypdf.PdfReader(pdf).pages)), **job.look.gold}
    gold_path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
    found = doubts(pdf)
    if found:
        pdf.unlink()
        gold_path.unlink()
    return "; ".join(found)


def _jobs(options: argparse.Namespace) -> Iterator[Job]:
    looks = [look for look in LOOKS if look.split == options.split]
    docs = [doc for doc in load_all(options.corpus) if split_of(doc.slug) == options.split]
    for place, doc in enumerate(docs):
        for count in range(options.count):
            look = looks[(place + count * 3) % len(looks)]
            seed = f"{options.seed}/{doc.slug}/{look.name}"
            yield Job(doc, look, seed, options.out)


def main(arguments: list[str] | None = None) -> int:
    """Render a split in its looks; what cannot be trusted is not written."""
    parser = argparse.ArgumentParser(description=__doc__)
    corpus = Path(os.environ.get("VLORTOOL_CORPUS", "corpus"))
    parser.add_argument("--corpus", type=Path, default=corpus)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=("dev", "heldout"), required=True)
    parser.add_argument("--count", type=int, default=1, help="looks a document")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    jobs = list(_jobs(options))
    with ProcessPoolExecutor(options.jobs) as pool:
        for job, problem in zip(jobs, pool.map(run, jobs), strict=True):
            print(f"{job.doc.slug}--weasy-{job.look.name}: {problem or 'ok'}", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
