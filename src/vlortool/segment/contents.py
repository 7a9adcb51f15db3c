"""Tables of contents: recognised so that their entries are not taken for headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from vlortool.model.layout import Line
from vlortool.resources import Structure

_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|·{4,}|_{4,}")
_ENTRY = re.compile(r"^(?P<words>.*?\S)[\s.…·_]+(?P<page>\d{1,3})$")
_NUMBER = re.compile(r"^[\d.IVX]+\s+")
_PAGE = re.compile(r"\s\d{1,3}$")
_SIGNS = re.compile(r"\W+")
# An entry of more characters than this can be the beginning of its heading.
_SURE = 25
_MAX_WRAP = 2
_MIN_ENTRIES = 2


def find_contents(lines: list[Line], structure: Structure) -> set[int]:
    """Return the indexes of the lines that form a table of contents, its title included."""
    found: set[int] = set()
    later = _Later(lines)
    for index, line in enumerate(lines):
        if index in found:
            continue
        if _is_title(line, structure):
            entries = list(_entries(lines, later, index + 1, titled=True))
            if len(entries) >= _MIN_ENTRIES:
                found |= {index, *entries}
        elif _LEADERS.search(line.text) and _ENTRY.match(line.text):
            start = _wrapped_start(lines, later, index, found)
            entries = list(_entries(lines, later, start, titled=False))
            if len(entries) > _MIN_ENTRIES:
                found |= set(entries)
    return found


def _is_title(line: Line, structure: Structure) -> bool:
    words = _NUMBER.sub("", line.text).strip(" .:").casefold()
    return words in structure.contents_titles


def _wrapped_start(lines: list[Line], later: _Later, index: int, found: set[int]) -> int:
    """Return where an entry without a title above begins: its first line may carry no number."""
    before = index - 1
    if before < 0 or before in found or lines[before].page != lines[index].page:
        return index
    return before if later.repeats(before) else index


def _entries(lines: list[Line], later: _Later, start: int, *, titled: bool) -> Iterator[int]:
    """Yield the indexes of entries from `start` on, as long as they look like entries."""
    index, last_page = start, 0
    while index < len(lines):
        end = _entry_end(lines, later, index, last_page, titled=titled)
        if end is None:
            return
        yield from range(index, end + 1)
        found = _ENTRY.match(lines[end].text)
        last_page = int(found["page"]) if found and not _linked(lines[end]) else last_page
        index = end + 1


def _entry_end(
    lines: list[Line], later: _Later, index: int, last_page: int, *, titled: bool
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
    found = _ENTRY.match(line.text)
    if not found or not any(char.isalpha() for char in found["words"]):
        return False
    page = int(found["page"])
    if _LEADERS.search(line.text):
        return True
    return last_page <= page <= last_page + 60


def _linked(line: Line) -> bool:
    inside = sum(span.end - span.start for span in line.spans if span.internal)
    return inside > 0.5 * len(line.text)


class _Later:
    """The words of the lines, and where they stand again further on; read once, if at all."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    def repeats(self, index: int) -> bool:
        """Tell whether a line's words stand again further on, as an entry's heading does."""
        words = self._words[index]
        if len(words) < 3 or len(words) > 120:
            return False
        if len(words) <= _SURE:
            return self._last[words] > index
        return any(
            place > index and self._words[place].startswith(words)
            for place in self._by_start[words[:_SURE]]
        )

    @cached_property
    def _words(self) -> list[str]:
        return [_bare(line.text) for line in self._lines]

    @cached_property
    def _last(self) -> dict[str, int]:
        return {words: place for place, words in enumerate(self._words)}

    @cached_property
    def _by_start(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, words in enumerate(self._words):
            found.setdefault(words[:_SURE], []).append(place)
        return found


def _bare(text: str) -> str:
    text = _LEADERS.split(text)[0]
    return _SIGNS.sub(" ", _PAGE.sub("", text)).strip().casefold()
