"""What becomes of a folder of hostile files: `python benchmarks/hostile.py DIR | --made`.

The real `vlortool parse` runs over all of a folder at once, with each reader, and its report is
counted: how many were parsed, how many refused and for which reason, how many crashed their
process, how many hit a fault of ours (an internal error). With `--made` the folder is that of
`tests/hostile`, made by program. `--each` prints a line for each file.

The files of other projects' tests are not part of this repository; their source packages hold
them: `pip download --no-binary pypdf --no-deps pypdf`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
REASONS = (
    ("internal error", "fault of ours"),
    ("crashed", "process crashed"),
    ("the system ended", "process crashed"),
    ("--max-seconds", "limit of time"),
    ("--max-memory", "limit of memory"),
    ("--max-size", "limit of size"),
    ("--max-pages", "limit of pages"),
    ("encrypted", "encrypted"),
    ("damaged or cut off", "damaged"),
    ("no text layer", "no text layer"),
    ("this is no PDF", "no PDF"),
    ("empty", "empty"),
    ("only blanks", "only blanks"),
    ("binary data|encoding|first bytes", "no text"),
    (r"its id \S+ is that of", "same id as another"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--made", action="store_true", help="make the files of tests/hostile")
    parser.add_argument("--seconds", default="20")
    parser.add_argument("--memory", default="1024")
    parser.add_argument("--pages", default="5000")
    parser.add_argument("--size", default="500")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--readers", default="pdfium,pdfplumber")
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "in")
        folder.mkdir()
        if options.made:
            sys.path.insert(0, str(ROOT))
            from tests.hostile.kinds import write_all

            write_all(folder)
        else:
            gather(options.folder, folder)
        for reader in options.readers.split(","):
            report(folder, reader, options)


def gather(source: Path, folder: Path) -> None:
    """Copy a folder's PDFs, each under a name of its own."""
    for number, path in enumerate(sorted(source.rglob("*.pdf"))):
        if path.is_file():
            shutil.copy(path, folder / f"{number:05}-{path.name}")


def report(folder: Path, reader: str, options: argparse.Namespace) -> None:
    started = time.monotonic()
    rows, status = parsed(folder, reader, options)
    counts = Counter(reason_of(row) for row in rows)
    seconds = time.monotonic() - started
    print(f"\n{reader}: n = {len(rows)}, exit status {status}, {seconds:.0f} s")
    for reason, count in counts.most_common():
        print(f"| {reason} | {count} |")
    for row in rows:
        faulty = reason_of(row) in {"fault of ours", "process crashed", "other"}
        if options.each or faulty:
            name = Path(row["source"]).name
            what = row["error"] or f"parsed, {row['pages']} p., {row['sentences']} sentences"
            print(f"| {name} | {what.replace(str(folder) + os.sep, '')} |")


def parsed(folder: Path, reader: str, options: argparse.Namespace) -> tuple[list[Any], int]:
    command = [sys.executable, "-m", "vlortool", "parse", str(folder), "--format", "json"]
    command += ["--data", str(folder.parent / f"data-{reader}"), "--reader", reader]
    command += ["--max-seconds", options.seconds, "--max-memory", options.memory]
    command += ["--max-pages", options.pages, "--max-size", options.size]
    command += ["--jobs", options.jobs]
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder.parent)
    if not done.stdout:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    return json.loads(done.stdout), done.returncode


def reason_of(row: dict[str, Any]) -> str:
    if row["status"] != "refused":
        return row["status"] if not row["warnings"] else f"{row['status']} with warnings"
    said = row["error"] or ""
    return next((kind for pattern, kind in REASONS if re.search(pattern, said)), "other")


if __name__ == "__main__":
    main()
