"""How often each rule was right in the labelled advisories: what `vlortool why` quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from vlortool.evaluate.gold import GoldUnit
from vlortool.model.advisory import POSITIONS, STRENGTHS, Statement
from vlortool.tag.labels import feature_reader, position_model
from vlortool.tag.linear import Linear
from vlortool.tag.positions import read_features
from vlortool.tag.statements import label_sentences
from vlortool.train.data import Labelled

# A feature that weighs less (in hundredths) is hardly ever a reason by itself.
_LEAST_WEIGHT = 10

Table = dict[str, list[int]]


def measure(labelled: Sequence[Labelled]) -> dict[str, Table]:
    """Count, for each rule, the gold labels of the sentences in which it fired.

    Returns:
        By kind and rule: counts by position or strength (in the order of `POSITIONS` and
        `STRENGTHS`); for the others how often the rule fired and how often it was right.
    """
    model = position_model()
    kinds = ("position", "strength", "actor", "addressee", "theme")
    found: dict[str, Table] = {kind: {} for kind in kinds}
    for document in labelled:
        rows = read_features(document.units, feature_reader())
        for row, gold in zip(rows, document.gold, strict=True):
            _count(found["position"], row, model.sentence, POSITIONS.index(gold.position))
            if gold.strength is not None:
                _count(found["strength"], row, model.strength, STRENGTHS.index(gold.strength))
        spans: list[list[tuple[int, int]]] = [[] for _ in document.document.blocks]
        for block, start, end in _places(document):
            spans[block].append((start, end))
        statements = label_sentences(document.document, spans)
        for statement, gold in zip(statements, document.gold, strict=True):
            _count_rules(found, statement, gold)
    return found


def _places(document: Labelled) -> Iterator[tuple[int, int, int]]:
    """Yield the block and the offsets of each sentence."""
    block = 0
    for unit in document.units:
        while unit.start >= document.document.blocks[block].end:
            block += 1
        yield block, unit.start, unit.end


def _count(table: Table, row: dict[str, tuple[int, int]], model: Linear, label: int) -> None:
    for feature in row:
        weights = model.weights.get(feature)
        if weights is not None and (max(weights) >= _LEAST_WEIGHT or feature.startswith("cue:")):
            table.setdefault(feature, [0] * len(weights))[label] += 1


def _count_rules(found: dict[str, Table], statement: Statement, gold: GoldUnit) -> None:
    names = {"actor": gold.actors, "addressee": gold.addressees}
    at = {(each.start, each.end): each.id for each in statement.actors}
    for cue in statement.cues:
        kind, _, rule = cue.rule.partition("/")
        if kind == "theme":
            _count_one(found[kind], rule, right=rule.partition(":")[0] in gold.themes)
        elif kind in names:
            right = at.get((cue.start, cue.end)) in names[kind]
            _count_one(found[kind], rule, right=right)


def _count_one(table: Table, rule: str, *, right: bool) -> None:
    row = table.setdefault(rule, [0, 0])
    row[0] += 1
    row[1] += right


def write_evidence(evidence: dict[str, Table], path: Path) -> None:
    """Write the counts, one rule a line."""
    lines = []
    for kind, table in evidence.items():
        rows = (
            f"{msgspec.json.encode(rule).decode()}:{msgspec.json.encode(row).decode()}"
            for rule, row in sorted(table.items())
        )
        lines.append(f'"{kind}":{{\n' + ",\n".join(rows) + "\n}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
