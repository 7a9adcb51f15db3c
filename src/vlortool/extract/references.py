"""References of a PDF that lead back to themselves, which pdfminer follows for ever."""

from __future__ import annotations

import re
from collections.abc import Callable

from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdftypes import PDFObjRef

_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\s*(\d{1,10})\s+\d{1,5}\s+R\b")


def circle(data: bytes) -> int | None:
    """Return the number of an object that is nothing but a reference to itself; None for none.

    Others may be between. It is what shows of that without reading the file.
    """
    after = {int(found[1]): int(found[2]) for found in _REFERENCE.finditer(data)}
    # There is no such object, and so nobody follows it.
    after.pop(0, None)
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


class Finder:
    """Finds the objects of a file that is open, past all that are nothing but references."""

    def __init__(self, find: Callable[[int], object]) -> None:
        """Prepare it.

        Args:
            find: Finds an object by its number: pdfminer's.
        """
        self._find = find

    def __call__(self, objid: int) -> object:
        """Find an object.

        Raises:
            PDFObjectNotFound: There is none, or it leads back to itself. A list that does not end
                does, to pdfminer: it takes one of the last references in it for the whole.
        """
        passed = {objid}
        found = self._find(objid)
        while isinstance(found, PDFObjRef):
            if found.objid in passed:
                raise PDFObjectNotFound(objid)
            passed.add(found.objid)
            found = self._find(found.objid)
        return found
