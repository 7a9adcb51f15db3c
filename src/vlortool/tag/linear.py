"""Linear models as readable data: weights of named features, applied without any library."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from msgspec import Struct

# Weights are stored as whole hundredths: the files stay small and the arithmetic exact.
_SCALE = 100


class Linear(Struct, frozen=True, kw_only=True):
    """A multinomial logistic regression.

    Attributes:
        labels: What it tells apart.
        bias: A weight a label, in hundredths.
        weights: For each feature a weight a label, in hundredths.
    """

    labels: tuple[str, ...]
    bias: tuple[int, ...]
    weights: dict[str, tuple[int, ...]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the log-odds of each label for features that are there or not."""
        totals = list(self.bias)
        known = self.weights.get
        for feature in features:
            row = known(feature)
            if row is not None:
                for index, weight in enumerate(row):
                    totals[index] += weight
        return [total / _SCALE for total in totals]

    def scores_of(self, values: Mapping[str, float]) -> list[float]:
        """Return the log-odds of each label for features with a value."""
        totals: list[float] = list(self.bias)
        for feature, value in values.items():
            row = self.weights.get(feature)
            if row is not None:
                for index, weight in enumerate(row):
                    totals[index] += weight * value
        return [total / _SCALE for total in totals]

    def margin(self, feature: str, label: int) -> float:
        """Return how far a feature speaks for a label against the mean of the others."""
        row = self.weights.get(feature)
        if row is None:
            return 0.0
        others = (sum(row) - row[label]) / (len(row) - 1)
        return (row[label] - others) / _SCALE


def softmax(scores: list[float]) -> list[float]:
    """Return probabilities for log-odds."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
