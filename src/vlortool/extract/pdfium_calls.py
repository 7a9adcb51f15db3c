"""pdfium's text functions, called for every glyph of a page in loops without Python between calls.

The library's own signatures check the type of each argument and build an object for each result;
these take and give plain numbers. What the functions mean stands in pdfium's `fpdf_text.h` and
`fpdf_edit.h`. They keep the interpreter's lock: they are too short for letting it go.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable
from ctypes import (
    PYFUNCTYPE,
    addressof,
    byref,
    c_double,
    c_float,
    c_int,
    c_uint,
    c_ulong,
    c_void_p,
    cast,
    create_string_buffer,
)
from itertools import repeat
from typing import Any

from pypdfium2 import raw

_NAME_BYTES = 256
_PER_UNIT = 1000.0
# What pdfium's text has for a hyphen at the end of a line, and for a glyph without a letter.
UNKNOWN = "\ufffe"
_UNKNOWN_CODES = (0, 2)


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = cast(getattr(raw, name), c_void_p).value
    return PYFUNCTYPE(result, *arguments)(address or 0)


_load = _function("FPDFText_LoadPage", c_void_p, c_void_p)
_close = _function("FPDFText_ClosePage", None, c_void_p)
_set_active = _function("FPDFPageObj_SetIsActive", c_int, c_void_p, c_int)
_count_chars = _function("FPDFText_CountChars", c_int, c_void_p)
_get_text = _function("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
_get_unicode = _function("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
_get_object = _function("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
_get_origin = _function("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
_get_loose_box = _function("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
_get_box = _function("FPDFText_GetCharBox", c_int, c_void_p, c_int, *[c_void_p] * 4)
_has_map_error = _function("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
_is_generated = _function("FPDFText_IsGenerated", c_int, c_void_p, c_int)
_is_hyphen = _function("FPDFText_IsHyphen", c_int, c_void_p, c_int)
_get_size = _function("FPDFText_GetFontSize", c_double, c_void_p, c_int)
_get_matrix = _function("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
_get_font = _function("FPDFTextObj_GetFont", c_void_p, c_void_p)
_get_name = _function("FPDFFont_GetBaseFontName", c_ulong, c_void_p, c_void_p, c_ulong)
_get_embedded = _function("FPDFFont_GetIsEmbedded", c_int, c_void_p)
_get_descent = _function("FPDFFont_GetDescent", c_int, c_void_p, c_float, c_void_p)
_get_width = _function("FPDFFont_GetGlyphWidth", c_int, c_void_p, c_uint, c_float, c_void_p)


class TextPage:
    """The characters of a page as pdfium finds them, by their 0-based numbers.

    Some are pdfium's own: blanks and line ends where it sees gaps.
    """

    def __init__(self, page: int) -> None:
        self._parent = page
        self._page: int = _load(page) or 0
        self._active: set[int] | None = None
        self.count: int = max(_count_chars(self._page), 0)

    def close(self) -> None:
        """Let go of it; before that of the page."""
        _close(self._page)

    def letters(self) -> list[str]:
        """Return the characters, UNKNOWN for those that pdfium does not give."""
        units = create_string_buffer(2 * self.count + 2)
        length = _get_text(self._page, 0, self.count, addressof(units))
        text = units.raw[: 2 * length - 2].decode("utf-16-le", "surrogatepass")
        if len(text) == self.count:
            return list(text)
        # The text leaves out control characters, and counts others twice.
        codes = map(_get_unicode, repeat(self._page), range(self.count))
        return [UNKNOWN if code in _UNKNOWN_CODES else chr(code) for code in codes]

    def objects(self) -> list[int | None]:
        """Return the text object of each character; None for a line end of pdfium's own."""
        return list(map(_get_object, repeat(self._page), range(self.count)))

    def origins(self) -> tuple[list[float], list[float]]:
        """Return where the pen stands before each character."""
        # pdfium writes straight into the array: the next place is 16 bytes on.
        places = array("d", bytes(16 * self.count))
        start = places.buffer_info()[0]
        end = start + 16 * self.count
        _run(
            map(
                _get_origin,
                repeat(self._page),
                range(self.count),
                range(start, end, 16),
                range(start + 8, end + 8, 16),
            )
        )
        return places[::2].tolist(), places[1::2].tolist()

    def right_edges(self) -> list[float]:
        """Return where the pen stands after each, or the glyph's own edge if it is beyond."""
        boxes = array("f", bytes(16 * self.count))
        start = boxes.buffer_info()[0]
        places = range(start, start + 16 * self.count, 16)
        _run(map(_get_loose_box, repeat(self._page), range(self.count), places))
        # Left, top, right, bottom.
        return boxes[2::4].tolist()

    def right_edge_of_glyph(self, index: int) -> float:
        """Return how far to the right the glyph itself reaches."""
        edges = array("d", bytes(32))
        start = edges.buffer_info()[0]
        _get_box(self._page, index, start, start + 8, start + 16, start + 24)
        return edges[1]

    def has_unmapped(self) -> bool:
        """Tell whether there is a character whose font does not say which letter it is."""
        return any(map(_has_map_error, repeat(self._page), range(self.count)))

    def is_generated(self, index: int) -> bool:
        """Tell whether pdfium has put the character in."""
        return bool(_is_generated(self._page, index))

    def is_hyphen(self, index: int) -> bool:
        """Tell whether it is a hyphen at the end of a line."""
        return bool(_is_hyphen(self._page, index))

    def last_letter_alone(self, handle: int) -> str:
        """Return the last letter of a text object as it is if no other follows it.

        From then on the page has no other text.
        """
        if self._active is None:
            self._active = {one for one in self.objects() if one}
        for one in self._active - {handle}:
            _set_active(one, 0)
        self._active = {handle}
        _set_active(handle, 1)
        alone = TextPage(self._parent)
        try:
            return "".join(alone.letters()).rstrip()[-1:]
        finally:
            alone.close()

    def size(self, index: int) -> float:
        """Return the font size before the matrix."""
        return float(_get_size(self._page, index))

    def matrix(self, index: int) -> tuple[float, float, float, float]:
        """Return how the font's square is turned and stretched on the page."""
        matrix = raw.FS_MATRIX()
        _get_matrix(self._page, index, byref(matrix))
        return matrix.a, matrix.b, matrix.c, matrix.d


class Advances(dict[str, float]):
    """How far each letter of a font moves the pen, of the size; asked of pdfium once."""

    def __init__(self, font: int) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, letter: str) -> float:
        """Ask for a letter's; where a font has two glyphs for it, for that of one of them."""
        width = c_float()
        _get_width(self._font, ord(letter), _PER_UNIT, byref(width))
        self[letter] = advance = width.value / _PER_UNIT
        return advance


class Font:
    """A font, as long as its page is open: pdfium then gives its place to another.

    Attributes:
        advances: How far its letters move the pen.
    """

    def __init__(self, handle: int) -> None:
        self._font = handle
        self.advances = Advances(handle)

    def name(self) -> str:
        """Return its name, or an empty string."""
        name = create_string_buffer(_NAME_BYTES)
        _get_name(self._font, addressof(name), _NAME_BYTES)
        return name.value.decode("utf-8", "replace")

    def is_embedded(self) -> bool:
        """Tell whether the file holds its glyphs."""
        return bool(_get_embedded(self._font) == 1)

    def descent(self) -> float:
        """Return how far it reaches below the line: a negative number, of the size."""
        descent = c_float()
        _get_descent(self._font, _PER_UNIT, byref(descent))
        return descent.value / _PER_UNIT


def address_of(handle: Any) -> int:
    """Return the plain number of one of the library's handles."""
    return cast(handle, c_void_p).value or 0


def font_of(handle: int) -> int:
    """Return the font of a text object."""
    return _get_font(handle) or 0


def _run(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
