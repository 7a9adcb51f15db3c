"""Objects of a PDF that are nothing but references, as far as that shows without reading it."""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\s*(\d{1,10})\s+\d{1,5}\s+R\b")


def circle(data: bytes) -> int | None:
    """Return the number of an object whose references lead back to it; None if there is none."""
    after = {int(found[1]): int(found[2]) for found in _REFERENCE.finditer(data)}
    safe: set[int] = set()
    for start in after:
        path: set[int] = set()
        number = start
        while number in after and number not in safe:
            if number in path:
                return number
            path.add(number)
            number = after[number]
        safe |= path
    return None
