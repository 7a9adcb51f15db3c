"""Labelled advisories as they stand in the corpus: structure and words, no layout."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["heading", "paragraph", "bullet"]

COUNCILS = {
    "vlor": "Vlaamse Onderwijsraad",
    "serv": "Sociaal-Economische Raad van Vlaanderen",
    "sar-wgg": "Strategische Adviesraad Welzijn, Gezondheid en Gezin",
    "sarc": "Strategische Adviesraad voor Cultuur, Jeugd, Sport en Media",
    "vario": "Vlaamse Adviesraad voor Innoveren en Ondernemen",
    "mora": "Mobiliteitsraad van Vlaanderen",
    "salv": "Strategische Adviesraad voor Landbouw en Visserij",
    "minaraad": "Milieu- en Natuurraad van Vlaanderen",
}


@dataclass(frozen=True)
class Sentence:
    """A sentence and the numbers of its notes; `after` says behind which words a mark stands."""

    text: str
    notes: tuple[str, ...]
    after: dict[str, str]


@dataclass(frozen=True)
class Block:
    """A heading, paragraph or bullet; `level` is the heading's level or the bullet's depth."""

    kind: Kind
    level: int = 0
    number: str | None = None
    title: str = ""
    glyph: str | None = None
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Note:
    """A note with its link targets."""

    number: str
    text: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Doc:
    """One advisory of the corpus; `date` is ISO, `layout` a suggestion in words."""

    slug: str
    council: str
    title: str
    date: str
    body: str
    reference: str
    requested_by: str | None
    signatories: tuple[tuple[str, str], ...]
    layout: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]

    @property
    def council_name(self) -> str:
        """The council's full name."""
        return COUNCILS.get(self.council, self.council.upper())


def load(path: Path) -> Doc:
    """Read one advisory of the corpus."""
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Doc(
        slug=data["slug"],
        council=data["council"],
        title=data["title"],
        date=data["date"],
        body=data["body"],
        reference=data["reference"],
        requested_by=data["requested_by"],
        signatories=tuple((one["name"], one["function"] or "") for one in data["signatories"]),
        layout=data["layout"],
        blocks=tuple(_block(one) for one in data["blocks"]),
        notes=tuple(
            Note(str(one["number"]), one["text"], tuple(one["urls"])) for one in data["footnotes"]
        ),
    )


def load_all(folder: Path) -> list[Doc]:
    """Read all advisories of a folder, by slug."""
    return [load(path) for path in sorted(folder.glob("*.json"))]


def split_of(slug: str) -> Literal["dev", "heldout"]:
    """Tell which part of the split a document belongs to: 60 % dev, 40 % held out."""
    value = int(hashlib.sha256(slug.encode()).hexdigest()[:8], 16)
    return "dev" if value % 100 < 60 else "heldout"


def _block(data: dict[str, Any]) -> Block:
    if data["kind"] == "heading":
        return Block("heading", data["level"], data["number"], data["title"])
    sentences = tuple(
        Sentence(
            one["text"],
            tuple(str(n) for n in one["notes"]),
            {str(number): words for number, words in (one.get("mark_after") or {}).items()},
        )
        for one in data["sentences"]
    )
    return Block(data["kind"], data.get("depth", 0), glyph=data.get("glyph"), sentences=sentences)
