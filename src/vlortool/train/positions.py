"""Training of the models that judge positions, from labelled sentences.

Deterministic: the documents are taken in order of their id, folds are by document, and weights are
rounded to hundredths. Two runs on one machine give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from vlortool.model.advisory import POSITIONS, STRENGTHS
from vlortool.tag.features import FeatureReader
from vlortool.tag.linear import SCALE, Linear, softmax
from vlortool.tag.position_context import Column, context_features
from vlortool.tag.positions import Features, PositionModel, read_features
from vlortool.train.data import Labelled

FOLDS = 6
# Found by cross-validation by document; see docs/accuracy.md.
_SENTENCE_C, _CONTEXT_C, _STRENGTH_C = 0.12, 0.1, 0.3
_LEAST_COUNT = 3
_SENTENCE_FEATURES, _STRENGTH_FEATURES = 12_000, 2_500
_ITERATIONS = 1000


class Example(NamedTuple):
    """The features of a sentence, its label, and how much it counts."""

    features: Features
    label: str
    weight: float


def folds(labelled: Sequence[Labelled], count: int = FOLDS) -> list[list[Labelled]]:
    """Split documents into folds, registers spread evenly."""
    ordered = sorted(labelled, key=lambda each: (each.id.split("-")[0], each.id))
    return [ordered[number::count] for number in range(count)]


def train_positions(labelled: Sequence[Labelled], reader: FeatureReader[str]) -> PositionModel:
    """Train the three models.

    Args:
        labelled: The documents to learn from.
        reader: Reads the features.
    """
    documents = sorted(labelled, key=lambda each: each.id)
    features = {each.id: read_features(each.units, reader) for each in documents}
    context = fit_context(documents, features)
    sentence = fit_sentence(documents, features)
    strength = _fit_strength(documents, features)
    return PositionModel(sentence=sentence, context=context, strength=strength)


def fit_sentence(documents: Sequence[Labelled], features: dict[str, list[Features]]) -> Linear:
    """Fit the model of a sentence by itself."""
    examples = [
        Example(row, unit.position, each.weight)
        for each in documents
        for row, unit in zip(features[each.id], each.gold, strict=True)
    ]
    return fit(examples, POSITIONS, _SENTENCE_C, _SENTENCE_FEATURES)


def fit_context(documents: Sequence[Labelled], features: dict[str, list[Features]]) -> Linear:
    """Fit the model of a sentence among others, on what models say that never saw its document."""
    values: list[dict[str, Column]] = []
    labels: list[str] = []
    weights: list[float] = []
    for part in folds(documents):
        held = {each.id for each in part}
        model = fit_sentence([each for each in documents if each.id not in held], features)
        for each in part:
            alone = [softmax(model.scores(row)) for row in features[each.id]]
            values.append(context_features(each.units, alone))
            labels.extend(unit.position for unit in each.gold)
            weights.extend(each.weight for _ in each.gold)
    names = sorted(values[0])
    matrix = np.vstack([np.column_stack([each[name] for name in names]) for each in values])
    return _linear(_regression(matrix, labels, weights, _CONTEXT_C), names, POSITIONS)


def _fit_strength(documents: Sequence[Labelled], features: dict[str, list[Features]]) -> Linear:
    examples = [
        Example(row, unit.strength, each.weight)
        for each in documents
        for row, unit in zip(features[each.id], each.gold, strict=True)
        if unit.strength is not None
    ]
    return fit(examples, STRENGTHS, _STRENGTH_C, _STRENGTH_FEATURES)


def fit(examples: Sequence[Example], order: Sequence[str], strictness: float, most: int) -> Linear:
    """Fit a model on features that are there or not, and keep those that matter most.

    Args:
        examples: The examples.
        order: The labels in the order that the model is to have.
        strictness: Inverse of the L2 penalty.
        most: How many features to keep; the model is fitted again on these.
    """
    counts = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in counts.items() if count >= _LEAST_COUNT)
    matrix = _matrix([example.features for example in examples], names)
    labels = [example.label for example in examples]
    weights = [example.weight for example in examples]
    fitted = _regression(matrix, labels, weights, strictness)
    if len(names) > most:
        weight = np.abs(fitted.coef_).max(axis=0)
        best = np.sort(np.argsort(-weight, kind="stable")[:most])
        names = [names[index] for index in best]
        fitted = _regression(matrix[:, best], labels, weights, strictness)
    return _linear(fitted, names, order)


def _matrix(rows: Sequence[Features], names: Sequence[str]) -> csr_matrix:
    index = {name: number for number, name in enumerate(names)}
    columns = [sorted(index[name] for name in row if name in index) for row in rows]
    pointers = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    flat = np.array([column for row in columns for column in row], dtype=np.int32)
    shape = (len(rows), len(names))
    return csr_matrix((np.ones(len(flat)), flat, pointers), shape=shape)


def _regression(
    matrix: Any, labels: Sequence[str], weights: Sequence[float], strictness: float
) -> LogisticRegression:
    model = LogisticRegression(C=strictness, max_iter=_ITERATIONS, tol=1e-4)
    return model.fit(matrix, labels, sample_weight=weights)


def _linear(fitted: LogisticRegression, names: Sequence[str], order: Sequence[str]) -> Linear:
    rows = [list(fitted.classes_).index(label) for label in order]
    weights = np.rint(fitted.coef_[rows] * SCALE).astype(int).T
    return Linear(
        labels=tuple(order),
        bias=tuple(int(each) for each in np.rint(fitted.intercept_[rows] * SCALE)),
        weights={
            name: tuple(map(int, row))
            for name, row in zip(names, weights, strict=True)
            if row.any()
        },
    )
