"""What the lexicon knows: simplemma's dictionary, with `lexicon.toml` on top."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct
from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

from vlortool.lexicon.lemmas import singulars
from vlortool.resources import lemmas as tagger_lemmas
from vlortool.resources.overlay import read_toml

SHORTEST = 3
# Words up to this length are parts of compounds only if they are listed.
LISTED = 5
# So many letters of a longer word's beginning tell most strings that are none.
START = LISTED + 1


class Knowledge(Struct, frozen=True, kw_only=True):
    """What is known of word forms; `lexicon.toml` says what the lists mean.

    Attributes:
        dictionary: Lemmas of the general lexicon, by word form.
        lemmas: Lemmas that go before them, by word form.
        others: Further lemmas that a form can have, where rules don't tell.
        starts: The first six letters of longer words, and the short words that can be a last part.
        links: Letters that join two parts, by the last of them.
        s_after: Endings of first parts that are joined with an s.
        firsts: Short words that can be a first part.
        lasts: Short lemmas that can be a last part.
        not_first: Longer forms that can't be a first part.
        not_last: Longer lemmas that can't be a last part.
        atomic: Lemmas that are not split.
        prefixes: What can stand before a word without being a part.
        loose: Words that are no parts where a hyphen joins them to others.
    """

    dictionary: Mapping[str, str]
    lemmas: dict[str, str]
    others: dict[str, tuple[str, ...]]
    starts: frozenset[str]
    links: dict[str, tuple[str, ...]]
    s_after: tuple[str, ...]
    firsts: frozenset[str]
    lasts: frozenset[str]
    not_first: frozenset[str]
    not_last: frozenset[str]
    atomic: frozenset[str]
    prefixes: frozenset[str]
    loose: frozenset[str]

    def lemma(self, lower: str) -> str | None:
        """Return the lemma of a lower-case word form; None for one that is not known."""
        known = self.lemmas.get(lower)
        if known is not None:
            return known
        known = self.dictionary.get(lower)
        if known is not None:
            return known if known.isalpha() and known.islower() else _plain(known)
        return self._derived(lower) if lower.endswith(_DERIVED) else None

    def _derived(self, lower: str) -> str | None:
        """Return the lemma of a noun made of a known word: *bekrachtiging*, *betrokkenheden*."""
        if lower.endswith(("heid", "heden")):
            base = lower.removesuffix("heid").removesuffix("heden")
            return base + "heid" if len(base) > LISTED and base in self.dictionary else None
        noun = lower.removesuffix("en")
        stem = noun.removesuffix("ing")
        if len(stem) > SHORTEST and self.dictionary.get(stem + "en") == stem + "en":
            return noun
        return None


def _plain(lemma: str) -> str:
    """Return a lemma of the general lexicon in our spelling: of *op_nemen*, *Vlaams*."""
    return lemma.replace("_", "").casefold()


_DERIVED = ("heid", "heden", "ing", "ingen")


@cache
def knowledge() -> Knowledge:
    """Read what is known of word forms: the first call takes more than half a second."""
    raw = read_toml("lexicon.toml")
    compounds = raw["compounds"]
    short = frozenset(compounds["short"])
    lasts = short | frozenset(compounds["last"])
    # The one that simplemma's own functions use: another would be loaded once more.
    dictionary = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")
    lemmas = _plurals(compounds["words"])
    # Words that end compounds are nouns, though the general lexicon may know their verb first.
    lemmas.update((noun, noun) for noun in lasts)
    lemmas.update(raw["lemmas"])
    # They stay: looking through them takes the garbage collector a tenth of the time of a rebuild.
    gc.freeze()
    return Knowledge(
        dictionary=dictionary,
        lemmas=lemmas,
        others=_others(dictionary, lemmas, raw["others"]),
        starts=frozenset(_starts(dictionary, lemmas, lasts)),
        links=_by_last(compounds["links"]),
        s_after=tuple(compounds["s_after"]),
        firsts=short | frozenset(compounds["first"]),
        lasts=lasts,
        not_first=frozenset(compounds["not_first"]),
        not_last=frozenset(compounds["not_last"]),
        atomic=frozenset(compounds["atomic"]),
        prefixes=frozenset(compounds["prefixes"]),
        loose=frozenset(compounds["loose"]),
    )


def _plurals(nouns: list[str]) -> dict[str, str]:
    """Return the forms of nouns that the general lexicon doesn't know, with their lemmas."""
    return {noun + ending: noun for noun in nouns for ending in ("", "s", "en")}


def _by_last(links: list[str]) -> dict[str, tuple[str, ...]]:
    lasts = dict.fromkeys(link[-1] for link in links)
    return {last: tuple(link for link in links if link[-1] == last) for last in lasts}


def _starts(
    dictionary: Mapping[str, str], lemmas: dict[str, str], lasts: frozenset[str]
) -> Iterator[str]:
    for word in (*dictionary, *lemmas):
        if len(word) > LISTED:
            yield word[:START]
        elif len(word) >= SHORTEST and (lemmas.get(word) or dictionary[word]) in lasts:
            yield word


def _others(
    dictionary: Mapping[str, str], lemmas: dict[str, str], listed: dict[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the further lemmas of forms: those listed, and those that ours go before."""
    found = {form: list(others) for form, others in listed.items()}
    for ours in (lemmas, tagger_lemmas()):
        for form, lemma in ours.items():
            others = (_plain(dictionary.get(form, lemma)), lemma)
            found.setdefault(form, []).extend(others)
    return {form: tuple(dict.fromkeys(others)) for form, others in found.items()}


def noun_of(known: Knowledge, text: str, lemma: str) -> str:
    """Return the lemma of a form taken for a noun: *verbruik* and *bewijzen* are verbs' too."""
    if not lemma.endswith("en") or text in known.lemmas:
        return lemma
    if lemma == text:
        return next((noun for noun in singulars(text) if known.lemma(noun) == noun), lemma)
    # Most verb forms are told by their length.
    return text if len(lemma) - 3 < len(text) < len(lemma) and text in singulars(lemma) else lemma
