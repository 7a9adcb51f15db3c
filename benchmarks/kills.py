"""A parse that is killed at random moments: `python benchmarks/kills.py [--times 50] [--seed 1]`.

Each time `vlortool parse` over copies of the raw advisories gets SIGKILL at a random moment. Then
the store must open and list, and hold whole advisories only; after each tenth kill, and at the
end, one more parse must make it equal to a store that was made in one go, in its files and in what
list, search and cites say.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RAW = Path(__file__).parents[1] / "data" / "raw"
COPIES = 10
QUESTIONS = (
    ("list", "--position", "any", "--format", "json"),
    ("search", "onderwijs", "--in", "all", "--format", "json"),
    ("cites", "--format", "json"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    moment = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "in").mkdir()
        for source in RAW.glob("*.txt"):
            for number in range(COPIES):
                shutil.copy(source, folder / "in" / f"{source.stem}-{number}.txt")
        started = time.monotonic()
        vlortool(folder, "parse", "in", "--data", "whole")
        longest = time.monotonic() - started
        wanted = state(folder, "whole")
        found = []
        for number in range(1, options.times + 1):
            kill(folder, moment.uniform(0, longest))
            found.append(len(list((folder / "data").glob("*.json"))))
            if found[-1]:
                vlortool(folder, "list", "--data", "data", "--limit", "1")
            if number % 10 == 0 or number == options.times:
                vlortool(folder, "parse", "in", "--data", "data")
                assert state(folder, "data") == wanted, f"another store after kill {number}"
                shutil.rmtree(folder / "data")
    print(f"{options.times} kills within {longest:.1f} s; advisories stored by then: {found}")
    print("each time the store opened and listed; each tenth time it was finished: equal")


def kill(folder: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "vlortool", "parse", "in", "--data", "data"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as parse:
        time.sleep(seconds)
        parse.send_signal(signal.SIGKILL)


def vlortool(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "vlortool", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


def state(folder: Path, data: str) -> list[str | bytes]:
    answers: list[str | bytes] = [vlortool(folder, *each, "--data", data) for each in QUESTIONS]
    return answers + [path.read_bytes() for path in sorted((folder / data).glob("*.json"))]


if __name__ == "__main__":
    main()
