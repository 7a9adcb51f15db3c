"""Word vectors: words that keep the same company in policy advice point the same way.

They are the latent semantic analysis of the paragraphs of the corpus, made by
`python -m vlortool.train`: small, and no more than a hint where two statements share no words.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from vlortool.diff.content import Term
from vlortool.errors import ResourceError
from vlortool.resources.overlay import read_model, source_of

# Of length 1; empty for nothing known.
Vector = Sequence[float]


class _Stored(Struct, frozen=True, kw_only=True):
    dimensions: int
    words: list[str]
    values: bytes


class WordVectors:
    """The vectors of lemmas."""

    def __init__(self, words: Sequence[str], values: Sequence[int], dimensions: int) -> None:
        self._places = {word: at * dimensions for at, word in enumerate(words)}
        self._values = values
        self._dimensions = dimensions

    def mean(self, terms: Sequence[Term], weights: Sequence[float]) -> Vector:
        """Return the mean direction of terms, each with its weight."""
        total = [0.0] * self._dimensions
        for term, weight in zip(terms, weights, strict=True):
            place = self._place(term)
            if place is not None:
                values = self._values[place : place + self._dimensions]
                total = [sum_ + weight * value for sum_, value in zip(total, values, strict=True)]
        return normalised(total)

    def _place(self, term: Term) -> int | None:
        place = self._places.get(term.lemma)
        if place is not None:
            return place
        known = [key for key in term.keys if key in self._places]
        if not known:
            return None
        # The longest part tells most.
        return self._places[max(known, key=lambda key: (term.keys[key], len(key), key))]


def normalised(values: Sequence[float]) -> Vector:
    """Return a vector of length 1 in the same direction; an empty one for none."""
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values] if length else ()


@cache
def word_vectors() -> WordVectors:
    """Read the vectors.

    Raises:
        ResourceError: The user's file has another shape.
    """
    stored = read_model("vectors.json", _Stored)
    if len(stored.values) != len(stored.words) * stored.dimensions:
        raise ResourceError(
            f"{source_of('vectors.json')}: holds not as many numbers as its words need",
            "Make it with python -m vlortool.train",
        )
    return WordVectors(stored.words, array("b", stored.values), stored.dimensions)
