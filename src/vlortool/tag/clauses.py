"""Clauses: which words stand in the main clause, and which verb is its finite one.

Dutch main clauses have the finite verb second (or first), subordinate ones have it last, behind a
word that opens them. That is enough to tell the two apart in most prose without a parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from vlortool.lexicon.lemmas import also_infinitive, lemma
from vlortool.resources import grammar
from vlortool.tag.units import Token
from vlortool.tag.words import takes_noun

MAIN, COMPLEMENT, RELATIVE, ADVERBIAL = "main", "complement", "relative", "adverbial"

_INFINITIVE = ("en", "aan", "oen", "ien", "zijn")
_CLAUSE_BORDERS = frozenset({",", "–", "(", "en", "maar"})
_PREFIXES = ("be", "ver", "ont", "her", "er")


class Clauses(Struct, frozen=True):
    """The clauses of a sentence.

    Attributes:
        zones: For each word the kind of clause that it stands in.
        finite: Index of the main clause's finite verb, -1 if none was found.
    """

    zones: list[str]
    finite: int


@lru_cache(maxsize=100_000)
def verb_shape(lower: str) -> str:
    """Return what a word form is as a verb: `finite`, `plural` (or infinitive), `part`, or ''."""
    if lower in grammar().finite:
        return "plural" if lower.endswith("en") else "finite"
    if lower in grammar().no_verbs or not lower.isalpha():
        return ""
    if is_participle(lower):
        return "part"
    base = lemma(lower)
    if base != lower and also_infinitive(lower):
        return "plural"
    if not base.endswith(_INFINITIVE):
        return ""
    if lower == base:
        return "plural" if len(lower) > 4 else ""
    return "finite" if lower[:2] == base[:2] else "part"


@lru_cache(maxsize=100_000)
def is_participle(lower: str) -> bool:
    """Return whether a form looks like a past participle (*gevraagd*, *uitgebouwd*, *hervormd*)."""
    if not lower.endswith(("d", "t", "en")) or len(lower) < 5:
        return False
    base = lemma(lower)
    if lower.startswith("ge"):
        return not base.startswith("ge") or lower.endswith("d")
    if lower.endswith("eerd"):
        return True
    if lower.startswith(_PREFIXES):
        return base != lower and base.endswith(_INFINITIVE) and lower.endswith("d")
    return any(lower.startswith(first + "ge") for first in grammar().separable)


def shape_of(token: Token) -> str:
    """Return what a word is as a verb: what a trained pipeline said, else what its form tells."""
    return token.verb if token.verb is not None else verb_shape(token.lower)


def clauses_of(tokens: Sequence[Token]) -> Clauses:
    """Split a sentence into its main clause and the clauses that depend on it."""
    zones: list[str] = []
    zone, seen_verb, finite = MAIN, False, -1
    for index, token in enumerate(tokens):
        opened = _opens(tokens, index, finite)
        if opened:
            zone, seen_verb = opened, False
        shape = shape_of(token)
        if token.lower in {",", ";", ":", "–"} and zone != MAIN:
            zones.append(zone)
            if (seen_verb or zone == ADVERBIAL) and not _continues(tokens, index):
                zone = MAIN
            continue
        zones.append(zone)
        if shape and (token.verb is not None or not _is_noun(tokens, index)):
            seen_verb = True
            if zone == MAIN and finite < 0 and shape != "part":
                finite = index
    return Clauses(zones, finite)


def _continues(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a comma only parts items or clauses of the same kind (*dat ..., dat ...*)."""
    words = grammar()
    after = _lower(tokens, index + 1)
    return after == "en" or any(
        after in group for group in (words.complement, words.relative, words.adverbial)
    )


def _opens(tokens: Sequence[Token], index: int, finite: int) -> str:
    """Return the kind of clause that a word opens, or an empty string."""
    words = grammar()
    lower = tokens[index].lower
    if lower in words.adverbial:
        free = index == 0 or _lower(tokens, index - 1) in _CLAUSE_BORDERS
        return ADVERBIAL if free or lower not in words.doubtful else ""
    if lower in words.complement:
        return _complement(tokens, index, finite)
    if lower in words.relative and index:
        return _relative(tokens, index, finite)
    return ""


def _complement(tokens: Sequence[Token], index: int, finite: int) -> str:
    """Judge *dat, of, om, hoe*: *dat* can be a pronoun, *of* can stand between two words."""
    lower, before = tokens[index].lower, _lower(tokens, index - 1)
    after = _lower(tokens, index + 1)
    is_verb = after in grammar().finite
    if index == 0:
        return "" if is_verb or verb_shape(after) == "finite" else COMPLEMENT
    if lower == "of" and before != "," and finite < 0:
        return ""
    if lower == "dat" and (is_verb or before in grammar().pronoun_places):
        return ""
    return COMPLEMENT if finite >= 0 or before == "," else RELATIVE


def _relative(tokens: Sequence[Token], index: int, finite: int) -> str:
    lower, before = tokens[index].lower, _lower(tokens, index - 1)
    if before in grammar().pronoun_places:
        return ""
    if lower in grammar().doubtful and before != ",":
        return COMPLEMENT if finite >= 0 else RELATIVE
    return RELATIVE if before == "," or before[:1].isalpha() else ""


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a form that could be a verb stands where a noun does (*het leren*)."""
    before = tokens[index - 1].lower if index else ""
    lower = tokens[index].lower
    if lower in grammar().finite or (index > 0 and verb_shape(lower) == "finite" and index < 3):
        return False
    if index == 0 and also_infinitive(lower):
        # *Scholen moeten*: a noun that opens a sentence, before its verb.
        return verb_shape(_lower(tokens, 1)) in {"finite", "plural"}
    return takes_noun(before) or (index > 0 and tokens[index].text[0].isupper())
