"""Words that mean the same, or the contrary, in policy advice: `thesaurus.toml` as a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from vlortool.errors import ResourceError
from vlortool.model.terms import fold
from vlortool.resources.alignment import alignment
from vlortool.resources.overlay import read_toml

# How well words of a group can stand for each other, by the table that has it.
KIN = {"same": 1.0, "near": 0.7, "related": 0.4}


class Phrase(Struct, frozen=True, gc=False):
    """An expression of several words, and the group it is of."""

    lemmas: tuple[str, ...]
    group: int
    kin: float


class Thesaurus(Struct, frozen=True):
    """Groups of words; see `thesaurus.toml`.

    Attributes:
        by_word: The groups of each lemma, with how well its words stand for each other.
        by_last: Expressions, by their last lemma.
        opposites: Lemmas by the numbers of the pairs of contraries that they are of: positive for
            one side, negative for the other.
    """

    by_word: Mapping[str, list[tuple[int, float]]]
    by_last: Mapping[str, list[Phrase]]
    opposites: Mapping[str, list[int]]

    def groups(self, lemma: str) -> list[tuple[int, float]]:
        """Return the groups of a lemma."""
        return self.by_word.get(lemma, [])

    def phrases(self, lemma: str) -> list[Phrase]:
        """Return the expressions that end in a lemma."""
        return self.by_last.get(lemma, [])

    def are_opposite(self, one: str, other: str) -> bool:
        """Return whether two lemmas are contraries: *verplicht*, *vrijwillig*."""
        others = self.opposites.get(other, ())
        return any(-number in others for number in self.opposites.get(one, ()))


@cache
def thesaurus() -> Thesaurus:
    """Read the thesaurus.

    Raises:
        ResourceError: A field is no text, or a line of contraries has no bar.
    """
    raw = read_toml("thesaurus.toml")
    stop = alignment().stop
    by_word: dict[str, list[tuple[int, float]]] = {}
    by_last: dict[str, list[Phrase]] = {}
    group = 0
    for name, kin in KIN.items():
        for line in _lines(raw, name):
            group += 1
            for word in line.split(","):
                # Function words of an expression are not looked at: *in stand houden*.
                lemmas = tuple(each for each in map(fold, word.split()) if each not in stop)
                if len(lemmas) == 1:
                    by_word.setdefault(lemmas[0], []).append((group, kin))
                elif lemmas:
                    by_last.setdefault(lemmas[-1], []).append(Phrase(lemmas, group, kin))
    return Thesaurus(by_word, by_last, _opposites(raw))


def _opposites(raw: Mapping[str, Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, line in enumerate(_lines(raw, "opposite"), start=1):
        one, bar, other = line.partition("|")
        if not bar:
            raise ResourceError(
                f"thesaurus.toml: opposite: {line!r} has no |",
                "Write words, then |, then their contraries",
            )
        for words, sign in ((one, number), (other, -number)):
            for word in words.split(","):
                found.setdefault(fold(word), []).append(sign)
    return found


def _lines(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    for field, text in raw.get(name, {}).items():
        if not isinstance(text, str):
            raise ResourceError(
                f"thesaurus.toml: {name}.{field} is no text", "Write a group of words a line"
            )
        yield from (line for line in text.splitlines() if line.strip())
