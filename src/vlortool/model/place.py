"""Where something stands in the source, as one range of pages or lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from vlortool.model.advisory import Origin


class Place(Struct, frozen=True, kw_only=True):
    """A range in the source.

    Attributes:
        unit: What is counted: pages of a PDF, lines of a text file.
        first: First page or line, 1-based.
        last: Last one, inclusive.
    """

    unit: Literal["page", "line"]
    first: int
    last: int


def place_of(origins: Iterable[Origin]) -> Place | None:
    """Span the places given by one range; None if they name no line and no page."""
    known = list(origins)
    lines = [(one.line, one.last_line or one.line) for one in known if one.line is not None]
    if lines:
        return Place(
            unit="line", first=min(one[0] for one in lines), last=max(one[1] for one in lines)
        )
    pages = [one.page for one in known if one.page is not None]
    return Place(unit="page", first=min(pages), last=max(pages)) if pages else None
