"""Linear models as readable data: weights of named features, applied without any library."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from operator import mul

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
        known = self.weights.get
        rows = [row for row in map(known, features) if row is not None]
        return [sum(column) / _SCALE for column in zip(self.bias, *rows, strict=True)]

    def scores_of(self, values: Mapping[str, float]) -> list[float]:
        """Return the log-odds of each label for features with a value."""
        known = self.weights.get
        pairs = [(row, value) for name, value in values.items() if (row := known(name))]
        columns = zip(*(row for row, _ in pairs), strict=True)
        factors = [value for _, value in pairs]
        totals = [sum(map(mul, column, factors)) for column in columns] or [0.0] * len(self.bias)
        return [(bias + total) / _SCALE for bias, total in zip(self.bias, totals, strict=True)]

    def margins(self, label: int) -> dict[str, float]:
        """Return how far each feature speaks for a label against the mean of the others."""
        others = len(self.labels) - 1
        return {
            feature: (row[label] - (sum(row) - row[label]) / others) / _SCALE
            for feature, row in self.weights.items()
        }


def softmax(scores: list[float]) -> list[float]:
    """Return probabilities for log-odds."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
