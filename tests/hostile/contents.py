"""PDFs whose pages draw garbage, far too much, or with broken fonts."""

from __future__ import annotations

from tests.hostile.pdf import FONT, WORDS, one_page, packed, page, stream, text, tree, write

_BIG = 100_000


def garbage() -> bytes:
    """What draws a page is operators that are none, and operators without what they need."""
    return one_page(
        b"foo bar 1 2 3 baz Tj TJ Td Tm cm re Do gs Tf ' \" l c v y sc\n" * 500 + text()
    )


def numbers_beyond_all() -> bytes:
    """Text stands at places that no number holds."""
    places = (b"1e400", b"9" * 400, b"-" + b"9" * 400, b"0." + b"0" * 400 + b"1", b"--5", b"1.2.3")
    return one_page(text() + b"".join(_at(place, place) for place in places))


def numbers_far() -> bytes:
    """Words stand a billion points apart."""
    return one_page(text() + b"".join(_at(b"%d" % (10**n), b"%d" % (10**n)) for n in range(3, 39)))


def numbers_far_apart_in_a_row() -> bytes:
    """Two words of one line stand a hundred billion points apart."""
    return one_page(_at(b"72", b"700") + _at(b"99999999999", b"700"))


def _at(x: bytes, y: bytes) -> bytes:
    return b"BT /F1 11 Tf %s %s Td (ver weg) Tj ET\n" % (x, y)


def size_of_nought() -> bytes:
    """Text is set in a size of nought."""
    return one_page(text() + text(y=600).replace(b" 11 ", b" 0 "))


def size_of_a_billion() -> bytes:
    """Text is set in a size of a billion points."""
    return one_page(text() + text(y=600).replace(b" 11 ", b" 1000000000 "))


def size_below_nought() -> bytes:
    """Text is set in a negative size."""
    return one_page(text() + text(y=600).replace(b" 11 ", b" -11 "))


def matrix_of_nought() -> bytes:
    """Text is squeezed to a point."""
    return one_page(text() + b"0 0 0 0 0 0 cm\n" + text(y=600))


def matrix_without_end() -> bytes:
    """Each word is a thousand times bigger than the one before, a hundred times."""
    return one_page(text() + b"".join(b"1000 0 0 1000 0 0 cm\n" + text() for _ in range(100)))


def spaces_of_a_billion() -> bytes:
    """Letters are a billion points apart, or on one place."""
    wide = text(y=600).replace(b"Tf", b"Tf 1000000000 Tc 1000000000 Tw")
    return one_page(text() + wide + text(y=500).replace(b"Tf", b"Tf 0 Tz"))


def string_without_end() -> bytes:
    """A string begins, and does not end."""
    return one_page(text() + b"BT /F1 11 Tf (zonder einde " + b"(" * _BIG)


def text_without_begin() -> bytes:
    """Text is drawn before it begins, and after it ends."""
    return one_page(b"(vroeg) Tj ET ET BT BT BT\n" + text() + b"(laat) Tj")


def a_million_glyphs_on_one_place() -> bytes:
    """A million letters stand on the same place."""
    content = b"BT /F1 11 Tf 0 Tz 72 700 Td " + b"(%s) Tj\n" % (b"a" * 1000) * 1000 + b"ET"
    return _packed(text() + content)


def a_hundred_thousand_pieces_on_one_place() -> bytes:
    """A hundred thousand words are drawn one by one on the same place."""
    return _packed(text() + b"BT /F1 11 Tf 72 600 Td (woord) Tj ET\n" * _BIG)


def a_page_of_200_000_words() -> bytes:
    """A page holds two hundred thousand words, on 2,000 lines."""
    lines = [
        b"1 0 0 1 72 %.2f Tm (%s) Tj\n" % (20_000 - 10 * at, b"woord " * 100) for at in range(2000)
    ]
    content = b"BT /F1 8 Tf " + b"".join(lines) + b"ET"
    return write([*tree(b"3 0 R", 1), page(box=b"[0 0 5000 20100]"), packed(content)])


def words_on_a_slope() -> bytes:
    """Fifty thousand words stand each a hair lower than the one before."""
    words = [
        b"1 0 0 1 %.2f %.3f Tm (woord) Tj\n" % (at % 500, 800 - at / 100) for at in range(50_000)
    ]
    return _packed(b"BT /F1 8 Tf " + b"".join(words) + b"ET")


def sizes_by_the_thousand() -> bytes:
    """Each of twenty thousand words is set in a size of its own."""
    words = [
        b"/F1 %.3f Tf 1 0 0 1 %d %d Tm (woord) Tj\n"
        % (6 + at / 1000, 72 + at % 20 * 25, 800 - at // 20 % 75 * 10)
        for at in range(20_000)
    ]
    return _packed(b"BT " + b"".join(words) + b"ET")


def rules_by_the_ten_thousand() -> bytes:
    """Twenty thousand strokes are drawn on a page."""
    rules = [b"10 %.2f m 500 %.2f l S\n" % (at / 24, at / 24) for at in range(20_000)]
    return _packed(text() + b"".join(rules))


def a_path_of_200_000_corners() -> bytes:
    """A path has two hundred thousand corners."""
    corners = [b"%d %d l\n" % (at % 595, at % 842) for at in range(200_000)]
    return _packed(text() + b"0 0 m " + b"".join(corners) + b"S")


def links_by_the_ten_thousand() -> bytes:
    """Twenty thousand links lie over the same words."""
    link = b"<< /Type /Annot /Subtype /Link /Rect [70 690 500 720] /A << /S /URI /URI (%s) >> >>"
    links = b" ".join(link % (b"https://voorbeeld.be/%d" % at) for at in range(20_000))
    content = b"".join(text(y=700 - at // 10) for at in range(500))
    return write([*tree(b"3 0 R", 1), page(extra=b"/Annots [%s]" % links), packed(content)])


def link_of_a_megabyte() -> bytes:
    """A link leads to an address of a megabyte, with controls in it."""
    address = b"https://voorbeeld.be/\\033[31m\\000\\n" + b"a" * (1 << 20)
    link = b"<< /Type /Annot /Subtype /Link /Rect [70 690 500 720] /A << /S /URI /URI (%s) >> >>"
    return one_page(text(), extra=b"/Annots [%s]" % (link % address))


def link_of_no_place() -> bytes:
    """Links have places that are words, too few numbers, or not a number."""
    link = b"<< /Type /Annot /Subtype /Link /Rect %s /A << /S /URI /URI (https://a.be) >> >>"
    places = (b"[1 2 3]", b"[(a) (b) (c) (d)]", b"[NaN 0 1e400 0]", b"7", b"null", b"[]")
    return one_page(text(), extra=b"/Annots [%s]" % b" ".join(link % one for one in places))


def _packed(content: bytes) -> bytes:
    return write([*tree(b"3 0 R", 1), page(), packed(content)])


def font_that_is_missing() -> bytes:
    """Its font is not there."""
    return _font(b"99 0 R")


def font_that_is_a_word() -> bytes:
    """Its font is a word."""
    return _font(b"(Helvetica)")


def font_in_a_circle() -> bytes:
    """Its font is a reference to itself."""
    return _font(b"5 0 R", b"5 0 R")


def font_of_no_kind() -> bytes:
    """Its font is of a kind that nobody knows, without a name."""
    return _font(b"<< /Type /Font /Subtype /Type99 >>")


def font_of_garbage() -> bytes:
    """Its font is in the file, and is garbage."""
    return _font(
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Kapot /FirstChar 0 /LastChar 255"
        b" /Widths 7 /FontDescriptor << /Type /FontDescriptor /FontName /Kapot /Flags 32"
        b" /FontBBox [a b c] /Ascent (hoog) /Descent null /FontFile2 5 0 R >> >>",
        stream(b"\0\1\0\0" + b"kapot" * 1000),
    )


def font_of_type_1_garbage() -> bytes:
    """Its Type 1 font is in the file, and is garbage."""
    return _font(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Kapot /FirstChar -5 /LastChar 99999999"
        b" /Widths [1 2] /FontDescriptor << /Type /FontDescriptor /FontName /Kapot /Flags 4"
        b" /FontFile 5 0 R >> >>",
        stream(b"%!PS-AdobeFont\n/Encoding 256 array\ndup 9999 /a put\n" + b"(" * 5000),
    )


def font_without_letters() -> bytes:
    """Its font does not say which letters its glyphs are."""
    return _font(_WIDE % b"/Identity-H")


def font_of_a_script_unknown() -> bytes:
    """Its font is of a character set that nobody knows."""
    return _font(_WIDE % b"/Onbekend-99")


def font_of_endless_widths() -> bytes:
    """A font gives one width to four billion glyphs."""
    return _font((_WIDE % b"/Identity-H").replace(b"/DW 500", b"/W [0 4294967295 500]"))


def font_of_endless_heights() -> bytes:
    """A font gives one height to four billion glyphs."""
    wide = (_WIDE % b"/Identity-V").replace(b"/DW 500", b"/W2 [0 4294967295 500 500 500]")
    return _font(wide)


def font_of_endless_letters() -> bytes:
    """A font's character map has a range of four billion glyphs."""
    return _mapped(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange")


def font_of_endless_codes() -> bytes:
    """A font's character map has a range of four billion codes."""
    return _mapped(b"1 begincidrange <00000000> <ffffffff> 0 endcidrange")


def font_of_long_letters() -> bytes:
    """A font's character map says that each glyph is a hundred thousand letters."""
    long = b"0041" * 25_000
    return _mapped(b"1 beginbfchar <65> <%s> <61> <%s> endbfchar" % (long, long))


def font_of_half_letters() -> bytes:
    """A font's character map makes halves of letters: lone surrogates."""
    return _mapped(b"2 beginbfchar <65> <d800> <61> <dfff> endbfchar")


def font_of_controls() -> bytes:
    """A font's character map makes controls: NUL, ESC, line ends, marks of direction."""
    return _mapped(
        b"6 beginbfchar <65> <0000> <61> <001b> <6f> <000a> <72> <202e> <6e> <feff> <76> <ffff>"
        b" endbfchar"
    )


def font_of_other_letters() -> bytes:
    """A font's character map uses itself, and is garbage besides."""
    return _mapped(b"/Adobe-Identity-UCS usecmap /X usecmap << [ <0 > beginbfchar (a) 7 endbfrange")


def font_that_draws_itself() -> bytes:
    """A glyph of a Type 3 font is drawn with that glyph."""
    return _font(_DRAWN, stream(b"600 0 d0 BT /F1 1 Tf (a) Tj ET"))


def font_that_draws_much() -> bytes:
    """A glyph of a Type 3 font is drawn with ten thousand of its kind."""
    return _font(_DRAWN, stream(b"600 0 d0 BT /F1 1 Tf (%s) Tj ET" % (b"a" * 10_000)))


def font_that_draws_nothing() -> bytes:
    """A Type 3 font has no glyphs, and a matrix of noughts."""
    return _font(
        b"<< /Type /Font /Subtype /Type3 /FontMatrix [0 0 0 0 0 0] /FontBBox [0 0 0 0]"
        b" /CharProcs << >> /Encoding << /Differences [-5 /a 99999999 /b /c (d)] >> >>"
    )


def fonts_by_the_ten_thousand() -> bytes:
    """A page has ten thousand fonts, and uses each."""
    fonts = b" ".join(b"/F%d %s" % (at, FONT) for at in range(1, 10_001))
    words = b"".join(b"/F%d 9 Tf (%s) Tj\n" % (at, b"a ") for at in range(1, 10_001))
    return one_page(
        b"BT 72 700 Td " + words + b"ET", extra=b"/Resources << /Font << %s >> >>" % fonts
    )


_WIDE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Wijd /Encoding %s /DescendantFonts ["
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Wijd /DW 500 /CIDSystemInfo"
    b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
)
_DRAWN = (
    b"<< /Type /Font /Subtype /Type3 /FontMatrix [1 0 0 1 0 0] /FontBBox [0 0 1 1]"
    b" /CharProcs << /a 5 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97"
    b" /LastChar 97 /Widths [600] /Resources << /Font << /F1 6 0 R >> >> >>"
)


def _font(font: bytes, *more: bytes) -> bytes:
    used = b"/Resources << /Font << /F0 %s /F1 6 0 R >> >>" % FONT
    content = b"BT /F0 11 Tf 72 700 Td (%s) Tj ET\n" % WORDS.encode() + text("a" * 20, 600)
    return one_page(content, *(more or (b"null",)), font, extra=used)


def _mapped(rules: bytes) -> bytes:
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%s\nendcmap end end" % rules
    )
    font = FONT.replace(b">>", b"/ToUnicode 5 0 R >>")
    return _font(font, stream(table))
