"""Training of the alignment: what words tell, which company they keep, and what makes a pair."""

from __future__ import annotations

import base64
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from vlortool.diff.align import STANDING, candidates, standing
from vlortool.diff.compare import left, likeness, verbatim
from vlortool.diff.content import SIGNS, Content, Text, contents, looked_up
from vlortool.diff.likeness import FEATURES, Likely, Likeness
from vlortool.diff.vectors import WordVectors
from vlortool.model.advisory import Advisory

# Chosen by leaving out one pair of advisories at a time.
_DIMENSIONS = 50
_C_SCORE = 0.1
_C_STANDING = 1.0
_LEAST_PARAGRAPHS = 3
_LEAST_SENTENCES = 2
_POSSIBLE = 0.4
_THRESHOLDS = [math.exp(step / 20) for step in range(-60, -4)]
# Steps of 5 % to either side.
_PLATEAU = 7
# What is common evidence never speaks against a pair, whatever a few examples say.
_EVIDENCE = ("themes", "actors", "addressees", "works", "title")
_INT8 = 127

Floats = npt.NDArray[np.float64]
Places = tuple[int, int]


class Example(Struct, frozen=True):
    """Two advisories with the pairs of their statements, as indexes.

    Attributes:
        old: The older one.
        new: The newer one.
        pairs: The pairs; whether one counts, or is neither right nor wrong.
        weight: How much each of their pairs counts in training.
    """

    old: Advisory
    new: Advisory
    pairs: Mapping[Places, bool]
    weight: float


class _Measured(Struct, frozen=True):
    """An example with the figures of its candidates."""

    example: Example
    likeness: Likeness
    found: dict[Places, Likely]
    verbatim: frozenset[Places]

    def features(self) -> Floats:
        return np.array([each.features for each in self.found.values()])

    def truth(self) -> list[bool | None]:
        """Return whether each candidate is a pair; None for what is neither right nor wrong."""
        pairs = self.example.pairs
        return [(True if pairs[pair] else None) if pair in pairs else False for pair in self.found]


class _Fitted(Struct, frozen=True):
    """Weights of both models."""

    bias: float
    weights: Floats
    rank_bias: float
    rank: Floats

    def scores(self, measured: _Measured) -> dict[Places, float]:
        values = measured.features() @ self.weights + self.bias
        return dict(zip(measured.found, map(float, values), strict=True))

    def probabilities(self, measured: _Measured) -> dict[Places, float]:
        ranks = standing(measured.likeness, measured.found, self.scores(measured))
        return {
            pair: 1 / (1 + math.exp(-float(np.dot(values, self.rank)) - self.rank_bias))
            for pair, values in ranks.items()
        }


def train_alignment(
    paragraphs: Sequence[str], sentences: Sequence[str], examples: Sequence[Example]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Learn what makes two positions a pair.

    Args:
        paragraphs: Paragraphs of policy advice, for the company that words keep.
        sentences: Its sentences, for how rare words are.
        examples: Advisories whose pairs are known; never those that are measured with.

    Returns:
        The contents of `alignment.json` and of `vectors.json`.
    """
    background = _background(sentences)
    vectors = _vectors(paragraphs)
    words = WordVectors(
        vectors["words"],
        np.frombuffer(base64.b64decode(vectors["values"]), np.int8).tolist(),
        vectors["dimensions"],
    )
    measured = [_measure(each, background, words) for each in examples]
    fitted = _fit(measured)
    sure = _threshold(measured)
    model = {
        "bias": round(fitted.bias, 5),
        "weights": _rounded(FEATURES, fitted.weights),
        "rank": {"bias": round(fitted.rank_bias, 5), **_rounded(STANDING, fitted.rank)},
        "sure": round(sure, 3),
        "possible": round(sure * _POSSIBLE, 3),
        "background": background,
    }
    return model, vectors


def _rounded(names: Sequence[str], values: Floats) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}


def _lemmas(content: Content) -> list[str]:
    """Return the lemmas and parts of compounds in a text, without stems and groups."""
    return [key for term in content.terms for key in term.keys if key[0] not in SIGNS]


def _background(sentences: Iterable[str]) -> dict[str, float]:
    found = contents(map(Text, sentences), looked_up)
    counts = Counter(key for each in found for key in set(_lemmas(each)))
    return {
        word: round(math.log((len(found) + 1) / (count + 0.5)), 2)
        for word, count in sorted(counts.items())
        if count >= _LEAST_SENTENCES
    }


def _vectors(paragraphs: Iterable[str]) -> dict[str, Any]:
    """Analyse which words stand in the same paragraphs."""
    found = [Counter(_lemmas(each)) for each in contents(map(Text, paragraphs), looked_up)]
    among = Counter(word for each in found for word in each)
    words = sorted(word for word, count in among.items() if count >= _LEAST_PARAGRAPHS)
    places = {word: at for at, word in enumerate(words)}
    rows, columns, values = [], [], []
    for row, counts in enumerate(found):
        for word, count in counts.items():
            if word in places:
                rows.append(row)
                columns.append(places[word])
                values.append((1 + math.log(count)) * math.log(len(found) / among[word]))
    table = normalize(csr_matrix((values, (rows, columns)), shape=(len(found), len(words))))
    analysis = TruncatedSVD(_DIMENSIONS, random_state=0).fit(table)
    directions = normalize(analysis.components_.T * np.sqrt(analysis.singular_values_))
    stored = np.round(directions * _INT8).astype(np.int8)
    return {
        "dimensions": _DIMENSIONS,
        "words": words,
        "values": base64.b64encode(stored.tobytes()).decode(),
    }


def _measure(example: Example, background: Mapping[str, float], words: WordVectors) -> _Measured:
    compared = likeness(example.old, example.new, looked_up, background, words)
    old, new = example.old.statements, example.new.statements
    same = frozenset(verbatim(old, new))
    rows = left(range(len(old)), {one for one, _ in same})
    columns = left(range(len(new)), {other for _, other in same})
    pairs = candidates(compared, rows, columns)
    found = {pair: likely for pair in sorted(pairs) if (likely := compared.pair(*pair))}
    return _Measured(example, compared, found, same)


def _fit(measured: Sequence[_Measured]) -> _Fitted:
    """Fit both models: of what speaks for a pair, and of how it stands among others."""
    features = np.vstack([each.features() for each in measured])
    truth = [one for each in measured for one in each.truth()]
    counts = [each.example.weight for each in measured for _ in each.found]
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    first = _regression((features - mean) / spread, truth, counts, _C_SCORE)
    weights = first.coef_[0] / spread
    bias = float(first.intercept_[0] - np.dot(weights, mean))
    for name in _EVIDENCE:
        at = FEATURES.index(name)
        weights[at] = max(0.0, weights[at])
    begun = _Fitted(bias, weights, 0.0, np.zeros(len(STANDING)))
    ranks = [
        values
        for each in measured
        for values in standing(each.likeness, each.found, begun.scores(each)).values()
    ]
    second = _regression(np.array(ranks), truth, counts, _C_STANDING)
    return _Fitted(bias, weights, float(second.intercept_[0]), second.coef_[0])


def _regression(
    rows: Floats, truth: Sequence[bool | None], counts: Sequence[float], strength: float
) -> LogisticRegression:
    kept = [at for at, one in enumerate(truth) if one is not None]
    labels = [bool(truth[at]) for at in kept]
    weights = [counts[at] for at in kept]
    model = LogisticRegression(C=strength, max_iter=3000)
    return model.fit(rows[kept], labels, sample_weight=weights)


def _threshold(measured: Sequence[_Measured]) -> float:
    """Return the probability from which F1 is best on advisories that were left out."""
    found = []
    for at, each in enumerate(measured):
        others = [*measured[:at], *measured[at + 1 :]]
        found.append(_fit(others).probabilities(each))
    means = [
        sum(_f1(each, some, least) for each, some in zip(measured, found, strict=True))
        for least in _THRESHOLDS
    ]
    # The middle of a plateau: the very best of so few examples is chance.
    smooth = [
        sum(means[max(0, at - _PLATEAU) : at + _PLATEAU + 1])
        / len(means[max(0, at - _PLATEAU) : at + _PLATEAU + 1])
        for at in range(len(means))
    ]
    return _THRESHOLDS[smooth.index(max(smooth))]


def _f1(measured: _Measured, probabilities: Mapping[Places, float], least: float) -> float:
    pairs = measured.example.pairs
    taken = {pair for pair, sure in probabilities.items() if sure >= least} | measured.verbatim
    taken -= {pair for pair, counts in pairs.items() if not counts}
    wanted = {pair for pair, counts in pairs.items() if counts}
    return 2 * len(taken & wanted) / (len(taken) + len(wanted))
