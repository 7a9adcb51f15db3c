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
from operator import mul

from msgspec import Struct

from vlortool.diff.content import Content, Term
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
# A word that is matched for less than this is not.
_MATCHED = 1.5
_WORTH = 1.0
# A statement's neighbours so far off are its context.
_NEAR = 2
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


class Rarity:
    """How much words, themes and actors tell, by how rare they are.

    Attributes:
        counts: For each advisory, how many statements have a key.
    """

    def __init__(self, sides: Sequence[Side], background: Mapping[str, float]) -> None:
        labels: Counter[str] = Counter()
        forms: Counter[str] = Counter()
        self.counts: list[Counter[str]] = []
        for side in sides:
            words: Counter[str] = Counter()
            for statement, content in zip(side.statements, side.contents, strict=True):
                words.update(content.index.keys())
                forms.update(content.forms)
                labels.update(_labels(statement))
            self.counts.append(words)
        self._count = sum(len(side.statements) for side in sides)
        self._forms = forms
        self._labels = labels
        self._background = background
        self._usual = max(background.values(), default=0.0)
        self._known: dict[str, float] = {}

    def word(self, key: str) -> float:
        """Return what a key tells, in nats: the mean of both advisories and of advice at large."""
        known = self._known.get(key)
        if known is None:
            among = sum(counts[key] for counts in self.counts)
            here = math.log((self._count + 1) / (among + 0.5))
            if key[0] in "~#" or not self._background:
                known = here
            else:
                known = (here + self._background.get(key, self._usual)) / 2
            self._known[key] = known
        return known

    def form(self, form: str) -> float:
        """Return what a word tells as it stands; something in any case."""
        return math.log((self._count + 1) / (self._forms[form] + 1)) + 1

    def label(self, name: str) -> float:
        """Return what a theme or actor tells: nothing if every statement has it."""
        return math.log(self._count / self._labels[name]) if self._labels[name] else 0.0


def _labels(statement: Statement) -> set[str]:
    return {f"t:{each.id}" for each in statement.themes} | {
        f"a:{each.id}" for each in statement.actors
    }


class Likeness:
    """Compares the statements of two advisories."""

    def __init__(
        self, old: Side, new: Side, background: Mapping[str, float], vectors: WordVectors
    ) -> None:
        self.old = old
        self.new = new
        self.rarity = Rarity([old, new], background)
        self.old_weights = self._weights(old)
        self.new_weights = self._weights(new)
        self._norms = [
            [
                math.sqrt(sum(self.rarity.form(form) ** 2 for form in sorted(each.forms)))
                for each in side.contents
            ]
            for side in (old, new)
        ]
        self._vectors = [
            [
                vectors.mean(zip(each.terms, weights, strict=True))
                for each, weights in zip(side.contents, some, strict=True)
            ]
            for side, some in ((old, self.old_weights), (new, self.new_weights))
        ]
        self._contexts = [
            _contexts(side, some) for side, some in zip((old, new), self._vectors, strict=True)
        ]
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

    def pair(self, first: int, second: int) -> Likely | None:
        """Return the figures of a pair; None if no words match.

        Args:
            first: Index of the older statement.
            second: Index of the newer one.
        """
        ours, theirs = self.old.contents[first], self.new.contents[second]
        found = self.matches(ours, theirs)
        rows, columns = found.worths, found.their_worths
        mass = min(sum(rows), sum(columns))
        if mass < _MATCHED:
            return None
        weights, others = self.old_weights[first], self.new_weights[second]
        features = (
            min(_share(rows, weights), _share(columns, others)),
            min(_rare_share(rows, weights), _rare_share(columns, others)),
            min(_best_ask(ours, rows, weights), _best_ask(theirs, columns, others)),
            self._cosine(first, second),
            math.log1p(mass),
            max(rows),
            self._unique(ours, theirs, found),
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
        squares = sum(self.rarity.form(form) ** 2 for form in sorted(common))
        norms = self._norms[0][first] * self._norms[1][second]
        return squares / norms if norms else 0.0

    def _unique(self, ours: Content, theirs: Content, found: Matches) -> float:
        """Return how nearly a matched word stands in these two statements alone, up to 1."""
        places = {(at, place) for at, place in enumerate(found.best) if found.worths[at] > _WORTH}
        places |= {
            (place, at)
            for at, place in enumerate(found.their_best)
            if found.their_worths[at] > _WORTH
        }
        return max(
            (self._unique_word(ours.terms[a], theirs.terms[b]) for a, b in places), default=0.0
        )

    def _unique_word(self, one: Term, other: Term) -> float:
        ours, theirs = self.rarity.counts
        weight = min(one.weight, other.weight)
        return max(
            weight * (share * other.keys[key]) / math.sqrt(ours[key] * theirs[key])
            for key, share in one.keys.items()
            if key in other.keys
        )

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


def _contexts(side: Side, vectors: Sequence[Vector]) -> list[Vector]:
    """Return what the neighbours of each statement in its section are about."""
    found = []
    for at, statement in enumerate(side.statements):
        near = range(max(0, at - _NEAR), min(len(vectors), at + _NEAR + 1))
        others = [
            vectors[place]
            for place in near
            if place != at and side.statements[place].section == statement.section
            if vectors[place]
        ]
        found.append(normalised([sum(values) for values in zip(*others, strict=True)]))
    return found


def _dot(one: Vector, other: Vector) -> float:
    return sum(map(mul, one, other)) if one and other else 0.0


def _share(found: Sequence[float], weights: Sequence[float]) -> float:
    whole = sum(weights)
    return min(1.0, sum(found) / whole) if whole else 0.0


def _rare_share(found: Sequence[float], weights: Sequence[float]) -> float:
    """Return the share found where rare words count for more than their weight."""
    whole = sum(weight * weight for weight in weights)
    return min(1.0, sum(map(mul, found, weights)) / whole) if whole else 0.0


def _best_ask(content: Content, found: Sequence[float], weights: Sequence[float]) -> float:
    """Return the greatest share of an enumerated item that is found in the other statement."""
    best = 0.0
    for first, last in content.asks:
        whole = sum(weights[first:last])
        if whole >= _LEAST_ASK:
            share = sum(found[first:last]) / whole
            best = max(best, share * min(1.0, whole / _FULL_ASK))
    return min(best, 1.0)
