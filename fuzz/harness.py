"""What the fuzzers share: inputs that coverage guides (atheris), or else random mutations.

An error that the toolkit raises on purpose is an answer. Any other is a crash: its input is kept in
`fuzz/crashes/`, one for each place in our code, and the run goes on.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CRASHES = Path(__file__).parent / "crashes"
TOKENS = (
    *(bytes([one]) for one in b"\0 \n\r\f\t\x1b\"'()[]{}<>/\\%=.,:;-*1"),
    *(b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN", b"null", b"true", b"[]", b"{}"),
    *("\ufeff\u2028\u202e\u0301\u00ad\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe"),
    *("• ".encode(), b"1. ", b"\n\n1 ", "– ".encode(), b"https://www.", b"[1]", b"12 mei 2014"),
)


@contextmanager
def instrumented() -> Iterator[None]:
    """Import the toolkit inside, so that coverage of it is seen where atheris is installed."""
    try:
        import atheris
    except ImportError:
        yield
        return
    with atheris.instrument_imports(include=["vlortool"]):
        yield


class Fuzzer:
    """Runs a target on one input after the other, and counts."""

    def __init__(
        self, name: str, target: Callable[[bytes], object], allowed: type[Exception]
    ) -> None:
        """Prepare it.

        Args:
            name: What is fuzzed.
            target: Called with each input.
            allowed: The errors that are answers.
        """
        self._name = name
        self._target = target
        self._allowed = allowed
        self._crashes: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    def one(self, data: bytes) -> None:
        """Try an input."""
        self._counts["tried"] += 1
        try:
            self._target(data)
            self._counts["taken"] += 1
        except self._allowed as error:
            self._counts["refused"] += 1
            assert str(error)
        except Exception as error:
            self._note(error, data)
        if self._counts["tried"] % 500 == 0:
            self.report()

    def _note(self, error: Exception, data: bytes) -> None:
        frames = [one for one in traceback.extract_tb(error.__traceback__) if "vlortool" in one[0]]
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        key = f"{type(error).__name__}-{place}"
        if key not in self._crashes:
            CRASHES.mkdir(exist_ok=True)
            (CRASHES / f"{self._name}-{key.replace(':', '-')}").write_bytes(data)
            print(f"crash: {key}: {str(error)[:200]!r}", flush=True)
        self._crashes[key] += 1

    def report(self) -> None:
        """Keep the figures of the run so far beside the crashes: atheris ends without a word."""
        CRASHES.mkdir(exist_ok=True)
        said = f"{self._name}: {dict(self._counts)}, crashes {dict(self._crashes)}\n"
        (CRASHES / f"{self._name}.txt").write_text(said, "utf-8")

    def run(self, seeds: Sequence[bytes]) -> None:
        """Run it as the command line says."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--seconds", type=int, default=60)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--plain", action="store_true", help="random mutations, no atheris")
        options = parser.parse_args()
        try:
            import atheris
        except ImportError:
            options.plain = True
        if options.plain:
            self._run_plain(seeds, options.seconds, options.seed)
            return
        with tempfile.TemporaryDirectory() as folder:
            for number, seed in enumerate(seeds):
                Path(folder, str(number)).write_bytes(seed)
            arguments = [f"-max_total_time={options.seconds}", f"-seed={options.seed}"]
            atheris.Setup(
                [sys.argv[0], folder, *arguments, "-max_len=20000", "-verbosity=0"], self.one
            )
            atheris.Fuzz()

    def _run_plain(self, seeds: Sequence[bytes], seconds: int, seed: int) -> None:
        chance = random.Random(seed)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.one(mutated(chance.choice(seeds), seeds, chance))
        self.report()
        print((CRASHES / f"{self._name}.txt").read_text("utf-8"), end="")


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Change a few places of an input."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        at = chance.randrange(len(found) + 1)
        end = min(at + int(chance.paretovariate(0.6)), len(found))
        kind = chance.randrange(7)
        if kind == 0:
            found[at:end] = b""
        elif kind == 1:
            found[at:at] = found[at:end] * chance.choice((1, 2, 50))
        elif kind == 2:
            found[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 40))
        elif kind == 3:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            found[at:end] = other[start : start + int(chance.paretovariate(0.6))]
        elif kind == 4:
            found[at:end] = chance.choice(TOKENS)
        elif at < len(found):
            found[at] = chance.randrange(256)
        if len(found) > 300_000:
            del found[300_000:]
    return bytes(found)
