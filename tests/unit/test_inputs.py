"""Inputs that cannot be read, and encodings that can."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from vlortool.errors import ExtractionError
from vlortool.extract import extract
from vlortool.extract.text import decode

FIXTURE = Path(__file__).parents[1] / "fixtures" / "pdf" / "weasy-generalist.pdf"
Maker = Callable[[Path], None]


def _encrypted(path: Path) -> None:
    writer = PdfWriter(clone_from=FIXTURE)
    writer.encrypt("geheim", algorithm="AES-128")
    writer.write(path)


def _drawing(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()


def _bytes(data: bytes) -> Maker:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


_NOISE = random.Random(1).randbytes(3000)


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("a.pdf", _encrypted, "needs a password.*--password"),
        ("a.pdf", _drawing, "no text layer.*OCRmyPDF"),
        ("a.pdf", _bytes(FIXTURE.read_bytes()[:20_000]), "damaged or cut off"),
        ("a.pdf", _bytes(b"%PDF-1.7\n"), "damaged or cut off"),
        ("a.pdf", _bytes(_NOISE), "no PDF although its name says so"),
        ("a.txt", _bytes(_NOISE), "binary data|encoding"),
        ("a.txt", _bytes(b"\0" * 400), "binary data"),
        ("a.txt", _bytes(b""), "empty"),
        ("a.txt", _bytes(b" \n\t\n"), "only blanks"),
        ("a.txt", _bytes(b"PK\x03\x04" + _NOISE), "Word"),
        ("a.txt", lambda path: None, "no such file"),
        ("a.txt", Path.mkdir, "folder"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(
    tmp_path: Path, name: str, make: Maker, says: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(ExtractionError, match=f"(?s){name}.*({says})"):
        extract(path)


def test_a_password_opens_an_encrypted_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    _encrypted(path)
    assert len(extract(path, password="geheim").pages) == 6
    with pytest.raises(ExtractionError, match="does not open it"):
        extract(path, password="fout")


def test_an_image_page_among_others_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Een zin van de Vlor.")
    canvas.showPage()
    canvas.drawInlineImage(_image(tmp_path), 0, 0, 300, 300)
    canvas.showPage()
    canvas.save()
    layout = extract(path)
    assert [warning.code for warning in layout.warnings] == ["no-text-layer"]
    assert layout.warnings[0].origin[0].page == 2


def _image(folder: Path) -> str:
    from PIL import Image

    path = folder / "image.png"
    Image.new("RGB", (30, 30), "white").save(path)
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    words = "De Vlor – ‘één raad’ – vraagt coördinatie aan de coöperatie."
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join([words] * 20).encode(encoding))
    assert {line.text for line in extract(path).pages[0].lines} == {words}


def test_a_stray_nul_does_not_change_the_encoding() -> None:
    words = "De Vlor adviseert één kader voor de leerlingen.\n" * 5 + "\0"
    assert decode(words.encode(), "x.txt") == words


def test_utf_16_without_a_mark_is_detected(tmp_path: Path) -> None:
    words = "De raad vraagt overleg met de sector."
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join([words] * 20).encode("utf-16-le"))
    assert {line.text for line in extract(path).pages[0].lines} == {words}


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "advies.txt"
    path.write_bytes(FIXTURE.read_bytes())
    assert extract(path).media_type == "application/pdf"
