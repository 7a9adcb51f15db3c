"""Linear models as readable data: weights of named features."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

# Weights are stored as whole hundredths: the files stay small and the arithmetic exact.
SCALE = 100


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
        return [sum(column) / SCALE for column in zip(self.bias, *rows, strict=True)]

    def scores_of(self, columns: Mapping[str, NDArray[np.float64]]) -> list[list[float]]:
        """Return the log-odds of each label for many examples.

        Args:
            columns: For each feature its value in each example.
        """
        total = np.zeros((len(next(iter(columns.values()))), len(self.bias)))
        # One after the other, so that the same values give the same bits on every machine.
        for name, values in columns.items():
            weights = self.weights.get(name)
            if weights is not None:
                total += values[:, None] * np.array(weights)
        scores: list[list[float]] = ((np.array(self.bias) + total) / SCALE).tolist()
        return scores


def softmax(scores: list[float]) -> list[float]:
    """Return probabilities for log-odds."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
