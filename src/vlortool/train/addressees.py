"""Learns what the features around a mention say about who is to act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vlortool.evaluate.gold import GoldUnit
from vlortool.tag.actors import find_actors
from vlortool.tag.frames import features
from vlortool.tag.units import Unit
from vlortool.train.data import Labelled

STRENGTH = 0.3
THRESHOLD = 0.45
_SEEN = 2
_DIGITS = 3


def train_addressees(
    labelled: Iterable[Labelled], *, strength: float = STRENGTH, threshold: float = THRESHOLD
) -> dict[str, Any]:
    """Return the weights of a logistic regression, one decision a mention.

    Args:
        labelled: Advisories with gold labels; only their recommendations are used.
        strength: Inverse of the regularisation.
        threshold: From which probability a mention counts.
    """
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 - only for training
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    rows, answers, counted = [], [], []
    for unit, gold, weight in _asks(labelled):
        named = find_actors(unit)
        for mention, around in zip(named, features(unit, named), strict=True):
            if not around:
                continue
            rows.append(dict.fromkeys(around, 1))
            answers.append(mention.id in gold.addressees)
            counted.append(weight)
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    kept = [{name: 1 for name in row if counts[name] >= _SEEN} for row in rows]
    vectors = DictVectorizer(sparse=False)
    model = LogisticRegression(C=strength, max_iter=2000, tol=1e-6)
    model.fit(vectors.fit_transform(kept), answers, sample_weight=counted)
    weights = {
        str(name): round(float(weight), _DIGITS)
        for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    }
    return {
        "bias": round(float(model.intercept_[0]), _DIGITS),
        "threshold": threshold,
        "features": {name: weight for name, weight in sorted(weights.items()) if weight},
    }


def write_weights(weights: dict[str, Any], path: Path) -> None:
    """Write weights as the resource that the finder reads, the same bytes for the same weights."""
    path.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", "utf-8")


def _asks(labelled: Iterable[Labelled]) -> Iterator[tuple[Unit, GoldUnit, float]]:
    for document in labelled:
        for unit, gold in zip(document.units, document.gold, strict=True):
            if gold.position == "recommendation":
                yield unit, gold, document.weight
