"""The two seed advisories with their gold, for the tests that hold the parser against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vlortool.model.advisory import Advisory

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
NEWER = "actieplan-zorg-en-welzijn"
OLDER = "generalistische-benadering"
SEEDS = (NEWER, OLDER)


def gold(name: str) -> dict[str, Any]:
    """Read a seed's gold annotations."""
    loaded: dict[str, Any] = json.loads((ROOT / "gold" / f"{name}.json").read_text("utf-8"))
    return loaded


def quote(advisory: Advisory, part: Any) -> str:
    """Return the words of a section, block or statement."""
    return advisory.text[part.start : part.end]


def headings(advisory: Advisory) -> list[tuple[str | None, str, int]]:
    """Return number, title and level of each titled section."""
    return [(part.number, part.title, part.level) for part in advisory.sections if part.title]


def notes(advisory: Advisory) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return number, text and link targets of each note."""
    return [(note.number, note.text, tuple(note.urls)) for note in advisory.footnotes]


def units(advisory: Advisory) -> list[tuple[str, str, int, str, tuple[str, ...]]]:
    """Return section number, kind, depth, words and notes of each statement."""
    return [
        (
            advisory.sections[one.section].number or "",
            advisory.blocks[one.block].kind,
            advisory.blocks[one.block].depth,
            one.text,
            tuple(one.footnotes),
        )
        for one in advisory.statements
    ]


def gold_headings(name: str) -> list[tuple[str, str, int]]:
    """Return the gold form of `headings`."""
    return [(one["number"], one["title"], one["level"]) for one in gold(name)["sections"]]


def gold_notes(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the gold form of `notes`."""
    return [(one["number"], one["text"], tuple(one["urls"])) for one in gold(name)["footnotes"]]


def gold_units(name: str) -> list[tuple[str, str, int, str, tuple[str, ...]]]:
    """Return the gold form of `units`."""
    return [
        (one["section"], one["block"], one["depth"], one["text"], tuple(one["notes"]))
        for one in gold(name)["units"]
    ]
