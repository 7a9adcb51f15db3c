"""PDFs of kilobytes that unpack to far more, and documents beyond the limits of pages and size."""

from __future__ import annotations

import base64
import random
import tracemalloc
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pdfminer.lzw import lzwdecode
from reportlab.pdfgen.canvas import Canvas

from vlortool.errors import ExtractionError
from vlortool.extract import extract
from vlortool.extract.unpacked import is_bigger
from vlortool.model.layout import Reader
from vlortool.model.limits import MEGABYTE, Limits

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "pdf").glob("*.pdf"))
PAGE = b"BT /F1 11 Tf 72 700 Td (De Vlor vraagt overleg.) Tj ET\n"
BOMB = PAGE + b" " * (MEGABYTE + 256)
SMALL = Limits(size=1)
_FONT = b"/Resources <</Font <</F1 5 0 R>>>>"


def lzw(data: bytes) -> bytes:
    """Pack as PDF wants it: codes from 9 bits on, a bit more one code early."""
    codes: list[str] = []
    table: dict[bytes, int] = {}
    width, word = 9, b""
    for value in data:
        byte = bytes([value])
        if not table or len(table) + 2 == 4094:
            if table:
                codes.append(f"{table[word]:0{width}b}")
                word = b""
            codes.append(f"{256:0{width}b}")
            table, width = {bytes([value]): value for value in range(256)}, 9
        if word + byte in table:
            word += byte
            continue
        codes.append(f"{table[word]:0{width}b}")
        table[word + byte] = len(table) + 2
        width = min((len(table) + 2).bit_length(), 12)
        word = byte
    bits = "".join([*codes, f"{table[word]:0{width}b}", f"{257:0{width}b}"])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def run_length(data: bytes) -> bytes:
    """Pack as is, and what comes after the first 128 bytes as so many blanks."""
    return b"\x7f" + data[:128] + bytes([129, 32]) * (len(data[128:]) // 128) + b"\x80"


def ascii85(data: bytes) -> bytes:
    return base64.a85encode(data) + b"~>"


def pdf(objects: Sequence[bytes]) -> bytes:
    """Write a PDF of objects, the first of which is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows)
    root = b"trailer\n<</Root 1 0 R /Size %d>>\n" % (len(places) + 1)
    return data + tail + root + b"startxref\n%d\n%%%%EOF\n" % len(data)


def stream(raw: bytes, words: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (words, len(raw), raw)


def document(content: bytes, more: Sequence[bytes] = ()) -> bytes:
    """Write a PDF of one page with a content stream."""
    return pdf([
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s>>" % _FONT,
        content,
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        *more,
    ])  # fmt: skip


def twice(data: bytes) -> bytes:
    return zlib.compress(zlib.compress(data))


PACKED: dict[str, tuple[Callable[[bytes], bytes], bytes]] = {
    "flate": (zlib.compress, b"/Filter /FlateDecode"),
    "short": (zlib.compress, b"/Filter/Fl"),
    "escaped": (zlib.compress, b"/Filter [/F#6cateDecode]"),
    "nested": (twice, b"/Filter [/FlateDecode /FlateDecode]"),
    "lzw": (lzw, b"/Filter /LZWDecode"),
    "run-length": (run_length, b"/Filter /RunLengthDecode"),
    "letters": (
        lambda data: ascii85(zlib.compress(data)),
        b"/Filter [/ASCII85Decode /FlateDecode]",
    ),
    "digits": (
        lambda data: zlib.compress(data).hex().encode() + b">",
        b"/Filter [/ASCIIHexDecode /FlateDecode]",
    ),
}


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("kind", PACKED)
def test_a_page_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, kind: str, reader: Reader
) -> None:
    pack, words = PACKED[kind]
    path = tmp_path / "bom.pdf"
    path.write_bytes(document(stream(pack(BOMB), words)))
    assert path.stat().st_size < MEGABYTE / 4
    with pytest.raises(ExtractionError) as refused:
        extract(path, reader=reader, limits=SMALL)
    assert refused.value.message == f"{path}: its parts unpack to more than --max-size 1 (MB)"
    assert "--max-size" in refused.value.remedy
    # It is the size that it is refused for.
    path.write_bytes(document(stream(pack(PAGE + b" " * 512), words)))
    (page,) = extract(path, reader=reader, limits=SMALL).pages
    assert [line.text for line in page.lines] == ["De Vlor vraagt overleg."]


def test_packing_between_two_filters_counts() -> None:
    # The last one gives nothing: what it is given is the bomb.
    raw = zlib.compress(b"\x80" * (4 * MEGABYTE))
    data = document(stream(raw, b"/Filter [/FlateDecode /RunLengthDecode]"))
    assert is_bigger(data, MEGABYTE)
    assert not is_bigger(data, 5 * MEGABYTE)


@pytest.mark.parametrize("kind", ["/Type /ObjStm /N 1 /First 4", "/Type /XRef /W [1 2 1]", ""])
@pytest.mark.parametrize("words", [b"/Filter /FlateDecode", b"/Filter 9 0 R"])
def test_any_part_counts_also_one_whose_filter_stands_elsewhere(kind: str, words: bytes) -> None:
    part = stream(zlib.compress(b"6 0 " + b" " * (4 * MEGABYTE)), kind.encode() + words)
    data = document(stream(PAGE, b""), [part])
    assert is_bigger(data, MEGABYTE)
    assert not is_bigger(data, 5 * MEGABYTE)


def test_many_small_parts_count_together_and_images_do_not() -> None:
    raw = zlib.compress(b" " * (MEGABYTE // 2))
    parts = [stream(raw, b"/Filter /FlateDecode")] * 3
    assert is_bigger(document(stream(PAGE, b""), parts), MEGABYTE)
    images = [stream(raw, b"/Subtype /Image /Filter /FlateDecode")] * 3
    assert not is_bigger(document(stream(PAGE, b""), images), MEGABYTE)


def test_measuring_holds_little_and_stops_at_the_limit() -> None:
    raw = twice(b" " * (256 * MEGABYTE))
    data = document(stream(raw, b"/Filter [/FlateDecode /FlateDecode]"))
    tracemalloc.start()
    assert is_bigger(data, 64 * MEGABYTE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE


def test_a_part_of_any_size_is_read_a_bite_at_a_time() -> None:
    # Whatever is given back is copied: with all of it at a time, that is its square.
    noise = random.Random(1).randbytes(24 * MEGABYTE)
    data = document(stream(zlib.compress(noise, 0), b"/Filter /FlateDecode"))
    tracemalloc.start()
    assert not is_bigger(data, 32 * MEGABYTE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE


def test_letters_that_are_no_bytes_are_passed_over() -> None:
    raw = ascii85(zlib.compress(b" " * (4 * MEGABYTE)))
    for odd in (b"<~" + raw, raw.replace(b"~>", b"\n ~>"), b"\x80\n" + raw, raw[:-2]):
        data = document(stream(odd, b"/Filter [/ASCII85Decode /FlateDecode]"))
        assert is_bigger(data, MEGABYTE)


@pytest.mark.parametrize("raw", [b"", b"x", b"\xff" * 99, b"x\x9c" + b"\x00" * 99])
@pytest.mark.parametrize("kind", PACKED)
def test_what_is_wrongly_packed_is_left_to_the_reader(kind: str, raw: bytes) -> None:
    # A low limit: it has to be unpacked to know.
    assert not is_bigger(document(stream(raw, PACKED[kind][1])), 64 << 7)


def test_the_tests_pack_as_others_unpack() -> None:
    words = b"".join(path.read_bytes()[:9000] for path in FIXTURES[:6])
    assert lzwdecode(lzw(words)) == words


def test_real_files_are_not_refused() -> None:
    for path in FIXTURES:
        assert not is_bigger(path.read_bytes(), 4 * MEGABYTE)


@pytest.mark.parametrize("reader", Reader)
def test_too_many_pages_are_refused_unread(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "dik.pdf"
    canvas = Canvas(str(path))
    for page in range(1012):
        canvas.drawString(72, 700, f"De Vlor vraagt blad {page}.")
        canvas.showPage()
    canvas.save()
    with pytest.raises(ExtractionError) as refused:
        extract(path, reader=reader, limits=Limits(pages=1011))
    assert refused.value.message == f"{path}: it has 1,012 pages, more than --max-pages 1011"
    assert "--max-pages" in refused.value.remedy


@pytest.mark.parametrize("name", ["groot.txt", "groot.pdf"])
def test_a_big_file_is_refused_unread(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(3 * MEGABYTE)
    with pytest.raises(ExtractionError) as refused:
        extract(path, limits=SMALL)
    assert refused.value.message == f"{path}: it has 3.0 MB, more than --max-size 1 (MB)"
