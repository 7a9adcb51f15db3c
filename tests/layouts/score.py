"""Score a parser on rendered layouts: `python -m tests.layouts.score DIR`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.layouts.plan import MONTHS

if TYPE_CHECKING:
    from vlortool.model.advisory import Advisory, Block

_SUFFIXES = (".pdf", ".txt")


@dataclass
class Tally:
    """Counts of one measure: `hit` of `gold` wanted, `found` by the parser."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.hit += other.hit
        self.gold += other.gold
        self.found += other.found

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 if there is none."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        """Share of the finds that are right; 1 if there are none."""
        return self.hit / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.gold + self.found
        return 2 * self.hit / total if total else 1.0


@dataclass
class Score:
    """The measures of one file, and what differs, in words."""

    name: str
    producer: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    diffs: list[str] = field(default_factory=list)
    leaks: int = 0
    crash: str = ""

    def share(self, measure: str, right: Iterable[bool]) -> None:
        """Count a yes-or-no measure."""
        values = list(right)
        self.tallies[measure] = Tally(sum(values), len(values), len(values))


# The measures in the order of the table, and whether they are F1 (else a share).
MEASURES = {
    "head": True,
    "level": False,
    "bullet": True,
    "depth": False,
    "lead": False,
    "para": True,
    "note": False,
    "urls": False,
    "marker": False,
    "title": False,
    "date": False,
    "reference": False,
    "signature": False,
}


def normal(text: str | None) -> str:
    """Fold white space, and forms of one character that do not differ on paper."""
    folded = " ".join((text or "").split())
    return folded.replace("\u00a0", " ").replace("\u2010", "-").replace("\u2011", "-")


def score(gold: dict[str, Any], advisory: Advisory, name: str = "") -> Score:
    """Hold a parsed advisory against the gold of its file."""
    result = Score(name, _producer(gold, name))
    _headings(result, gold, advisory)
    _bullets(result, gold, advisory)
    wanted = [normal(text) for text in gold["paragraphs"]]
    found = [normal(_words(advisory, one)) for one in advisory.blocks if one.kind == "paragraph"]
    _overlap(result, "para", wanted, found)
    _notes(result, gold, advisory)
    _metadata(result, gold, advisory)
    text = normal(advisory.text).lower()
    leaks = [one for one in gold.get("furniture", ()) if normal(one).lower() in text]
    result.leaks = len(leaks)
    result.diffs += [f"furniture in the text: {one!r}" for one in leaks]
    return result


def score_file(path: Path, parse: Callable[[Path], Advisory]) -> Score:
    """Parse and score one file; a crash counts as a miss of everything."""
    gold = json.loads(_gold_path(path).read_text("utf-8"))
    try:
        advisory = parse(path)
    except Exception as error:  # noqa: BLE001 - a crash is a result here
        return _crashed(gold, path.name, f"{type(error).__name__}: {error}")
    return score(gold, advisory, path.name)


def files(folder: Path) -> list[Path]:
    """Return the files of a folder that have gold beside them."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _SUFFIXES and _gold_path(path).is_file()
    )


def _gold_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.json")


def _producer(gold: dict[str, Any], name: str) -> str:
    producer = str(gold["meta"].get("producer", "other"))
    kind = re.search(r"\.(\w+)\.txt$", name)
    return f"text {kind[1]}" if kind else producer


def _words(advisory: Advisory, block: Block) -> str:
    return advisory.text[block.start : block.end]


def _overlap(result: Score, measure: str, wanted: list[Any], found: list[Any]) -> None:
    common = Counter(wanted) & Counter(found)
    result.tallies[measure] = Tally(sum(common.values()), len(wanted), len(found))
    for sign, left in (("-", Counter(wanted) - common), ("+", Counter(found) - common)):
        result.diffs += [f"{measure} {sign} {_shown(one)}" for one in left.elements()]


def _shown(value: Hashable) -> str:
    text = " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 170 else f"{text[:85]} ... {text[-80:]}"


def _headings(result: Score, gold: dict[str, Any], advisory: Advisory) -> None:
    optional = set(gold.get("optional_headings", ()))
    wanted = [
        ((one["num"] or "").rstrip("."), normal(one["text"]), one["level"])
        for one in gold["headings"]
    ]
    found = [
        ((one.number or "").rstrip("."), normal(one.title), one.level)
        for one in advisory.sections
        if one.title and one.title not in optional
    ]
    _overlap(result, "head", [one[:2] for one in wanted], [one[:2] for one in found])
    pairs = list(_pairs(wanted, found, key=lambda one: one[:2]))
    pairs = [(one, other) for one, other in pairs if one[2] is not None]
    result.share("level", (one[2] == other[2] for one, other in pairs))
    result.diffs += [
        f"level of {one[0]} {one[1]!r}: {other[2]}, gold {one[2]}"
        for one, other in pairs
        if one[2] != other[2]
    ]


def _pairs(
    wanted: list[Any], found: list[Any], key: Callable[[Any], Hashable]
) -> Iterator[tuple[Any, Any]]:
    """Pair what is wanted with what was found, in order, by a key."""
    rest: dict[Hashable, list[Any]] = {}
    for one in found:
        rest.setdefault(key(one), []).append(one)
    for one in wanted:
        if rest.get(key(one)):
            yield one, rest[key(one)].pop(0)


def _bullets(result: Score, gold: dict[str, Any], advisory: Advisory) -> None:
    wanted = [(normal(b["text"]), b["level"], normal(b["lead_in"])) for b in gold["bullets"]]
    found = [
        (
            normal(_words(advisory, one)),
            one.depth,
            "" if one.lead_in is None else normal(_words(advisory, advisory.blocks[one.lead_in])),
        )
        for one in advisory.blocks
        if one.kind == "bullet"
    ]
    _overlap(result, "bullet", [one[0] for one in wanted], [one[0] for one in found])
    pairs = list(_pairs(wanted, found, key=lambda one: one[0]))
    # Text does not always show how deep a bullet is.
    pairs = [(one, other) for one, other in pairs if one[1] is not None]
    result.share("depth", (one[1] == other[1] for one, other in pairs))
    result.share("lead", (one[2] == other[2] for one, other in pairs))
    for one, other in pairs:
        if one[1] != other[1]:
            result.diffs.append(f"depth of {_shown(one[0])}: {other[1]}, gold {one[1]}")
        if one[2] != other[2]:
            result.diffs.append(
                f"lead-in of {_shown(one[0])}: {_shown(other[2])}, gold {_shown(one[2])}"
            )


def _notes(result: Score, gold: dict[str, Any], advisory: Advisory) -> None:
    found = {note.number.rstrip(".)"): note for note in advisory.footnotes}
    texts, urls, markers = [], [], []
    for number, one in gold["footnotes"].items():
        note = found.pop(number, None)
        if note is None:
            texts.append(False)
            urls.append(False)
            markers.append(False)
            result.diffs.append(f"note {number} - {_shown(one['text'])}")
            continue
        texts.append(normal(note.text) == normal(one["text"]))
        known = one["links"] is not None
        if known:
            urls.append(_targets(note.urls) == _targets(one["links"]))
        before = "" if note.marker is None else normal(advisory.text[: note.marker])
        after = normal(one["marker"][0]["after"])
        markers.append(note.marker is not None and before.endswith(after))
        if not texts[-1]:
            result.diffs.append(f"note {number}: {_shown(note.text)}, gold {_shown(one['text'])}")
        if known and not urls[-1]:
            result.diffs.append(f"urls of note {number}: {note.urls}, gold {one['links']}")
        if not markers[-1]:
            result.diffs.append(f"marker {number} after {before[-30:]!r}, gold {after!r}")
    for number, note in found.items():
        texts.append(False)
        result.diffs.append(f"note {number} + {_shown(note.text)}")
    result.share("note", texts)
    result.share("urls", urls)
    result.share("marker", markers)


def _targets(urls: Iterable[str]) -> list[str]:
    # LibreOffice writes the target `https://host` as `https://host/`.
    return [url.rstrip("/") for url in urls]


def _metadata(result: Score, gold: dict[str, Any], advisory: Advisory) -> None:
    meta, found = gold["meta"], advisory.metadata
    wanted = {
        "title": meta["title"] and normal(meta["title"]),
        "date": meta["date"] and _iso(meta["date"]),
        "reference": meta["ref"],
        "signature": [tuple(map(normal, one)) for one in gold["signature"]],
    }
    got = {
        "title": normal(found.title),
        "date": str(found.date),
        "reference": found.reference,
        "signature": [(normal(one.name), normal(one.function)) for one in found.signatories],
    }
    for name, value in wanted.items():
        if value is None:
            continue
        result.share(name, [got[name] == value])
        if got[name] != value:
            result.diffs.append(f"{name}: {got[name]}, gold {value}")


def _iso(date: str) -> str:
    day, month, year = date.split()
    return f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}"


def _crashed(gold: dict[str, Any], name: str, reason: str) -> Score:
    result = Score(name, _producer(gold, name), crash=reason, diffs=[f"crash: {reason}"])
    sizes = {
        "head": len(gold["headings"]),
        "bullet": len(gold["bullets"]),
        "para": len(gold["paragraphs"]),
        "note": len(gold["footnotes"]),
        "urls": len(gold["footnotes"]),
        "marker": len(gold["footnotes"]),
        **dict.fromkeys(("title", "date", "reference", "signature"), 1),
    }
    result.tallies = {name: Tally(0, size, 0) for name, size in sizes.items()}
    return result


def _sum(name: str, scores: list[Score]) -> Score:
    total = Score(name, f"{len(scores)} files")
    for one in scores:
        total.leaks += one.leaks
        for measure, tally in one.tallies.items():
            total.tallies.setdefault(measure, Tally()).add(tally)
    return total


def groups(scores: list[Score]) -> dict[str, list[Score]]:
    """Group scores by producer, with all of them last."""
    found: dict[str, list[Score]] = {}
    for one in scores:
        found.setdefault(one.producer, []).append(one)
    return {**dict(sorted(found.items())), "all": scores}


def as_data(scores: list[Score]) -> dict[str, Any]:
    """Return totals and files as plain data."""

    def row(one: Score) -> dict[str, Any]:
        values = {
            measure: {
                "value": round(tally.f1 if MEASURES[measure] else tally.recall, 4),
                "precision": round(tally.precision, 4),
                "recall": round(tally.recall, 4),
                "n": tally.gold,
            }
            for measure, tally in one.tallies.items()
        }
        return {"measures": values, "leaks": one.leaks, "crash": one.crash or None}

    return {
        "totals": {
            name: {**row(_sum(name, members)), "files": len(members)}
            for name, members in groups(scores).items()
        },
        "files": {one.name: {**row(one), "diffs": one.diffs} for one in scores},
    }


def table(scores: list[Score], *, each: bool = False) -> str:
    """Lay out the totals by producer, and if asked the files, as text."""
    rows = [_sum(name, members) for name, members in groups(scores).items()]
    members = groups(scores)
    lines = [" " * 24 + " ".join(f"{name[:6]:>7}" for name in MEASURES) + "   leaks crash"]
    if each:
        lines += [_row(one, one.name, int(bool(one.crash))) for one in scores]
    for total in rows:
        crashes = sum(bool(one.crash) for one in members[total.name])
        lines.append(_row(total, f"{total.name} ({len(members[total.name])})", crashes))
    counts = " ".join(f"{rows[-1].tallies.get(name, Tally()).gold:>7}" for name in MEASURES)
    return "\n".join([*lines, f"{'n':<24}{counts}"])


def _row(one: Score, name: str, crashes: int) -> str:
    cells = []
    for measure, is_f1 in MEASURES.items():
        tally = one.tallies.get(measure, Tally())
        cells.append(f"{100 * (tally.f1 if is_f1 else tally.recall):7.1f}")
    return f"{name[-60:]:<24}{' '.join(cells)}   {one.leaks:>5} {crashes:>5}"


def _parse(path: Path) -> Advisory:
    from vlortool.pipeline import parse_file

    return parse_file(path)


def main(arguments: list[str] | None = None) -> int:
    """Score a folder and print a table."""
    options = _parser().parse_args(arguments)
    paths = [one for one in files(options.folder) if options.only in one.name]
    with ProcessPoolExecutor(options.jobs) as pool:
        scores = list(pool.map(partial(score_file, parse=_parse), paths))
    for one in scores if options.show else ():
        if one.diffs:
            print(f"\n== {one.name} ({len(one.diffs)} differences)")  # noqa: T201
            print("\n".join(f"   {line}" for line in one.diffs[: options.show]))  # noqa: T201
    print(table(scores, each=options.each))  # noqa: T201
    if options.json:
        text = json.dumps(as_data(scores), ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="differences a file")
    parser.add_argument("--each", action="store_true", help="a row a file")
    parser.add_argument("--only", default="", help="files whose name contains this")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser


if __name__ == "__main__":
    sys.exit(main())
