"""A linear model with its features numbered: the sentences of a document are judged at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from vlortool.tag.linear import SCALE, Linear


class Rows(Struct, frozen=True):
    """The features of some sentences.

    Attributes:
        numbers: Their numbers, sentence after sentence.
        ends: How many there are up to the end of each sentence, beginning with 0.
    """

    numbers: NDArray[np.intp]
    ends: list[int]

    @classmethod
    def of(cls, sentences: Sequence[Collection[int]]) -> Rows:
        """Return the features of sentences."""
        numbers = [number for features in sentences for number in features]
        ends = accumulate(map(len, sentences), initial=0)
        return cls(np.array(numbers, dtype=np.intp), list(ends))


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
        self._bias = np.array(model.bias)
        self._weights = np.zeros((len(numbers), len(model.labels)), dtype=np.int64)
        self._weights[[numbers[name] for name in model.weights]] = list(model.weights.values())
        # How far each feature speaks for a label against the mean of the others.
        others = self._weights.sum(axis=1, keepdims=True) - self._weights
        self._margins = (self._weights - others / (len(model.labels) - 1)) / SCALE

    def scores(self, rows: Rows) -> list[list[float]]:
        """Return the log-odds of each label for each sentence."""
        sums = np.zeros((len(rows.numbers) + 1, len(self._bias)), dtype=np.int64)
        np.cumsum(self._weights[rows.numbers], axis=0, out=sums[1:])
        own = np.diff(sums[rows.ends], axis=0)
        scores: list[list[float]] = ((self._bias + own) / SCALE).tolist()
        return scores

    def margins(self, rows: Rows, labels: Sequence[int]) -> list[list[float]]:
        """Return how far each feature speaks for the label of its sentence, in log-odds.

        Args:
            rows: The features of the sentences.
            labels: The number of a label for each sentence.
        """
        each = np.repeat(np.array(labels, dtype=np.intp), np.diff(rows.ends))
        margins: list[float] = self._margins[rows.numbers, each].tolist()
        return [margins[start:end] for start, end in pairwise(rows.ends)]
