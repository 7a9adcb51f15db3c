"""Gold files: what careful readers say of each sentence of an advisory.

Two shapes are read: that of `gold/` (units of an advisory whose text is parsed from its source) and
that of `corpus/` (blocks with their sentences, the structure included; see `corpus/FORMAT.md`).
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from vlortool.errors import GoldError
from vlortool.model.advisory import Block, Footnote, Metadata, Position, Section, Strength
from vlortool.model.document import Document


class GoldUnit(Struct, frozen=True, kw_only=True):
    """A sentence with the labels that `gold/GUIDELINES.md` defines.

    Attributes:
        id: Its id in the gold file.
        text: Its words, note markers left out.
        position: What it does.
        strength: Force of a recommendation, else None.
        speaker: Actor id of whose position it is.
        actors: Ids of the actors named.
        addressees: Ids of who must act, as named.
        themes: Ids of what it is about.
        themes_optional: Themes that count as neither right nor wrong.
    """

    id: str
    text: str
    position: Position
    strength: Strength | None
    speaker: str | None
    actors: frozenset[str]
    addressees: frozenset[str]
    themes: frozenset[str]
    themes_optional: frozenset[str] = frozenset()


class Gold(Struct, frozen=True, kw_only=True):
    """A labelled advisory.

    Attributes:
        id: Advisory id.
        path: The gold file.
        units: Its sentences in document order.
        document: Its structure, where the gold file holds it (the shape of `corpus/`).
        spans: Half-open offsets of the sentences of each block of `document`.
    """

    id: str
    path: Path
    units: list[GoldUnit]
    document: Document | None = None
    spans: list[list[tuple[int, int]]] = []


def read_gold(path: Path) -> Gold:
    """Read a gold file of either shape.

    Raises:
        GoldError: It can't be read, or has another shape.
    """
    try:
        raw = json.loads(path.read_text("utf-8"))
        return _corpus(raw, path) if "blocks" in raw else _seed(raw, path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        wrong = f"{path}: can't be read as gold ({type(error).__name__}: {error})"
        raise GoldError(wrong, "gold/GUIDELINES.md and corpus/FORMAT.md show the shapes") from error


def _seed(raw: dict[str, Any], path: Path) -> Gold:
    return Gold(id=raw["advisory"], path=path, units=[_unit(unit) for unit in raw["units"]])


def _unit(raw: dict[str, Any]) -> GoldUnit:
    return GoldUnit(
        id=raw["id"],
        text=raw["text"],
        position=raw["position"],
        strength=raw["strength"],
        speaker=raw["speaker"],
        actors=frozenset(raw["actors"]),
        addressees=frozenset(raw["addressees"]),
        themes=frozenset(raw["themes"]),
        themes_optional=frozenset(raw.get("themes_optional", ())),
    )


def _corpus(raw: dict[str, Any], path: Path) -> Gold:
    builder = _Builder()
    units: list[GoldUnit] = []
    for block in raw["blocks"]:
        if block["kind"] == "heading":
            builder.heading(block)
        else:
            builder.block(block)
            units.extend(_unit(sentence) for sentence in block["sentences"])
    metadata = Metadata(
        title=raw["title"],
        council=raw["council"],
        body=raw["body"],
        date=dt.date.fromisoformat(raw["date"]) if raw["date"] else None,
        requested_by=raw["requested_by"],
    )
    notes = [
        Footnote(
            number=note["number"], text=note["text"], urls=note["urls"], marker=None, origin=[]
        )
        for note in raw["footnotes"]
    ]
    document = Document(
        metadata=metadata,
        text="".join(builder.parts),
        sections=builder.sections,
        blocks=builder.blocks,
        footnotes=notes,
        furniture=[],
        warnings=[],
        places=[],
        markers=[],
    )
    return Gold(id=raw["slug"], path=path, units=units, document=document, spans=builder.spans)


class _Builder:
    """Lays out the blocks of a corpus file as a canonical text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.sections: list[Section] = []
        self.blocks: list[Block] = []
        self.spans: list[list[tuple[int, int]]] = []

    def _add(self, words: str, gap: str) -> tuple[int, int]:
        if self.parts:
            self.parts.append(gap)
            self.length += len(gap)
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length

    def heading(self, raw: dict[str, Any]) -> None:
        start, end = self._add(raw["title"], "\n\n")
        self.sections.append(
            Section(
                number=raw["number"],
                title=raw["title"],
                level=raw["level"],
                start=start,
                end=end,
                origin=[],
            )
        )

    def block(self, raw: dict[str, Any]) -> None:
        spans: list[tuple[int, int]] = []
        for sentence in raw["sentences"]:
            spans.append(self._add(sentence["text"], " " if spans else "\n\n"))
        if not self.sections:
            self.sections.append(
                Section(
                    number=None, title=None, level=1, start=spans[0][0], end=spans[-1][1], origin=[]
                )
            )
        depth = raw.get("depth", 0) if raw["kind"] == "bullet" else 0
        self.blocks.append(
            Block(
                kind=raw["kind"],
                depth=depth,
                glyph=raw.get("glyph"),
                section=len(self.sections) - 1,
                lead_in=self._lead_in(depth),
                start=spans[0][0],
                end=spans[-1][1],
                origin=[],
            )
        )
        self.spans.append(spans)

    def _lead_in(self, depth: int) -> int | None:
        if depth == 0:
            return None
        section = len(self.sections) - 1
        for index in range(len(self.blocks) - 1, -1, -1):
            if self.blocks[index].section != section:
                return None
            if self.blocks[index].depth < depth:
                return index
        return None
