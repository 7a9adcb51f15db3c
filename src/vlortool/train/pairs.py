"""Labelled pairs of advisories, and the texts of the corpus, for the training of the alignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from vlortool.evaluate.alignment import GoldDiff, gold_diffs, unit_names
from vlortool.evaluate.gold import Gold, read_gold
from vlortool.evaluate.labelled import labelled_here
from vlortool.model.advisory import Advisory
from vlortool.train.alignment import Example
from vlortool.train.data import held_out

# Published advisories are what it is for. Leaving out one pair of advisories at a time, the others
# are aligned as well when the seeds count three times (.61 against .60), and worse at five (.58).
_WRITTEN, _PUBLISHED = 1.0, 3.0


class Texts(Struct, frozen=True):
    """The words of the corpus.

    Attributes:
        paragraphs: Its paragraphs and bullets.
        sentences: Its sentences.
    """

    paragraphs: list[str]
    sentences: list[str]


def read_diffs(paths: Iterable[Path], pairs: Path) -> list[GoldDiff]:
    """Read the labelled pairs of advisories.

    Args:
        paths: Gold files.
        pairs: The folder of pairs; what its `dev.txt` lists is left out.

    Raises:
        GoldError: A gold file is wrong.
    """
    return gold_diffs([read_gold(path) for path in _kept(paths, pairs)])


def read_examples(diffs: Sequence[GoldDiff], raw: Path) -> list[Example]:
    """Label the advisories of labelled pairs, and find their pairs among the statements.

    Args:
        diffs: The pairs of advisories.
        raw: The folder with the sources of the seeds.

    Raises:
        GoldError: A source is missing.
    """
    known: dict[str, Advisory] = {}
    examples = []
    for diff in diffs:
        places = []
        for gold in (diff.old, diff.new):
            if gold.id not in known:
                known[gold.id] = labelled_here(gold, raw)
            places.append(_places(gold, known[gold.id]))
        pairs = {
            (places[0][pair.old], places[1][pair.new]): pair.core
            for pair in diff.pairs
            if pair.old in places[0] and pair.new in places[1]
        }
        weight = _WRITTEN if diff.old.document is not None else _PUBLISHED
        examples.append(Example(known[diff.old.id], known[diff.new.id], pairs, weight))
    return examples


def _places(gold: Gold, advisory: Advisory) -> dict[str, int]:
    """Return the index of the statement of each unit of the gold."""
    order = {statement.id: at for at, statement in enumerate(advisory.statements)}
    return {unit: order[statement] for statement, unit in unit_names(gold, advisory).items()}


def read_texts(paths: Iterable[Path], pairs: Path) -> Texts:
    """Read the words of gold files that hold their text.

    Args:
        paths: Gold files.
        pairs: The folder of pairs; what its `dev.txt` lists is left out.

    Raises:
        GoldError: A gold file is wrong.
    """
    golds = [read_gold(path) for path in _kept(paths, pairs)]
    documents = [gold.document for gold in golds if gold.document is not None]
    paragraphs = [
        document.text[block.start : block.end]
        for document in documents
        for block in document.blocks
    ]
    return Texts(paragraphs, [unit.text for gold in golds for unit in gold.units])


def _kept(paths: Iterable[Path], pairs: Path) -> list[Path]:
    left_out = {(pairs / name).resolve() for name in held_out(pairs)}
    return [path for path in sorted(paths) if path.resolve() not in left_out]
