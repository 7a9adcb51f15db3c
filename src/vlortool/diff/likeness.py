"""How alike two statements are: what speaks for their being on the same thing, as figures.

Words are weighed by how rare they are, in the two advisories and in policy advice at large. Each
word is matched with the best one of the other statement: the same lemma, a part of a compound, a
derivation, a word of kin. What of a statement is found in the other (containment) is taken both
ways, since one sentence of the newer advisory may merge three of the older.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import mul
from typing import TypeVar

from msgspec import Struct

from vlortool.diff.content import Content
from vlortool.diff.matches import Matches, Weighed, Weigher, matched
from vlortool.diff.rarity import Rarity, Side
from vlortool.diff.vectors import Vector, WordVectors, normalised
from vlortool.model.advisory import Statement

# In the order in which the model weighs them.
FEATURES = (
    # Shares of their words that the statements have in common; of two the smaller one.
    "contained",
    "rare_contained",
    "ask_contained",
    "cosine",
    # What the common words tell.
    "mass",
    "rarest",
    "unique",
    # Meaning, by the company that words keep.
    "vector",
    "context",
    # Labels.
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
)
# Less in common is no pair.
_LEAST = 1.5
# A statement's neighbours so far off are its context.
_NEAR = 2
# What an enumerated item must weigh to count in full: one word alone proves little.
_FULL_ASK = 10.0
_LEAST_ASK = 4.0


class Likely(Struct, frozen=True, gc=False):
    """A pair of statements with what speaks for it.

    Attributes:
        features: The figures, in the order of `FEATURES`.
        worths: What the best match of each word of the older statement tells.
        their_worths: The same for the newer one.
    """

    features: tuple[float, ...]
    worths: list[float]
    their_worths: list[float]


class Likeness:
    """Compares the statements of two advisories."""

    def __init__(
        self, old: Side, new: Side, background: Mapping[str, float], vectors: WordVectors
    ) -> None:
        self.old = old
        self.new = new
        self._rarity = rarity = Rarity([old, new], background)
        self._squares = {
            form: rarity.form(form) ** 2
            for side in (old, new)
            for content in side.contents
            for form in content.forms
        }
        weigher = Weigher(rarity)
        # Made when they are asked for: of a long advisory, many statements are no candidates.
        self.words = [_weighed(side, weigher) for side in (old, new)]
        self._headings = [_headings(side, weigher) for side in (old, new)]
        self._norms = [_norms(side, self._squares) for side in (old, new)]
        self._vectors = [
            _vectors(side, words, vectors)
            for side, words in zip((old, new), self.words, strict=True)
        ]
        self._contexts = [
            _contexts(side, some) for side, some in zip((old, new), self._vectors, strict=True)
        ]
        self._titles: dict[tuple[int, int], float] = {}

    def matches(self, first: int, second: int) -> Matches:
        """Match each word of an older statement and a newer one with the best of the other."""
        return matched(self.words[0][first], self.words[1][second])

    def pair(self, first: int, second: int) -> Likely | None:
        """Return the figures of a pair; None if no words match.

        Args:
            first: Index of the older statement.
            second: Index of the newer one.
        """
        ours, theirs = self.old.contents[first], self.new.contents[second]
        words = self.words[0][first], self.words[1][second]
        found = matched(*words)
        rows, columns = found.worths, found.their_worths
        mass = min(sum(rows), sum(columns))
        if mass < _LEAST:
            return None
        features = (
            min(_share(rows, words[0]), _share(columns, words[1])),
            min(_rare_share(rows, words[0]), _rare_share(columns, words[1])),
            min(_best_ask(ours, rows, words[0]), _best_ask(theirs, columns, words[1])),
            self._cosine(first, second),
            math.log1p(mass),
            max(rows),
            found.unique,
            _dot(self._vectors[0][first], self._vectors[1][second]),
            _dot(self._contexts[0][first], self._contexts[1][second]),
            *self._labels(first, second),
            self._title(first, second),
            *_positions(self.old.statements[first], self.new.statements[second]),
            math.log(min(len(rows), len(columns))),
        )
        return Likely(features, rows, columns)

    def _cosine(self, first: int, second: int) -> float:
        """Return the cosine of the words as they stand, function words too, by their rarity."""
        common = self.old.contents[first].forms & self.new.contents[second].forms
        norms = self._norms[0][first] * self._norms[1][second]
        # Exact, so that the order of a set does not show.
        return math.fsum(map(self._squares.__getitem__, common)) / norms if norms else 0.0

    def _labels(self, first: int, second: int) -> tuple[float, float, float, float]:
        one, other = self.old.statements[first], self.new.statements[second]
        themes = {each.id for each in one.themes} & {each.id for each in other.themes}
        actors = {each.id for each in one.actors} & {each.id for each in other.actors}
        asked, also_asked = set(one.addressees), set(other.addressees)
        addressed = 0.0
        if asked and also_asked:
            addressed = 1.0 if asked & also_asked else -1.0
        return (
            sum(self._rarity.label(f"t:{name}") for name in sorted(themes)),
            sum(self._rarity.label(f"a:{name}") for name in sorted(actors)),
            addressed,
            float(bool(self.old.works[first] & self.new.works[second])),
        )

    def _title(self, first: int, second: int) -> float:
        key = (self.old.statements[first].section, self.new.statements[second].section)
        if key not in self._titles:
            ours, theirs = (words[at] for words, at in zip(self._headings, key, strict=True))
            found = matched(ours, theirs)
            whole = ours.weight + theirs.weight
            mass = sum(found.worths) + sum(found.their_worths)
            self._titles[key] = mass / whole if whole else 0.0
        return self._titles[key]


_Made = TypeVar("_Made")


class _Lazy(dict[int, _Made]):
    """What is made of each statement of an advisory, by its index, when it is asked for."""

    def __init__(self, make: Callable[[int], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, at: int) -> _Made:
        made = self[at] = self._make(at)
        return made


def _weighed(side: Side, weigher: Weigher) -> _Lazy[Weighed]:
    return _Lazy(lambda at: weigher.weighed(side.contents[at]))


def _headings(side: Side, weigher: Weigher) -> _Lazy[Weighed]:
    """Weigh the words of the title of each section, by the index of the section."""
    titles = {
        statement.section: title
        for statement, title in zip(side.statements, side.titles, strict=True)
    }
    return _Lazy(lambda section: weigher.weighed(titles[section]))


def _norms(side: Side, squares: Mapping[str, float]) -> _Lazy[float]:
    return _Lazy(lambda at: math.sqrt(math.fsum(map(squares.__getitem__, side.contents[at].forms))))


def _vectors(side: Side, words: _Lazy[Weighed], vectors: WordVectors) -> _Lazy[Vector]:
    return _Lazy(lambda at: vectors.mean(side.contents[at].terms, words[at].weights))


def _positions(one: Statement, other: Statement) -> Iterable[float]:
    positions = (one.position or "none", other.position or "none")
    nothing = positions.count("none")
    return (
        float(positions[0] == positions[1]),
        float(positions.count("recommendation") == 2),
        float(nothing == 1),
        float(nothing == 2),
    )


def _contexts(side: Side, vectors: _Lazy[Vector]) -> _Lazy[Vector]:
    """Say what the neighbours of each statement in its section are about."""
    statements = side.statements

    def context(at: int) -> Vector:
        near = range(max(0, at - _NEAR), min(len(statements), at + _NEAR + 1))
        others = [
            vectors[place]
            for place in near
            if place != at and statements[place].section == statements[at].section
            if vectors[place]
        ]
        return normalised([sum(values) for values in zip(*others, strict=True)])

    return _Lazy(context)


def _dot(one: Vector, other: Vector) -> float:
    return sum(map(mul, one, other)) if one and other else 0.0


def _share(found: Sequence[float], words: Weighed) -> float:
    return min(1.0, sum(found) / words.weight) if words.weight else 0.0


def _rare_share(found: Sequence[float], words: Weighed) -> float:
    """Return the share found where rare words count for more than their weight."""
    whole = words.square
    return min(1.0, sum(map(mul, found, words.weights)) / whole) if whole else 0.0


def _best_ask(content: Content, found: Sequence[float], words: Weighed) -> float:
    """Return the greatest share of an enumerated item that is found in the other statement."""
    best = 0.0
    for first, last in content.asks:
        whole = sum(words.weights[first:last])
        if whole >= _LEAST_ASK:
            share = sum(found[first:last]) / whole
            best = max(best, share * min(1.0, whole / _FULL_ASK))
    return min(best, 1.0)
