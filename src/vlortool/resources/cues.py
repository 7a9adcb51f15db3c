"""Cues and vocabulary: `cues.toml` and `vocabulary.toml` as records."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from vlortool.resources.overlay import read_toml
from vlortool.resources.records import converted

_LEMMAS = re.compile(r"\{([^}]+)\}")


class Cue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words by which a sentence shows what it does; see `cues.toml`.

    Attributes:
        id: Its name.
        group: What it speaks for.
        patterns: How it is worded.
        hit: A sentence that it finds.
        miss: A sentence that it does not find.
        label: What it is called when a judgement is explained, in Dutch.
    """

    id: str
    group: str
    patterns: tuple[str, ...]
    hit: str
    miss: str
    label: str


class _Words(Struct, frozen=True):
    """A class of words that patterns name."""

    words: tuple[str, ...]


class _Line(Struct, frozen=True):
    """A class of words that say something of a thing, with blanks between them."""

    words: str


class Cues(Struct, frozen=True, kw_only=True):
    """The catalogue.

    Attributes:
        by_id: The cues.
        classes: Words that patterns name as `<class>`.
        vocabulary: Words by what they say of a thing, whatever the topic.
        verbs: Infinitives among all these words.
    """

    by_id: dict[str, Cue]
    classes: dict[str, frozenset[str]]
    vocabulary: dict[str, frozenset[str]]
    verbs: frozenset[str]


@cache
def cues() -> Cues:
    """Read the catalogue of cues."""
    raw, words = read_toml("cues.toml"), read_toml("vocabulary.toml")
    vocabulary = {
        name: frozenset(converted(entry, _Line, "vocabulary.toml", name).words.split())
        for name, entry in words.items()
    }
    classes = {
        entry["id"]: frozenset(converted(entry, _Words, "cues.toml", "class").words)
        for entry in raw["class"]
    }
    found = [converted(entry, Cue, "cues.toml", "cue") for entry in raw["cue"]]
    return Cues(
        by_id={cue.id: cue for cue in found},
        classes=classes,
        vocabulary=vocabulary,
        verbs=_infinitives([*classes.values(), *vocabulary.values()], found),
    )


def _infinitives(lists: list[frozenset[str]], found: list[Cue]) -> frozenset[str]:
    words = {word for words in lists for word in words}
    for cue in found:
        for pattern in cue.patterns:
            for lemmas in _LEMMAS.findall(pattern):
                words.update(lemmas.split("|"))
    return frozenset(word for word in words if word.endswith("en"))
