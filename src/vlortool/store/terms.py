"""Words of a text as the full-text index has them: without capitals, accents and hyphens."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

# A combining accent belongs to its letter, where a text is not composed.
_LETTER = r"[^\W_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’\-\u2010\u2011](?:{_LETTER})+)*")
_JOINTS = re.compile(r"['’\-\u2010\u2011]")


class Word(Struct, frozen=True, gc=False):
    """A word of a text.

    Attributes:
        start: Offset of its first character.
        end: One past its last.
        printed: The word as printed.
    """

    start: int
    end: int
    printed: str


def words_of(text: str) -> list[Word]:
    """Return the words of a text; one with hyphens or apostrophes inside (*NT2-aanbod*) is one."""
    return [Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]


def fold(word: str) -> str:
    """Return a word without capitals and accents, and without what stands between letters.

    Example:
        >>> fold("Coördinatie-vergadering")
        'coordinatievergadering'
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    # Some signs become capitals when they are taken apart, some capitals several letters.
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", letters) if char.isalnum())


def tokens(word: str) -> list[str]:
    """Return the parts of a word between its hyphens and apostrophes, folded.

    Example:
        >>> tokens("programma's")
        ['programma', 's']
    """
    return [token for part in _JOINTS.split(word) if (token := fold(part))]
