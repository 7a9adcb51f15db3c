"""Fuzz the PDF route: changed PDFs through both readers, from the file to the JSON of the record.

Each is parsed in a process of its own, as `vlortool parse` does it: one that crashes the library
that reads it, hangs or eats memory is counted apart and kept, and is no crash of ours.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from harness import CRASHES, Findings
from stage import checked

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pdfs import Mutator  # noqa: E402 - it takes from tests
from tests.hostile.kinds import PDFS  # noqa: E402

from vlortool.batch.crew import Crew  # noqa: E402
from vlortool.batch.task import Options, Task, load_parser  # noqa: E402
from vlortool.model.layout import Reader  # noqa: E402
from vlortool.model.limits import Limits  # noqa: E402
from vlortool.model.outcome import Failure  # noqa: E402

LIMITS = Limits(seconds=5, memory=700, pages=200, size=50)
# Of the made ones: those that only size makes hostile teach nothing.
_MOST = 1 << 14
_PLACE = re.compile(r'File "[^"]*\bvlortool/[^"]*?(\w+\.py)", line (\d+)')
_CONTAINED = (
    ("--max-seconds", "too long"),
    ("--max-memory", "too much memory"),
    ("crashed", "worker crashed"),
    ("the system ended", "worker ended"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--inputs", type=int, default=sys.maxsize, help="no more than so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=[one.value for one in Reader], help="one, not both")
    parser.add_argument("--crashes", type=Path, default=CRASHES, help="where to keep them")
    options = parser.parse_args()
    # What pypdf has to say of the made ones.
    logging.disable(logging.CRITICAL)
    readers = [options.reader] if options.reader else [one.value for one in Reader]
    findings = Findings("pdf", options.crashes)
    with tempfile.TemporaryDirectory() as folder:
        tasks = _tasks(Path(folder), random.Random(options.seed), options.seconds, readers)
        tasks = islice(tasks, options.inputs)
        settings = Options(data=Path(folder), jobs=1, limits=LIMITS)
        with Crew(load_parser, checked, tasks, settings) as crew:
            for _, parsed in crew.results():
                path = Path(parsed.outcome.source)
                _count(findings, path.read_bytes(), path.stem, parsed.outcome.failure)
                path.unlink()
    findings.report()
    print(findings, end="")


def _seeds() -> Iterator[bytes]:
    # As many of these as of the others: most of what goes on in a file goes on in these alone.
    for path in sorted((ROOT / "tests" / "fixtures" / "pdf").glob("*.pdf")) * 6:
        yield path.read_bytes()
    for kind in PDFS:
        data = kind.make()
        if len(data) <= _MOST:
            yield data


def _tasks(
    folder: Path, chance: random.Random, seconds: int, readers: list[str]
) -> Iterator[tuple[int, Task]]:
    mutator = Mutator(_seeds(), chance)
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        name = f"{chance.choice(readers)}-{number}"
        path = folder / f"{name}.pdf"
        path.write_bytes(mutator.next())
        yield number, Task(path=path, id=name)


def _count(findings: Findings, data: bytes, name: str, failure: Failure | None) -> None:
    if failure is None:
        findings.taken()
        return
    said = failure.message
    if "internal error" in said or not failure.remedy:
        places = [":".join(one) for one in _PLACE.findall(failure.trace)]
        kind = re.search(r"internal error \(([\w: ]+?):", said)
        findings.crashed(f"{kind[1] if kind else 'no remedy'}-{(places or ['?'])[-1]}", said, data)
        return
    contained = next((kind for words, kind in _CONTAINED if words in said), None)
    if contained:
        findings.contained(f"{contained} ({name.partition('-')[0]})", data)
    else:
        findings.refused()


if __name__ == "__main__":
    main()
