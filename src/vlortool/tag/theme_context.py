"""Features of a sentence and a theme in their document: what stands around, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from math import exp, log
from typing import NamedTuple

from vlortool.tag.units import Unit

# What `Document.values` returns, in this order. A share is a probability by the words alone; `near`
# is a mean over the sentences around, the nearer the heavier.
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

Scores = list[float]


class Evidence(NamedTuple):
    """What a row of words says of each theme.

    Attributes:
        scores: Log odds of the words' model.
        strong: How many strong rules fire.
        weak: How many weak rules fire.
    """

    scores: Scores
    strong: list[int]
    weak: list[int]


class Row(NamedTuple):
    """The features of a sentence and a theme, in the order of `NAMES`."""

    unit: int
    theme: int
    values: Scores


def share(score: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + exp(-score)) if score > -30 else 0.0


def _log(value: float) -> float:
    return log(value + _FLOOR)


class _Sum:
    """Sums over a document or a section."""

    def __init__(self, shares: Sequence[Scores], strong: Sequence[Scores]) -> None:
        self._rest = max(1, len(shares) - 1)
        self._shares = [sum(column) for column in zip(*shares, strict=True)]
        self._strong = [sum(column) for column in zip(*strong, strict=True)]
        self.means = [value / len(shares) for value in self._shares]

    def others(self, theme: int, own: float, strong: float) -> tuple[float, float]:
        """Return the mean share, and the share of strong hits, of the other sentences."""
        return (
            max(0.0, (self._shares[theme] - own) / self._rest),
            (self._strong[theme] - strong) / self._rest,
        )


class _Own:
    """What holds for a sentence whatever the theme."""

    def __init__(self, unit: Unit, shares: Scores, strong: Scores, *, first: bool) -> None:
        long = sum(1 for token in unit.tokens if len(token.lower) > 3)
        self.share = sum(shares)
        self.strong = sum(strong)
        self.length = min(_LONG, long) / _LONG
        self.tail = [
            float(first),
            float(unit.text.rstrip().endswith(":")),
            self.length,
            float(unit.kind == "bullet"),
            float(not self.strong),
        ]


class Surroundings:
    """The sentences of a document with what their words, their titles and their lists say."""

    def __init__(
        self, units: Sequence[Unit], own: list[Evidence], titles: list[Evidence | None]
    ) -> None:
        self._units = units
        self._own = own
        self._none = [0.0] * len(own[0].scores)
        self._shares = [[share(score) for score in each.scores] for each in own]
        self._strong = [[float(count > 0) for count in each.strong] for each in own]
        self._titles = titles
        self._places = {id(unit): place for place, unit in enumerate(units)}
        sections = _sections(units)
        self._firsts = [members[0] for members in sections for _ in members]
        self._whole = _Sum(self._shares, self._strong)
        self._parts = {
            members[0]: _Sum(
                self._shares[members[0] : members[-1] + 1],
                self._strong[members[0] : members[-1] + 1],
            )
            for members in sections
        }
        self._behind = _decayed(self._shares, self._firsts)
        self._ahead = _decayed(self._shares[::-1], self._firsts[::-1])[::-1]
        self._behind_strong = _decayed(self._strong, self._firsts)
        self._ahead_strong = _decayed(self._strong[::-1], self._firsts[::-1])[::-1]

    @cached_property
    def _title_shares(self) -> dict[int, Scores]:
        found: dict[int, Scores] = {}
        for title in self._titles:
            if title is not None and id(title) not in found:
                found[id(title)] = [share(score) for score in title.scores]
        return found

    def rows(self) -> Iterator[Row]:
        """Yield the features of each sentence with each theme that there is any sign of."""
        for i, unit in enumerate(self._units):
            own = _Own(unit, self._shares[i], self._strong[i], first=self._firsts[i] == 0)
            lead = None if unit.lead_in is None else self._places.get(id(unit.lead_in))
            for theme in self._candidates(i):
                yield Row(i, theme, self._values(i, theme, own, lead))

    def _candidates(self, i: int) -> Iterator[int]:
        title = self._titles[i]
        titled = self._none if title is None else self._title_shares[id(title)]
        signs = (
            self._shares[i],
            self._strong[i],
            self._parts[self._firsts[i]].means,
            self._at(self._shares, i - 1),
            self._at(self._shares, i + 1),
            titled,
        )
        for theme, most in enumerate(map(max, *signs)):
            if most >= _CANDIDATE:
                yield theme

    def _at(self, rows: list[Scores], place: int) -> Scores:
        return rows[place] if 0 <= place < len(rows) else self._none

    def _values(self, i: int, t: int, unit: _Own, lead: int | None) -> Scores:
        own = self._shares[i][t]
        strong = self._strong[i][t]
        around, around_strong = self._parts[self._firsts[i]].others(t, own, strong)
        everywhere, everywhere_strong = self._whole.others(t, own, strong)
        score = self._own[i].scores[t]
        weak = float(self._own[i].weak[t] > 0)
        behind = self._behind[i][t]
        around_log, near_log = _log(around), _log(behind + self._ahead[i][t])
        return [
            *(score, score * unit.length, own, own * around),
            *(strong, min(_MOST, self._own[i].strong[t])),
            *(strong * around_log, strong * everywhere_strong),
            *(min(_MOST, self._own[i].weak[t]), weak * near_log, weak * around_log),
            *self._neighbours(i, t),
            *self._above(i, t, lead),
            *(around, around_log, around_strong, around * unit.tail[0]),
            *(everywhere, _log(everywhere), everywhere_strong, _log(everywhere_strong)),
            *(behind, near_log, self._behind_strong[i][t] + self._ahead_strong[i][t]),
            *(unit.share - own, unit.strong - strong, (unit.strong - strong) * around),
            *unit.tail,
        ]

    def _neighbours(self, i: int, t: int) -> tuple[float, ...]:
        return (
            _log(self._at(self._shares, i - 1)[t]),
            _log(self._at(self._shares, i + 1)[t]),
            self._at(self._strong, i - 1)[t],
            self._at(self._strong, i + 1)[t],
        )

    def _above(self, i: int, t: int, lead: int | None) -> tuple[float, ...]:
        led = (0.0, 0.0) if lead is None else (self._shares[lead][t], self._strong[lead][t])
        title = self._titles[i]
        if title is None:
            return (*led, 0.0, 0.0, 0.0)
        titled = self._title_shares[id(title)][t]
        return (*led, titled, float(title.strong[t] > 0), float(title.weak[t] > 0))


def _sections(units: Sequence[Unit]) -> list[list[int]]:
    """Return the sentences of each section; those of one section have the same titles."""
    places = groupby(range(len(units)), key=lambda place: units[place].titles)
    return [list(group) for _, group in places]


def _decayed(rows: list[Scores], firsts: list[int]) -> list[Scores]:
    """Return for each row the mean of those before it, less where a section ended."""
    found: list[Scores] = []
    carried = [0.0] * len(rows[0])
    for place, row in enumerate(rows):
        if place and firsts[place] != firsts[place - 1]:
            carried = [value * _BREAK for value in carried]
        found.append(carried)
        carried = [old * _NEAR + new * (1 - _NEAR) for old, new in zip(carried, row, strict=True)]
    return found
