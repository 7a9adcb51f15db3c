"""Clauses: which words stand in the main clause, and which verb is its finite one.

Dutch main clauses have the finite verb second (or first), subordinate ones have it last, behind a
word that opens them. That is enough to tell the two apart in most prose without a parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vlortool.tag.units import Token
from vlortool.tag.words import lemma

MAIN, COMPLEMENT, RELATIVE, ADVERBIAL = "main", "complement", "relative", "adverbial"

_COMPLEMENT = frozenset({"dat", "of", "om", "hoe"})
_RELATIVE = frozenset(
    "die wat wie waar waarbij waarin waarmee waarop waarvan waaraan waardoor waarover waarvoor "
    "waarnaar waartoe waaruit wiens wier".split()
)
_ADVERBIAL = frozenset(
    "als wanneer indien omdat doordat zodat opdat hoewel ofschoon terwijl nadat voordat vooraleer "
    "alvorens aangezien zodra zolang tenzij mits totdat tot sinds naarmate voorzover zoals "
    "naargelang".split()
)
_AMBIGUOUS = frozenset({"tot", "sinds", "of", "wie", "wat", "waar", "hoe", "zoals", "mits", "als"})
_INFINITIVE = ("en", "aan", "oen", "ien", "zijn")
_SEPARABLE = (
    "aan af achter bij binnen door heen in langs mee na neer om onder op over samen tegen terug "
    "toe tot uit vast voor voort weg"
).split()
_NO_VERBS = frozenset("geen daarenboven acht zeven bovendien een tien tussen samen binnen".split())
_FINITE = frozenset(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden moet moeten moest moesten "
    "kan kunnen kon konden mag mogen mocht mochten zal zullen zou zouden wil willen wou wilde "
    "wilden dient dienen hoort horen behoort behoren blijft blijven bleef bleven gaat gaan ging "
    "gingen doet doen deed deden staat staan stond stonden komt komen kwam kwamen krijgt krijgen "
    "kreeg kregen laat laten liet lieten lijkt lijken blijkt blijken bleek bleken".split()
)
_DETERMINERS = frozenset(
    "de het een deze die dit dat hun zijn haar elke elk iedere ieder geen alle veel meer andere "
    "enkele heel nieuwe onze ons".split()
)


class Clauses(NamedTuple):
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
    if lower in _FINITE:
        return "plural" if lower.endswith("en") else "finite"
    if lower in _NO_VERBS or not lower.isalpha():
        return ""
    if is_participle(lower):
        return "part"
    base = lemma(lower).replace("_", "")
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
    if lower.startswith(("be", "ver", "ont", "her", "er")):
        return base != lower and base.endswith(_INFINITIVE) and lower.endswith("d")
    return any(lower.startswith(first + "ge") for first in _SEPARABLE)


def clauses_of(tokens: Sequence[Token]) -> Clauses:
    """Split a sentence into its main clause and the clauses that depend on it."""
    zones: list[str] = []
    zone, seen_verb, finite = MAIN, False, -1
    for index, token in enumerate(tokens):
        opened = _opens(tokens, index, finite)
        if opened:
            zone, seen_verb = opened, False
        shape = verb_shape(token.lower) if token.lower.isalpha() else ""
        if token.lower in {",", ";", ":", "–"} and zone != MAIN:
            zones.append(zone)
            if (seen_verb or zone == ADVERBIAL) and not _continues(tokens, index):
                zone = MAIN
            continue
        zones.append(zone)
        if shape and not _is_noun(tokens, index):
            seen_verb = True
            if zone == MAIN and finite < 0 and shape != "part":
                finite = index
    return Clauses(zones, finite)


def _continues(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a comma only parts items or clauses of the same kind (*dat ..., dat ...*)."""
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    return after in _COMPLEMENT or after in _RELATIVE or after in _ADVERBIAL or after in {"en"}


def _opens(tokens: Sequence[Token], index: int, finite: int) -> str:
    lower = tokens[index].lower
    before = tokens[index - 1].lower if index else ""
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if lower in _ADVERBIAL:
        free = index == 0 or before in {",", "–", "(", "en", "maar"}
        return ADVERBIAL if free or lower not in _AMBIGUOUS else ""
    if lower in _COMPLEMENT:
        if index == 0:
            return "" if verb_shape(after) == "finite" or after in _FINITE else COMPLEMENT
        if lower == "of" and before != "," and finite < 0:
            return ""
        if lower == "dat" and (before in {"in", "van", "op", "en"} or after in _FINITE):
            return ""
        return COMPLEMENT if finite >= 0 or before == "," else RELATIVE
    if lower in _RELATIVE and index and before not in {"en", "of", "van", "in", "op", "voor"}:
        if lower in {"wie", "wat", "waar"} and before != ",":
            return COMPLEMENT if finite >= 0 else RELATIVE
        return RELATIVE if before == "," or before[:1].isalpha() else ""
    return ""


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a form that could be a verb stands where a noun does (*het leren*)."""
    before = tokens[index - 1].lower if index else ""
    lower = tokens[index].lower
    if lower in _FINITE or (index > 0 and verb_shape(lower) == "finite" and index < 3):
        return False
    return before in _DETERMINERS or (index > 0 and tokens[index].text[0].isupper())
