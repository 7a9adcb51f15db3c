"""Training of the themes: a model of words, and over it a model of what stands around."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from msgspec import convert
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from vlortool.resources.themes import ThemeCatalogue, themes
from vlortool.tag.theme_context import NAMES, Row, Surroundings
from vlortool.tag.theme_model import (
    RULE,
    ContextModel,
    Weights,
    WordModel,
    evidence_of,
)
from vlortool.tag.theme_rules import RuleIndex
from vlortool.tag.theme_words import features_of
from vlortool.tag.themes import MOST
from vlortool.tag.units import Token
from vlortool.train.data import Labelled

# Chosen by cross-validation over the documents of the corpus.
_INNER = 5
_C_WORDS = 1.0
_C_CONTEXT = 0.1
_MIN_DOCUMENTS = 3
_MIN_UNITS = 3
_PART = 4
_THRESHOLDS = [step / 100 for step in range(14, 50, 3)]

Weighted = dict[str, dict[str, float]]


def train_themes(
    labelled: Sequence[Labelled], catalogue: ThemeCatalogue | None = None
) -> dict[str, Any]:
    """Learn weights of words and of context from labelled advisories.

    The model of the context learns from words' scores of documents that the words' model has not
    seen, so that it trusts them as far as they can be trusted on a new document.

    Args:
        labelled: The advisories; never those of the dev part.
        catalogue: The themes' rules; the shipped ones if left out.

    Returns:
        The content of `theme_model.json`.
    """
    trainer = _Trainer(RuleIndex(catalogue or themes()), labelled)
    rows, truth = trainer.rows_unseen()
    context, context_bias = _fit_context(rows, truth, trainer.ids)
    bias, words = trainer.fit_words(labelled)
    raw: dict[str, Any] = {
        "thresholds": [0.5] * MOST,
        "bias": bias,
        "words": words,
        "context": context,
        "context_bias": context_bias,
    }
    raw["thresholds"] = _thresholds(convert(raw, Weights), rows, trainer)
    return raw


class _Trainer:
    def __init__(self, index: RuleIndex, labelled: Sequence[Labelled]) -> None:
        self.index = index
        self.labelled = labelled
        self.ids = sorted(
            {theme for each in labelled for gold in each.gold for theme in gold.themes}
        )
        self._lemmas = _frequent(labelled)
        self._features: dict[str, list[set[str]]] = {
            each.id: [self._features_of(unit.tokens) for unit in each.units] for each in labelled
        }

    def _features_of(self, tokens: Sequence[Token]) -> set[str]:
        rules = {RULE + self.index.names[hit.rule] for hit in self.index.find(tokens)}
        return features_of(tokens, self._lemmas) | rules

    def fit_words(self, labelled: Sequence[Labelled]) -> tuple[dict[str, float], Weighted]:
        """Learn each theme's weights of words, most of them zero."""
        rows = [features for each in labelled for features in self._features[each.id]]
        places = _vocabulary(labelled, self._features)
        matrix = _matrix(rows, places)
        names = list(places)
        bias: dict[str, float] = {}
        words: Weighted = {}
        gold = [each for document in labelled for each in document.gold]
        weights = np.array([document.weight for document in labelled for _ in document.gold])
        for theme in self.ids:
            truth = np.array([theme in each.themes for each in gold])
            bias[theme], words[theme] = -6.0, {}
            if truth.sum() > 1:
                bias[theme], words[theme] = _fit_one(matrix, truth, weights, names)
        return bias, words

    def rows_unseen(self) -> tuple[list[tuple[int, Row]], list[bool]]:
        """Return the context's features of all documents, each scored by words of others."""
        found: list[tuple[int, Row]] = []
        truth: list[bool] = []
        places = np.arange(len(self.labelled))
        for learn, score in GroupKFold(_INNER).split(places, groups=places):
            bias, words = self.fit_words([self.labelled[place] for place in learn])
            model = self._model(bias, words)
            for place in score:
                each = self.labelled[place]
                own, _, titles = evidence_of(model, each.units)
                for row in Surroundings(each.units, own, titles).rows():
                    found.append((int(place), row))
                    truth.append(self.ids[row.theme] in each.gold[row.unit].themes)
        return found, truth

    def _model(self, bias: dict[str, float], words: Weighted) -> WordModel:
        zero = dict.fromkeys(NAMES, 0.0)
        weights = Weights(
            thresholds=(), bias=bias, words=words, context=zero, context_bias=dict(bias)
        )
        return WordModel(self.index, self.ids, weights)


def _frequent(labelled: Sequence[Labelled]) -> frozenset[str]:
    """Return the lemmas that may be parts of compounds."""
    counts = Counter(
        lemma
        for each in labelled
        for unit in each.units
        for lemma in {token.lemma for token in unit.tokens}
    )
    return frozenset(
        lemma for lemma, count in counts.items() if count >= _MIN_UNITS and len(lemma) >= _PART
    )


def _vocabulary(
    labelled: Sequence[Labelled], features: dict[str, list[set[str]]]
) -> dict[str, int]:
    """Return the features that stand in enough documents, with their columns."""
    documents: dict[str, set[str]] = defaultdict(set)
    for each in labelled:
        for row in features[each.id]:
            for feature in row:
                documents[feature].add(each.id)
    kept = sorted(word for word, ids in documents.items() if len(ids) >= _MIN_DOCUMENTS)
    return {word: place for place, word in enumerate(kept)}


def _matrix(rows: Sequence[set[str]], places: dict[str, int]) -> Any:
    columns = [sorted(places[word] for word in row if word in places) for row in rows]
    ends = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([place for row in columns for place in row])
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(places)))


def _fit_one(
    matrix: Any, truth: Any, counted: Any, names: list[str]
) -> tuple[float, dict[str, float]]:
    model = LogisticRegression(
        C=_C_WORDS, l1_ratio=1, solver="liblinear", max_iter=400, tol=1e-3, random_state=0
    )
    model.fit(matrix, truth, sample_weight=counted)
    weights = model.coef_[0]
    kept = {
        names[place]: round(float(weights[place]), 3)
        for place in np.flatnonzero(np.abs(weights) >= 5e-3)
    }
    return round(float(model.intercept_[0]), 3), kept


def _fit_context(
    rows: list[tuple[int, Row]], truth: list[bool], ids: list[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Learn weights of the context, shared by all themes, and a bias of each theme."""
    values = np.array([row.values for _, row in rows])
    mean, spread = values.mean(0), values.std(0)
    spread[spread == 0] = 1
    themes_ = np.eye(len(ids))[[row.theme for _, row in rows]]
    model = LogisticRegression(C=_C_CONTEXT, max_iter=1000)
    model.fit(np.hstack([(values - mean) / spread, themes_]), np.array(truth))
    weights = model.coef_[0][: len(NAMES)] / spread
    shift = float(model.intercept_[0] - weights @ mean)
    bias = model.coef_[0][len(NAMES) :]
    return (
        {name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)},
        {theme: round(shift + float(value), 3) for theme, value in zip(ids, bias, strict=True)},
    )


def _thresholds(weights: Weights, rows: list[tuple[int, Row]], trainer: _Trainer) -> list[float]:
    """Return from which probability the first, second ... theme is best given, by micro F1."""
    model = ContextModel(weights, trainer.ids)
    likely: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
    for place, row in rows:
        likely[place, row.unit].append((model.probability(row), row.theme))
    ranked: list[list[tuple[float, bool]]] = [[] for _ in range(MOST)]
    for (place, unit), themes_ in likely.items():
        gold = trainer.labelled[place].gold[unit].themes
        for rank, (value, theme) in enumerate(sorted(themes_, reverse=True)[:MOST]):
            ranked[rank].append((value, trainer.ids[theme] in gold))
    asked = sum(len(gold.themes) for each in trainer.labelled for gold in each.gold)
    counts = [[_counts(pairs, threshold) for threshold in _THRESHOLDS] for pairs in ranked]
    best = max(
        product(range(len(_THRESHOLDS)), repeat=MOST),
        key=lambda steps: _f1([counts[rank][step] for rank, step in enumerate(steps)], asked),
    )
    return [_THRESHOLDS[step] for step in best]


def _counts(pairs: list[tuple[float, bool]], threshold: float) -> tuple[int, int]:
    """Return how many themes are given from a threshold on, and how many of them are right."""
    given = [right for value, right in pairs if value >= threshold]
    return len(given), sum(given)


def _f1(counts: list[tuple[int, int]], asked: int) -> float:
    given = sum(count for count, _ in counts)
    return 2 * sum(right for _, right in counts) / max(1, given + asked)
