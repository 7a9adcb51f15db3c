"""Damaged PDFs, of which a reader would show what is left without a word."""

from __future__ import annotations

import contextlib
import zlib
from pathlib import Path

import pytest
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdftypes import PDFObjRef
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from tests.hostile import damage, pdf, structure
from vlortool.errors import ExtractionError
from vlortool.extract import extract, references
from vlortool.extract.integrity import damaged_parts, has_index
from vlortool.model.layout import Layout, Reader

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"
PDFS = sorted(FIXTURES.glob("*.pdf"))


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_whole_files_are_whole(path: Path) -> None:
    data = path.read_bytes()
    assert has_index(data)
    assert damaged_parts(data) == 0
    # A server's greeting before the header, and blanks after the end.
    assert has_index(b"HTTP/1.1 200 OK\n" + data + b"\n" * 200)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    path = tmp_path / "bladen.pdf"
    canvas = Canvas(str(path))
    for page in ("een", "twee"):
        for row in range(40):
            canvas.drawString(72, 780 - 14 * row, f"De Vlor vraagt {page} keer iets: {row}.")
        canvas.showPage()
    canvas.save()
    # Packed as most producers do; reportlab writes letters for the bytes.
    writer = PdfWriter(clone_from=path)
    for one in writer.pages:
        one.compress_content_streams()
    writer.write(path)
    return path


@pytest.mark.parametrize("reader", Reader)
def test_a_damaged_part_is_told_and_the_readers_agree(pages: Path, reader: Reader) -> None:
    data = bytearray(pages.read_bytes())
    data[data.index(b"stream\nx") + 200] ^= 0xFF
    pages.write_bytes(data)
    layout = extract(pages, reader=reader)
    first = layout.warnings[0]
    assert (first.code, first.origin) == ("page-damaged", [])
    assert first.message.startswith("a part of the file can't be unpacked")
    assert layout == extract(pages)


def test_a_file_that_unpacks_without_end_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    head = b"%PDF-1.7\n1 0 obj << /Filter /FlateDecode >>\nstream\n"
    assert damaged_parts(head + bomb + b"\nendstream") == 0
    assert damaged_parts(head + bomb[:5000] + b"\nendstream") == 1


def test_images_and_fonts_are_not_looked_at() -> None:
    start = b"%PDF-1.7\n1 0 obj << /Filter /FlateDecode "
    for kind in (b"/Subtype /Image", b"/Length1 20", b"/Filter [/ASCII85Decode /FlateDecode]"):
        assert damaged_parts(start + kind + b" >>\nstream\nx\x9cweg\nendstream") == 0
    assert damaged_parts(start + b">>\nstream\nx\x9cweg\nendstream") == 1


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("end", [b"", b"\r"])
def test_a_part_left_open_after_a_flush_is_whole(
    tmp_path: Path, reader: Reader, end: bytes
) -> None:
    # As Acrobat writes what it adds to a form.
    packing = zlib.compressobj()
    content = packing.compress(pdf.text()) + packing.flush(zlib.Z_SYNC_FLUSH)
    path = tmp_path / "formulier.pdf"
    objects = [*pdf.tree(b"3 0 R", 1), pdf.page()]
    packed = pdf.stream(content + end, b"/Filter /FlateDecode")
    path.write_bytes(pdf.write([*objects, packed]))
    layout = extract(path, reader=reader)
    assert not layout.warnings
    assert [line.text for line in layout.pages[0].lines] == [pdf.WORDS]
    # Cut off before the flush it is not.
    path.write_bytes(pdf.write([*objects, pdf.stream(content[:-9], b"/Filter /FlateDecode")]))
    assert damaged_parts(path.read_bytes()) == 1


@pytest.mark.parametrize("reader", Reader)
def test_a_reference_to_itself_is_not_followed_for_ever(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "rond.pdf"
    path.write_bytes(structure.tree_left_open())
    # They find the page without the list.
    layout = extract(path, reader=reader)
    assert [line.text for page in layout.pages for line in page.lines] == [pdf.WORDS]


@pytest.mark.parametrize("reader", Reader)
def test_object_0_leads_nowhere(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "nul.pdf"
    path.write_bytes(damage.trailer_at_itself().replace(b"1 0 ", b"0 0 "))
    assert len(extract(path, reader=reader).pages) == 2


def test_an_object_behind_references_is_found() -> None:
    objects = {1: PDFObjRef(None, 2), 2: PDFObjRef(None, 3), 3: "drie"}
    objects |= {4: PDFObjRef(None, 5), 5: PDFObjRef(None, 4)}
    find = references.Finder(objects.__getitem__)
    assert [find(1), find(3)] == ["drie", "drie"]
    with pytest.raises(PDFObjectNotFound):
        find(4)


@pytest.mark.parametrize("place", [b"0", b"99999999"])
def test_an_index_that_is_not_where_it_should_be(pages: Path, place: bytes) -> None:
    data = (FIXTURES / "weasy-generalist.pdf").read_bytes()
    start = data.rindex(b"startxref")
    pages.write_bytes(data[:start] + b"startxref\n" + place + b"\n%%EOF\n")
    assert not has_index(pages.read_bytes())
    # pdfium would gather the pages that it finds, and say nothing of the others.
    with pytest.raises(ExtractionError, match="damaged or cut off"):
        extract(pages)


@pytest.mark.parametrize("step", [100, 170, 330, 700])
@pytest.mark.parametrize("noise", [b"<< /Rect [ /Type", b">>>>", b"\xff\xfe(("])
def test_nothing_is_lost_in_silence(pages: Path, noise: bytes, step: int) -> None:
    whole = _texts(extract(pages))
    data = bytearray(pages.read_bytes())
    for start in range(200, len(data) - 1200, step):
        data[start : start + len(noise)] = noise
    pages.write_bytes(data)
    with contextlib.suppress(ExtractionError):
        layout = extract(pages)
        assert layout.warnings or _texts(layout) == whole


def test_a_blank_page_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "blanco.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "De Vlor vraagt overleg.")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    layout = extract(path)
    assert [len(page.lines) for page in layout.pages] == [1, 0]
    assert not layout.warnings


def _texts(layout: Layout) -> list[str]:
    return [line.text for page in layout.pages for line in page.lines]
