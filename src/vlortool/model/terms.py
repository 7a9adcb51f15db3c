"""Words of a text as the full-text index has them."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

# A combining accent belongs to its letter, where a text is not composed.
_LETTER = r"[^\W_][\u0300-\u036f]*"
_JOINT = r"['’\-\u2010\u2011]"
_WORD = re.compile(rf"(?:{_LETTER})+(?:{_JOINT}(?:{_LETTER})+)*")
_COMPOSED_WORD = re.compile(rf"[^\W_]+(?:{_JOINT}[^\W_]+)*")
_JOINTS = re.compile(_JOINT)


class Word(Struct, frozen=True, gc=False):
    """A word of a text.

    Attributes:
        start: Offset of its first character.
        end: One past its last.
        form: The word in lower case, its accents composed.
    """

    start: int
    end: int
    form: str


def words_of(text: str) -> list[Word]:
    """Return the words of a text; one with hyphens or apostrophes inside (*NT2-aanbod*) is one."""
    lower = text.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFC", lower):
        return [Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(lower)]
    # Letters with loose accents, or that get longer: offsets are those of the text as it is.
    return [
        Word(found.start(), found.end(), composed(found[0]).lower())
        for found in _WORD.finditer(text)
    ]


def forms_of(text: str) -> list[str]:
    """Return the forms of the words of a text, its accents composed, as `words_of` finds them."""
    return _COMPOSED_WORD.findall(text.lower())


def composed(text: str) -> str:
    """Return a text with each accent and its letter as one character, where there is one."""
    return unicodedata.normalize("NFC", text)


def fold(word: str) -> str:
    """Return a word without capitals and accents, and without what stands between letters.

    Example:
        >>> fold("Coördinatie-vergadering")
        'coordinatievergadering'
    """
    letters = word.casefold()
    if not letters.isascii():
        # Some signs become capitals when they are taken apart.
        letters = unicodedata.normalize("NFKD", letters).casefold()
    return letters if letters.isalnum() else "".join(filter(str.isalnum, letters))


def tokens(form: str) -> list[str]:
    """Return what the index makes of a form: what stands between hyphens and apostrophes.

    Example:
        >>> tokens("programma's")
        ['programma', 's']
    """
    return _JOINTS.split(form)
