"""Labelled sentences as units, ready for features: the corpus, and the seeds by their text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from vlortool.errors import GoldError
from vlortool.evaluate.gold import Gold, GoldUnit, read_gold
from vlortool.extract import extract
from vlortool.model.document import Document
from vlortool.segment import segment
from vlortool.tag.context import units_of
from vlortool.tag.statements import bare_statements
from vlortool.tag.units import Unit

# Published advisories are what the models are for: each of their sentences counts as several.
_WRITTEN, _PUBLISHED = 1.0, 5.0
# Names the files of the dev part: never used for training or tuning, chosen before the first
# model was trained, over councils, years, topics and registers.
DEV_LIST = "dev.txt"


def held_out(folder: Path) -> frozenset[str]:
    """Return the names of the files in a corpus folder that belong to its dev part."""
    listed = folder / DEV_LIST
    return frozenset(listed.read_text("utf-8").split()) if listed.exists() else frozenset()


class Labelled(Struct, frozen=True, kw_only=True):
    """An advisory's sentences with their gold labels, one to one and in document order.

    Attributes:
        id: Advisory id.
        published: Whether a council published it; the corpus was written for training.
        document: Its structure.
        units: Its sentences.
        gold: Their labels.
    """

    id: str
    published: bool
    document: Document
    units: list[Unit]
    gold: list[GoldUnit]

    @property
    def weight(self) -> float:
        """How much each of its sentences counts in training."""
        return _PUBLISHED if self.published else _WRITTEN


def read_labelled(paths: Iterable[Path], raw: Path) -> list[Labelled]:
    """Read gold files as units with labels.

    Args:
        paths: Gold files of either shape.
        raw: The folder with the source texts of gold files that hold no structure.

    Raises:
        GoldError: A gold file is wrong, or its sentences are not those of its source.
    """
    return [_labelled(read_gold(path), raw) for path in paths]


def _labelled(gold: Gold, raw: Path) -> Labelled:
    if gold.document is not None:
        units = units_of(gold.document, gold.spans)
        return Labelled(
            id=gold.id, published=False, document=gold.document, units=units, gold=gold.units
        )
    document = segment(extract(raw / f"{gold.id}.txt"), None)
    spans: list[list[tuple[int, int]]] = [[] for _ in document.blocks]
    statements = bare_statements(document)
    for statement in statements:
        spans[statement.block].append((statement.start, statement.end))
    if [_folded(each.text) for each in statements] != [_folded(each.text) for each in gold.units]:
        wrong = f"{gold.path}: its sentences are not those of {raw / gold.id}.txt"
        raise GoldError(wrong, "Check the text, or correct the gold file")
    return Labelled(
        id=gold.id,
        published=True,
        document=document,
        units=units_of(document, spans),
        gold=gold.units,
    )


def _folded(words: str) -> str:
    return "".join(words.split())
