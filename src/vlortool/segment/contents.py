"""Tables of contents: recognised so that their entries are not taken for headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, takewhile

from vlortool.model.layout import Line
from vlortool.resources import Structure

_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|·{4,}|_{4,}")
_ENTRY = re.compile(r"^(?P<words>.*?\S)[\s.…·_]+(?P<page>\d{1,3})$")
# Looking for an entry in a line without end takes time without end.
_MAX_ENTRY = 500
_MAX_WRAP = 2
_MIN_ENTRIES = 2
# From so many characters on, a line that goes on behind the words repeats them too.
_SURE = 25


def find_contents(lines: list[Line], structure: Structure) -> set[int]:
    """Return the indexes of the lines that form a table of contents, its title included."""
    found: set[int] = set()
    later = _Later(lines)
    for index, line in enumerate(lines):
        if index in found:
            continue
        if _is_title(line, structure):
            entries = list(_entries(lines, index + 1, later, titled=True))
            if len(entries) >= _MIN_ENTRIES:
                found |= {index, *entries}
        elif _LEADERS.search(line.text) and _match(line):
            start = _wrapped_start(lines, index, found, later)
            entries = list(_entries(lines, start, later, titled=False))
            if len(entries) > _MIN_ENTRIES:
                found |= set(entries)
    return found


def _is_title(line: Line, structure: Structure) -> bool:
    words = re.sub(r"^[\d.IVX]+\s+", "", line.text).strip(" .:").casefold()
    return words in structure.contents_titles


def _wrapped_start(lines: list[Line], index: int, found: set[int], later: _Later) -> int:
    """Return where an entry without a title above begins: its first line may carry no number."""
    before = index - 1
    if before < 0 or before in found or lines[before].page != lines[index].page:
        return index
    return before if later.repeats(before) else index


def _entries(lines: list[Line], start: int, later: _Later, *, titled: bool) -> Iterator[int]:
    """Yield the indexes of entries from `start` on, as long as they look like entries."""
    index, last_page = start, 0
    while index < len(lines):
        end = _entry_end(lines, index, last_page, later, titled=titled)
        if end is None:
            return
        yield from range(index, end + 1)
        found = _match(lines[end])
        last_page = int(found["page"]) if found and not _linked(lines[end]) else last_page
        index = end + 1


def _entry_end(
    lines: list[Line], index: int, last_page: int, later: _Later, *, titled: bool
) -> int | None:
    """Return the last line of the entry that begins at `index`: the one with its page number."""
    for end in range(index, min(index + _MAX_WRAP + 1, len(lines))):
        if lines[end].page != lines[index].page:
            break
        # The rest of a long entry is short; a line of running text that ends in a number is not.
        rest = titled and len(lines[end].text) < 0.7 * len(lines[index].text)
        sure = end == index or rest or later.repeats(index)
        if _closes_entry(lines[end], last_page) and sure:
            return end
    if _linked(lines[index]) or later.repeats(index):
        return index
    return None


def _closes_entry(line: Line, last_page: int) -> bool:
    found = _match(line)
    if not found or not any(char.isalpha() for char in found["words"]):
        return False
    page = int(found["page"])
    if _LEADERS.search(line.text):
        return True
    return last_page <= page <= last_page + 60


def _match(line: Line) -> re.Match[str] | None:
    return _ENTRY.match(line.text) if len(line.text) <= _MAX_ENTRY else None


def _linked(line: Line) -> bool:
    inside = sum(span.end - span.start for span in line.spans if span.internal)
    return inside > 0.5 * len(line.text)


class _Later:
    """Finds the words of lines again further on, as an entry's heading does."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    @cached_property
    def _sorted(self) -> list[tuple[str, int]]:
        # Lines that begin alike stand together, the last of equal ones at their end.
        return sorted((_bare(line.text), index) for index, line in enumerate(self._lines))

    def repeats(self, index: int) -> bool:
        """Tell whether the words of a line stand again in a later one, or begin it."""
        words = _bare(self._lines[index].text)
        if len(words) < 3 or len(words) > 120:
            return False
        place = bisect_right(self._sorted, (words, index))
        if len(words) <= _SURE:
            return place < len(self._sorted) and self._sorted[place][0] == words
        alike = takewhile(lambda one: one[0].startswith(words), islice(self._sorted, place, None))
        return any(later > index for _, later in alike)


def _bare(text: str) -> str:
    text = _LEADERS.split(text)[0]
    return re.sub(r"\W+", " ", re.sub(r"\s\d{1,3}$", "", text)).strip().casefold()
