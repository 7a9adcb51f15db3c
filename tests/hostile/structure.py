"""PDFs whose objects lead round in circles, too deep, or to far too much."""

from __future__ import annotations

import zlib
from functools import cache

from tests.hostile.pdf import (
    A4,
    FONT,
    RESOURCES,
    one_page,
    packed,
    page,
    stream,
    text,
    tree,
    write,
)

_DEEP = 100_000
_MUCH = 600 << 20


def tree_in_itself() -> bytes:
    """The page tree has itself among its kids."""
    return write([*tree(b"3 0 R 2 0 R", 2), page(), stream(text())])


def tree_of_two_in_each_other() -> bytes:
    """Two nodes of the page tree have each other among their kids."""
    node = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>"
    return write([*tree(b"3 0 R 5 0 R", 2), page(), stream(text()), node])


def parents_in_a_circle() -> bytes:
    """A page without a size has parents without end."""
    return write(
        [
            *tree(b"3 0 R", 1, pages=b"/Parent 5 0 R"),
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
            stream(text()),
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        ]
    )


def tree_that_doubles() -> bytes:
    """Each of forty levels of the page tree has the next twice: a billion pages."""
    nodes = [
        b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [%d 0 R %d 0 R] >>" % (number, number)
        for number in range(6, 46)
    ]
    return write([*tree(b"5 0 R", 1), page(), stream(text()), *nodes, page()])


def tree_of_a_thousand_levels() -> bytes:
    """A page is a thousand levels down in the page tree."""
    return _deep_tree(1000)


def tree_of_a_hundred_thousand_levels() -> bytes:
    """A page is a hundred thousand levels down in the page tree."""
    return _deep_tree(_DEEP)


def _deep_tree(levels: int) -> bytes:
    nodes = [
        b"<< /Type /Pages /Parent %d 0 R /Count 1 /Kids [%d 0 R] >>" % (number + 3, number + 5)
        for number in range(levels)
    ]
    return write([*tree(b"5 0 R", 1), page(), stream(text()), *nodes, page()])


def tree_left_open() -> bytes:
    """The list of its pages does not end, nor does its root."""
    whole = write([*tree(b"2 0 R 3 0 R", 2), page(), stream(text())])
    return whole.replace(b"3 0 R] /Count 2  >>", b"3 0 R".ljust(19))


def outlines_in_a_circle() -> bytes:
    """The outlines come after each other without end."""
    return write(
        [
            *tree(b"3 0 R", 1, b"/Outlines 5 0 R"),
            page(),
            stream(text()),
            b"<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>",
            b"<< /Title (een) /Parent 5 0 R /Next 6 0 R /Prev 6 0 R /First 5 0 R >>",
        ]
    )


def form_in_itself() -> bytes:
    """A form draws itself."""
    return _forms([b"/X0 Do"])


def forms_in_each_other() -> bytes:
    """Two forms draw each other."""
    return _forms([b"/X1 Do", b"/X0 Do"])


def forms_that_double() -> bytes:
    """Each of thirty forms draws the next twice: a billion times the same words."""
    return _forms([b"/X%d Do /X%d Do" % (number, number) for number in range(1, 30)] + [text()])


def forms_a_thousand_deep() -> bytes:
    """A thousand forms, each in the next."""
    return _forms([b"/X%d Do" % number for number in range(1, 1000)] + [text()])


def _forms(contents: list[bytes]) -> bytes:
    named = b" ".join(b"/X%d %d 0 R" % (at, at + 6) for at in range(len(contents)))
    extra = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources 5 0 R"
    return one_page(
        text() + b"/X0 Do",
        b"<< /Font << /F1 %s >> /XObject << %s >> >>" % (FONT, named),
        *[stream(content, extra) for content in contents],
        extra=b"/Resources 5 0 R",
    )


def resources_in_a_circle() -> bytes:
    """The resources of a page are a reference to themselves."""
    return one_page(text(), b"5 0 R", extra=b"/Resources 5 0 R")


def contents_in_themselves() -> bytes:
    """The content of a page is a list that holds itself."""
    return write([*tree(b"3 0 R", 1), page(), b"[4 0 R 5 0 R]", stream(text())])


def contents_a_hundred_thousand_times() -> bytes:
    """The content of a page is the same stream a hundred thousand times."""
    return write([*tree(b"3 0 R", 1), page(b"[%s]" % (b"4 0 R " * 100_000)), packed(text() * 1000)])


def length_of_itself() -> bytes:
    """The length of a stream is said by the stream itself."""
    content = b"<< /Length 4 0 R >>\nstream\n%s\nendstream" % text()
    return write([*tree(b"3 0 R", 1), page(), content])


def length_beyond_the_end() -> bytes:
    """A stream is said to be far longer than the file."""
    content = b"<< /Length 999999999999 >>\nstream\n%s\nendstream" % text()
    return write([*tree(b"3 0 R", 1), page(), content])


def length_below_nought() -> bytes:
    """A stream is said to be of negative length."""
    content = b"<< /Length -5 >>\nstream\n%s\nendstream" % text()
    return write([*tree(b"3 0 R", 1), page(), content])


def references_in_a_row() -> bytes:
    """The content of a page is a reference to a reference, a thousand times."""
    row = [b"%d 0 R" % number for number in range(6, 1006)]
    return write([*tree(b"3 0 R", 1), page(b"5 0 R"), b"null", *row, stream(text())])


def lists_deep() -> bytes:
    """A hundred thousand lists, each in the next."""
    return write([*tree(b"3 0 R", 1), page(extra=b"/Diep 5 0 R"), stream(text()), _lists(_DEEP)])


def lists_deep_in_a_page() -> bytes:
    """A page holds a hundred thousand lists, each in the next."""
    return one_page(text(), extra=b"/Diep " + _lists(_DEEP))


def lists_deep_in_the_trailer() -> bytes:
    """The trailer holds a hundred thousand lists, each in the next."""
    return write(
        [*tree(b"3 0 R", 1), page(), stream(text())], b"/Root 1 0 R /Diep " + _lists(_DEEP)
    )


def lists_deep_in_a_content() -> bytes:
    """What draws a page holds a hundred thousand lists, each in the next."""
    return one_page(text() + _lists(_DEEP) + b" TJ\n")


def dictionaries_deep() -> bytes:
    """A hundred thousand dictionaries, each in the next."""
    deep = b"<< /A " * _DEEP + b"1" + b" >>" * _DEEP
    return write([*tree(b"3 0 R", 1), page(extra=b"/Diep 5 0 R"), stream(text()), deep])


def dictionaries_deep_and_open() -> bytes:
    """A hundred thousand dictionaries begin and none ends."""
    return one_page(text(), b"<< /A " * _DEEP, extra=b"/Diep 5 0 R")


def states_deep() -> bytes:
    """A page saves the state of drawing a hundred thousand times, and draws then."""
    return one_page(b"q\n" * _DEEP + text() + b"Q\n" * _DEEP)


def states_taken_back() -> bytes:
    """A page takes back states that it never saved."""
    return one_page(b"Q\n" * _DEEP + text())


def marks_deep() -> bytes:
    """A hundred thousand marked contents, each in the next."""
    return one_page(b"/P BMC\n" * _DEEP + text() + b"EMC\n" * _DEEP)


def _lists(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def bomb() -> bytes:
    """A content of a megabyte unpacks to 600 megabytes."""
    return _bomb(b"/FlateDecode", _zeros())


def bomb_in_a_bomb() -> bytes:
    """A content of a few kilobytes unpacks to a megabyte, and that to 600."""
    return _bomb(b"[/FlateDecode /FlateDecode]", zlib.compress(_zeros(), 9))


def bomb_in_hexadecimal() -> bytes:
    """A bomb is written in hexadecimal digits."""
    return _bomb(b"[/ASCIIHexDecode /FlateDecode]", _zeros().hex().encode() + b">")


def bomb_of_lzw() -> bytes:
    """A content is packed by LZW, which unpacks a thousandfold."""
    return _bomb(b"/LZWDecode", _lzw(300_000))


def bomb_of_runs() -> bytes:
    """A content of runs unpacks sixtyfold, five times over."""
    runs = b"\x81 " * (1 << 20)
    return _bomb(b"[/FlateDecode /RunLengthDecode]", zlib.compress(runs * 8, 9))


def bomb_of_many() -> bytes:
    """A thousand streams unpack to a megabyte each, and one page has them all."""
    piece = packed(bytes(1 << 20))
    contents = b"[%s]" % b" ".join(b"%d 0 R" % number for number in range(4, 1004))
    return write([*tree(b"3 0 R", 1), page(contents), *[piece] * 1000])


def bomb_that_all_pages_share() -> bytes:
    """A thousand pages have the same content of two megabytes, packed to kilobytes."""
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 1004))
    return write([*tree(kids, 1000), packed(text() + b" " * (2 << 20)), *[page(b"3 0 R")] * 1000])


def bomb_in_a_font() -> bytes:
    """A font's character map unpacks to 600 megabytes."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    bomb = stream(_zeros(), b"/Filter /FlateDecode")
    resources = b"/Resources << /Font << /F1 5 0 R >> >>"
    return one_page(text(), font, bomb, extra=resources)


def bomb_among_objects() -> bytes:
    """A stream of objects unpacks to 600 megabytes."""
    bomb = stream(_zeros(), b"/Filter /FlateDecode /Type /ObjStm /N 1 /First 10")
    return write([*tree(b"3 0 R", 1, b"/Names 5 0 R"), page(), stream(text()), bomb])


def bomb_of_a_predictor() -> bytes:
    """A content is said to be packed in rows of two billion columns."""
    parms = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 >>"
    content = stream(zlib.compress(text()), parms)
    return write([*tree(b"3 0 R", 1), page(), content])


def bomb_of_filters() -> bytes:
    """A content is said to be packed ten thousand times."""
    return _bomb(b"[%s]" % (b"/FlateDecode " * 10_000), zlib.compress(text()))


def image_of_a_terabyte() -> bytes:
    """An image is said to be a million pixels wide and high."""
    image = stream(
        zlib.compress(bytes(1000)),
        b"/Filter /FlateDecode /Type /XObject /Subtype /Image /Width 1000000 /Height 1000000"
        b" /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    resources = b"/Resources << /Font << /F1 %s >> /XObject << /I 5 0 R >> >>" % FONT
    return one_page(text() + b"q 100 0 0 100 0 0 cm /I Do Q", image, extra=resources)


def image_in_place_without_end() -> bytes:
    """An image begins in what draws a page, and does not end."""
    return one_page(text() + b"BI /W 100000 /H 100000 /CS /RGB /BPC 8 ID " + bytes(100_000))


def _bomb(filters: bytes, content: bytes) -> bytes:
    return write(
        [*tree(b"3 0 R", 1), page(), stream(content, b"/Filter " + filters)],
    )


@cache
def _zeros() -> bytes:
    packing = zlib.compressobj(1)
    pieces = [packing.compress(bytes(1 << 20)) for _ in range(_MUCH >> 20)]
    return b"".join([*pieces, packing.flush()])


def _lzw(codes: int) -> bytes:
    """Pack blanks: after a clear code each code stands for one blank more than the one before."""
    found, held, bits = bytearray(), 0, 0
    size, width = 258, 9
    value = 256
    for _ in range(codes // 3838 + 1):
        for value in (256, 32, *range(258, 4094)):
            if value == 256:
                size, width = 257, 9
            held, bits = held << width | value, bits + width
            while bits >= 8:
                bits -= 8
                found.append(held >> bits)
                held &= (1 << bits) - 1
            size += 1
            width = 9 if size < 511 else 10 if size < 1023 else 11 if size < 2047 else 12
        size, width = 257, 12
    return bytes(found)


def objects_in_themselves() -> bytes:
    """A stream of objects is said to be in itself."""
    inner = stream(b"5 0 << >>", b"/Type /ObjStm /N 1 /First 4 /Extends 5 0 R")
    return write([*tree(b"3 0 R", 1, b"/Names 5 0 R"), page(), stream(text()), inner])


def objects_by_the_billion() -> bytes:
    """A stream of objects is said to hold two billion of them."""
    inner = stream(b"9 0 << >>", b"/Type /ObjStm /N 2147483647 /First 4")
    return write([*tree(b"3 0 R", 1, b"/Names 5 0 R"), page(), stream(text()), inner])


def count_of_billions() -> bytes:
    """A tree of one page is said to have two billion."""
    return write([*tree(b"3 0 R", 2_147_483_647), page(), stream(text())])


def count_below_nought() -> bytes:
    """A tree of one page is said to have fewer than none."""
    return write([*tree(b"3 0 R", -1), page(), stream(text())])


def annotations_in_a_circle() -> bytes:
    """The annotations of a page are each other's parents, and one is the page."""
    annotation = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Parent 5 0 R /Dest 5 0 R >>"
    return one_page(text(), annotation, extra=b"/Annots [5 0 R 3 0 R 5 0 R]")


def annotations_of_nothing() -> bytes:
    """The annotations of a page are numbers, names and nothing."""
    return one_page(text(), extra=b"/Annots [1 (twee) /Drie null 99 0 R [] << >>]")


def inherited_from_a_word() -> bytes:
    """The parent of a page is a word."""
    return write(
        [
            *tree(b"3 0 R", 1, pages=b"/MediaBox %s /Resources %s" % (A4, RESOURCES)),
            b"<< /Type /Page /Parent (ouder) /Contents 4 0 R >>",
            stream(text()),
        ]
    )
