"""Precision, recall and F1 of statements against gold, with n beside every figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from vlortool.evaluate.gold import GoldUnit
from vlortool.model.advisory import POSITIONS, Statement

_BINS = 10


class Pair(Struct, frozen=True, kw_only=True):
    """A sentence of the gold and the statement that was found for it; None where one is missing."""

    advisory: str
    gold: GoldUnit | None
    found: Statement | None


class Score(Struct, frozen=True, kw_only=True):
    """One figure.

    Attributes:
        label: What it is about (`position/recommendation`, `actors`).
        measure: `f1` or `accuracy` (calibration: `ece`).
        value: The figure, 0 to 1, rounded to 3 digits.
        n: How many gold labels (f1) or cases (accuracy, ece) it rests on.
        precision: For f1.
        recall: For f1.
    """

    label: str
    measure: str
    value: float
    n: int
    precision: float | None = None
    recall: float | None = None


def align(advisory: str, gold: Sequence[GoldUnit], found: Sequence[Statement]) -> list[Pair]:
    """Pair the sentences of the gold with statements of the same words, in order."""
    ours = [_folded(statement.text) for statement in found]
    theirs = [_folded(unit.text) for unit in gold]
    pairs: list[Pair] = []
    at_gold = at_found = 0
    blocks = SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks()
    for first, other, size in blocks:
        pairs += [Pair(advisory=advisory, gold=g, found=None) for g in gold[at_gold:first]]
        pairs += [Pair(advisory=advisory, gold=None, found=f) for f in found[at_found:other]]
        pairs += [
            Pair(advisory=advisory, gold=gold[first + step], found=found[other + step])
            for step in range(size)
        ]
        at_gold, at_found = first + size, other + size
    return pairs


def _folded(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())


def score(pairs: Sequence[Pair]) -> list[Score]:
    """Return all figures for pairs of one or more advisories."""
    positions = [_position(pairs, label) for label in POSITIONS]
    mean = sum(each.value for each in positions) / len(positions)
    total = sum(each.n for each in positions)
    return [
        *positions,
        Score(label="position/macro", measure="f1", value=round(mean, 3), n=total),
        _strength(pairs),
        _sets(pairs, "actors"),
        _sets(pairs, "addressees"),
        _sets(pairs, "themes"),
        _speaker(pairs),
        calibration(pairs),
    ]


def _position(pairs: Iterable[Pair], label: str) -> Score:
    right = given = wanted = 0
    for pair in pairs:
        is_gold = pair.gold is not None and pair.gold.position == label
        is_found = pair.found is not None and pair.found.position == label
        right += is_gold and is_found
        given += is_found
        wanted += is_gold
    return f1(f"position/{label}", right, given, wanted)


def _strength(pairs: Iterable[Pair]) -> Score:
    """Return the accuracy of strength on recommendations that were found as such."""
    cases = [
        pair.gold.strength == pair.found.strength
        for pair in pairs
        if pair.gold is not None and pair.gold.position == "recommendation"
        if pair.found is not None and pair.found.position == "recommendation"
    ]
    return accuracy("strength", cases)


def _speaker(pairs: Iterable[Pair]) -> Score:
    cases = [
        pair.gold.speaker == pair.found.speaker
        for pair in pairs
        if pair.gold is not None and pair.found is not None
    ]
    return accuracy("speaker", cases)


def _sets(pairs: Iterable[Pair], kind: str) -> Score:
    """Return the F1 of a set of ids a sentence, over all sentences."""
    right = given = wanted = 0
    for pair in pairs:
        theirs: frozenset[str] = getattr(pair.gold, kind) if pair.gold else frozenset()
        ours = _ids(pair.found, kind)
        if kind == "themes" and pair.gold:
            ours -= pair.gold.themes_optional - theirs
        right += len(theirs & ours)
        given += len(ours)
        wanted += len(theirs)
    return f1(kind, right, given, wanted)


def _ids(found: Statement | None, kind: str) -> set[str]:
    if found is None:
        return set()
    if kind == "addressees":
        return set(found.addressees)
    return {each.id for each in getattr(found, kind)}


def calibration(pairs: Iterable[Pair]) -> Score:
    """Return the expected calibration error of the confidences, in ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for pair in pairs:
        if pair.gold is None or pair.found is None or pair.found.confidence is None:
            continue
        sure = pair.found.confidence
        number = min(int(sure * _BINS), _BINS - 1)
        bins.setdefault(number, []).append((sure, pair.found.position == pair.gold.position))
    count = sum(len(cases) for cases in bins.values())
    gap = sum(
        abs(sum(sure for sure, _ in cases) - sum(right for _, right in cases))
        for cases in bins.values()
    )
    return Score(
        label="confidence", measure="ece", value=round(gap / count, 3) if count else 0.0, n=count
    )


def f1(label: str, right: int, given: int, wanted: int) -> Score:
    """Return precision, recall and F1 from counts; 0 where nothing was given or wanted."""
    precision = right / given if given else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return Score(
        label=label,
        measure="f1",
        value=round(2 * precision * recall / both, 3) if both else 0.0,
        n=wanted,
        precision=round(precision, 3),
        recall=round(recall, 3),
    )


def accuracy(label: str, cases: Sequence[bool]) -> Score:
    """Return the share of cases that are right; 0 of none."""
    value = round(sum(cases) / len(cases), 3) if cases else 0.0
    return Score(label=label, measure="accuracy", value=value, n=len(cases))
