"""How much words and labels tell, by how rare they are in two advisories and in policy advice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from vlortool.diff.content import SIGNS, Content
from vlortool.model.advisory import Statement


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


class Rarity:
    """How much words, themes and actors tell."""

    def __init__(self, sides: Sequence[Side], background: Mapping[str, float]) -> None:
        labels: Counter[str] = Counter()
        forms: Counter[str] = Counter()
        self._counts: list[Counter[str]] = []
        for side in sides:
            words: Counter[str] = Counter()
            for statement, content in zip(side.statements, side.contents, strict=True):
                words.update(content.index.keys())
                forms.update(content.forms)
                labels.update(_labels(statement))
            self._counts.append(words)
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
            among = sum(counts[key] for counts in self._counts)
            here = math.log((self._count + 1) / (among + 0.5))
            if key[0] in SIGNS or not self._background:
                known = here
            else:
                known = (here + self._background.get(key, self._usual)) / 2
            self._known[key] = known
        return known

    def among(self, key: str) -> float:
        """Return how many statements of an advisory have a key: the mean of both advisories."""
        ours, theirs = self._counts
        # A word of a title may stand in none.
        return math.sqrt(max(1, ours[key]) * max(1, theirs[key]))

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
