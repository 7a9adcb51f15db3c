"""Words of Dutch text: spaCy's tokenizer, simplemma's lemmas, each word form looked up once."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import simplemma

from vlortool.resources import grammar, lemmas
from vlortool.tag.units import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_FORMS = 200_000
_ADJECTIVE_ENDING = re.compile(r"(?:e|ële|ige|ende)$")


@cache
def blank() -> Language:
    """Return spaCy's Dutch without a trained model: a tokenizer."""
    import spacy  # noqa: PLC0415 - takes more than a second

    return spacy.blank("nl")


@lru_cache(maxsize=_FORMS)
def lemma(lower: str) -> str:
    """Return the lemma of a lower-case word form (95 % right on UD Dutch, simplemma 2.0)."""
    known = lemmas().get(lower)
    if known is not None:
        return known
    if not lower.isalpha():
        return lower
    return simplemma.lemmatize(lower, lang="nl").casefold().replace("_", "")


@lru_cache(maxsize=_FORMS)
def also_infinitive(lower: str) -> bool:
    """Return whether a form that the lexicon takes for a noun is an infinitive too (*vragen*).

    It is if the form that its stem makes with *-t* has it as its lemma (*vraagt*).
    """
    if not lower.endswith("en") or len(lower) < 5 or not lower.isalpha():
        return False
    return any(simplemma.lemmatize(stem + "t", lang="nl") == lower for stem in _stems(lower))


def _stems(infinitive: str) -> list[str]:
    stem = infinitive[:-2]
    if stem[-1:] == stem[-2:-1]:
        return [stem[:-1]]
    last = {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])
    short = stem[:-1] + last
    return [short, stem[:-2] + stem[-2:-1] * 2 + last]


def takes_noun(before: str) -> bool:
    """Return whether a noun rather than a verb follows a word: a determiner or preposition."""
    return before in grammar().noun_places


def tokens_of(doc: Doc, start: int = 0) -> list[Token]:
    """Return the words and marks of a doc, blanks left out.

    A form that can be noun or verb (*vragen*) has the noun's lemma behind a determiner,
    preposition or adjective, else the verb's.

    Args:
        doc: The doc.
        start: Offset of the doc's first character in the text.
    """
    found: list[Token] = []
    before = ""
    for token in doc:
        text = token.text
        if text.isspace():
            continue
        first = start + token.idx
        lower = text.lower()
        base = lemma(lower)
        if base != lower and also_infinitive(lower) and not _noun_here(before):
            base = lower
        found.append(Token(text, lower, base, first, first + len(text)))
        before = lower
    return found


def _noun_here(before: str) -> bool:
    return takes_noun(before) or _ADJECTIVE_ENDING.search(before) is not None


def tokenize(text: str, start: int = 0) -> list[Token]:
    """Return the words and marks of a text; see `tokens_of`."""
    return tokens_of(blank().make_doc(text), start)
