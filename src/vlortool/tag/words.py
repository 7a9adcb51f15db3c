"""Words of Dutch text: spaCy's tokenizer, simplemma's lemmas, each word form looked up once."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import simplemma

from vlortool.tag.units import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_FORMS = 200_000


@cache
def blank() -> Language:
    """Return spaCy's Dutch without a trained model: a tokenizer."""
    import spacy  # noqa: PLC0415 - takes more than a second

    return spacy.blank("nl")


@lru_cache(maxsize=_FORMS)
def lemma(lower: str) -> str:
    """Return the lemma of a lower-case word form (95 % right on UD Dutch, simplemma 2.0)."""
    return simplemma.lemmatize(lower, lang="nl").casefold() if lower.isalpha() else lower


def tokens_of(doc: Doc, start: int = 0) -> list[Token]:
    """Return the words and marks of a doc, blanks left out.

    Args:
        doc: The doc.
        start: Offset of the doc's first character in the text.
    """
    found = []
    for token in doc:
        text = token.text
        if text.isspace():
            continue
        first = start + token.idx
        lower = text.lower()
        found.append(Token(text, lower, lemma(lower), first, first + len(text)))
    return found


def tokenize(text: str, start: int = 0) -> list[Token]:
    """Return the words and marks of a text; see `tokens_of`."""
    return tokens_of(blank().make_doc(text), start)
