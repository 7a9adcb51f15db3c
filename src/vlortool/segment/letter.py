"""Covering letters: from the salutation to the signature, before the advisory itself."""

from __future__ import annotations

from vlortool.model.layout import Line
from vlortool.resources import Structure
from vlortool.segment.signature import find_signature

_MAX_START = 60
_MAX_LENGTH = 90
_SIGNATURE_LINES = 12


def find_letter(lines: list[Line], structure: Structure) -> tuple[range, range]:
    """Return the indexes of a covering letter's lines, and of the signature that ends it."""
    none = range(0)
    start = next(
        (
            index
            for index, line in enumerate(lines[:_MAX_START])
            if structure.salutation.search(line.text)
        ),
        None,
    )
    if start is None:
        return none, none
    for index in range(start + 1, min(start + _MAX_LENGTH, len(lines))):
        if structure.closing.search(lines[index].text):
            end = _page_end(lines, index)
            signature = find_signature(lines[index + 1 : end], structure)
            if signature:
                last = index + 1 + signature.stop
                return range(start, last), range(index + 1 + signature.start, last)
            return range(start, index + 1), none
    return none, none


def _page_end(lines: list[Line], index: int) -> int:
    """Return where the page of a line ends, a dozen lines on at most."""
    end = index + 1
    while end < min(index + 1 + _SIGNATURE_LINES, len(lines)):
        if lines[end].page != lines[index].page:
            break
        end += 1
    return end
