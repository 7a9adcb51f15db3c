"""Features of words: what the themes' model weighs in a sentence or a title, besides the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from vlortool.tag.units import Token

_HEAD = 4
_TAIL = 3


def words_of(tokens: Sequence[Token]) -> list[Token]:
    """Return the words among words and marks."""
    return [token for token in tokens if token.lower[0].isalpha()]


def parts_of(lemma: str, known: Collection[str]) -> Iterator[str]:
    """Yield the known parts of a word, `<part` for its beginning and `>part` for its end."""
    for cut in range(_HEAD, len(lemma) - 2):
        if lemma[:cut] in known:
            yield f"<{lemma[:cut]}"
    for cut in range(_TAIL, len(lemma) - _TAIL):
        if lemma[cut:] in known:
            yield f">{lemma[cut:]}"


def features_of(tokens: Sequence[Token], known: Collection[str]) -> set[str]:
    """Return the lemmas, the pairs of lemmas and the parts of compounds of a row of words.

    Args:
        tokens: The words.
        known: What may be a part of a compound.
    """
    lemmas = [token.lemma for token in words_of(tokens)]
    found = set(lemmas)
    found.update(f"{first} {second}" for first, second in pairwise(lemmas))
    for lemma in lemmas:
        found.update(parts_of(lemma, known))
    return found
