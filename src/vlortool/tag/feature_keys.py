"""Names of features that hold a word: each is made once, and only if a model weighs it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

_WORDS = 200_000
_PHRASE = "phrase:"


class WordKeys(dict[str, str | None]):
    """The features of one kind, `kind:word`, by word; None for a word that no model weighs."""

    def __init__(self, kind: str, known: Collection[str] | None) -> None:
        """Set up a table.

        Args:
            kind: What stands before the word.
            known: The features that a model weighs; None for all.
        """
        super().__init__()
        self._kind = kind
        self._known = known

    def __missing__(self, word: str) -> str | None:
        """Make the feature of a word that is looked up for the first time."""
        key = f"{self._kind}:{word}"
        found = key if self._known is None or key in self._known else None
        if len(self) < _WORDS:
            self[word] = found
        return found


class PhraseKeys:
    """The features of two and three words in a row, by the first word and then the second."""

    def __init__(self, known: Collection[str] | None) -> None:
        """Set up a table.

        Args:
            known: The features that a model weighs; None for all.
        """
        self._is_open = known is None
        self._rows: dict[str, dict[str, list[tuple[str | None, str]]]] = {}
        for key in known or ():
            if key.startswith(_PHRASE):
                first, second, *third = key[len(_PHRASE) :].split(" ")
                rows = self._rows.setdefault(first, {}).setdefault(second, [])
                rows.append((third[0] if third else None, key))

    def of(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield the phrases in a row of words, each with its place."""
        if self._is_open:
            yield from _all(words)
            return
        ahead = [*words[2:], "", ""]
        for place, (word, second, third) in enumerate(zip(words, words[1:], ahead, strict=False)):
            by_second = self._rows.get(word)
            if by_second is None:
                continue
            for last, key in by_second.get(second, ()):
                if last is None:
                    yield key, place, place + 2
                elif last == third:
                    yield key, place, place + 3


def _all(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for place in range(len(words)):
        for size in (2, 3):
            if place + size <= len(words):
                yield f"{_PHRASE}{' '.join(words[place : place + size])}", place, place + size
