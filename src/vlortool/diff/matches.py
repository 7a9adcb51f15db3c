"""The words of two statements matched: the same lemma, a part of a compound, a word of kin ..."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from vlortool.diff.content import Content
from vlortool.diff.rarity import Rarity

# A match that tells less is none.
TELLING = 1.0


class _Key(Struct, frozen=True, gc=False):
    """What a word can be matched by: with how well, what that tells, how many have it."""

    key: str
    share: float
    tells: float
    among: float


class Weighed(Struct, frozen=True):
    """The words of a statement, each with what it tells where it stands.

    Attributes:
        weights: What each word tells.
        weight: What all of them tell.
        square: The sum of their squares.
        keys: For each different word, how much it counts here, what it tells at most, and its
            keys.
        index: For each key, the different words that have it: place among `keys`, how well,
            count, at most.
        places: For each word its place among `keys`.
    """

    weights: list[float]
    weight: float
    square: float
    keys: list[tuple[float, float, list[_Key]]]
    index: dict[str, list[tuple[int, float, float, float]]]
    places: list[int]


class Matches(Struct, frozen=True):
    """The words of two statements, each matched with the best one of the other.

    Attributes:
        worths: What the match of each word tells; 0 for none.
        their_worths: The same for the words of the other statement.
        unique: How nearly a matched word stands in these two statements alone, up to 1.
    """

    worths: list[float]
    their_worths: list[float]
    unique: float


class Weigher:
    """Weighs the words of statements; each word is looked at once."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        # By the identity of the keys, which the same words share: they are kept alive here.
        self._known: dict[int, tuple[Mapping[str, float], list[_Key]]] = {}

    def weighed(self, content: Content) -> Weighed:
        """Weigh the words of a statement or title."""
        weights: list[float] = []
        keys: list[tuple[float, float, list[_Key]]] = []
        index: dict[str, list[tuple[int, float, float, float]]] = {}
        places: list[int] = []
        # A word that is said again is matched once: a sentence may say one a thousand times.
        seen: dict[tuple[int, float], int] = {}
        for term in content.terms:
            most = self._rarity.word(term.lemma)
            weights.append(most * term.weight)
            at = seen.setdefault((id(term.keys), term.weight), len(keys))
            places.append(at)
            if at < len(keys):
                continue
            known = self._keys(term.keys)
            keys.append((term.weight, most, known))
            for each in known:
                index.setdefault(each.key, []).append((at, each.share, term.weight, most))
        square = sum(weight * weight for weight in weights)
        return Weighed(weights, sum(weights), square, keys, index, places)

    def _keys(self, shares: Mapping[str, float]) -> list[_Key]:
        known = self._known.get(id(shares))
        if known is None:
            rarity = self._rarity
            found = [
                _Key(key, share, rarity.word(key), rarity.among(key))
                for key, share in shares.items()
            ]
            known = self._known[id(shares)] = (shares, found)
        return known[1]


def matched(ours: Weighed, theirs: Weighed) -> Matches:
    """Match each word of two statements with the best one of the other.

    Args:
        ours: The words of one.
        theirs: The words of the other; exchanged, the result is exchanged too.
    """
    worths = [0.0] * len(ours.keys)
    their_worths = [0.0] * len(theirs.keys)
    unique = 0.0
    index = theirs.index
    for at, (count, most, keys) in enumerate(ours.keys):
        for each in keys:
            for place, share, their_count, their_most in index.get(each.key, ()):
                both = each.share * share
                least = min(count, their_count)
                worth = min(each.tells * both, most, their_most) * least
                worths[at] = max(worths[at], worth)
                their_worths[place] = max(their_worths[place], worth)
                if worth > TELLING:
                    unique = max(unique, both * least / each.among)
    return Matches(
        [worths[at] for at in ours.places], [their_worths[at] for at in theirs.places], unique
    )
