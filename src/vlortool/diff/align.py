"""Which statements of two advisories are on the same thing.

Statements with the same words are paired first, and are then no longer looked at. For the others,
those that share the words that tell most are candidates; each candidate gets a score from all that
speaks for it, and a similarity from how its score stands among those of its rivals: the same
words prove more where nothing else comes near. Both are learned; neither is a probability on texts
other than those that it was learned from (docs/accuracy.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import groupby
from operator import mul

from msgspec import Struct

from vlortool.diff.likeness import FEATURES, Likely, Likeness
from vlortool.diff.matches import TELLING, Weighed
from vlortool.diff.model import AlignmentModel

# So many candidates of each statement, or as many as the budget allows for long advisories.
_MOST, _FEWEST = 12, 3
_BUDGET = 10_000
# What so many pairs of statements have in common tells them apart no more.
_COMMON = 6_000
# How a pair stands among others, in the order in which the model weighs it: its score, its lead
# over the rivals of either statement, what is new in its words, and the score of its neighbours.
STANDING = ("score", "nearer", "farther", "fresh_more", "fresh_less", "company")
# Leads beyond these tell nothing more; a statement without rivals is ahead by the greater one.
_BEHIND, _AHEAD = -6.0, 4.0
# A score so far below even odds is that of a usual pair.
_USUAL = 2.0
_STEPS = (-2, -1, 1, 2)
# The score of no pair.
_NONE = -8.0
_LARGEST = 30.0


class Aligned(Struct, frozen=True, gc=False):
    """Two statements, by their indexes, that may be on the same thing.

    Attributes:
        old: Index of the older advisory's statement.
        new: Index of the newer one's.
        similarity: From 0 to 1, the higher the likelier that they are.
    """

    old: int
    new: int
    similarity: float


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
    shared = _shared(likeness, rows, columns)
    turned: dict[int, dict[int, float]] = {}
    for row, others in shared.items():
        for column, worth in others.items():
            turned.setdefault(column, {})[row] = worth
    count = max(_FEWEST, min(_MOST, _BUDGET // max(1, len(rows) + len(columns))))
    found = set(_best(shared, count))
    found.update((row, column) for column, row in _best(turned, count))
    return found


def _shared(
    likeness: Likeness, rows: Sequence[int], columns: Sequence[int]
) -> dict[int, dict[int, float]]:
    """Return roughly what the words tell that statements have in common."""
    ours, theirs = _postings(likeness.words[0], rows), _postings(likeness.words[1], columns)
    shared: dict[int, dict[int, float]] = {row: {} for row in rows}
    # In the order of the keys, so that sums are the same when old and new change places.
    for key in sorted(ours.keys() & theirs.keys()):
        others = theirs[key]
        if len(ours[key]) * len(others) > _COMMON:
            continue
        for row, tells in ours[key]:
            found = shared[row]
            for column, their in others:
                found[column] = found.get(column, 0.0) + (tells if tells < their else their)  # noqa: FURB136 - the inner loop
    return shared


def _postings(
    words: Mapping[int, Weighed], places: Sequence[int]
) -> dict[str, list[tuple[int, float]]]:
    """Return for each key the statements that have it, with what it tells there."""
    found: dict[str, list[tuple[int, float]]] = {}
    for at in places:
        best: dict[str, float] = {}
        for count, most, keys in words[at].keys:
            for each in keys:
                tells = min(each.tells * each.share, most) * count
                if tells > best.get(each.key, 0.0):
                    best[each.key] = tells
        for key, tells in best.items():
            found.setdefault(key, []).append((at, tells))
    return found


def _best(shared: Mapping[int, Mapping[int, float]], count: int) -> Iterator[tuple[int, int]]:
    for at, others in shared.items():
        if others:
            least = nlargest(count, others.values())[-1]
            yield from ((at, other) for other, worth in others.items() if worth >= least)


def scored(
    likeness: Likeness,
    pairs: Iterable[tuple[int, int]],
    model: AlignmentModel,
    further: Mapping[tuple[int, int], float],
) -> list[Aligned]:
    """Return the similarity of each pair, in the order of the older advisory.

    Args:
        likeness: The comparison.
        pairs: The candidates.
        model: The weights.
        further: What else adds to the log odds of a pair.
    """
    found = {pair: likely for pair in sorted(pairs) if (likely := likeness.pair(*pair)) is not None}
    weights = [model.weights[name] for name in FEATURES]
    scores = {
        pair: model.bias + sum(map(mul, weights, likely.features)) + further.get(pair, 0.0)
        for pair, likely in found.items()
    }
    ranks = standing(likeness, found, scores)
    ours = [getattr(model.rank, name) for name in STANDING]
    return [
        Aligned(*pair, _logistic(model.rank.bias + sum(map(mul, ours, ranks[pair]))))
        for pair in scores
    ]


def standing(
    likeness: Likeness,
    found: Mapping[tuple[int, int], Likely],
    scores: Mapping[tuple[int, int], float],
) -> dict[tuple[int, int], tuple[float, ...]]:
    """Return how each pair stands among the others, as figures in the order of `STANDING`.

    Args:
        likeness: The comparison.
        found: The pairs with what speaks for them.
        scores: Their scores.
    """
    rivals = (_by_statement(scores, 0), _by_statement(scores, 1))
    fresh = (_fresh(found, scores, rivals[0], 0), _fresh(found, scores, rivals[1], 1))
    ranks: dict[tuple[int, int], tuple[float, ...]] = {}
    for pair, score in scores.items():
        leads = [_lead(score, rivals[side][pair[side]]) for side in (0, 1)]
        new = [fresh[side][pair] for side in (0, 1)]
        ranks[pair] = (
            score,
            max(leads),
            min(leads),
            max(new),
            min(new),
            _company(likeness, pair, scores),
        )
    return ranks


def _by_statement(
    scores: Mapping[tuple[int, int], float], side: int
) -> dict[int, list[tuple[float, tuple[int, int]]]]:
    """Return the pairs of each statement with their scores, the best first."""
    found: dict[int, list[tuple[float, tuple[int, int]]]] = {}
    for pair, score in scores.items():
        found.setdefault(pair[side], []).append((score, pair))
    for pairs in found.values():
        pairs.sort(key=lambda each: -each[0])
    return found


def _lead(score: float, rivals: Sequence[tuple[float, tuple[int, int]]]) -> float:
    """Return by how much a score leads the best of its rivals, or trails it."""
    best = rivals[0][0]
    if score < best:
        return max(_BEHIND, score - best)
    return min(_AHEAD, score - rivals[1][0]) if len(rivals) > 1 else _AHEAD


def _fresh(
    found: Mapping[tuple[int, int], Likely],
    scores: Mapping[tuple[int, int], float],
    rivals: Mapping[int, Sequence[tuple[float, tuple[int, int]]]],
    side: int,
) -> dict[tuple[int, int], float]:
    """Return the share of its matched words that no better pair of a statement has matched.

    A sentence that enumerates asks is in several pairs by other words each time; one that has the
    topic of the advisory in common with many others has it by the same words.
    """
    shares = {}
    for pairs in rivals.values():
        taken: list[float] = []
        for _, equals in groupby(pairs, key=lambda each: each[0]):
            matched = []
            for _, pair in equals:
                worths = (found[pair].worths, found[pair].their_worths)[side]
                matched.append((pair, [worth if worth > TELLING else 0.0 for worth in worths]))
            for pair, worths in matched:
                taken = taken or [0.0] * len(worths)
                whole = sum(worths)
                left = sum(max(0.0, a - b) for a, b in zip(worths, taken, strict=True))
                shares[pair] = left / whole if whole else 0.0
            for pair, worths in matched:
                share = _logistic(scores[pair] + _USUAL)
                taken = [max(a, b * share) for a, b in zip(taken, worths, strict=True)]
    return shares


def _company(
    likeness: Likeness, pair: tuple[int, int], scores: Mapping[tuple[int, int], float]
) -> float:
    """Return the best score of two neighbours: positions on one thing stand together."""
    sides = (likeness.old.statements, likeness.new.statements)
    near = [
        [
            at
            for step in _STEPS
            if 0 <= (at := pair[side] + step) < len(sides[side])
            and sides[side][at].section == sides[side][pair[side]].section
        ]
        for side in (0, 1)
    ]
    return max(
        (scores.get((first, second), _NONE) for first in near[0] for second in near[1]),
        default=_NONE,
    )


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_LARGEST, min(_LARGEST, logit))))
