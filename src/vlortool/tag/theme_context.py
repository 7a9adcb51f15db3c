"""Features of a sentence and a theme in their document: what stands around, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vlortool.tag.rows import moved
from vlortool.tag.units import Unit

# What `Surroundings.candidates` has of a sentence and a theme, in this order. A share is a
# probability by the words alone; `near` is a mean over the sentences around, the nearer the
# heavier.
NAMES = (
    *("own_score", "own_score_length", "own_share", "own_and_section"),
    *("strong", "strong_count", "strong_section_log", "strong_document"),
    *("weak_count", "weak_near_log", "weak_section_log"),
    *("previous_log", "next_log", "previous_strong", "next_strong"),
    *("lead_in_share", "lead_in_strong", "title_share", "title_strong", "title_weak"),
    *("section_share", "section_log", "section_strong", "section_first"),
    *("document_share", "document_log", "document_strong", "document_strong_log"),
    *("behind_share", "near_log", "near_strong"),
    *("others_share", "others_strong", "others_section"),
    *("first_section", "announces", "length", "bullet", "nothing"),
)
_FLOOR = 0.01
_LONG = 15
_MOST = 3
_NEAR, _BREAK = 0.8, 0.3
_CANDIDATE = 0.06

Matrix = NDArray[np.float64]


class Evidence(NamedTuple):
    """What a row of words says of each theme.

    Attributes:
        scores: Log odds of the words' model.
        strong: How many strong rules of a theme fire, where any does.
        weak: How many weak rules do.
    """

    scores: Matrix
    strong: dict[int, int]
    weak: dict[int, int]


class Row(NamedTuple):
    """The features of a sentence and a theme, in the order of `NAMES`."""

    unit: int
    theme: int
    values: Matrix


def share(scores: Any) -> Matrix:
    """Return the probabilities of log odds."""
    clipped = np.maximum(np.asarray(scores, dtype=np.float64), -30.0)
    chances: Matrix = np.where(clipped > -30.0, 1 / (1 + np.exp(-clipped)), 0.0)
    return chances


def _log(values: Matrix) -> Matrix:
    return np.log(values + _FLOOR)


class Surroundings:
    """The sentences of a document with what their words, their titles and their lists say.

    Everything is computed for all sentences (rows) and all themes (columns) at once.
    """

    def __init__(
        self, units: Sequence[Unit], own: list[Evidence], titles: list[Evidence | None]
    ) -> None:
        self._units = units
        self._scores = np.array([each.scores for each in own], dtype=np.float64)
        self._shares = share(self._scores)
        themes = self._scores.shape[1]
        self._strong_counts = _counts([each.strong for each in own], themes)
        self._weak_counts = _counts([each.weak for each in own], themes)
        self._strong = (self._strong_counts > 0).astype(np.float64)
        self._weak = (self._weak_counts > 0).astype(np.float64)
        none = np.full(themes, -np.inf)
        self._title_shares = share([none if each is None else each.scores for each in titles])
        strong = _counts([{} if each is None else each.strong for each in titles], themes)
        weak = _counts([{} if each is None else each.weak for each in titles], themes)
        self._title_strong = (strong > 0).astype(np.float64)
        self._title_weak = (weak > 0).astype(np.float64)
        sections = _sections(units)
        self._firsts = np.array([members[0] for members in sections for _ in members])
        self._sizes = np.array([len(members) for members in sections for _ in members])
        self._starts = [members[0] for members in sections]
        self._ends = [*self._starts[1:], len(units)]

    def rows(self) -> Iterator[Row]:
        """Yield the features of each sentence with each theme that there is any sign of."""
        units, themes, values = self.candidates()
        for unit, theme, row in zip(units.tolist(), themes.tolist(), values, strict=True):
            yield Row(unit, theme, row)

    def candidates(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Matrix]:
        """Return sentences and themes that there is any sign of, with their features."""
        means = self._section_sums(self._shares) / self._sizes[:, None]
        signs = (self._strong, means, moved(self._shares, 1), moved(self._shares, -1))
        most = np.maximum.reduce([self._shares, *signs, self._title_shares])
        units, themes = np.nonzero(most >= _CANDIDATE)
        # One feature after the other: those of all sentences and themes at once would be gigabytes
        # where a document has a hundred thousand sentences.
        columns = [
            np.broadcast_to(each, self._shares.shape)[units, themes] for each in self._columns()
        ]
        return units, themes, np.stack(columns, axis=-1)

    def _columns(self) -> Iterator[Matrix]:
        """Yield the features in the order of `NAMES`: sentences x themes, or x 1."""
        shares, strong, weak = self._shares, self._strong, self._weak
        around = np.maximum(0.0, self._others(self._section_sums(shares), shares, section=True))
        around_strong = self._others(self._section_sums(strong), strong, section=True)
        everywhere = np.maximum(0.0, self._others(shares.sum(0), shares, section=False))
        everywhere_strong = self._others(strong.sum(0), strong, section=False)
        behind, ahead = self._decayed(np.hstack([shares, strong]))
        themes = shares.shape[1]
        near, near_strong = (behind + ahead)[:, :themes], (behind + ahead)[:, themes:]
        around_log, near_log = _log(around), _log(near)
        lead_share, lead_strong = self._lead_ins()
        length, first, announces, bullet, nothing = self._own()
        others_strong = strong.sum(1, keepdims=True) - strong
        yield from (self._scores, self._scores * length, shares, shares * around)
        yield from (strong, np.minimum(_MOST, self._strong_counts))
        yield from (strong * around_log, strong * everywhere_strong)
        yield from (np.minimum(_MOST, self._weak_counts), weak * near_log, weak * around_log)
        yield from (_log(moved(shares, 1)), _log(moved(shares, -1)))
        yield from (moved(strong, 1), moved(strong, -1))
        yield from (lead_share, lead_strong)
        yield from (self._title_shares, self._title_strong, self._title_weak)
        yield from (around, around_log, around_strong, around * first)
        yield from (everywhere, _log(everywhere), everywhere_strong, _log(everywhere_strong))
        yield from (behind[:, :themes], near_log, near_strong)
        yield from (shares.sum(1, keepdims=True) - shares, others_strong, others_strong * around)
        yield from (first, announces, length, bullet, nothing)

    def _section_sums(self, rows: Matrix) -> Matrix:
        """Return for each sentence the sum over its section."""
        sums = np.add.reduceat(rows, self._starts, axis=0)
        repeats = np.diff([*self._starts, len(rows)])
        spread: Matrix = np.repeat(sums, repeats, axis=0).astype(np.float64)
        return spread

    def _others(self, sums: Matrix, own: Matrix, *, section: bool) -> Matrix:
        """Return means over the other sentences, of the section or of the document."""
        count = self._sizes[:, None] if section else np.array(len(own))
        means: Matrix = (sums - own) / np.maximum(1, count - 1)
        return means

    def _decayed(self, rows: Matrix) -> tuple[Matrix, Matrix]:
        """Return means over the sentences before and behind, the nearer the heavier."""
        before = _decay(rows, self._starts)
        behind = _decay(rows[::-1], [len(rows) - end for end in reversed(self._ends)])
        return before, behind[::-1]

    def _lead_ins(self) -> tuple[Matrix, Matrix]:
        places = {id(unit): place for place, unit in enumerate(self._units)}
        shares, strong = np.zeros_like(self._shares), np.zeros_like(self._strong)
        for place, unit in enumerate(self._units):
            lead = places.get(id(unit.lead_in)) if unit.lead_in is not None else None
            if lead is not None:
                shares[place], strong[place] = self._shares[lead], self._strong[lead]
        return shares, strong

    def _own(self) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
        """Return columns of what holds for a sentence whatever the theme."""
        long = [sum([len(token.lower) > 3 for token in unit.tokens]) for unit in self._units]
        length = np.minimum(_LONG, np.array(long)) / _LONG
        announces = [unit.text.rstrip().endswith(":") for unit in self._units]
        bullet = [unit.kind == "bullet" for unit in self._units]
        columns = (length, self._firsts == 0, announces, bullet, self._strong.sum(1) == 0)
        one, two, three, four, five = (
            np.array(column, dtype=np.float64)[:, None] for column in columns
        )
        return one, two, three, four, five


def _counts(rows: Sequence[Mapping[int, int]], themes: int) -> Matrix:
    counts = np.zeros((len(rows), themes))
    for place, row in enumerate(rows):
        for theme, count in row.items():
            counts[place, theme] = count
    return counts


def _sections(units: Sequence[Unit]) -> list[list[int]]:
    """Return the sentences of each section; those of one section have the same titles."""
    places = groupby(range(len(units)), key=lambda place: units[place].titles)
    return [list(group) for _, group in places]


def _decay(rows: Matrix, starts: Sequence[int]) -> Matrix:
    """Return for each row the mean of those before it, less where a section ended."""
    found = np.zeros_like(rows)
    added = rows * (1 - _NEAR)
    carried = np.zeros(rows.shape[1])
    sections = set(starts[1:])
    for place, row in enumerate(added):
        if place in sections:
            carried = carried * _BREAK
        found[place] = carried
        carried = carried * _NEAR + row
    return found
