"""A linear model with its features numbered: many sentences are judged at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from vlortool.tag.linear import Linear

_SCALE = 100


class NumberedModel:
    """A linear model whose features go by their numbers.

    Its weights are whole hundredths, so that their sums are exact in whatever order.
    """

    def __init__(self, model: Linear, numbers: Mapping[str, int]) -> None:
        """Set up a model.

        Args:
            model: The model.
            numbers: Numbers of its features, from 0; others have no weight in it.
        """
        # The bias is a last feature, which all sentences have.
        self._bias = len(numbers)
        self._rows = np.zeros((len(numbers) + 1, len(model.labels)), dtype=np.int32)
        self._rows[self._bias] = model.bias
        self._margins = np.zeros((len(model.labels), len(numbers)))
        for name, row in model.weights.items():
            self._rows[numbers[name]] = row
        for label, margins in enumerate(self._margins):
            for name, margin in model.margins(label).items():
                margins[numbers[name]] = margin

    def scores(self, sentences: Sequence[Collection[int]]) -> list[list[float]]:
        """Return the log-odds of each label for the features of each sentence."""
        if not sentences:
            return []
        numbers: list[int] = []
        starts: list[int] = []
        for features in sentences:
            starts.append(len(numbers))
            numbers.append(self._bias)
            numbers.extend(features)
        sums = np.add.reduceat(self._rows[numbers], starts, axis=0, dtype=np.int64)
        scores: list[list[float]] = (sums / _SCALE).tolist()
        return scores

    def margins(self, label: int, features: Collection[int]) -> list[float]:
        """Return how far each feature speaks for a label against the mean of the others."""
        margins: list[float] = self._margins[label][list(features)].tolist()
        return margins
