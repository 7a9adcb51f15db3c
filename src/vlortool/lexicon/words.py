"""Word forms looked up: the lemma, what else a form can be, the parts of a compound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from vlortool.lexicon.compounds import (
    FORMS,
    LONGEST,
    SHORTEST_COMPOUND,
    Part,
    joined,
    runs,
    split,
    split_known,
)
from vlortool.lexicon.knowledge import Knowledge, knowledge, noun_of
from vlortool.lexicon.lemmas import lemma as general_lemma
from vlortool.lexicon.lemmas import stems

_TYPOGRAPHIC = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-", "\u00ad": ""}
)
# Half a character of UTF-16: can't be looked up, and is no letter.
_HALF = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"[\W_]+")
# The accents of stress (*vóór*, *móét*): no Dutch word differs from another by them alone.
_STRESS = re.compile("[\u0300\u0301]")
_PLURAL = "'s"
_EDGES = "-/'"


class Word(Struct, frozen=True, kw_only=True):
    """A word form, looked up.

    Attributes:
        lemma: Its lemma, in lower case; of a compound that the lexicon does not know, its text
            with the lemma of its last part.
        others: Further lemmas that it can have, as *vragen* is a noun's and a verb's form.
        parts: Lemmas of a compound's parts, and of runs of them (see `compounds.parts`).
    """

    lemma: str
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=FORMS)
def analyse(form: str) -> Word:
    """Return what is known of a word form.

    Args:
        form: Any string; meant is a word, which can have capitals, accents, hyphens, apostrophes.
            One of more than 64 characters is its own lemma and has no parts.

    Example:
        >>> analyse("Leerwerkplekken").parts
        ('leer', 'werk', 'plek', 'leerwerk', 'werkplek')
    """
    if form.isascii():
        lower = form.lower()
    else:
        whole = unicodedata.normalize("NFC", _HALF.sub("\ufffd", form))
        lower = whole.translate(_TYPOGRAPHIC).casefold()
    if len(lower) > LONGEST:
        return Word(lemma=lower)
    return _plain(lower) if lower.isalpha() else _marked(lower)


def _plain(lower: str) -> Word:
    """Return what is known of a form of letters."""
    known = knowledge()
    lemma = known.lemma(lower)
    if len(lower) < SHORTEST_COMPOUND:
        found: tuple[Part, ...] = ()
    else:
        found = split_known(known, lower, lemma or lower)
    if lemma is not None:
        return Word(lemma=lemma, others=_others(known, lower, lemma), parts=runs(found))
    if found:
        return Word(lemma=joined(found), parts=runs(found))
    return Word(lemma=_unknown(known, lower))


def _unknown(known: Knowledge, lower: str) -> str:
    """Return the lemma of a form that the lexicon does not have as it stands."""
    name = known.dictionary.get(lower.capitalize())
    if name is not None:
        return name.casefold()
    if not lower.isascii():
        bare = unicodedata.normalize("NFC", _STRESS.sub("", unicodedata.normalize("NFD", lower)))
        if bare != lower:
            return known.lemma(bare) or lower
    return general_lemma(lower)


def _others(known: Knowledge, lower: str, lemma: str) -> tuple[str, ...]:
    """Return what a form can be besides."""
    found = known.others.get(lower, ())
    if lemma.endswith("en"):
        found = (*found, noun_of(known, lower, lemma))
    elif lower.endswith("en") and _is_infinitive(known, lower):
        found = (*found, lower)
    return tuple(dict.fromkeys(other for other in found if other != lemma)) if found else ()


def _is_infinitive(known: Knowledge, lower: str) -> bool:
    # As `lemmas.also_infinitive`, but by the dictionary alone, which is ten times as fast.
    return len(lower) > 4 and any(
        known.dictionary.get(stem + "t") == lower for stem in stems(lower)
    )


def _marked(lower: str) -> Word:
    """Return what is known of a form with hyphens, apostrophes or digits."""
    known = knowledge()
    lemma = known.lemma(lower)
    if lemma is not None:
        return Word(lemma=lemma, parts=runs(split(lemma)))
    if lower.endswith(_PLURAL) and len(lower) > len(_PLURAL):
        return analyse(lower.removesuffix(_PLURAL))
    pieces = [piece for piece in _MARKS.split(lower) if piece]
    if len(pieces) < 2:
        return _single(known, lower, pieces)
    words = {piece: analyse(piece) for piece in pieces}
    parts: dict[str, None] = {}
    for piece, word in words.items():
        if len(piece) > 1 and not piece.isdigit() and piece not in known.loose:
            parts.update(dict.fromkeys((word.lemma, *word.parts)))
    before = lower[: lower.rindex(pieces[-1])].lstrip(_EDGES)
    return Word(lemma=before + words[pieces[-1]].lemma, parts=tuple(parts))


def _single(known: Knowledge, lower: str, pieces: list[str]) -> Word:
    """Return what is known of a form that marks stand around, as in *onderwijs-* and *'t*."""
    if not pieces or pieces[0] == lower:
        return Word(lemma=lower)
    piece = pieces[0]
    bare = piece.removesuffix("s")
    # *opleidings- en onderwijsraad*
    if lower[-1] == "-" and known.lemma(piece) is None and known.lemma(bare) is not None:
        piece = bare
    return analyse(piece)
