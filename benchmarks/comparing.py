"""Speed of `vlortool diff`: `python benchmarks/comparing.py [--repeat N] [--statements N]`.

The two advisories of this repository, and two made-up ones that are long, as whole processes beside
an empty command that prints a table; all are run in turn. The long ones are many advisories of
`generate.py` in one. The catalogue is there before anything is measured.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from generate import ROOT, generate, sources
from msgspec.structs import replace
from processes import in_pipe, with_peak
from rich.console import Console
from rich.table import Table

from vlortool.model.advisory import Advisory, Statement
from vlortool.store import advisory_ids, prepare, write_advisory

EMPTY = (sys.executable, str(Path(__file__).with_name("empty.py")))
# Differences are what is looked for.
FINE = (0, 1)
_WARM_UP = 2
_MANY = 120
_SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--statements", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder, "short"), Path(folder, "long")
        parse = [sys.executable, "-m", "vlortool", "parse", str(ROOT / "data" / "raw")]
        subprocess.run([*parse, "--data", str(short)], check=True, stdout=subprocess.DEVNULL)
        make_long(long, options.statements)
        commands = {
            "(empty)": EMPTY,
            "the seeds": diff(short),
            f"{options.statements} sentences each": diff(long),
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(_WARM_UP + options.repeat):
            for name, command in commands.items():
                seconds[name].append(in_pipe(command, FINE).seconds)
        table = Table("diff", "median s", "x empty", "peak MB", "n", box=None)
        empty = statistics.median(seconds["(empty)"][_WARM_UP:])
        for name, command in commands.items():
            median = statistics.median(seconds[name][_WARM_UP:])
            peak = with_peak(command, FINE).peak / 1e6
            table.add_row(
                name, f"{median:.2f}", f"{median / empty:.1f}", f"{peak:.0f}", str(options.repeat)
            )
        Console(markup=False, highlight=False).print(table)


def diff(data: Path) -> list[str]:
    """Return the command that compares the two advisories of a store."""
    return [sys.executable, "-m", "vlortool", "diff", *advisory_ids(data), "--data", str(data)]


def make_long(folder: Path, statements: int) -> None:
    """Make a store of two advisories with so many statements."""
    prepare(folder)
    made = generate(_MANY, _SEED, sources())
    for name in ("a", "b"):
        write_advisory(folder, joined(name, made, statements))


def joined(name: str, parts: Iterator[Advisory], most: int) -> Advisory:
    """Join advisories into one, until it has so many statements."""
    text = ""
    sections, blocks, statements = [], [], []
    for part in parts:
        start, section, block = len(text), len(sections), len(blocks)
        text += f"{part.text}\n\n"
        sections += [moved(each, start) for each in part.sections]
        blocks += [
            replace(moved(each, start), section=each.section + section, lead_in=None)
            for each in part.blocks
        ]
        statements += [
            replace(
                moved_statement(each, start),
                block=each.block + block,
                section=each.section + section,
            )
            for each in part.statements[: most - len(statements)]
        ]
        if len(statements) >= most:
            break
    named = [replace(each, id=f"{at:08x}") for at, each in enumerate(statements)]
    return replace(
        part,
        id=name,
        text=text,
        sections=sections,
        blocks=blocks,
        statements=named,
        footnotes=[],
        citations=[],
    )


def moved(record, start):  # type: ignore[no-untyped-def]
    """Move a record with a span."""
    return replace(record, start=record.start + start, end=record.end + start)


def moved_all(records: Iterable, start: int) -> list:  # type: ignore[type-arg]
    """Move records with spans; those without one stay as they are."""
    return [each if each.start is None else moved(each, start) for each in records]


def moved_statement(statement: Statement, start: int) -> Statement:
    """Move a statement with all that stands in it."""
    return replace(
        moved(statement, start),
        actors=moved_all(statement.actors, start),
        themes=moved_all(statement.themes, start),
        cues=moved_all(statement.cues, start),
    )


if __name__ == "__main__":
    main()
