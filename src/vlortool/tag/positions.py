"""Positions: what each sentence does, how strongly, how surely, and by which words.

Two linear models judge. The first weighs a sentence by its own features; the second weighs what the
first says of it, of the sentences beside it, of its lead-in and of the other items of its list. A
third one judges the strength of recommendations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import Struct

from vlortool.model.advisory import Position, Strength
from vlortool.tag.feature_keys import Key
from vlortool.tag.features import FeatureReader, Reading, Span
from vlortool.tag.linear import Linear, softmax
from vlortool.tag.numbered import NumberedModel, Rows
from vlortool.tag.position_context import context_features
from vlortool.tag.units import Unit

_MAX_REASONS = 5
_READY = ("cue:", "bullet:", "lead-in:")
_LEAST_WEIGHT = 0.1

Features = dict[str, Span]


class PositionModel(Struct, frozen=True, kw_only=True):
    """The trained models; see `train/positions.py`.

    Attributes:
        sentence: Position by a sentence's own features.
        context: Position by the log-probabilities in and around a sentence.
        strength: Strength of a recommendation.
    """

    sentence: Linear
    context: Linear
    strength: Linear


class Reason(Struct, frozen=True, kw_only=True, gc=False):
    """A feature that spoke for a position, with its words.

    Attributes:
        rule: The feature.
        start: Offset of its first word.
        end: One past its last word.
        weight: How far it speaks for the position against the others, in log-odds.
    """

    rule: str
    start: int
    end: int
    weight: float


class Judgement(Struct, frozen=True, kw_only=True, gc=False):
    """What a sentence does.

    Attributes:
        position: The likeliest position.
        confidence: Its probability.
        strength: Strength, if it is a recommendation.
        reasons: What spoke for it, the strongest first.
        strength_reasons: What spoke for the strength.
    """

    position: Position
    confidence: float
    strength: Strength | None
    reasons: list[Reason]
    strength_reasons: list[Reason]


def read_features(units: Sequence[Unit], reader: FeatureReader[Key]) -> list[dict[Key, Span]]:
    """Return the features of a document's sentences, each with its words."""
    around: dict[int, Reading] = {id(unit): reader.read(unit) for unit in units}
    return [reader.features(around[id(unit)], around) for unit in units]


class Judge:
    """Judges the sentences of documents."""

    def __init__(self, reader: FeatureReader[str], model: PositionModel) -> None:
        """Set up a judge.

        Args:
            reader: Reads the features.
            model: The trained models.
        """
        self._names = sorted(model.sentence.weights.keys() | model.strength.weights.keys())
        self._is_ready = [name.startswith(_READY) for name in self._names]
        numbers = {name: number for number, name in enumerate(self._names)}
        self._reader = reader.numbered(numbers)
        self._sentence = NumberedModel(model.sentence, numbers)
        self._strength = NumberedModel(model.strength, numbers)
        self._model = model

    def judge(self, units: Sequence[Unit]) -> list[Judgement]:
        """Judge the sentences of a document.

        Args:
            units: All its sentences, in order.
        """
        if not units:
            return []
        features = read_features(units, self._reader)
        rows = Rows.of(features)
        alone = [softmax(scores) for scores in self._sentence.scores(rows)]
        together = self._model.context.scores_of(context_features(units, alone))
        chances = [softmax(scores) for scores in together]
        best = [_best(each) for each in chances]
        labels = self._model.context.labels
        strengths = self._strengths(units, features, [labels[each] for each in best])
        margins = self._sentence.margins(rows, best)
        return [
            Judgement(
                position=cast("Position", labels[label]),
                confidence=round(chances[place][label], 2),
                strength=strengths[place][0] if place in strengths else None,
                reasons=self._reasons(units[place], features[place], margins[place]),
                strength_reasons=strengths[place][1] if place in strengths else [],
            )
            for place, label in enumerate(best)
        ]

    def _strengths(
        self, units: Sequence[Unit], features: Sequence[dict[int, Span]], positions: Sequence[str]
    ) -> dict[int, tuple[Strength, list[Reason]]]:
        """Return the strength of each recommendation, with what spoke for it, by its place."""
        places = [place for place, each in enumerate(positions) if each == "recommendation"]
        rows = Rows.of([features[place] for place in places])
        best = [_best(scores) for scores in self._strength.scores(rows)]
        margins = self._strength.margins(rows, best)
        found: dict[int, tuple[Strength, list[Reason]]] = {}
        for place, label, speaking in zip(places, best, margins, strict=True):
            strength = cast("Strength", self._model.strength.labels[label])
            reasons = self._reasons(units[place], features[place], speaking, most=1)
            found[place] = strength, reasons
        return found

    def _reasons(
        self,
        unit: Unit,
        features: dict[int, Span],
        margins: Sequence[float],
        most: int = _MAX_REASONS,
    ) -> list[Reason]:
        """Return what spoke for a label: one reason a stretch of words, under its readiest name.

        Several features say the same of the same words (*moet* as a cue, as a verb, as a word);
        their weights add up.
        """
        totals: dict[Span, float] = {}
        for span, margin in zip(features.values(), margins, strict=True):
            totals[span] = totals.get(span, 0.0) + margin
        # Only the names of the strongest are looked for.
        ranked = sorted(totals.values(), reverse=True)[:most]
        least = max(ranked[-1], _LEAST_WEIGHT) if ranked else _LEAST_WEIGHT
        best: dict[Span, tuple[bool, float, str]] = {}
        for (feature, span), margin in zip(features.items(), margins, strict=True):
            if margin > 0 and totals[span] >= least:
                # A cue names the reason before others do, then the heaviest.
                name = (self._is_ready[feature], margin, self._names[feature])
                if span not in best or name > best[span]:
                    best[span] = name
        likeliest = sorted((-totals[span], rule, span) for span, (_, _, rule) in best.items())
        return [_reason(unit, rule, span, -total) for total, rule, span in likeliest[:most]]


def _best(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)


def _reason(unit: Unit, rule: str, span: Span, weight: float) -> Reason:
    words = unit.tokens[span[0] : span[1]]
    return Reason(
        rule=rule,
        start=words[0].start if words else unit.start,
        end=words[-1].end if words else unit.end,
        weight=round(weight, 2),
    )
