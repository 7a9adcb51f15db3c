"""Start-up of every command: its help, and the least real call, as whole processes."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from figures import Command
from generate import ROOT
from processes import in_pipe

from vlortool.cli import COMMANDS
from vlortool.store import advisory_ids, read_advisory

EMPTY = "(empty)"
# A command without a line here has its help measured only. ADVISORIES, ADVISORY and STATEMENT
# become those of the store, TEXT the smallest input.
CALLS = (
    "parse TEXT",
    "parse TEXT --force",
    "list --limit 1",
    "search kwalificatie --limit 1",
    "show STATEMENT",
    "outline ADVISORY",
    "notes ADVISORY",
    "actors",
    "themes",
    "stats",
    "why STATEMENT",
    "cites",
    "diff ADVISORIES",
    "schema",
    "eval GOLD",
    "check",
)
_RAW = ROOT / "data" / "raw"
_WITHOUT_STORE = {"schema", "eval"}
# Differences, or nothing found.
_FINE = (0, 1)
_WARM_UP = 1


def measure(data: Path, repeat: int) -> tuple[Command, ...]:
    """Measure the commands beside an empty one, in turn.

    Args:
        data: Where a store of the two advisories of this repository is made.
        repeat: How often.
    """
    subprocess.run(
        _vlortool("parse", str(_RAW), "--data", str(data)), check=True, stdout=subprocess.DEVNULL
    )
    empty = [sys.executable, str(Path(__file__).with_name("empty.py"))]
    helps = {EMPTY: [*empty, "--help"]}
    helps |= {name: _vlortool(name, "--help") for name in COMMANDS}
    calls = {EMPTY: empty}
    calls |= {words: _call(words, data) for words in CALLS if words.split()[0] in COMMANDS}
    jobs = [(name, command, True) for name, command in helps.items()]
    jobs += [(name, command, False) for name, command in calls.items()]
    seconds: list[list[float]] = [[] for _ in jobs]
    for _ in range(_WARM_UP + repeat):
        for place, (_, command, _) in enumerate(jobs):
            seconds[place].append(in_pipe(command, _FINE).seconds)
    return tuple(
        Command(name, tuple(runs[_WARM_UP:]), is_help)
        for (name, _, is_help), runs in zip(jobs, seconds, strict=True)
    )


def times_empty(command: Command, commands: Sequence[Command]) -> float:
    """Return how many times as long as the empty command one takes: the median of the rounds."""
    empty = next(
        each for each in commands if each.name == EMPTY and each.is_help == command.is_help
    )
    return statistics.median(
        own / other for own, other in zip(command.seconds, empty.seconds, strict=True)
    )


def _call(words: str, data: Path) -> list[str]:
    ids = advisory_ids(data)
    advisory = read_advisory(data / f"{ids[0]}.json")
    meant = {
        "TEXT": [str(min(_RAW.glob("*.txt"), key=lambda path: path.stat().st_size))],
        "ADVISORIES": ids,
        "ADVISORY": [advisory.id],
        "STATEMENT": [f"{advisory.id}#{advisory.statements[0].id}"],
        "GOLD": [str(ROOT / "gold")],
    }
    given = [each for word in words.split() for each in meant.get(word, [word])]
    where = [] if given[0] in _WITHOUT_STORE else ["--data", str(data)]
    return _vlortool(*given, *where)


def _vlortool(*words: str) -> list[str]:
    return [sys.executable, "-m", "vlortool", *words]
