"""Who is named in a sentence: names, inflected forms and the actors inside compounds."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from vlortool.resources.actors import ISSUER, NOTHING, ActorRule, actors
from vlortool.tag.units import Token, Unit
from vlortool.tag.words import tokenize

HOME = "vlor"
_FORMS = 100_000
_SHORTEST_PART = 3


class Named(NamedTuple):
    """A mention of an actor.

    Attributes:
        id: Actor id.
        rule: Id of the rule that found it.
        start: Offset of its first character in the text of the unit's tokens.
        end: One past its last character.
        first: Index of its first token.
        last: Index of its last token.
    """

    id: str
    rule: str
    start: int
    end: int
    first: int
    last: int


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
        length, rules = 0, ()
        if lower in phrases:
            length, rules = _phrase(tokens, at, council)
        if not length:
            length, rules = 1, tuple(r for r in _word(lower) if _holds(r, tokens, at, 1, council))
        for rule in rules:
            if rule.actor != NOTHING:
                found.append(_named(rule, tokens, at, at + length - 1, council))
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


def _named(rule: ActorRule, tokens: list[Token], first: int, last: int, council: str) -> Named:
    actor = council if rule.actor == ISSUER else rule.actor
    return Named(actor, rule.id, tokens[first].start, tokens[last].end, first, last)


def _phrase(tokens: list[Token], at: int, council: str) -> tuple[int, tuple[ActorRule, ...]]:
    """Return the longest name of more words (or with capitals) at a token, and its rules."""
    length, rules = 0, []
    for words, rule, cased in _index().phrases[tokens[at].lower]:
        size = len(words)
        if size < length or at + size > len(tokens):
            continue
        if all(
            (tokens[at + n].text if cased else tokens[at + n].lower) == word
            for n, word in enumerate(words)
        ) and _holds(rule, tokens, at, size, council):
            rules = [*rules, rule] if size == length else [rule]
            length = size
    return length, tuple(rules)


def _holds(rule: ActorRule, tokens: list[Token], at: int, size: int, council: str) -> bool:
    if rule.councils and council not in rule.councils:
        return False
    if rule.not_after and at and tokens[at - 1].lower in rule.not_after:
        return False
    after = at + size
    return not (
        rule.not_before and after < len(tokens) and tokens[after].lower in rule.not_before
    )


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


@lru_cache(maxsize=_FORMS)
def _word(lower: str) -> tuple[ActorRule, ...]:
    """Return the rules that one word form fires, also by the parts of a compound."""
    index = _index()
    found: dict[str, ActorRule] = {}
    for rule in index.words.get(lower, ()):
        found.setdefault(rule.actor, rule)
    if NOTHING in found:
        return ()
    parts = lower.split("-") if "-" in lower else [lower]
    for part in parts:
        for rule in index.words.get(part, ()) if part != lower else ():
            found.setdefault(rule.actor, rule)
        for size in range(_SHORTEST_PART, len(part) + 1):
            for rule in index.heads.get(part[:size], ()):
                found.setdefault(rule.actor, rule)
            for rule in index.tails.get(part[-size:], ()):
                found.setdefault(rule.actor, rule)
    return tuple(rule for rule in found.values() if not _out(rule, lower))


def _out(rule: ActorRule, lower: str) -> bool:
    return any(
        lower.startswith(word[:-1]) if word.endswith("*") else lower == word
        for word in rule.without
    )
