"""How alike two statements are: what speaks for their being on the same thing, as figures.

Words are weighed by how rare they are, in the two advisories and in policy advice at large. Each
word is matched with the best one of the other statement: the same lemma, a part of a compound, a
derivation, a word of kin. What of a statement is found in the other (containment) is taken both
ways, since one sentence of the newer advisory may merge three of the older.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from vlortool.diff.content import Content, Term
from vlortool.model.advisory import Statement

# In the order in which the model weighs them.
FEATURES = (
    "more",
    "less",
    "dice",
    "rare_more",
    "rare_less",
    "mass",
    "rarest",
    "matched",
    "asks_more",
    "asks_less",
    "row",
    "themes",
    "actors",
    "addressees",
    "works",
    "title",
    "same_position",
    "recommendations",
    "one_none",
    "both_none",
    "length",
    "lengths",
)
# A word that is matched for less than this is not.
_MATCHED = 1.5
# What an enumerated item must weigh to count in full: one word alone proves little.
_FULL_ASK = 10.0
_LEAST_ASK = 4.0


class Side(Struct, frozen=True):
    """The statements of one advisory, with what the comparison needs of each.

    Attributes:
        statements: The statements.
        contents: Their words.
        titles: Words of the title of each one's section.
        works: The works that each cites.
    """

    statements: list[Statement]
    contents: list[Content]
    titles: list[Content]
    works: list[frozenset[str]]


class Matches:
    """The words of two statements, each with the best one of the other.

    Attributes:
        worths: What the best match of each word tells; 0 for none.
        best: Index of that match; -1 for none.
        their_worths: The same for the words of the other statement.
        their_best: Index of that match; -1 for none.
    """

    def __init__(self, ours: int, theirs: int) -> None:
        self.worths = [0.0] * ours
        self.best = [-1] * ours
        self.their_worths = [0.0] * theirs
        self.their_best = [-1] * theirs

    def add(self, at: int, place: int, worth: float) -> None:
        """Take a match for the best one if it is; of two that are as good, the first."""
        if worth > self.worths[at] or (worth == self.worths[at] and place < self.best[at]):
            self.worths[at], self.best[at] = worth, place
        theirs = self.their_worths[place]
        if worth > theirs or (worth == theirs and at < self.their_best[place]):
            self.their_worths[place], self.their_best[place] = worth, at

    def in_a_row(self) -> float:
        """Return how many neighbours match neighbours, in the same order."""
        ways = ((self.worths, self.best), (self.their_worths, self.their_best))
        return math.log1p(max(_neighbours(worths, best) for worths, best in ways))


def _neighbours(worths: Sequence[float], best: Sequence[int]) -> int:
    at = [place if worth > _MATCHED else None for worth, place in zip(worths, best, strict=True)]
    return sum(
        1
        for one, following in pairwise(at)
        if one is not None and following is not None and 0 < following - one < 3
    )


class Rarity:
    """How much words, themes and actors tell, by how rare they are."""

    def __init__(self, sides: Sequence[Side], background: Mapping[str, float]) -> None:
        words: Counter[str] = Counter()
        labels: Counter[str] = Counter()
        count = 0
        for side in sides:
            for statement, content in zip(side.statements, side.contents, strict=True):
                count += 1
                words.update({key for term in content.terms for key in term.keys})
                labels.update(_labels(statement))
        self._count = count
        self._words = words
        self._labels = labels
        self._background = background
        self._usual = max(background.values(), default=0.0)
        self._known: dict[str, float] = {}

    def word(self, key: str) -> float:
        """Return what a key tells, in nats: the mean of both advisories and of advice at large."""
        known = self._known.get(key)
        if known is None:
            here = math.log((self._count + 1) / (self._words[key] + 0.5))
            if key[0] in "~#" or not self._background:
                known = here
            else:
                known = (here + self._background.get(key, self._usual)) / 2
            self._known[key] = known
        return known

    def label(self, name: str) -> float:
        """Return what a theme or actor tells: nothing if every statement has it."""
        return math.log(self._count / self._labels[name]) if self._labels[name] else 0.0


def _labels(statement: Statement) -> set[str]:
    return {f"t:{each.id}" for each in statement.themes} | {
        f"a:{each.id}" for each in statement.actors
    }


class Likeness:
    """Compares the statements of two advisories."""

    def __init__(self, old: Side, new: Side, background: Mapping[str, float]) -> None:
        self.old = old
        self.new = new
        self.rarity = Rarity([old, new], background)
        self.old_weights = self._weights(old)
        self.new_weights = self._weights(new)
        self._titles: dict[tuple[int, int], float] = {}

    def _weights(self, side: Side) -> list[list[float]]:
        return [[self.weight(term) for term in content.terms] for content in side.contents]

    def weight(self, term: Term) -> float:
        """Return what a term tells where it stands."""
        return self.rarity.word(term.lemma) * term.weight

    def matches(self, ours: Content, theirs: Content) -> Matches:
        """Match each word of two statements with the best one of the other."""
        found = Matches(len(ours.terms), len(theirs.terms))
        word = self.rarity.word
        for at, one in enumerate(ours.terms):
            most = word(one.lemma)
            for key, share in one.keys.items():
                others = theirs.index.get(key)
                if others is None:
                    continue
                tells = word(key)
                for place in others:
                    other = theirs.terms[place]
                    # In this order it is the same figure when old and new change places.
                    worth = min(tells * (share * other.keys[key]), most, word(other.lemma))
                    found.add(at, place, worth * min(one.weight, other.weight))
        return found

    def features(self, first: int, second: int) -> list[float] | None:
        """Return the figures of a pair, in the order of `FEATURES`; None if no words match."""
        ours, theirs = self.old.contents[first], self.new.contents[second]
        found = self.matches(ours, theirs)
        rows, columns = found.worths, found.their_worths
        mass, their_mass = sum(rows), sum(columns)
        if min(mass, their_mass) < _MATCHED:
            return None
        weights, others = self.old_weights[first], self.new_weights[second]
        contained = _both(_share(rows, weights), _share(columns, others))
        rare = _both(_rare_share(rows, weights), _rare_share(columns, others))
        asks = _both(_best_ask(ours, rows, weights), _best_ask(theirs, columns, others))
        return [
            *contained,
            (mass + their_mass) / (sum(weights) + sum(others)),
            *rare,
            math.log1p(min(mass, their_mass)),
            max(rows),
            math.log1p(min(_matched(rows), _matched(columns))),
            *asks,
            found.in_a_row(),
            *self._labels(first, second),
            self._title(first, second),
            *_positions(self.old.statements[first], self.new.statements[second]),
            math.log(min(len(rows), len(columns))),
            abs(math.log(len(rows) / len(columns))),
        ]

    def _labels(self, first: int, second: int) -> tuple[float, float, float, float]:
        one, other = self.old.statements[first], self.new.statements[second]
        themes = {each.id for each in one.themes} & {each.id for each in other.themes}
        actors = {each.id for each in one.actors} & {each.id for each in other.actors}
        asked, also_asked = set(one.addressees), set(other.addressees)
        addressed = 0.0
        if asked and also_asked:
            addressed = 1.0 if asked & also_asked else -1.0
        return (
            sum(self.rarity.label(f"t:{name}") for name in sorted(themes)),
            sum(self.rarity.label(f"a:{name}") for name in sorted(actors)),
            addressed,
            float(bool(self.old.works[first] & self.new.works[second])),
        )

    def _title(self, first: int, second: int) -> float:
        key = (self.old.statements[first].section, self.new.statements[second].section)
        if key not in self._titles:
            ours, theirs = self.old.titles[first], self.new.titles[second]
            found = self.matches(ours, theirs)
            whole = sum(map(self.weight, ours.terms)) + sum(map(self.weight, theirs.terms))
            mass = sum(found.worths) + sum(found.their_worths)
            self._titles[key] = mass / whole if whole else 0.0
        return self._titles[key]


def _positions(one: Statement, other: Statement) -> Iterable[float]:
    positions = (one.position or "none", other.position or "none")
    nothing = positions.count("none")
    return (
        float(positions[0] == positions[1]),
        float(positions.count("recommendation") == 2),
        float(nothing == 1),
        float(nothing == 2),
    )


def _both(one: float, other: float) -> tuple[float, float]:
    """Return the greater one first: old and new may change places."""
    return max(one, other), min(one, other)


def _share(found: Sequence[float], weights: Sequence[float]) -> float:
    whole = sum(weights)
    return min(1.0, sum(found) / whole) if whole else 0.0


def _rare_share(found: Sequence[float], weights: Sequence[float]) -> float:
    """Return the share found where rare words count for more than their weight."""
    whole = sum(weight * weight for weight in weights)
    return min(1.0, sum(map(_product, found, weights)) / whole) if whole else 0.0


def _matched(worths: Sequence[float]) -> int:
    return sum(worth > _MATCHED for worth in worths)


def _product(one: float, other: float) -> float:
    return one * other


def _best_ask(content: Content, found: Sequence[float], weights: Sequence[float]) -> float:
    """Return the greatest share of an enumerated item that is found in the other statement."""
    best = 0.0
    for first, last in content.asks:
        whole = sum(weights[first:last])
        if whole >= _LEAST_ASK:
            share = sum(found[first:last]) / whole
            best = max(best, share * min(1.0, whole / _FULL_ASK))
    return min(best, 1.0)
