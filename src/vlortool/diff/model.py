"""The trained weights of the alignment: `alignment.json`, made by `python -m vlortool.train`."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from vlortool.diff.likeness import FEATURES
from vlortool.errors import ResourceError
from vlortool.resources.overlay import read_model


class Rank(Struct, frozen=True, kw_only=True):
    """Weights of how a pair stands among others; see `align.STANDING`."""

    bias: float
    score: float
    nearer: float
    farther: float
    fresh_more: float
    fresh_less: float
    company: float


class AlignmentModel(Struct, frozen=True, kw_only=True):
    """What makes two statements a pair.

    Attributes:
        bias: What is added to every score.
        weights: The weight of each of the `FEATURES`.
        rank: What becomes of scores among rivals.
        sure: Similarity from which two statements are a pair.
        possible: Similarity from which a reader may want to look at them.
        background: How much lemmas tell in policy advice at large, in nats.
    """

    bias: float
    weights: dict[str, float]
    rank: Rank
    sure: float
    possible: float
    background: dict[str, float]


@cache
def alignment_model() -> AlignmentModel:
    """Read the weights.

    Raises:
        ResourceError: They are of other features.
    """
    model = read_model("alignment.json", AlignmentModel)
    if set(model.weights) != set(FEATURES):
        raise ResourceError(
            "alignment.json: its weights are of other features", "Train it anew with this version"
        )
    return model
