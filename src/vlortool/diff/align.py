"""Which statements of two advisories are on the same thing.

Statements with the same words are paired first, and are then no longer looked at. For the others,
those that share the words that tell most are candidates; each candidate gets a score from all that
speaks for it, and a probability from how its score stands among those of its rivals: the same
words prove more where nothing else comes near.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import nlargest

from msgspec import Struct

from vlortool.diff.likeness import FEATURES, Likeness, Side
from vlortool.diff.model import AlignmentModel

# The least share of common words is told from so many candidates of either side.
CANDIDATES = 12
# Leads beyond these tell nothing more.
_BEHIND, _AHEAD = -6.0, 4.0
# A statement without rivals is ahead by this.
_ALONE = 4.0


class Aligned(Struct, frozen=True, gc=False):
    """Two statements, by their indexes, that may be on the same thing.

    Attributes:
        old: Index of the older advisory's statement.
        new: Index of the newer one's.
        probability: That they are on the same thing.
    """

    old: int
    new: int
    probability: float


def candidates(
    likeness: Likeness, rows: Sequence[int], columns: Sequence[int]
) -> set[tuple[int, int]]:
    """Return the pairs of statements that are worth a closer look.

    Args:
        likeness: The comparison.
        rows: Indexes of the older advisory's statements to look at.
        columns: Indexes of the newer one's.

    Returns:
        For each statement those of the other advisory that share the words that tell most;
        as many as share as much as the last of them.
    """
    ours = {row: _telling(likeness, likeness.old, row) for row in rows}
    theirs = {column: _telling(likeness, likeness.new, column) for column in columns}
    return _best(ours, theirs) | {(row, column) for column, row in _best(theirs, ours)}


def _telling(likeness: Likeness, side: Side, at: int) -> dict[str, float]:
    """Return the keys of a statement, each with what it tells."""
    found: dict[str, float] = {}
    for term in side.contents[at].terms:
        most = likeness.weight(term)
        for key, share in term.keys.items():
            tells = min(likeness.rarity.word(key) * share * term.weight, most)
            if tells > found.get(key, 0.0):
                found[key] = tells
    return found


def _best(
    ours: dict[int, dict[str, float]], theirs: dict[int, dict[str, float]]
) -> set[tuple[int, int]]:
    postings: dict[str, list[tuple[int, float]]] = {}
    for at, keys in theirs.items():
        for key, tells in keys.items():
            postings.setdefault(key, []).append((at, tells))
    found: set[tuple[int, int]] = set()
    for at, keys in ours.items():
        shared: dict[int, float] = {}
        for key, tells in keys.items():
            for other, their in postings.get(key, ()):
                shared[other] = shared.get(other, 0.0) + min(tells, their)
        if shared:
            least = nlargest(CANDIDATES, shared.values())[-1]
            found.update((at, other) for other, worth in shared.items() if worth >= least)
    return found


def scored(
    likeness: Likeness, pairs: Iterable[tuple[int, int]], model: AlignmentModel
) -> list[Aligned]:
    """Return the probability of each pair, in the order of the older advisory."""
    weights = [model.weights[name] for name in FEATURES]
    scores: dict[tuple[int, int], float] = {}
    for first, second in sorted(pairs):
        features = likeness.features(first, second)
        if features is not None:
            scores[first, second] = model.bias + sum(map(_product, weights, features))
    return ranked(scores, model)


def ranked(scores: dict[tuple[int, int], float], model: AlignmentModel) -> list[Aligned]:
    """Return the probability of each pair from its score and those of its rivals."""
    rivals = (_top(scores, 0), _top(scores, 1))
    rank = model.rank
    found = []
    for pair, score in scores.items():
        leads = [lead(score, rivals[side][pair[side]]) for side in (0, 1)]
        logit = (
            rank.bias + rank.score * score + rank.nearer * max(leads) + rank.farther * min(leads)
        )
        found.append(Aligned(*pair, 1 / (1 + math.exp(-logit))))
    return found


def lead(score: float, best: Sequence[float]) -> float:
    """Return by how much a score leads the best of its rivals, or trails it.

    Args:
        score: The score.
        best: The two best scores of a statement, its own among them if it is one of them.
    """
    if score < best[0]:
        return max(_BEHIND, score - best[0])
    return min(_AHEAD, score - best[1]) if len(best) > 1 else _ALONE


def _top(scores: dict[tuple[int, int], float], side: int) -> dict[int, list[float]]:
    """Return the two best scores of each statement."""
    found: dict[int, list[float]] = {}
    for pair, score in scores.items():
        best = found.setdefault(pair[side], [])
        best.append(score)
        best.sort(reverse=True)
        del best[2:]
    return found


def _product(one: float, other: float) -> float:
    return one * other
