"""Speed of the commands that read a store: `python benchmarks/reading.py STORE [--repeat N]`.

Whole processes, beside an empty command that prints a table, with the output in a pipe and on a
terminal of 120 columns. All are run in turn, N times after two turns that don't count, so that
whatever else the machine does falls on all alike. A command that fails is named, not measured.

With `--rebuild`, how fast the catalogue is made anew and how much memory that takes, for the store
and for a quarter of it.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from processes import FailedError, Run, in_pipe, on_terminal, with_peak
from rich.console import Console
from rich.table import Table

from vlortool.store import advisory_ids, read_advisory

# ADVISORY and STATEMENT become those of an advisory in the middle of the store.
COMMANDS = (
    ("list", "--actor", "clb"),
    ("list", "--actor", "Vlaamse Regering", "--role", "addressee"),
    ("list", "ADVISORY"),
    ("search", "kwalificatie"),
    ("search", '"lerende organisatie"'),
    ("stats",),
    ("actors",),
    ("themes",),
    ("cites",),
    ("show", "STATEMENT"),
    ("outline", "ADVISORY"),
    ("show", "ADVISORY"),
    ("notes", "ADVISORY"),
)
REBUILD = ("list", "--limit", "1")
EMPTY = (sys.executable, str(Path(__file__).with_name("empty.py")))
CATALOGUE = "catalogue.sqlite*"
_EMPTY_NAME = "(empty)"
_OUTPUTS = {"pipe": in_pipe, "terminal": on_terminal}
_WARM_UP = 2
_PART = 4


class Row(Struct, frozen=True, kw_only=True):
    """A command with what it took on one kind of output."""

    name: str
    where: str
    rows: int
    size: int
    seconds: float
    ratio: float
    n: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--rebuild", action="store_true")
    options = parser.parse_args()
    if not advisory_ids(options.store):
        parser.error(f"{options.store} holds no advisories")
    if not options.rebuild:
        read(options.store, options.repeat)
        return
    try:
        rebuild(options.store)
    except FailedError as error:
        sys.exit(str(error))


def read(store: Path, repeat: int) -> None:
    """Measure the commands, and print a table."""
    table = _table("command", "output", "rows", "bytes", "median ms", "x empty", "n")
    for row in _measured(_commands(store), repeat):
        table.add_row(
            row.name,
            row.where,
            f"{row.rows:,}",
            f"{row.size:,}",
            f"{row.seconds * 1000:,.0f}",
            f"{row.ratio:.2f}",
            str(row.n),
        )
    _console().print(table)


def rebuild(store: Path) -> None:
    """Measure how the catalogue is made anew, for the store and for a part of it."""
    table = _table("advisories", "seconds", "advisories/s", "peak MB")
    with tempfile.TemporaryDirectory(dir=store.resolve().parent) as folder:
        part = Path(folder)
        for name in advisory_ids(store)[::_PART]:
            os.link(store / f"{name}.json", part / f"{name}.json")
        for data in (part, store):
            count = len(advisory_ids(data))
            for old in data.glob(CATALOGUE):
                old.unlink()
            run = with_peak(_vlortool(REBUILD, data))
            if not list(data.glob(CATALOGUE)):
                sys.exit(f"{' '.join(REBUILD)} made no catalogue in {data}")
            table.add_row(
                f"{count:,}",
                f"{run.seconds:.2f}",
                f"{count / run.seconds:,.0f}",
                f"{run.peak / 1e6:,.0f}",
            )
    _console().print(table)


def _commands(store: Path) -> dict[str, Sequence[str]]:
    """Return the empty command and those of the toolkit, by the names they have in the table."""
    ids = advisory_ids(store)
    advisory = read_advisory(store / f"{ids[len(ids) // 2]}.json")
    statement = advisory.statements[len(advisory.statements) // 2]
    names = {"ADVISORY": advisory.id, "STATEMENT": f"{advisory.id}#{statement.id}"}
    commands: dict[str, Sequence[str]] = {_EMPTY_NAME: EMPTY}
    for words in COMMANDS:
        commands[shlex.join(words)] = _vlortool([names.get(word, word) for word in words], store)
    return commands


def _vlortool(words: Sequence[str], data: Path) -> list[str]:
    return [sys.executable, "-m", "vlortool", *words, "--data", str(data)]


def _measured(commands: dict[str, Sequence[str]], repeat: int) -> list[Row]:
    """Run all commands in turn, on both kinds of output, and return those that work."""
    runs: dict[str, dict[str, list[Run]]] = {name: {} for name in commands}
    for _ in range(_WARM_UP + repeat):
        for name in list(runs):
            try:
                for where, run in _OUTPUTS.items():
                    runs[name].setdefault(where, []).append(run(commands[name]))
            except FailedError as error:
                print(f"left out: {error}", file=sys.stderr)
                del runs[name]
    if _EMPTY_NAME not in runs:
        sys.exit("Nothing to compare with: the empty command failed")
    empty = {where: _median(done) for where, done in runs[_EMPTY_NAME].items()}
    return [
        Row(
            name=name,
            where=where,
            rows=runs[name][where][-1].rows,
            size=runs[name][where][-1].size,
            seconds=_median(runs[name][where]),
            ratio=_median(runs[name][where]) / empty[where],
            n=repeat,
        )
        for where in _OUTPUTS
        for name in runs
    ]


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds for run in runs[_WARM_UP:])


def _table(*titles: str) -> Table:
    table = Table(box=None)
    for title in titles:
        table.add_column(title, justify="left" if title in ("command", "output") else "right")
    return table


def _console() -> Console:
    return Console(markup=False, highlight=False)


if __name__ == "__main__":
    main()
