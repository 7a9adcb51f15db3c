"""Two advisories compared: from records to a diff."""

from __future__ import annotations

from vlortool.diff.records import Diff, OrderBasis
from vlortool.model.advisory import Advisory


def compare(first: Advisory, second: Advisory) -> Diff:
    """Compare the positions of two advisories, in whatever order they are given."""
    return Diff(
        old=first.id,
        new=second.id,
        order_basis=[OrderBasis(by="given")],
        pairs=[],
        only_old=[],
        only_new=[],
        repeats=[],
        possible=[],
        statements=[],
    )
