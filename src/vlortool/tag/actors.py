"""Who is named in a sentence: names, inflected forms and the actors inside compounds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from vlortool.resources.actors import ISSUER, NOTHING, ActorRule, actors
from vlortool.tag.units import Token, Unit
from vlortool.tag.words import tokenize

HOME = "vlor"
_FORMS = 100_000
_SHORTEST_PART = 3


class Named(Struct, frozen=True, gc=False):
    """A mention of an actor.

    Attributes:
        id: Actor id.
        rule: Id of the rule that found it.
        start: Offset of its first character in the text of the unit's tokens.
        end: One past its last character.
        first: Index of its first token.
        last: Index of its last token.
        whole: Whether the words stand for the actor itself: *leraren*, not *lerarentekort*.
    """

    id: str
    rule: str
    start: int
    end: int
    first: int
    last: int
    whole: bool = True


class _Hit(Struct, frozen=True, gc=False):
    """A rule that fires, and whether for the whole word."""

    rule: ActorRule
    whole: bool


class _Index(NamedTuple):
    """The rules by what has to be looked up."""

    phrases: dict[str, list[tuple[tuple[str, ...], ActorRule, bool]]]
    words: dict[str, list[ActorRule]]
    heads: dict[str, list[ActorRule]]
    tails: dict[str, list[ActorRule]]


def find_actors(unit: Unit) -> list[Named]:
    """Return the actors that a sentence names, in reading order, the longest names first.

    Args:
        unit: The sentence; `council` says who *de raad* is, and which rules apply.
    """
    tokens, council = unit.tokens, unit.council or HOME
    phrases = _index().phrases
    found: list[Named] = []
    at = 0
    while at < len(tokens):
        lower = tokens[at].lower
        length, hits = _phrase(tokens, at, council) if lower in phrases else (0, ())
        if not length:
            length, hits = 1, _word(lower)
            if hits:
                hits = _one_each(hit for hit in hits if _holds(hit.rule, tokens, at, 1, council))
        found.extend(
            _named(hit, tokens, at, at + length - 1, council)
            for hit in hits
            if hit.rule.actor != NOTHING
        )
        at += length
    return found


def actors_in(text: str, council: str | None = None) -> list[str]:
    """Return the ids of the actors that loose text names (who asked for an advisory).

    Args:
        text: The words.
        council: The council of the advisory.
    """
    unit = Unit(text=text, start=0, end=len(text), tokens=tokenize(text), council=council)
    return list(dict.fromkeys(named.id for named in find_actors(unit)))


def _named(hit: _Hit, tokens: list[Token], first: int, last: int, council: str) -> Named:
    rule = hit.rule
    actor = council if rule.actor == ISSUER else rule.actor
    return Named(actor, rule.id, tokens[first].start, tokens[last].end, first, last, hit.whole)


def _phrase(tokens: list[Token], at: int, council: str) -> tuple[int, tuple[_Hit, ...]]:
    """Return the longest name of more words (or with capitals) at a token, and its rules."""
    length = 0
    rules: list[ActorRule] = []
    for words, rule, cased in _index().phrases[tokens[at].lower]:
        size = len(words)
        if size < length or at + size > len(tokens):
            continue
        # Most fail at their second word.
        if size > 1 and words[1] not in (tokens[at + 1].lower, tokens[at + 1].text):
            continue
        if all(
            (tokens[at + n].text if cased else tokens[at + n].lower) == word
            for n, word in enumerate(words)
        ) and _holds(rule, tokens, at, size, council):
            rules = [*rules, rule] if size == length else [rule]
            length = size
    return length, tuple(_Hit(rule, True) for rule in rules)


def _holds(rule: ActorRule, tokens: list[Token], at: int, size: int, council: str) -> bool:
    if rule.councils and council not in rule.councils:
        return False
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + size].lower if at + size < len(tokens) else ""
    if before in rule.not_after or after in rule.not_before:
        return False
    if rule.before and after not in rule.before:
        return False
    return not rule.after or any(_precedes(words, tokens, at) for words in _split(rule.after))


def _precedes(words: tuple[str, ...], tokens: list[Token], at: int) -> bool:
    return len(words) <= at and all(
        tokens[at - len(words) + n].lower == word for n, word in enumerate(words)
    )


@cache
def _split(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)


@cache
def _index() -> _Index:
    index = _Index({}, {}, {}, {})
    for rule in actors().rules:
        for text, cased in [(w, False) for w in rule.words] + [(w, True) for w in rule.cased]:
            words = tuple(token.text for token in tokenize(text))
            if len(words) == 1 and not cased:
                index.words.setdefault(text, []).append(rule)
            else:
                entry = (words, rule, cased)
                index.phrases.setdefault(words[0].lower(), []).append(entry)
        for part in rule.heads:
            index.heads.setdefault(part, []).append(rule)
        for part in rule.tails:
            index.tails.setdefault(part, []).append(rule)
    for entries in index.phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _one_each(hits: Iterable[_Hit]) -> tuple[_Hit, ...]:
    """Return the first hit of each actor."""
    found: dict[str, _Hit] = {}
    for hit in hits:
        found.setdefault(hit.rule.actor, hit)
    return tuple(found.values())


@lru_cache(maxsize=_FORMS)
def _word(lower: str) -> tuple[_Hit, ...]:
    """Return the rules that one word form fires, also by the parts of a compound."""
    index = _index()
    found = [_Hit(rule, True) for rule in index.words.get(lower, ())]
    if any(hit.rule.actor == NOTHING for hit in found):
        return ()
    parts = lower.split("-")
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        sizes = range(_SHORTEST_PART, len(part) + 1)
        found.extend(_Hit(rule, last) for rule in index.words.get(part, ()) if part != lower)
        found.extend(
            _Hit(rule, last) for size in sizes for rule in index.tails.get(part[-size:], ())
        )
        found.extend(
            _Hit(rule, False) for size in sizes for rule in index.heads.get(part[:size], ())
        )
    return tuple(hit for hit in found if not _out(hit.rule, lower))


def _out(rule: ActorRule, lower: str) -> bool:
    return any(
        lower.startswith(word[:-1]) if word.endswith("*") else lower == word
        for word in rule.without
    )
