"""What stands around a sentence: the features by which the second model judges positions."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from vlortool.tag.rows import moved
from vlortool.tag.units import Unit

_NEAR = 6
_EDGE = 0.06
_MOST_ITEMS = 100
_FLOOR = 1e-4

Column = NDArray[np.float64]
_Rows = NDArray[np.float64]


def context_features(units: Sequence[Unit], alone: Sequence[Sequence[float]]) -> dict[str, Column]:
    """Return what the second model weighs: for each feature its values, one a sentence.

    Args:
        units: A document's sentences, in order.
        alone: The first model's probabilities of each.
    """
    rows = np.array(alone, dtype=np.float64)
    logs = [[math.log(max(each, _FLOOR)) for each in row] for row in alone]
    is_later = _flags(unit.place > 0 for unit in units)
    is_within = _flags(unit.place < unit.count - 1 for unit in units)
    is_listed = _flags(unit.lead_in is not None for unit in units)
    before, behind = moved(rows, 1), moved(rows, -1)
    others = _others(units, rows)
    groups = {
        "own": np.array(logs, dtype=np.float64),
        "before": before * is_later,
        "block before": before * (1 - is_later),
        "behind": behind * is_within,
        "block behind": behind * (1 - is_within),
        "lead-in": _lead_ins(units, rows),
        "other items": others * (1 - is_later),
        "in a later sentence": others * is_later,
        "near": _near(rows),
    }
    found = _places(units, is_listed[:, 0], is_later[:, 0])
    for name, group in groups.items():
        for label, column in enumerate(group.T):
            found[f"{name} {label}"] = column
    return found


def _places(units: Sequence[Unit], is_listed: Column, is_later: Column) -> dict[str, Column]:
    numbers, count = np.arange(len(units)), len(units)
    columns = {
        "bullet": is_listed * (1 - is_later),
        "later sentence of a bullet": is_listed * is_later,
        "opens its paragraph": [unit.place == 0 and unit.kind != "bullet" for unit in units],
        "closes its block": [unit.place == unit.count - 1 for unit in units],
        "alone in its block": [unit.count == 1 for unit in units],
        "opens the document": numbers < count * _EDGE,
        "closes the document": numbers > count * (1 - _EDGE),
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _flags(values: Iterable[bool]) -> Column:
    """Return a column of 0 and 1 that rows can be multiplied with."""
    return np.array(list(values), dtype=np.float64)[:, None]


def _near(rows: _Rows) -> _Rows:
    """Return means over the sentences around, as far as there are any."""
    total = np.zeros_like(rows)
    for step in (*range(_NEAR, 0, -1), *range(-1, -_NEAR - 1, -1)):
        total += moved(rows, step)
    numbers = np.arange(len(rows))
    counts = np.minimum(numbers, _NEAR) + np.minimum(numbers[::-1], _NEAR)
    means: _Rows = total / np.maximum(counts, 1)[:, None]
    return means


def _lead_ins(units: Sequence[Unit], rows: _Rows) -> _Rows:
    index = {id(unit): number for number, unit in enumerate(units)}
    found = np.zeros_like(rows)
    for number, unit in enumerate(units):
        if unit.lead_in is not None:
            found[number] = rows[index[id(unit.lead_in)]]
    return found


def _others(units: Sequence[Unit], rows: _Rows) -> _Rows:
    """Return means over the other items of a sentence's list, each by its first sentence.

    Of a list far longer than any, they are over the items nearby.
    """
    lists: dict[int, list[int]] = {}
    for number, unit in enumerate(units):
        if unit.lead_in is not None and unit.place == 0:
            lists.setdefault(id(unit.lead_in), []).append(number)
    sums = {lead: _summed(rows[items]) for lead, items in lists.items()}
    found = np.zeros_like(rows)
    for number, unit in enumerate(units):
        items = lists.get(id(unit.lead_in), [])
        place = bisect_left(items, number)
        first, last = max(place - _MOST_ITEMS, 0), min(place + _MOST_ITEMS, len(items))
        is_item = unit.place == 0
        count = last - first - is_item
        if items and count:
            upto = sums[id(unit.lead_in)]
            own = rows[number] if is_item else 0.0
            found[number] = (upto[last] - upto[first] - own) / count
    return found


def _summed(rows: _Rows) -> _Rows:
    """Return the sums of the first rows: of none, of one, and so on."""
    return np.vstack([np.zeros(rows.shape[1]), np.cumsum(rows, axis=0)])
