"""The reader on pdfium beside the one on pdfplumber: turned pages, boxes, links, odd letters."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from tests.unit.handmade import write_page
from vlortool.extract import extract
from vlortool.model.layout import Layout, Link, Page, Reader, Rule

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"
# The standard fonts reach less far below the line for pdfium than in Adobe's metrics.
_NEAR = 1.0
_FONT = b"/Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding "
_CROP = ArrayObject([FloatObject(one) for one in (30, 40, 300, 700)])


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return _draw(tmp_path / "blad.pdf", (1, 0, 0, 1, 0, 0))


def _draw(path: Path, matrix: tuple[float, ...]) -> Path:
    """Draw a page with a marker, links, rules, a form with a note in it, and a stamp."""
    canvas = Canvas(str(path))
    canvas.transform(*matrix)
    for row, words in enumerate(("De Vlor vraagt overleg", "over het decreet en de", "middelen.")):
        canvas.drawString(72, 700 - 14 * row, words)
    marker = canvas.beginText(123, 676)
    marker.setFont("Helvetica", 7)
    marker.textOut("1")
    canvas.drawText(marker)
    canvas.bookmarkPage("noot")
    canvas.linkAbsolute("", "noot", (122, 674, 128, 684))
    canvas.linkURL("https://www.vlor.be/a", (72, 98, 200, 110))
    canvas.beginForm("voet")
    canvas.line(72, 120, 180, 120)
    canvas.drawString(72, 100, "1 Zie www.vlor.be")
    canvas.endForm()
    canvas.doForm("voet")
    canvas.rect(60, 500, 200, 0.6, fill=1)
    canvas.rect(60, 300, 200, 100)
    canvas.rotate(90)
    canvas.drawString(400, -40, "Ontvangen")
    canvas.save()
    return path


def _changed(path: Path, change: Callable[[PageObject], None]) -> Path:
    writer = PdfWriter(clone_from=path)
    change(writer.pages[0])
    writer.write(path)
    return path


def _both(path: Path, password: str | None = None) -> tuple[Layout, Layout]:
    first, second = (extract(path, password=password, reader=reader) for reader in Reader)
    return first, second


def _assert_alike(path: Path, password: str | None = None) -> Page:
    ours, theirs = _both(path, password)
    assert ours.warnings == theirs.warnings
    for page, other in zip(ours.pages, theirs.pages, strict=True):
        assert (page.width, page.height) == (other.width, other.height)
        assert [(line.text, line.turned) for line in page.lines] == [
            (line.text, line.turned) for line in other.lines
        ]
        for line, same in zip(page.lines, other.lines, strict=True):
            edges = [line.x0, line.x1, line.top, line.bottom]
            assert edges == pytest.approx([same.x0, same.x1, same.top, same.bottom], abs=_NEAR)
            assert [(span.raised, span.uri, span.internal) for span in line.spans] == [
                (span.raised, span.uri, span.internal) for span in same.spans
            ]
        assert [link.uri for link in page.links] == [link.uri for link in other.links]
        assert _boxes(page.links) == pytest.approx(_boxes(other.links), abs=0.01)
        assert _boxes(page.rules) == pytest.approx(_boxes(other.rules), abs=0.01)
    return ours.pages[0]


def _boxes(found: tuple[Link | Rule, ...]) -> list[float]:
    return [edge for one in found for edge in (one.x0, one.x1, one.top, one.bottom)]


def test_a_page_is_the_same(drawn: Path) -> None:
    page = _assert_alike(drawn)
    assert [line.text for line in page.lines] == [
        "De Vlor vraagt overleg",
        "over het decreet en de",
        "middelen.1",
        "1 Zie www.vlor.be",
        "Ontvangen",
    ]
    assert [link.uri for link in page.links] == [None, "https://www.vlor.be/a"]
    assert [round(rule.top) for rule in page.rules] == [722, 341, 442]


def _turned(degrees: int) -> Callable[[PageObject], None]:
    def change(page: PageObject) -> None:
        page[NameObject("/Rotate")] = NumberObject(degrees)

    return change


@pytest.mark.parametrize("degrees", [90, 180, 270, -90])
def test_a_turned_page_is_the_same(drawn: Path, degrees: int) -> None:
    _assert_alike(_changed(drawn, _turned(degrees)))


@pytest.mark.parametrize(
    ("degrees", "matrix"),
    [
        (90, (0, 1, -1, 0, 595, 0)),
        (180, (-1, 0, 0, -1, 595, 842)),
        (0, (1, 0, 0.2, 1, 0, 0)),
        (0, (0.8, 0, 0, 0.9, 10, 10)),
    ],
)
def test_text_that_is_turned_slanted_or_scaled_itself_is_the_same(
    tmp_path: Path, degrees: int, matrix: tuple[float, ...]
) -> None:
    path = _draw(tmp_path / "blad.pdf", matrix)
    page = _assert_alike(_changed(path, _turned(degrees)))
    assert "De Vlor vraagt overleg" in {line.text for line in page.lines if not line.turned}


def _cropped(page: PageObject) -> None:
    page[NameObject("/CropBox")] = _CROP


def _inheriting(page: PageObject) -> None:
    parent = page["/Parent"].get_object()
    assert isinstance(parent, DictionaryObject)
    parent[NameObject("/MediaBox")] = page[NameObject("/MediaBox")]
    parent[NameObject("/CropBox")] = _CROP
    del page["/MediaBox"]


def _shifted(page: PageObject) -> None:
    box = [FloatObject(one) for one in (-20, -50, 595, 842)]
    page[NameObject("/MediaBox")] = ArrayObject(box)


@pytest.mark.parametrize("change", [_cropped, _inheriting, _shifted])
def test_boxes_move_nothing(drawn: Path, change: Callable[[PageObject], None]) -> None:
    page = _assert_alike(_changed(drawn, change))
    # What is outside the crop box is read as well.
    assert page.lines[0].text == "De Vlor vraagt overleg"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_with_an_accent(drawn: Path, algorithm: str) -> None:
    writer = PdfWriter(clone_from=drawn)
    writer.encrypt("gehéim", "baas", algorithm=algorithm)
    writer.write(drawn)
    _assert_alike(drawn, "gehéim")


def test_a_link_that_leads_nowhere_is_internal_and_one_without_target_is_none(drawn: Path) -> None:
    def change(page: PageObject) -> None:
        inner, outer = (one.get_object() for one in page.annotations or ())
        inner.pop("/A", None)
        inner[NameObject("/Dest")] = TextStringObject("weg")
        del outer["/A"]

    page = _assert_alike(_changed(drawn, change))
    assert [link.uri for link in page.links] == [None]


def _line(path: Path, reader: Reader = Reader.PDFIUM) -> str:
    (line,) = extract(path, reader=reader).pages[0].lines
    return line.text


_TWO_LINES = b"BT /F 10 Tf 72 700 Td (onder-) Tj 0 -14 Td (wijs) Tj ET"


@pytest.mark.parametrize(
    ("pairs", "hyphen"), [(b"", "-"), (b"/ToUnicode <2d> <00ad>", "\u00ad")], ids=["plain", "soft"]
)
@pytest.mark.parametrize("reader", Reader)
def test_a_hyphen_at_the_end_of_a_line_is_the_one_of_the_file(
    tmp_path: Path, pairs: bytes, hyphen: str, reader: Reader
) -> None:
    # pdfium gives U+0002 for both.
    letters = b" ".join(b"<%02x> <%04x>" % (one, one) for one in b"onderwijs") if pairs else b""
    path = write_page(tmp_path / "a.pdf", _TWO_LINES, {"F": _FONT + pairs + letters})
    first, second = extract(path, reader=reader).pages[0].lines
    assert (first.text, second.text) == (f"onder{hyphen}", "wijs")


@pytest.mark.parametrize("reader", Reader)
def test_a_ligature_is_its_letters_and_as_wide_as_it_is(tmp_path: Path, reader: Reader) -> None:
    # One glyph of three letters' width in their place would leave a gap behind it.
    font = (
        b"/Subtype /Type1 /BaseFont /Eigen /FirstChar 97 /LastChar 99 /Widths [600 1800 600] "
        b"/ToUnicode <61> <0061> <62> <006600660069> <63> <0063>"
    )
    path = write_page(tmp_path / "a.pdf", b"BT /F 10 Tf 72 700 Td (abc) Tj ET", {"F": font})
    assert _line(path, reader) == "affic"
    (line,) = extract(path, reader=reader).pages[0].lines
    assert line.x1 == pytest.approx(72 + 30, abs=0.05)


def test_a_letter_beyond_the_16_bit_ones(tmp_path: Path) -> None:
    font = _FONT + b"/ToUnicode <61> <0061> <62> <d83ddcda>"
    path = write_page(tmp_path / "a.pdf", b"BT /F 10 Tf 72 700 Td (aba) Tj ET", {"F": font})
    assert _line(path) == _line(path, Reader.PDFPLUMBER) == "a\U0001f4daa"


def test_what_a_file_says_in_other_words_is_read(tmp_path: Path) -> None:
    content = (
        b"BT /F 10 Tf 72 700 Td (het ) Tj /Span << /ActualText (advies) >> BDC (adv\267s) Tj EMC "
        b"( van) Tj ET"
    )
    path = write_page(tmp_path / "a.pdf", content, {"F": _FONT})
    # pdfplumber keeps to the glyphs: a difference that is meant.
    assert _line(path) == "het advies van"
    assert _line(path, Reader.PDFPLUMBER) == "het adv·s van"


@pytest.mark.parametrize("reader", Reader)
def test_a_low_letter_stays_where_it_stands(tmp_path: Path, reader: Reader) -> None:
    # TeX's own name, set in one style: the gap that the E fills is a narrow one.
    content = b"BT /F 10 Tf 72 700 Td (LaT) Tj 15 -2.2 Td (E) Tj 6 2.2 Td (X is vrij) Tj ET"
    font = (
        b"/Subtype /Type1 /BaseFont /Smal /FirstChar 32 /LastChar 122 /Widths [%s]"
        b" /Encoding /WinAnsiEncoding" % (b"400 " * 91)
    )
    path = write_page(tmp_path / "a.pdf", content, {"F": font})
    assert _line(path, reader).replace(" ", "") == "LaTEXisvrij"


@pytest.mark.parametrize("name", [b"ZapfDingbats", b"D050000L"])
def test_a_symbol_font_that_is_not_in_the_file(tmp_path: Path, name: bytes) -> None:
    fonts = {"F": _FONT, "Z": b"/Subtype /Type1 /BaseFont /" + name}
    content = b"BT /Z 10 Tf 72 700 Td (l) Tj /F 10 Tf 20 0 Td (punt) Tj ET"
    path = write_page(tmp_path / "a.pdf", content, fonts)
    assert _line(path) == _line(path, Reader.PDFPLUMBER) == "● punt"


def test_letters_without_a_value_are_left_to_the_other_reader() -> None:
    ours, theirs = _both(FIXTURES / "r-stages-2016--tex-t3.pdf")
    assert ours == theirs


def test_threads_do_not_disturb_each_other() -> None:
    paths = [FIXTURES / f"{name}.pdf" for name in ("scholenbouw-2015--rl-3", "armoede-2016--rl-3")]
    wanted = [extract(path) for path in paths]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(extract, paths * 4)) == wanted * 4


def test_pdfplumber_is_not_loaded() -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom vlortool.extract import extract\n"
        "extract(Path(sys.argv[1]))\n"
        "print(sorted({'pdfplumber', 'pdfminer', 'PIL', 'numpy'} & set(sys.modules)))\n"
    )
    path = FIXTURES / "scholenbouw-2015--rl-3.pdf"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
