"""Everything about speed and memory, in one run: `python benchmarks/performance.py [--quick]`.

Writes `docs/performance.md` with its plot, and beside them the raw figures, from which `--render`
makes both again without measuring. What it compares with is optional: `pip install -e '.[bench]'`,
poppler's `pdftotext`, Java. Needs Linux for the memory of running commands.

The PDFs that it makes stay in `--work FOLDER`, if that is given, for the next run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import growing
import inputs
import machine
import msgspec
import starting
from figures import Figures, Tool
from generate import ROOT
from msgspec import Struct
from page import write_page
from peers import PEERS
from plot import plot
from turns import play_rounds, players

from vlortool import __version__


class Plan(Struct, frozen=True, kw_only=True):
    """How much is measured.

    Attributes:
        rounds: Tools take part in at least and at most so many rounds.
        patience: Seconds after which a tool takes part in no more rounds than it must.
        starts: How often each command is started.
        repeat: How often one PDF of few pages is parsed.
        pages: Sizes of single PDFs.
        documents: Sizes of folders.
    """

    rounds: range
    patience: float
    starts: int
    repeat: int
    pages: tuple[int, ...]
    documents: tuple[int, ...]


FULL = Plan(
    rounds=range(3, 11),
    patience=20,
    starts=5,
    repeat=3,
    pages=(1, 10, 100, 1000),
    documents=(10, 100, 1000, 5000),
)
QUICK = Plan(
    rounds=range(1, 3), patience=3, starts=1, repeat=1, pages=(1, 10, 100), documents=(10, 100)
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    parser.add_argument("--work", type=Path, help="Where the PDFs are, or are made and kept.")
    parser.add_argument("--render", action="store_true", help="From the figures that are there.")
    options = parser.parse_args()
    kept = options.out.with_suffix(".json")
    if options.render:
        figures = msgspec.json.decode(kept.read_bytes(), type=Figures)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            work = options.work or Path(scratch, "work")
            work.mkdir(parents=True, exist_ok=True)
            figures = measure(work.resolve(), Path(scratch), is_quick=options.quick)
        kept.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")
    options.out.write_text(write_page(figures), "utf-8")
    options.out.with_suffix(".svg").write_text(plot(figures), "utf-8")


def measure(work: Path, scratch: Path, *, is_quick: bool) -> Figures:
    """Measure it all.

    Args:
        work: Where PDFs are made, unless they are there.
        scratch: For what is thrown away.
        is_quick: Whether it is only to see that all works.
    """
    plan = QUICK if is_quick else FULL
    before = machine.load()
    _say("PDFs that all tools read")
    paths = inputs.choose(work, is_quick=is_quick)
    tools = _side_by_side(paths, plan, scratch)
    _say("start-up of the commands")
    commands = starting.measure(scratch / "store", plan.starts)
    _say("made-up advisories")
    press = growing.Press()
    _say(f"PDFs of {plan.pages} pages")
    pdfs = growing.with_pages(press, plan.pages, plan.repeat, work, scratch)
    jobs = os.cpu_count() or 1
    folders = []
    for size in plan.documents:
        _say(f"{size} PDFs")
        folders.append(growing.with_documents(press, size, jobs, work, scratch))
    return Figures(
        version=__version__,
        machine=machine.describe(before),
        is_quick=is_quick,
        jobs=jobs,
        files=inputs.described(paths),
        tools=tools,
        commands=commands,
        pdfs=pdfs,
        folders=tuple(folders),
    )


def _side_by_side(paths: list[Path], plan: Plan, scratch: Path) -> tuple[Tool, ...]:
    with players(list(PEERS), scratch / "tools") as all_players:
        for player in all_players:
            _say(f"{player.tool.name}: {player.tool.absent or player.tool.version}")
            player.play(inputs.WARM_UP)
        _say("rounds")
        play_rounds(all_players, paths, plan.rounds, plan.patience)
        return tuple(player.tool for player in all_players)


_START = time.monotonic()


def _say(words: str) -> None:
    print(f"{time.monotonic() - _START:6.0f} s  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
