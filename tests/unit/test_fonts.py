"""Fonts that leave it to the reader which letters they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.hostile import pdf
from vlortool.extract import cork, extract, faces, symbols
from vlortool.model.layout import Line, Reader

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"


@pytest.mark.parametrize(
    "name",
    ["CMBX10", "CMSSBX10", "CMBXTI10", "SFBX1095", "NimbusRomNo9L-Medi", "NimbusRomNo9L-MediItal"],
)
def test_bold_by_name(name: str) -> None:
    assert faces.is_bold(name)


@pytest.mark.parametrize("name", ["CMR10", "CMSS8", "CMTI10", "NimbusRomNo9L-Regu", "Box-Regular"])
def test_not_bold_by_name(name: str) -> None:
    assert not faces.is_bold(name)


def test_slanted_by_name() -> None:
    assert faces.is_italic("NimbusRomNo9L-ReguItal")
    assert faces.is_italic("NimbusRomNo9L-MediItal")
    assert not faces.is_italic("NimbusRomNo9L-Regu")


@pytest.mark.parametrize(
    ("font", "codes", "looks"),
    [
        ("ZapfDingbats", "lmnopqu\xe2\xe4", "●❍■❏❐❑◆➢➤"),
        ("ABCDEF+ZapfDingbats", "34", "✓✔"),
        ("ITC Zapf Dingbats", "l", "●"),
        ("Symbol", "\xb7\xa8\xae\xb1", "•♦→±"),
        ("SymbolMT", "\xb7", "•"),
    ],
)
def test_glyphs_of_symbol_fonts(font: str, codes: str, looks: str) -> None:
    found = symbols.find(font)
    assert found is not None
    assert "".join(found.glyphs[ord(code)] for code in codes) == looks


@pytest.mark.parametrize("name", ["", "Helvetica", "SegoeUISymbol", "AppleSymbols", "Wingdings"])
def test_other_fonts_are_no_symbol_fonts(name: str) -> None:
    assert symbols.find(name) is None


def test_dingbats_are_as_wide_as_reportlab_says() -> None:
    other = pdfmetrics.Font("ZapfDingbats", "ZapfDingbats", "ZapfDingbatsEncoding").widths
    found = symbols.find("ZapfDingbats")
    assert found is not None
    assert len(found.glyphs) == 188
    assert {code: found.widths[code] for code in found.glyphs} == {
        code: other[code] for code in found.glyphs
    }


def _first_line(folder: Path, *pieces: tuple[str, str]) -> Line:
    canvas = Canvas(str(folder / "regel.pdf"))
    words = canvas.beginText(72, 700)
    for font, text in pieces:
        words.setFont(font, 11)
        words.textOut(text)
    canvas.drawText(words)
    canvas.save()
    return extract(folder / "regel.pdf").pages[0].lines[0]


def test_a_number_alone_on_its_line_is_as_bold_as_its_font(tmp_path: Path) -> None:
    assert _first_line(tmp_path, ("Helvetica-Bold", "2")).bold
    assert not _first_line(tmp_path, ("Helvetica", "2")).bold
    # A number does not count beside words: it may be set apart from its title.
    assert _first_line(tmp_path, ("Helvetica", "2 "), ("Helvetica-Bold", "Mentor")).bold


@pytest.mark.parametrize(
    ("font", "code"), [("ZapfDingbats", "\u274d"), ("ZapfDingbats", "\u27a4"), ("Symbol", "\u2192")]
)
def test_a_glyph_and_its_words_keep_their_places(tmp_path: Path, font: str, code: str) -> None:
    line = _first_line(tmp_path, (font, code), ("Helvetica", " punt"))
    wide = pdfmetrics.stringWidth(code, font, 11)
    assert line.text == f"{code} punt"
    assert not any(span.raised for span in line.spans)
    space = pdfmetrics.stringWidth(" ", "Helvetica", 11)
    assert line.spans[-1].x0 == pytest.approx(72 + wide + space, abs=0.1)


_LETTERS = {*range(0x41, 0x5B), *range(0x61, 0x7B)}


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        # T1, TeX's modern encoding.
        (_LETTERS | {0x1C, 0x27, 0x15, 0xE9}, {0x1C: "fi", 0x27: "’", 0x15: "–", 0xE9: "é"}),
        (_LETTERS | {0x13, 0x14}, {0x13: "«", 0x14: "»"}),
        (_LETTERS | {0x10, 0x12}, {0x10: "“", 0x12: "„"}),
        # Signs alone: the quote is straight there.
        ({0x27, 0x88}, {0x27: "'", 0x88: "•"}),
        ({0xBF}, {0xBF: "€"}),
        # OT1, whose accents stand alone.
        (_LETTERS | {0x0C, 0x13, 0x7F, 0x10}, {0x0C: "fi", 0x13: "´", 0x7F: "¨", 0x10: "ı"}),
        (_LETTERS | {0x13, 0x7B}, {0x13: "´", 0x7B: "–"}),
    ],
    ids=["t1", "t1-guillemets", "t1-low-quote", "signs", "euro", "ot1", "ot1-heading"],
)
def test_the_codes_of_a_bitmap_font_tell_its_encoding(
    codes: set[int], wanted: dict[int, str]
) -> None:
    found = cork.letters(codes)
    assert {code: found[code] for code in wanted} == wanted
    assert all(found[code] == chr(code) for code in codes & _LETTERS)


def test_bitmap_fonts_are_told_apart_and_weighed() -> None:
    lines = extract(FIXTURES / "r-stages-2016--tex-t3.pdf").pages[1].lines
    heading = next(line for line in lines if line.text.startswith("Een verzamelnaam"))
    text = next(line for line in lines if line.text.startswith("De minister van Onderwijs"))
    assert heading.bold
    assert not text.bold
    assert heading.size == text.size


@pytest.mark.parametrize("name", [b"42", b"[/Helvetica]", b"<< >>", b"null"])
@pytest.mark.parametrize("reader", Reader)
def test_what_is_no_name_of_a_font_is_none(tmp_path: Path, reader: Reader, name: bytes) -> None:
    kind = b"/Subtype /TrueType /Encoding /WinAnsiEncoding /FontDescriptor << /FontName %s >>"
    widths = b"/FirstChar 32 /Widths [%s]" % (b"500 " * 95)
    font = b"<< /Type /Font /BaseFont /Vlor %s %s >>" % (kind % name, widths)
    used = b"/Resources << /Font << /F1 5 0 R >> >>"
    path = tmp_path / "naam.pdf"
    path.write_bytes(pdf.one_page(pdf.text(), font, extra=used))
    found = extract(path, reader=reader)
    assert [line.text for line in found.pages[0].lines] == [pdf.WORDS]
    assert not found.warnings
