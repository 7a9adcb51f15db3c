"""What the alignment of positions knows of words: `alignment.toml` as a record."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from vlortool.model.terms import fold
from vlortool.resources.overlay import read_toml

_LONG_VOWEL = re.compile(r"([aeou])\1")
_UNVOICED = {"v": "f", "z": "s"}


class Alignment(Struct, frozen=True):
    """Words by what they are worth in a comparison; see `alignment.toml`.

    Attributes:
        stop: Lemmas that tell nothing of what a statement is about.
        frame: Lemmas that tell how it is put, and by whom.
        suffixes: Endings of derivations, longer ones first.
        shortest: So many letters are left of a word without its suffix, at least.
    """

    stop: frozenset[str]
    frame: frozenset[str]
    suffixes: tuple[str, ...]
    shortest: int

    def stem(self, lemma: str) -> str:
        """Return what a word shares with its derivations: *verankeren*, *verankering*."""
        stem = lemma
        for suffix in self.suffixes:
            if lemma.endswith(suffix) and len(lemma) - len(suffix) >= self.shortest:
                stem = lemma[: len(lemma) - len(suffix)]
                break
        if len(stem) > self.shortest and stem[-1] == stem[-2]:
            stem = stem[:-1]
        stem = stem[:-1] + _UNVOICED.get(stem[-1:], stem[-1:])
        return _LONG_VOWEL.sub(r"\1", stem)


@cache
def alignment() -> Alignment:
    """Read what is known of words."""
    raw = read_toml("alignment.toml")
    suffixes = sorted(raw["stems"]["suffixes"].split(), key=lambda each: (-len(each), each))
    return Alignment(
        stop=frozenset(map(fold, raw["words"]["stop"].split())),
        frame=frozenset(map(fold, raw["words"]["frame"].split())),
        suffixes=tuple(suffixes),
        # A stem has letters.
        shortest=max(raw["stems"]["shortest"], 1),
    )
