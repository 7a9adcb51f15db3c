"""pdfminer's fonts as this tool needs them: the right letters where a file leaves them open.

pdfminer takes the codes of a font that neither names its glyphs nor maps them to Unicode for those
of Adobe's standard encoding. That is mended where fonts are made, so that all that comes after sees
the letters on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFFont, PDFSimpleFont, PDFType3Font
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from vlortool.extract import cork, symbols

# The name that pdfminer gives to a font without one.
_NAMELESS = "unknown"
_TEX_GLYPH = re.compile(r"a(\d{1,3})")
_BITMAP = re.compile(rb"BI\s+/W (\d+)\s+/H (\d+)\s.*?\bID ", re.DOTALL)
# Of the em: the stems of Computer Modern are 0.06 to 0.10 wide, of its bold fonts 0.105 to 0.14.
_BOLD_STEM = 0.102
_STEM_GLYPHS = 24


class Fonts(PDFResourceManager):
    """The fonts of a file, mended as they are made."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font, with the letters that a reader sees."""
        font = super().get_font(objid, spec)
        if not isinstance(font.fontname, str | bytes):
            # A number for a name, or a list, as the file has it.
            font.fontname = _NAMELESS
        if isinstance(font, PDFType3Font):
            if font.fontname == _NAMELESS and font.unicode_map is None:
                _mend_bitmap(font, objid, spec)
        elif isinstance(font, PDFSimpleFont):
            _mend_symbols(font, spec)
        return font


def _mend_symbols(font: PDFSimpleFont, spec: Mapping[str, object]) -> None:
    known = symbols.find(_text(spec.get("BaseFont")))
    descriptor = resolve1(spec.get("FontDescriptor")) or {}
    if known is None or any(key.startswith("FontFile") for key in descriptor):
        return
    named = {code for code, name in _differences(spec) if _is_known(name)}
    glyphs = {code: glyph for code, glyph in known.glyphs.items() if code not in named}
    font.cid2unicode = {**font.cid2unicode, **glyphs}
    font.widths = {**font.widths, **known.widths}
    font.descent = font.descent or symbols.DESCENT / font.vscale


def _mend_bitmap(font: PDFType3Font, objid: object, spec: Mapping[str, object]) -> None:
    names = [name for _, name in _differences(spec) if name != ".notdef"]
    codes = {int(found[1]) for name in names if (found := _TEX_GLYPH.fullmatch(name))}
    if not codes or len(codes) < len(set(names)):
        return
    font.cid2unicode = {**font.cid2unicode, **cork.letters(codes)}
    font.descent = symbols.DESCENT / font.vscale if font.vscale else 0
    # A name of its own, or words of two fonts of one size would be one.
    weight = "-Bold" if _stem(spec) > _BOLD_STEM else ""
    font.fontname = f"Bitmap{objid}{weight}"


def _differences(spec: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """Yield the codes whose glyphs a font names itself."""
    encoding = resolve1(spec.get("Encoding"))
    code = 0
    for item in resolve1(encoding.get("Differences")) or () if isinstance(encoding, dict) else ():
        if isinstance(item, int):
            code = item
        else:
            yield code, _text(item)
            code += 1


def _is_known(name: str) -> bool:
    try:
        return bool(name2unicode(name))
    except KeyError:
        return False


def _text(name: object) -> str:
    found = resolve1(name)
    return str(found.name) if isinstance(found, PSLiteral) else ""


def _stem(spec: Mapping[str, object]) -> float:
    """Return how wide the strokes of a bitmap font are, of the em; 0 if that cannot be told."""
    procedures: dict[str, Any] = resolve1(spec.get("CharProcs")) or {}
    matrix = resolve1(spec.get("FontMatrix")) or [0]
    names = [name for name in sorted(procedures) if chr(int(name[1:])).isalnum()]
    streams = (resolve1(procedures[name]) for name in names[-_STEM_GLYPHS:])
    runs = [run for one in streams if isinstance(one, PDFStream) for run in _runs(one.get_data())]
    return float(matrix[0]) * median(runs) if runs else 0.0


def _runs(glyph: bytes) -> Iterator[int]:
    """Yield the lengths of a bitmap's black runs, row by row."""
    found = _BITMAP.search(glyph)
    if not found:
        return
    width, height = int(found[1]), int(found[2])
    step = (width + 7) // 8
    for start in range(found.end(), found.end() + height * step, step):
        bits = f"{int.from_bytes(glyph[start : start + step], 'big'):b}"
        yield from (len(run) for run in bits.split("0") if run)
