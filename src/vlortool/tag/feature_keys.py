"""Keys of features: what a reader of features calls each, and tables of those that hold words.

A key is the feature's name where all features are wanted, or its number in a model, which then
knows all that it weighs: what has no key is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Naming = Callable[[str], Key | None]

_WORDS = 200_000
_PHRASE = "phrase:"


class WordKeys(dict[str, tuple[Key | None, ...]]):
    """The keys of `kind:word` for some kinds, by word; each word is looked up once."""

    def __init__(self, naming: Naming[Key], *kinds: str) -> None:
        """Set up a table.

        Args:
            naming: Returns the key of a feature.
            kinds: What stands before the word, in the order of the keys.
        """
        super().__init__()
        self._naming = naming
        self._kinds = kinds

    def __missing__(self, word: str) -> tuple[Key | None, ...]:
        """Look up a word for the first time."""
        found = tuple(self._naming(f"{kind}:{word}") for kind in self._kinds)
        if len(self) < _WORDS:
            self[word] = found
        return found


class PhraseKeys(Generic[Key]):
    """The keys of two and three words in a row."""

    def __init__(self, naming: Naming[Key], known: Collection[str] | None) -> None:
        """Set up a table.

        Args:
            naming: Returns the key of a feature.
            known: The features that have a key; None if all have.
        """
        self._naming = naming
        self._is_open = known is None
        # By the first word, then by the second: the third, if any, and the key.
        self._rows: dict[str, dict[str, list[tuple[str | None, Key]]]] = {}
        for name in known or ():
            key = naming(name)
            if name.startswith(_PHRASE) and key is not None:
                first, second, *third = name[len(_PHRASE) :].split(" ")
                rows = self._rows.setdefault(first, {}).setdefault(second, [])
                rows.append((third[0] if third else None, key))

    def of(self, words: Sequence[str]) -> Iterator[tuple[Key, int, int]]:
        """Yield the phrases in a row of words, each with its place."""
        if self._is_open:
            yield from self._all(words)
            return
        thirds = (*words[2:], None)
        for place, (first, second, third) in enumerate(zip(words, words[1:], thirds, strict=False)):
            by_second = self._rows.get(first)
            if by_second is None or second not in by_second:
                continue
            for last, key in by_second[second]:
                if last is None:
                    yield key, place, place + 2
                elif last == third:
                    yield key, place, place + 3

    def _all(self, words: Sequence[str]) -> Iterator[tuple[Key, int, int]]:
        for size in (2, 3):
            for place in range(len(words) - size + 1):
                key = self._naming(f"{_PHRASE}{' '.join(words[place : place + size])}")
                if key is not None:
                    yield key, place, place + size
