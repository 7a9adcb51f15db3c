"""Cues: patterns over words, written as data, by which a sentence shows what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from vlortool.errors import ResourceError
from vlortool.resources.cues import Cue
from vlortool.resources.overlay import source_of
from vlortool.tag.units import Token

_GAP = 10
_WORDS = 200_000
_GAP_STOPS = frozenset(";:?!")
_NOTHING = Token("", "", "", 0, 0)


class Element(Struct, frozen=True, gc=False):
    """One step of a pattern: the forms and lemmas it accepts; `gap` lets words stand before it."""

    forms: frozenset[str]
    lemmas: frozenset[str]
    anything: bool
    gap: bool
    at_end: bool

    def accepts(self, token: Token) -> bool:
        """Return whether the step accepts a word."""
        return self.anything or token.lower in self.forms or token.lemma in self.lemmas


class Pattern(NamedTuple):
    """A compiled pattern of one cue.

    Attributes:
        cue: Id of the cue.
        elements: Its steps.
        at_start: Whether it must open the sentence.
        second: What must stand behind its first word; None if anything can.
        needs: If it has a gap, what its last step takes: looking for that first saves many gaps.
    """

    cue: str
    elements: tuple[Element, ...]
    at_start: bool
    second: frozenset[str] | None
    needs: frozenset[str]


class Found(Struct, frozen=True, gc=False):
    """A cue in a sentence: token indices, half-open."""

    cue: str
    first: int
    last: int


def compile_pattern(cue: str, source: str, classes: dict[str, frozenset[str]]) -> Pattern:
    """Compile a pattern.

    Args:
        cue: Id of its cue.
        source: The pattern; `cues.toml` explains the notation.
        classes: Words of each class.

    Raises:
        ResourceError: The pattern is empty, names an unknown class, or ends in a gap.
    """
    elements: list[Element] = []
    at_start, gap = False, False
    for part in source.split():
        if part == "^" and not elements:
            at_start = True
        elif part == "...":
            gap = True
        elif part == "$" and elements:
            elements[-1] = replace(elements[-1], at_end=True)
        elif part.startswith("<") and part[1:-1] not in classes:
            raise _wrong(cue, f"unknown class {part}")
        else:
            elements.append(replace(_element(part, classes), gap=gap))
            gap = False
    if not elements or gap:
        raise _wrong(cue, f"pattern {source!r} is empty or ends in a gap")
    has_gap = any(one.gap for one in elements)
    needs = elements[-1].forms | elements[-1].lemmas if has_gap else frozenset()
    return Pattern(cue, tuple(elements), at_start, _second(elements), needs)


def _second(elements: list[Element]) -> frozenset[str] | None:
    if len(elements) < 2 or elements[1].gap or elements[1].anything:
        return None
    return elements[1].forms | elements[1].lemmas


def _wrong(cue: str, wrong: str) -> ResourceError:
    return ResourceError(f"{source_of('cues.toml')}: cue[{cue}]: {wrong}", "Its head shows how")


def _element(part: str, classes: dict[str, frozenset[str]]) -> Element:
    nothing: frozenset[str] = frozenset()
    if part == "_":
        return Element(nothing, nothing, anything=True, gap=False, at_end=False)
    if part.startswith("<"):
        words = classes[part[1:-1]]
        return Element(words, words, anything=False, gap=False, at_end=False)
    if part.startswith("{"):
        words = frozenset(part[1:-1].split("|"))
        return Element(nothing, words, anything=False, gap=False, at_end=False)
    return Element(frozenset(part.split("|")), nothing, anything=False, gap=False, at_end=False)


class CueFinder:
    """Finds all cues of a catalogue in the words of a sentence."""

    def __init__(self, cues: Iterable[Cue], classes: dict[str, frozenset[str]]) -> None:
        self._forms: dict[str, list[Pattern]] = {}
        self._lemmas: dict[str, list[Pattern]] = {}
        self._known: dict[tuple[str, str], tuple[Pattern, ...]] = {}
        for cue in cues:
            for source in cue.patterns:
                pattern = compile_pattern(cue.id, source, classes)
                for form in pattern.elements[0].forms:
                    self._forms.setdefault(form, []).append(pattern)
                for word in pattern.elements[0].lemmas:
                    self._lemmas.setdefault(word, []).append(pattern)

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """Return every cue once, at its first place, in the order of the words."""
        found: dict[str, Found] = {}
        opening = _opening(tokens)
        words = {word for token in tokens for word in (token.lower, token.lemma)}
        for index, token in enumerate(tokens):
            patterns = self._candidates(token)
            if not patterns:
                continue
            behind = tokens[index + 1] if index + 1 < len(tokens) else _NOTHING
            for pattern in patterns:
                cue, elements, at_start, second, needs = pattern
                # Most patterns fail at their second word: this tells sooner than a match does.
                if second is not None and not (behind.lower in second or behind.lemma in second):
                    continue
                if cue in found or (at_start and index > opening):
                    continue
                if needs and needs.isdisjoint(words):
                    continue
                last = _match(elements, tokens, index)
                if last:
                    found[cue] = Found(cue, index, last)
        return list(found.values())

    def _candidates(self, token: Token) -> tuple[Pattern, ...]:
        """Return the patterns that a word can begin, looked up once for each word."""
        key = (token.lower, token.lemma)
        known = self._known.get(key)
        if known is None:
            by_lemma = (
                pattern
                for pattern in self._lemmas.get(token.lemma, ())
                if token.lower not in pattern.elements[0].forms
            )
            known = (*self._forms.get(token.lower, ()), *by_lemma)
            if len(self._known) < _WORDS:
                self._known[key] = known
        return known


def _opening(tokens: Sequence[Token]) -> int:
    """Return the index of the first word; a quote or bracket may stand before it."""
    return 1 if tokens and not tokens[0].lower[0].isalnum() else 0


def _match(elements: tuple[Element, ...], tokens: Sequence[Token], start: int) -> int:
    """Return one past the last word of a match that starts at `start`, or 0."""
    at = start
    for element in elements:
        if element.gap:
            at = _skip(element, tokens, at)
        elif at >= len(tokens) or not element.accepts(tokens[at]):
            return 0
        if at < 0:
            return 0
        at += 1
        if element.at_end and at < len(tokens):
            return 0
    return at


def _skip(element: Element, tokens: Sequence[Token], start: int) -> int:
    """Return the index of the first word that a gap leads to, or -1."""
    for at in range(start, min(start + _GAP + 1, len(tokens))):
        if element.accepts(tokens[at]):
            return at
        if tokens[at].lower in _GAP_STOPS:
            return -1
    return -1
