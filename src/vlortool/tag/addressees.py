"""Who must act: which of the actors that a recommendation names it is addressed to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from vlortool.model.advisory import Position
from vlortool.resources.frames import Weights, addressee_weights
from vlortool.tag.actors import HOME, Named
from vlortool.tag.frames import features
from vlortool.tag.units import Unit


class AddresseeMention(NamedTuple):
    """A mention that names who is to act.

    Attributes:
        id: Actor id.
        start: Offset of its first character.
        end: One past its last character.
        cue: The feature that says so most strongly.
        probability: How sure that is, 0 to 1.
    """

    id: str
    start: int
    end: int
    cue: str
    probability: float


def find_addressees(
    unit: Unit, named: Sequence[Named], position: Position
) -> list[AddresseeMention]:
    """Return who a sentence names as the one to act, in reading order.

    Args:
        unit: The sentence.
        named: Its actors, in reading order.
        position: What the sentence does; only a recommendation has addressees.
    """
    if position != "recommendation" or not named:
        return []
    weights = addressee_weights()
    found = []
    for mention, around in zip(named, features(unit, named), strict=True):
        chance = probability(weights, around) if around else 0.0
        if chance >= weights.threshold:
            cue = max(around, key=lambda name: weights.features.get(name, 0.0))
            found.append(
                AddresseeMention(mention.id, mention.start, mention.end, cue, round(chance, 2))
            )
    return found


def probability(weights: Weights, around: Sequence[str]) -> float:
    """Return how probable it is that a mention with these features is an addressee."""
    score = weights.bias + sum(weights.features.get(name, 0.0) for name in around)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def implied_addressees(
    unit: Unit, position: Position, addressees: Sequence[AddresseeMention]
) -> list[str]:
    """Return who an impersonal ask goes to: whoever asked for the advisory.

    An advisory on the council's own initiative, or one whose asker is not known, implies nobody:
    that it goes to the government would be a guess, and a guess is not shown as a finding.

    Args:
        unit: The sentence.
        position: What it does.
        addressees: Who it names.
    """
    if position != "recommendation" or addressees:
        return []
    own = unit.council or HOME
    return [actor for actor in unit.asked_by if actor != own]
