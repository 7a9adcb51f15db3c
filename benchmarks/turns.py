"""Tools that take turns, each in a process of its own that loads it once and waits to be told.

`python benchmarks/turns.py TOOL FOLDER` is such a process: a line of JSON with paths comes in, a
line with what it took goes out. It keeps to one core, and to one thread where libraries let it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from figures import Tool, Turn
from msgspec import Struct
from msgspec.structs import replace
from peers import PEERS, Loaded

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


class _Ready(Struct):
    version: str = ""
    absent: str = ""


class Player:
    """A tool in its process.

    Attributes:
        tool: What is known of it, with the turns that it took.
    """

    def __init__(self, name: str, scratch: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, name, str(scratch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ONE_THREAD},
        )
        ready = msgspec.json.decode(self._heard(), type=_Ready)
        peer = PEERS[name]
        self.tool = Tool(
            name=name, kind=peer.kind, how=peer.how, version=ready.version, absent=ready.absent
        )

    @property
    def spent(self) -> float:
        """Seconds that its turns took."""
        return sum(turn.seconds for turn in self.tool.turns)

    def play(self, paths: Sequence[Path]) -> Turn | None:
        """Go once over the files, and remember nothing of it.

        Returns:
            What it took; None if the tool is absent, or failed, which its record then says.
        """
        if self.tool.absent:
            return None
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode([str(path) for path in paths]) + b"\n")
        self._process.stdin.flush()
        heard = msgspec.json.decode(self._heard(), type=dict)
        if "absent" in heard:
            self.tool = replace(self.tool, absent=heard["absent"], turns=())
            return None
        return msgspec.convert(heard, Turn)

    def take_turn(self, number: int, paths: Sequence[Path]) -> None:
        """Go once over the files, as a turn of a round."""
        turn = self.play(paths)
        if turn is not None:
            turns = (*self.tool.turns, replace(turn, round=number))
            self.tool = replace(self.tool, turns=turns)

    def end(self) -> None:
        """End the process."""
        self._process.communicate()

    def _heard(self) -> bytes:
        assert self._process.stdout is not None
        gone = msgspec.json.encode(_Ready(absent="its process ended"))
        return self._process.stdout.readline() or gone


@contextlib.contextmanager
def players(names: Sequence[str], scratch: Path) -> Iterator[list[Player]]:
    """Start tools, and end them."""
    with contextlib.ExitStack() as stack:
        started = []
        for number, name in enumerate(names):
            folder = scratch / str(number)
            folder.mkdir(parents=True)
            started.append(Player(name, folder))
            stack.callback(started[-1].end)
        yield started


def play_rounds(
    all_players: Sequence[Player], paths: Sequence[Path], rounds: range, patience: float
) -> None:
    """Let tools go over the files in turn, round by round.

    Args:
        all_players: The tools.
        paths: The files.
        rounds: At least and at most so many rounds: its start and its end.
        patience: A tool that took so many seconds takes part in no more than it must.
    """
    for number in range(rounds.stop):
        # Who comes after whom changes, lest one always follows what heats the machine most.
        first = number % len(all_players)
        for player in [*all_players[first:], *all_players[:first]]:
            if number < rounds.start or player.spent < patience:
                player.take_turn(number, paths)


def main() -> None:
    name, scratch = sys.argv[1], Path(sys.argv[2])
    out = os.fdopen(os.dup(1), "wb")
    # What a tool prints is none of our answers.
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        loaded = PEERS[name].load(scratch)
        _answer(out, _Ready(version=loaded.version))
        for request in sys.stdin.buffer:
            _answer(out, _turn(loaded, [Path(path) for path in msgspec.json.decode(request)]))
    except (ImportError, FileNotFoundError) as error:
        _answer(out, _Ready(absent=f"not installed ({error})"))
    # A peer may fail in any way: the page says so, and the others are measured.
    except Exception as error:  # noqa: BLE001
        _answer(out, _Ready(absent=f"failed ({type(error).__name__}: {error})"))


def _turn(loaded: Loaded, paths: Sequence[Path]) -> Turn:
    loaded.parts.clear()
    start, before = time.perf_counter(), os.times()
    size = loaded.work(paths)
    seconds, after = time.perf_counter() - start, os.times()
    parts = dict(loaded.parts)
    return Turn(
        round=0,
        seconds=seconds,
        # Of this process and of those that it started, in user and system mode.
        worked=sum(after[:4]) - sum(before[:4]),
        characters=size(),
        peak=_peak(),
        parts=parts,
    )


def _peak() -> int:
    """Return the most memory that this process, or one that it started, has held."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    try:
        # Since this program began; what getrusage says of it begins with who started it.
        own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split(maxsplit=1)
        return max(started, int(own[0]) << 10)
    except OSError:
        return max(started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


def _answer(out: object, answer: Struct) -> None:
    out.write(msgspec.json.encode(answer) + b"\n")  # type: ignore[attr-defined]
    out.flush()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
