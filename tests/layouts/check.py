"""Check that gold is on paper: `python -m tests.layouts.check DIR` lists what is not."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Units are looked for in pieces, since a page seam or a note may part them anywhere.
_PIECE = 24
_MOSTLY = 0.7


def main(arguments: list[str] | None = None) -> int:
    """Check all PDFs of a folder; return 1 if something is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    missing = 0
    for path in sorted(options.folder.rglob("*.pdf")):
        gold = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
        for problem in problems(path, gold):
            missing += 1
            print(f"{path.name}: {problem}")  # noqa: T201
    return int(missing > 0)


def problems(path: Path, gold: dict[str, Any]) -> Iterator[str]:
    """Yield what the gold holds and the PDF does not show."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    shown = _letters(done.stdout.decode("utf-8"))
    for kind, text in _units(gold):
        wanted = _letters(text)
        pieces = [wanted[at : at + _PIECE] for at in range(0, len(wanted), _PIECE)]
        if pieces and sum(piece in shown for piece in pieces) < _MOSTLY * len(pieces):
            yield f"{kind} not found: {text[:90]!r}"


def _units(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "title", gold["meta"]["title"]
    yield "reference", gold["meta"]["ref"]
    yield "date", gold["meta"]["date"]
    for heading in gold["headings"]:
        yield "heading", heading["text"]
    for text in gold["paragraphs"]:
        yield "paragraph", text
    for bullet in gold["bullets"]:
        yield "bullet", bullet["text"]
    for note in gold["footnotes"].values():
        yield "note", note["text"]
    for name, function in gold["signature"]:
        yield "signature", f"{name}"
        yield "signature", f"{function}"
    for key in ("requested_by", "vote"):
        if gold["meta"][key]:
            yield key, gold["meta"][key]


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKC", text))


if __name__ == "__main__":
    sys.exit(main())
