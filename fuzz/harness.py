"""What the fuzzers share: inputs that coverage guides (atheris), or else random mutations.

An error that the toolkit raises on purpose is an answer. Any other is a crash: its input is kept in
`fuzz/crashes/`, one for each place in our code, and the run goes on.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Change = Callable[[bytes, random.Random], bytes]
CRASHES = Path(__file__).parent / "crashes"
# Of what takes its process with it: so many of a kind.
_KEPT = 20
_TIMEOUT = 60
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


class Findings:
    """Counts what became of inputs, and keeps those that crash something."""

    def __init__(self, name: str, folder: Path = CRASHES) -> None:
        """Prepare it.

        Args:
            name: What is fuzzed.
            folder: Where to keep them.
        """
        self._name = name
        self._folder = folder
        self._counts: Counter[str] = Counter()
        self._crashes: Counter[str] = Counter()
        self._contained: Counter[str] = Counter()

    def __str__(self) -> str:
        contained = f", contained {dict(self._contained)}" if self._contained else ""
        return f"{self._name}: {dict(self._counts)}, crashes {dict(self._crashes)}{contained}\n"

    def taken(self) -> None:
        """Count an input that was good enough."""
        self._count("taken")

    def refused(self) -> None:
        """Count an input that was refused with a message."""
        self._count("refused")

    def contained(self, kind: str, data: bytes) -> None:
        """Count an input that took its process with it, and no more."""
        self._contained[kind] += 1
        if self._contained[kind] <= _KEPT:
            self._keep(f"contained-{kind}-{self._contained[kind]}", data)
        self._count("contained")

    def crashed(self, place: str, message: str, data: bytes) -> None:
        """Count an input that shows a fault of ours."""
        self._crashes[place] += 1
        if self._crashes[place] == 1:
            self._keep(place, data)
            print(f"crash: {place}: {message[:200]!r}", flush=True)
        self._count("crashed")

    def report(self) -> None:
        """Keep the figures of the run so far beside the crashes: atheris ends without a word."""
        self._folder.mkdir(exist_ok=True)
        (self._folder / f"{self._name}.txt").write_text(str(self), "utf-8")

    def _count(self, what: str) -> None:
        self._counts["tried"] += 1
        self._counts[what] += 1
        if self._counts["tried"] % 500 == 0:
            self.report()

    def _keep(self, what: str, data: bytes) -> None:
        self._folder.mkdir(exist_ok=True)
        name = re.sub(r"[^\w.]+", "-", what).strip("-")
        (self._folder / f"{self._name}-{name}").write_bytes(data)


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
        self._findings = Findings(name)

    def one(self, data: bytes) -> None:
        """Try an input."""
        try:
            self._target(data)
            self._findings.taken()
        except self._allowed as error:
            self._findings.refused()
            assert str(error)
        except Exception as error:
            frames = [
                one for one in traceback.extract_tb(error.__traceback__) if "vlortool" in one[0]
            ]
            place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
            self._findings.crashed(f"{type(error).__name__}-{place}", str(error), data)

    def run(self, seeds: Sequence[bytes], change: Change | None = None) -> None:
        """Run it as the command line says.

        Args:
            seeds: Good inputs.
            change: Changes an input; byte by byte if it is not given.
        """
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
            plain = change or (lambda data, chance: mutated(data, seeds, chance))
            self._run_plain(seeds, options.seconds, random.Random(options.seed), plain)
            return
        CRASHES.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            for number, seed in enumerate(seeds):
                Path(folder, str(number)).write_bytes(seed)
            arguments = [f"-max_total_time={options.seconds}", f"-seed={options.seed}"]
            # What hangs ends the run, and is kept too.
            arguments += [f"-timeout={_TIMEOUT}", f"-artifact_prefix={CRASHES}/{self._name}-"]
            arguments += ["-max_len=20000", "-verbosity=0"]
            own = {"custom_mutator": _for_atheris(change)} if change else {}
            atheris.Setup([sys.argv[0], folder, *arguments], self.one, **own)
            atheris.Fuzz()

    def _run_plain(
        self, seeds: Sequence[bytes], seconds: int, chance: random.Random, change: Change
    ) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.one(change(chance.choice(seeds), chance))
        self._findings.report()
        print(self._findings, end="")


def _for_atheris(change: Change) -> Callable[[bytes, int, int], bytes]:
    def changed(data: bytes, most: int, seed: int) -> bytes:
        found = change(data, random.Random(seed))
        return found if len(found) <= most else data

    return changed


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
