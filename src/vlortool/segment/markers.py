"""Footnote markers in the running text: superscripts, or digits glued to a word or a stop."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from vlortool.model.layout import Line, Span
from vlortool.resources import Structure
from vlortool.segment.records import Note, Unit

_MARK = re.compile(r"^[\[(]?(\d{1,3}|\*{1,3}|†)[\])]?$")
_MARK_LIST = re.compile(r"^\d{1,3}(?:\s?[,;]\s?\d{1,3})+$")
_GLUED = re.compile(r"(?<=[^\s\d])(\d{1,3})(?=$|[\s.,;:!?)\]’”\"'»–—-])")
_BRACKETED = re.compile(r"(?<=\S)\s?\[\d{1,3}\]")
_AFTER_DIGIT = re.compile(r"(?<=(?:19|20)\d\d)(\d{1,3})(?=$|[\s.,;:!?)’”\"'])")
_STOPS = ".,;:!?)]’”\"'»…%"
_UNITS = frozenset({"m", "km", "cm", "dm", "mm", "co"})
_STRONG, _WORD, _NUMBER, _SAME_PAGE = 3.0, 1.5, 1.0, 1.0
_ACRONYM = 0.5
_MIN_ACRONYM = 3
_LONGEST_WORD = 100
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOWER_END = re.compile(r"[^\W\d_A-Z]{4,}$")


class Marker(Struct, frozen=True):
    """A marker: characters `start` to `end` of a line that are no part of its words."""

    line: Line
    start: int
    end: int
    number: str


class _Candidate(Struct, frozen=True):
    marker: Marker
    order: int
    score: float


def find_markers(units: list[Unit], notes: list[Note], structure: Structure) -> list[Marker]:
    """Find the markers of the notes, and raised markers whose note is missing.

    Args:
        units: The document's units, in order.
        notes: Its notes.
        structure: Words that end in a digit of their own.
    """
    lines = [line for unit in units for line in unit.lines]
    numbers = {note.number for note in notes}
    firsts = {id(unit.lines[0]) for unit in units}
    raised = [
        marker for line in lines for marker in _raised(line, numbers, opens=id(line) in firsts)
    ]
    known = {mark.number for mark in raised}
    missing = [note for note in notes if note.number not in known]
    if raised and not missing:
        return raised
    taken = {(id(mark.line), mark.start) for mark in raised}
    glued = _glued(units, notes, missing, structure, known=known)
    return raised + [mark for mark in glued if (id(mark.line), mark.start) not in taken]


def _raised(line: Line, numbers: set[str], *, opens: bool) -> Iterator[Marker]:
    """Yield the markers of a line that are set as such; `opens` says that it opens a unit."""
    for span in line.spans:
        text = line.text[span.start : span.end]
        if _MARK_LIST.match(text) and span.raised:
            for found in re.finditer(r"\d+", text):
                end = span.end if found.end() == len(text) else span.start + found.end() + 1
                yield Marker(line, span.start + found.start(), end, found[0])
            continue
        mark = _MARK.match(text.strip())
        if mark and _is_marker(line, span, mark[1], numbers, opens=opens):
            yield Marker(line, span.start, span.end, mark[1])


def _is_marker(line: Line, span: Span, number: str, numbers: set[str], *, opens: bool) -> bool:
    before = line.text[: span.start]
    if not before.strip():
        # Set at the start of a line, it belongs to the word that ends the line above.
        return span.raised and not opens
    if span.internal and number in numbers:
        return span.raised or (bool(before) and not before[-1].isspace())
    if not span.raised:
        return False
    word = re.split(r"[\s(]", before[-_LONGEST_WORD:])[-1].casefold()
    if word in _UNITS and number in ("2", "3"):
        return False
    if number in numbers:
        return True
    if not number.isdigit():
        return False
    highest = max((int(known) for known in numbers if known.isdigit()), default=0)
    return int(number) <= highest + 1


def _glued(
    units: list[Unit],
    notes: list[Note],
    missing: list[Note],
    structure: Structure,
    known: set[str],
) -> list[Marker]:
    """Choose, of all digits that could be markers, the ones that count up best."""
    wanted = {note.number: note for note in missing}
    gaps = set() if known else _gaps(notes)
    tokens = Counter(
        token.strip(".,;:!?()‘’“”\"'").casefold()
        for unit in units
        for line in unit.lines
        for token in line.text.split()
    )
    found: list[_Candidate] = []
    for unit in units:
        for place, line in enumerate(unit.lines):
            skip = unit.skip if place == 0 else 0
            for start, end, score in _digits(line.text, skip, tokens, structure):
                number = line.text[start:end].strip(" []")
                if number in wanted:
                    near = _SAME_PAGE if wanted[number].lines[0].page == line.page else 0.0
                elif number in gaps and score == _STRONG:
                    near = -_STRONG / 2
                else:
                    continue
                marker = Marker(line, start, end, number)
                found.append(_Candidate(marker, len(found), score + near))
    return _best_chain(found)


def _gaps(notes: list[Note]) -> set[str]:
    """Return the numbers that are missing in the sequence of notes."""
    present = [int(note.number) for note in notes if note.number.isdigit()]
    if not present:
        return set()
    return {str(number) for number in range(1, max(present) + 1)} - {note.number for note in notes}


def _digits(
    text: str, skip: int, tokens: Counter[str], structure: Structure
) -> Iterator[tuple[int, int, float]]:
    """Yield digits that could be a marker, with how much speaks for it."""
    for found in _BRACKETED.finditer(text, skip):
        yield found.start(), found.end(), _STRONG
    for found in _GLUED.finditer(text, skip):
        start, end = found.span(1)
        before = text[start - 1]
        if before in _STOPS:
            inner = text[start - 2 : start - 1]
            year = _YEAR.fullmatch(text, max(start - 5, 0), start - 1)
            decimal = before in ".,:" and inner.isdigit() and not year
            if not decimal:
                yield start, end, _STRONG
        elif before.isalpha():
            near = text[max(start - _LONGEST_WORD, 0) : start]
            token = re.split(r"[\s(]", near)[-1].strip("‘“\"'(")
            whole = (token + found[1]).casefold()
            if whole in structure.digit_words or tokens[whole] > 1:
                continue
            if _LOWER_END.search(token) or tokens[token.casefold()] > 1:
                yield start, end, _WORD
            elif len(token) >= _MIN_ACRONYM:
                yield start, end, _ACRONYM
    for found in _AFTER_DIGIT.finditer(text, skip):
        yield found.start(1), found.end(1), _NUMBER


def _best_chain(found: list[_Candidate]) -> list[Marker]:
    """Return the markers of the heaviest chain of rising numbers."""
    # For each number the heaviest chain that ends in it, the first of equals; few numbers, however
    # many candidates.
    heaviest: dict[int, tuple[float, int]] = {}
    before: list[int | None] = []
    best: tuple[float, int | None] = (-math.inf, None)
    for index, candidate in enumerate(found):
        number = int(candidate.marker.number)
        lower = [chain for last, chain in heaviest.items() if last < number]
        score, chain = max(lower, key=lambda one: (one[0], -one[1]), default=(-1.0, -1))
        before.append(chain if score >= 0 else None)
        total = max(score, 0.0) + candidate.score
        if number not in heaviest or total > heaviest[number][0]:
            heaviest[number] = (total, index)
        if total > best[0]:
            best = (total, index)
    chosen: list[Marker] = []
    place = best[1]
    while place is not None:
        chosen.append(found[place].marker)
        place = before[place]
    return chosen[::-1]
