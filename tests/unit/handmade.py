"""PDFs written by hand, of what no producer at hand would write."""

from __future__ import annotations

from pathlib import Path


def write_page(path: Path, content: bytes, fonts: dict[str, bytes]) -> Path:
    """Write a PDF of one A4 page.

    Args:
        path: The file.
        content: What is drawn.
        fonts: The fonts by name, each its dictionary without the brackets; a `ToUnicode` in it
            stands last, with the pairs of its character map.
    """
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"",
        _stream(content),
    ]
    named = []
    for name, font in fonts.items():
        head, _, pairs = font.partition(b"/ToUnicode")
        if pairs:
            objects.append(_stream(_character_map(pairs)))
            head += b"/ToUnicode %d 0 R" % len(objects)
        objects.append(b"<< /Type /Font %s >>" % head)
        named.append(b"/%s %d 0 R" % (name.encode(), len(objects)))
    objects[2] = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << %s >> >> >>" % b" ".join(named)
    )
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    index = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Root 1 0 R /Size %d >>\n" % (len(objects) + 1)
    path.write_bytes(bytes(data) + b"startxref\n%d\n%%%%EOF\n" % index)
    return path


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _character_map(pairs: bytes) -> bytes:
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar %s endbfchar\nendcmap end end" % (pairs.count(b"<") // 2, pairs)
    )
