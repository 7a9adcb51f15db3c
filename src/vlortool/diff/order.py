"""Which of two advisories is the older one, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from vlortool.diff.records import OrderBasis
from vlortool.model.advisory import Advisory


class Order(Struct, frozen=True):
    """Two advisories, the older one first.

    Attributes:
        old: The older one.
        new: The newer one.
        basis: Why, the first reason first; `given` alone if nothing tells.
    """

    old: Advisory
    new: Advisory
    basis: list[OrderBasis]


def ordered(first: Advisory, second: Advisory) -> Order:
    """Order two advisories by day, else by the newest work cited, else by who cites whom.

    Args:
        first: An advisory.
        second: Another one; as typed, it is the newer one if nothing else tells.
    """
    grounds = list(filter(None, (_by_day(first, second), _by_citation(first, second))))
    if not grounds:
        return Order(first, second, [OrderBasis(by="given")])
    is_first_older = grounds[0][0]
    basis = [ground for older, ground in grounds if older == is_first_older]
    return Order(first, second, basis) if is_first_older else Order(second, first, basis)


def oldest_first(advisories: Sequence[Advisory]) -> list[Advisory]:
    """Put advisories in order, each behind those that are older by what `ordered` goes by.

    Args:
        advisories: Advisories; those of which nothing tells stay as given.
    """
    found: list[Advisory] = []
    for advisory in advisories:
        at = len(found)
        while at and ordered(found[at - 1], advisory).old is advisory:
            at -= 1
        found.insert(at, advisory)
    return found


def _by_day(first: Advisory, second: Advisory) -> tuple[bool, OrderBasis] | None:
    """Compare days; a work cited tells that an advisory is no older than that."""
    days = [(each.metadata.date, each.metadata.not_before) for each in (first, second)]
    (one, one_works), (other, other_works) = days
    if one is not None and other is not None:
        return None if one == other else _older(one, other, OrderBasis(by="date"))
    if one is not None:
        return _undated(one, other_works, is_first_dated=True)
    if other is not None:
        return _undated(other, one_works, is_first_dated=False)
    if one_works is None or other_works is None or one_works == other_works:
        return None
    return _older(one_works, other_works, OrderBasis(by="not-before"))


def _undated(
    day: dt.date, works: dt.date | None, *, is_first_dated: bool
) -> tuple[bool, OrderBasis] | None:
    # It may be any time after the newest work that it cites: that tells only if it is later.
    if works is None or works < day:
        return None
    basis = OrderBasis(by="not-before", old=day.isoformat(), new=works.isoformat())
    return is_first_dated, basis


def _older(one: dt.date, other: dt.date, basis: OrderBasis) -> tuple[bool, OrderBasis]:
    old, new = sorted((one, other))
    return one < other, OrderBasis(by=basis.by, old=old.isoformat(), new=new.isoformat())


def _by_citation(first: Advisory, second: Advisory) -> tuple[bool, OrderBasis] | None:
    """Tell who cites whom; two that cite each other tell nothing."""
    cited = [_cites(second, first.id), _cites(first, second.id)]
    if cited[0] == cited[1]:
        return None
    return cited[0], OrderBasis(by="citation")


def _cites(advisory: Advisory, other: str) -> bool:
    notes = (citation for note in advisory.footnotes for citation in note.citations)
    return any(citation.resolved == other for citation in (*advisory.citations, *notes))
