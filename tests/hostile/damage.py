"""PDFs whose bytes are damaged, cut off, hidden or locked."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter

from tests.hostile.pdf import (
    HEAD,
    body,
    good,
    index,
    one_page,
    page,
    stream,
    text,
    tree,
    two_pages,
    write,
)


def _locked(algorithm: str, user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good())))
    writer.encrypt(user, "eigenaar", algorithm=algorithm)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def locked_rc4() -> bytes:
    """It asks for a user's password, RC4 of 128 bits."""
    return _locked("RC4-128", "geheim")


def locked_rc4_40() -> bytes:
    """It asks for a user's password, RC4 of 40 bits."""
    return _locked("RC4-40", "geheim")


def locked_aes_128() -> bytes:
    """It asks for a user's password, AES of 128 bits."""
    return _locked("AES-128", "geheim")


def locked_aes_256() -> bytes:
    """It asks for a user's password, AES of 256 bits."""
    return _locked("AES-256", "geheim")


def owner_only_rc4() -> bytes:
    """It has an owner's password alone, RC4: anyone may read it."""
    return _locked("RC4-128", "")


def owner_only_aes() -> bytes:
    """It has an owner's password alone, AES: anyone may read it."""
    return _locked("AES-256", "")


def lock_of_no_kind() -> bytes:
    """It says that it is encrypted, by a filter that nobody knows."""
    return write(
        [*tree(b"3 0 R", 1), page(), stream(text()), b"<< /Filter /Onbekend /V 99 >>"],
        b"/Root 1 0 R /Encrypt 5 0 R /ID [<00> <00>]",
    )


def lock_that_is_itself_a_loop() -> bytes:
    """Its encryption dictionary points at itself."""
    return write(
        [*tree(b"3 0 R", 1), page(), stream(text()), b"5 0 R"],
        b"/Root 1 0 R /Encrypt 5 0 R /ID [<00> <00>]",
    )


def cut_in_the_head() -> bytes:
    """It ends in the midst of its header."""
    return good()[:7]


def cut_after_the_head() -> bytes:
    """It is a header and nothing else."""
    return b"%PDF-1.4"


def cut_in_a_page() -> bytes:
    """It ends in the midst of a page's dictionary."""
    whole = good()
    return whole[: whole.index(b"/Resources")]


def cut_in_a_stream() -> bytes:
    """It ends in the midst of a page's content."""
    whole = good()
    return whole[: whole.index(b"overheid")]


def cut_before_the_index() -> bytes:
    """It ends before its cross-reference table."""
    whole = good()
    return whole[: whole.index(b"xref")]


def cut_in_the_index() -> bytes:
    """It ends in the midst of its cross-reference table."""
    whole = good()
    return whole[: whole.index(b"xref") + 60]


def cut_before_the_trailer() -> bytes:
    """It ends before its trailer."""
    whole = good()
    return whole[: whole.index(b"trailer")]


def cut_before_the_end() -> bytes:
    """It lacks the place of its index, and the end mark."""
    whole = good()
    return whole[: whole.index(b"startxref")]


def index_of_wrong_places() -> bytes:
    """Each entry of its cross-reference table is seven bytes off."""
    data, places = _parts()
    tail = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    wrong = index([place + 7 for place in places])
    return data + wrong + tail % (len(places) + 1, len(data))


def index_beyond_the_end() -> bytes:
    """Its index is said to begin far beyond the end."""
    return _with_start(b"99999999999999999999")


def index_at_a_negative_place() -> bytes:
    """Its index is said to begin before the file."""
    return _with_start(b"-50")


def index_in_words() -> bytes:
    """The place of its index is no number."""
    return _with_start(b"hier")


def index_of_garbage() -> bytes:
    """Its cross-reference table is no table."""
    data, places = _parts()
    tail = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + b"xref\n0 zes\nvijf vier drie\n" + tail % (len(places) + 1, len(data))


def index_of_billions() -> bytes:
    """Its cross-reference table is said to have four billion entries."""
    data, places = _parts()
    table = index(places).replace(b"0 7\n", b"0 4294967295\n")
    tail = b"trailer << /Root 1 0 R /Size 4294967295 >>\nstartxref\n%d\n%%%%EOF\n"
    return data + table + tail % len(data)


def index_before_itself() -> bytes:
    """Its index says that an older one stands before it, at its own place."""
    data, places = _parts()
    tail = b"trailer << /Root 1 0 R /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + index(places) + tail % (len(places) + 1, len(data), len(data))


def index_of_one_place() -> bytes:
    """All entries of its cross-reference table are the same."""
    data, places = _parts()
    tail = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + index([places[0]] * len(places)) + tail % (len(places) + 1, len(data))


def index_packed_of_no_width() -> bytes:
    """Its index is a stream whose two billion entries are zero bytes wide."""
    data, places = _parts()
    entry = stream(
        b"", b"/Type /XRef /W [0 0 0] /Index [0 2147483647] /Size 2147483647 /Root 1 0 R"
    )
    return (
        data
        + b"%d 0 obj\n%s\nendobj\n" % (len(places) + 1, entry)
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def index_packed_of_huge_width() -> bytes:
    """Its index is a stream whose entries are two billion bytes wide."""
    data, places = _parts()
    entry = stream(b"\1" * 60, b"/Type /XRef /W [2147483647 -1 1] /Size 6 /Root 1 0 R")
    return (
        data
        + b"%d 0 obj\n%s\nendobj\n" % (len(places) + 1, entry)
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def no_trailer() -> bytes:
    """It has an index, but no trailer."""
    whole = good()
    return whole[: whole.index(b"trailer")] + whole[whole.index(b"startxref") :]


def trailer_without_root() -> bytes:
    """Its trailer does not say where the catalogue is."""
    return write(two_pages(), b"/Info 1 0 R")


def trailer_at_nothing() -> bytes:
    """Its trailer points at a catalogue that is not there."""
    return write(two_pages(), b"/Root 99 0 R")


def trailer_at_itself() -> bytes:
    """Its catalogue is a reference to itself."""
    return write([b"1 0 R", *two_pages()[1:]])


def words_before() -> bytes:
    """A server has put five hundred bytes of its own before it."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n".ljust(500, b"x") + good()


def much_before() -> bytes:
    """Its header comes after five thousand other bytes."""
    return b"x" * 5000 + good()


def words_behind() -> bytes:
    """A web page of five thousand bytes follows it."""
    return good() + b"<html>" + b"y" * 5000


def twice() -> bytes:
    """It is two files, one after the other."""
    return good() + good()


def noughts_behind() -> bytes:
    """A megabyte of NUL follows it, as after a crash of a file system."""
    return good() + bytes(1 << 20)


def noughts_within() -> bytes:
    """The middle of it is NUL, as after a download in pieces."""
    whole = good()
    return whole[:200] + bytes(600) + whole[800:]


def nothing() -> bytes:
    """It has no byte."""
    return b""


def noise() -> bytes:
    """After its header it is noise."""
    state, found = 1, bytearray(HEAD)
    for _ in range(20_000):
        state = (state * 1_103_515_245 + 12_345) % (1 << 31)
        found.append(state >> 16 & 255)
    return bytes(found)


def objects_that_are_references() -> bytes:
    """Its font is an object that is nothing but a reference to another, and that to the first."""
    used = b"/Resources << /Font << /F1 5 0 R >> >>"
    return one_page(text(), b"6 0 R", b"5 0 R", extra=used)


def a_million_objects_begun() -> bytes:
    """A million objects begin and none ends."""
    return HEAD + b"".join(b"%d 0 obj\n" % number for number in range(1_000_000))


def a_million_streams_begun() -> bytes:
    """A million streams begin and none ends."""
    return HEAD + b"<< >> stream\n" * 1_000_000


def a_million_ends() -> bytes:
    """A million end marks follow each other."""
    return good() + b"startxref\n0\n%%EOF\n" * 300_000


def _parts() -> tuple[bytes, list[int]]:
    return body(two_pages())


def _with_start(place: bytes) -> bytes:
    whole = good()
    return whole[: whole.index(b"startxref")] + b"startxref\n%s\n%%%%EOF\n" % place
