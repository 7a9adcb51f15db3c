"""How sentences say who is to act: `frames.toml` and the weights learnt for its features."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from vlortool.resources.overlay import read_model, read_toml


class Frames(Struct, frozen=True, kw_only=True):
    """Classes of words; `frames.toml` says what they mean.

    Attributes:
        modals: Class of each form of a modal or auxiliary verb.
        asks: Class of each form of a verb, noun or adjective that asks.
        words: Function words by class.
        verbs: Class of infinitives that grant something, or say a state.
        never: Words after which nobody is addressed, and words that open a condition.
        shapes: Beginnings and endings of verb forms.
        speech: Words by which the position or plan of somebody else is reported.
    """

    modals: dict[str, str]
    asks: dict[str, str]
    words: dict[str, frozenset[str]]
    verbs: dict[str, str]
    never: dict[str, frozenset[str]]
    shapes: dict[str, tuple[str, ...]]
    speech: dict[str, frozenset[str]]


class Weights(Struct, frozen=True, kw_only=True):
    """A linear model: what each feature adds, and from which probability a mention counts."""

    bias: float
    threshold: float
    features: dict[str, float]


@cache
def frames() -> Frames:
    """Read the classes of words."""
    raw = read_toml("frames.toml")
    return Frames(
        modals=_inverted(raw["modals"]),
        asks=_inverted(raw["asks"]),
        words={name: frozenset(words) for name, words in raw["words"].items()},
        verbs=_inverted(raw["verbs"]),
        never={name: frozenset(words) for name, words in raw["never"].items()},
        shapes={name: tuple(parts) for name, parts in raw["shapes"].items()},
        speech={name: frozenset(words) for name, words in raw["speech"].items()},
    )


@cache
def addressee_weights() -> Weights:
    """Read the weights that say whether a mention is the addressee."""
    return read_model("addressees.json", Weights)


def _inverted(classes: dict[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in classes.items() for word in words}
