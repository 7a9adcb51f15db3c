"""Places in the source: which stretch of the text stands on which line."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from vlortool.model.advisory import Origin

# Two line numbers at most this far apart belong to one range: blank lines stand between.
_MAX_STEP = 3


class Place(Struct, frozen=True, kw_only=True):
    """A stretch of the text that stands on one line of the source."""

    start: int
    end: int
    origin: Origin


class PlaceIndex:
    """Finds the source of any stretch of the text."""

    def __init__(self, places: list[Place]) -> None:
        self._places = places
        self._starts = [place.start for place in places]

    def origin(self, start: int, end: int) -> list[Origin]:
        """Return where the text from `start` to `end` stands: a place a page or run of lines."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        found: list[Origin] = []
        while index < len(self._places) and self._places[index].start < end:
            if self._places[index].end > start:
                found.append(self._places[index].origin)
            index += 1
        return merge_origins(found)


def merge_origins(parts: list[Origin]) -> list[Origin]:
    """Merge the places of lines that follow each other into one a page, or a run of lines."""
    merged: list[Origin] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is None or last.page != part.page or not _adjoin(last, part):
            merged.append(part)
        elif part.page is None:
            merged[-1] = Origin(line=last.line, last_line=part.last_line)
        else:
            merged[-1] = Origin(
                page=part.page,
                top=min(last.top or 0.0, part.top or 0.0),
                bottom=max(last.bottom or 0.0, part.bottom or 0.0),
                x0=min(last.x0 or 0.0, part.x0 or 0.0),
                x1=max(last.x1 or 0.0, part.x1 or 0.0),
            )
    return merged


def _adjoin(last: Origin, part: Origin) -> bool:
    if part.line is None or last.last_line is None:
        return True
    return 0 <= part.line - last.last_line <= _MAX_STEP
