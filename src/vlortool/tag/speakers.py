"""Whose position a sentence gives: the council's own, or one that it reports."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from vlortool.model.advisory import Position
from vlortool.resources.actors import actors
from vlortool.resources.frames import frames
from vlortool.tag.actors import HOME, Named, find_actors
from vlortool.tag.units import Token, Unit

GOVERNMENT = "vlaamse-regering"
_OWN: frozenset[Position] = frozenset({"support", "concern", "view", "recommendation"})
_REACH = 3


def find_speaker(
    unit: Unit, named: Sequence[Named], council: str | None = None, position: Position | None = None
) -> str:
    """Return the actor id of whose position or plan a sentence gives.

    Args:
        unit: The sentence.
        named: Its actors, in reading order.
        council: The council that issued the advisory; if not given, that of the unit.
        position: What the sentence does, if known. A plan that is laid down takes no position, so
            that a judgement with a work as its subject is the council's own.
    """
    home = council or unit.council or HOME
    found = _reported(unit, named, home, position)
    if found is None and unit.depth and unit.lead_in is not None and position in (None, "none"):
        lead = unit.lead_in
        if lead.text.rstrip().endswith(":"):
            return find_speaker(lead, find_actors(lead), home, "none")
    return found or home


def _reported(
    unit: Unit, named: Sequence[Named], home: str, position: Position | None
) -> str | None:
    tokens = unit.tokens
    if not tokens or _voiced_by_home(tokens, named, home):
        return None
    credited = _credited(tokens, named, home)
    if credited is not None and (position in (None, "none") or credited != GOVERNMENT):
        return credited
    speaker = _subject(tokens, named, home, judging=position in _OWN)
    if speaker is not None:
        return speaker
    if position in _OWN:
        return _carried(unit, home)
    return _work(tokens) or _carried(unit, home)


def _voiced_by_home(tokens: list[Token], named: Sequence[Named], home: str) -> bool:
    """Return whether the council speaks: it is named, or *we* is said."""
    own = frames().words["own"]
    return any(mention.id == home for mention in named) or any(
        token.lower in own for token in tokens
    )


def _credited(tokens: list[Token], named: Sequence[Named], home: str) -> str | None:
    speech = frames().speech
    for at, token in enumerate(tokens[:-1]):
        if token.lower not in speech["credits"]:
            continue
        for mention in named:
            if at < mention.first <= at + _REACH and mention.id != home and mention.whole:
                return mention.id
        for word in tokens[at + 1 : at + 1 + _REACH]:
            if word.lower in speech["works"] or word.lower in speech["schemes"]:
                return GOVERNMENT
    return None


def _subject(
    tokens: list[Token], named: Sequence[Named], home: str, *, judging: bool = False
) -> str | None:
    """Return the actor that is the subject of the main clause and voices something."""
    main = _main(tokens)
    speech = frames().speech
    for mention in named:
        if mention.id == home or mention.first >= main or not _nominative(tokens, mention):
            continue
        people = actors().by_id[mention.id].kind == "people"
        if people and (judging or not mention.whole):
            continue
        verbs = speech["verbs"] - speech["weak"] if people else speech["verbs"]
        after = tokens[mention.last + 1 : min(mention.last + 1 + _REACH, main)]
        before = tokens[max(0, mention.first - _REACH) : mention.first]
        if any(token.lower in verbs for token in (*before, *after)):
            return mention.id
    return None


def _main(tokens: list[Token]) -> int:
    """Return where the main clause ends: at the first subordinator after its first words."""
    openers = _clause_openers()
    for at in range(2, len(tokens)):
        if tokens[at].lower in openers:
            return at
    return len(tokens)


@cache
def _clause_openers() -> frozenset[str]:
    words = frames().words
    return words["subordinators"] - words["prepositions"]


def _nominative(tokens: list[Token], mention: Named) -> bool:
    """Return whether no preposition stands before the phrase."""
    words = frames().words
    at = mention.first - 1
    while at >= 0 and tokens[at].lower in words["determiners"]:
        at -= 1
    return at < 0 or tokens[at].lower not in words["prepositions"]


def _work(tokens: list[Token]) -> str | None:
    """Return the government if a work of it is the subject, or the place, of what is laid down."""
    works, judged = frames().speech["works"], frames().speech["judged"]
    main = _main(tokens)
    for at, token in enumerate(tokens[: main - 1]):
        if token.lower not in works:
            continue
        start = at
        while start and tokens[start - 1].lower in frames().words["determiners"]:
            start -= 1
        before = tokens[start - 1] if start else None
        if tokens[at + 1].lower in judged or (before is not None and before.lower in judged):
            return None
        opens = start <= 1 and any(_finite(word) for word in tokens[at + 1 : at + 1 + _REACH])
        if opens or (before is not None and _finite(before)):
            return GOVERNMENT
    return None


def _finite(token: Token) -> bool:
    return token.lemma != token.lower and token.lemma.endswith("en")


def _carried(unit: Unit, home: str) -> str | None:
    """Return who spoke in the sentence before, if a pronoun that voices something goes on."""
    first = unit.tokens[0].lower
    previous = unit.previous
    if previous is None or first not in frames().words["carried"] or len(unit.tokens) < 2:
        return None
    if unit.tokens[1].lower not in frames().speech["verbs"]:
        return None
    return _subject(previous.tokens, find_actors(previous), home)
