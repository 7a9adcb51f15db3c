"""PDFs written byte by byte: what no producer would write, and no library lets one write."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

WORDS = "De Vlor vraagt de overheid om in overleg te gaan met de scholen."
HEAD = b"%PDF-1.7\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
RESOURCES = b"<< /Font << /F1 %s >> >>" % FONT
A4 = b"[0 0 595 842]"


def text(words: str = WORDS, y: int = 700) -> bytes:
    """Draw a line of words."""
    return b"BT /F1 11 Tf 72 %d Td (%s) Tj ET\n" % (y, words.encode("latin-1"))


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """Wrap content in a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def packed(content: bytes, extra: bytes = b"") -> bytes:
    """Wrap content in a packed stream object."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + extra)


def page(contents: bytes = b"4 0 R", extra: bytes = b"", box: bytes = A4) -> bytes:
    """Write a page of the tree in object 2; the last of two equal keys counts."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents %s /Resources %s %s >>" % (
        box,
        contents,
        RESOURCES,
        extra,
    )


def body(objects: Iterable[bytes]) -> tuple[bytes, list[int]]:
    """Write objects 1, 2, ...; return them with their places."""
    data = bytearray(HEAD)
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return bytes(data), places


def index(places: list[int]) -> bytes:
    """Write a cross-reference table."""
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + rows


def write(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Write a whole file, whose index and trailer are right."""
    data, places = body(objects)
    tail = b"trailer << %s /Size %d >>\n" % (trailer, len(places) + 1)
    return data + index(places) + tail + b"startxref\n%d\n%%%%EOF\n" % len(data)


def one_page(content: bytes, *more: bytes, extra: bytes = b"", box: bytes = A4) -> bytes:
    """Write a file of one page with that content in object 4; more objects follow from 5 on."""
    return write([*tree(b"3 0 R", 1), page(extra=extra, box=box), stream(content), *more])


def tree(kids: bytes, count: int, root: bytes = b"", pages: bytes = b"") -> list[bytes]:
    """Write the catalogue (1) and the root of the page tree (2)."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [%s] /Count %d %s >>" % (kids, count, pages),
    ]


def good() -> bytes:
    """Write a file of two pages with nothing wrong in it."""
    return write(two_pages())


def two_pages() -> list[bytes]:
    """Write the objects of two pages, the second of which has other words."""
    more = "De raad is het eens met de nota, maar mist een planning."
    pages = [page(b"5 0 R"), page(b"6 0 R")]
    return [*tree(b"3 0 R 4 0 R", 2), *pages, stream(text()), stream(text(more, 600))]
