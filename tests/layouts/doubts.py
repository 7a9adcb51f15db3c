"""Hold gold against what stands on paper, without the parser: `python -m tests.layouts.doubts DIR`.

White space and hyphens do not count here, so that line breaks and hyphenation do not matter; a
page break or a marker may cut a text into pieces. What cannot be found at all is a doubt, and so
are links that are neither printed nor targets, targets that the gold lacks, and markers astray.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Shortest piece of a text that counts as found when a page break or a marker cuts it.
PIECE = 10
# Characters before a marker that must stand on the line or page of the marker.
SHORT = 4
_HYPHENS = "-\u00ad\u2010\u2011"


@dataclass(frozen=True)
class Paper:
    """What a file shows: its characters, squeezed, and the targets of its links."""

    text: str
    targets: frozenset[str]


def squeeze(text: str) -> str:
    """Fold forms of a character, and drop white space and hyphens."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char for char in folded if not char.isspace() and char not in _HYPHENS)


def paper(path: Path) -> Paper:
    """Read a PDF or a text file."""
    if path.suffix != ".pdf":
        return Paper(squeeze(path.read_text("utf-8")), frozenset())
    import pypdf

    reader = pypdf.PdfReader(path)
    targets = {
        str(action["/URI"]).rstrip("/")
        for page in reader.pages
        for annotation in page.get("/Annots") or ()
        if (action := annotation.get_object().get("/A")) and "/URI" in action
    }
    text = "\n".join([*(page.extract_text() for page in reader.pages), _other_reading(path)])
    return Paper(squeeze(text), frozenset(targets))


def _other_reading(path: Path) -> str:
    """Read a PDF with pdftotext too: what one reader loses, the other may have."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def unfound(text: str, shown: str) -> str:
    """Return the rest of a text from where it is not on paper, or an empty string."""
    rest = squeeze(text)
    while rest:
        low, high = 0, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if rest[:middle] in shown else (low, middle - 1)
        next_piece = rest[low : low + PIECE]
        if low < min(PIECE, len(rest)) and (low < 2 or next_piece not in shown):
            return rest
        rest = rest[low:]
        # A tail too short to count on its own may stand anywhere.
        if len(rest) < PIECE and rest in shown:
            return ""
    return ""


def doubts(path: Path) -> list[str]:
    """Return what the gold of a file says that the file does not show."""
    gold = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
    shown = paper(path)
    missing = ((name, text, unfound(text, shown.text)) for name, text in _texts(gold))
    found = [f"{name}: {text[:60]!r}, no {rest[:40]!r}" for name, text, rest in missing if rest]
    return [*found, *_links(gold, shown), *_markers(gold, shown), *_twice(gold)]


def _texts(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("title", "date", "ref"):
        if gold["meta"][name]:
            yield name, gold["meta"][name]
    for one in gold["headings"]:
        yield "heading", one["text"]
        yield "number", one["num"] or ""
    for text in gold["paragraphs"]:
        yield "paragraph", text
    for one in gold["bullets"]:
        yield "bullet", one["text"]
    for number, one in gold["footnotes"].items():
        yield f"note {number}", one["text"]
    for name, function in gold["signature"]:
        yield "signature", name
        yield "signature", function or ""


def _links(gold: dict[str, Any], shown: Paper) -> Iterator[str]:
    wanted: set[str] = set()
    for number, one in gold["footnotes"].items():
        for link in one["links"]:
            wanted.add(link.rstrip("/"))
            if link.rstrip("/") not in shown.targets and unfound(link, shown.text):
                yield f"link of note {number}: {link} neither printed nor a target"
    for target in sorted(shown.targets):
        if target not in wanted and target.startswith("http"):
            yield f"link: target {target} is not in the gold"


def _markers(gold: dict[str, Any], shown: Paper) -> Iterator[str]:
    for number, one in gold["footnotes"].items():
        after = squeeze(one["marker"][0]["after"])[-SHORT:]
        if not re.search(rf"{re.escape(after)}\W?{number}", shown.text):
            yield f"marker {number}: not behind {after!r}"


def _twice(gold: dict[str, Any]) -> Iterator[str]:
    headings = [(one["num"], one["text"]) for one in gold["headings"]]
    for one in _repeated(headings):
        yield f"heading twice: {one}"
    for text in _repeated(gold["paragraphs"]):
        yield f"paragraph twice: {text[:60]!r}"
    for text in _repeated(one["text"] for one in gold["bullets"]):
        yield f"bullet twice (depth and lead-in are paired in order): {text[:60]!r}"


def _repeated(values: Iterable[Any]) -> list[Any]:
    seen: list[Any] = []
    twice: list[Any] = []
    for value in values:
        (twice if value in seen else seen).append(value)
    return twice


def main(arguments: list[str] | None = None) -> int:
    """Check a folder; return 1 if there are doubts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--glob", default="*.pdf")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--drop", action="store_true", help="remove the files in doubt")
    options = parser.parse_args(arguments)
    paths = [
        path
        for path in sorted(options.folder.rglob(options.glob))
        if path.with_name(f"{path.stem}.expected.json").is_file()
    ]
    total = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        for path, found in zip(paths, pool.map(doubts, paths), strict=True):
            total += len(found)
            for line in found:
                print(f"{path.name}: {line}")  # noqa: T201
            if found and options.drop:
                path.with_name(f"{path.stem}.expected.json").unlink()
                path.unlink()
    print(f"{len(paths)} files, {total} doubts")  # noqa: T201
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
