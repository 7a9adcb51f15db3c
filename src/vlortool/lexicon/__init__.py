"""What is known of Dutch word forms: their lemmas, and the parts of compounds."""

from __future__ import annotations

import simplemma
from msgspec import Struct


class Word(Struct, frozen=True):
    """A word form, analysed.

    Attributes:
        lemma: Its lemma.
        others: Further lemmas that it can have.
        parts: Lemmas of its parts, if it is a compound.
    """

    lemma: str
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def analyse(form: str) -> Word:
    """Analyse a word form, capitals or not."""
    return Word(simplemma.lemmatize(form.lower(), lang="nl").replace("_", ""))
