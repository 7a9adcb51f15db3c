"""The glyphs of a page, from what pdfium says of each of its characters."""

from __future__ import annotations

import re
from math import hypot

from msgspec import Struct, structs

from vlortool.extract import symbols
from vlortool.extract.faces import face
from vlortool.extract.glyphs import SIZE_DIGITS, SLACK, Glyph, Style
from vlortool.extract.pdfium_calls import UNKNOWN, Advances, Font, TextPage, font_of
from vlortool.extract.pdfium_frame import Frame, Linear, times

# The symbol fonts of which pdfium knows the codes, by these names alone.
_KNOWN_SYMBOLS = frozenset({"ZapfDingbats", "Symbol"})
_NAMELESS = "unknown"
_HYPHEN, _SOFT_HYPHEN = "-", "\u00ad"
_BLANK = " "
_HALF = re.compile("[\ud800-\udfff]")
_UPRIGHT: Linear = (1, 0, 0, 1)
_LEVEL = 1e-6
_NOWHERE = -1e9


class UntoldError(Exception):
    """pdfium cannot tell what a page says."""


class _Setting(Struct, gc=False):
    """What the glyphs of a text object have in common.

    Attributes:
        handle: The object.
        advances: How far each letter of their font moves the pen, of the size.
        style: How they are set.
        matrix: What makes the font's unit square theirs, before the page is turned.
        descent: How far the font reaches below the line, of its size; a negative number.
        level: Whether they stand upright on a page that is not turned; the rest is for those.
        scale: How wide a letter is that advances by the whole size.
        above: How far their tops are above the pen, in points.
        before: How far a slant sets their left edges back.
        behind: How far it sets their right edges forth.
    """

    handle: int
    advances: Advances
    style: Style
    matrix: Linear
    descent: float
    level: bool
    scale: float
    above: float
    before: float
    behind: float


def glyphs_of(page: TextPage, frame: Frame) -> list[Glyph]:
    """Return the glyphs of a page in the order of drawing, but those of a line from the left.

    Raises:
        UntoldError: There is one of which pdfium does not know the letter.
    """
    if page.has_unmapped():
        raise UntoldError("characters without a Unicode value")
    return _Reading(page, frame).glyphs()


class _Reading:
    """The reading of one page."""

    def __init__(self, page: TextPage, frame: Frame) -> None:
        self._page = page
        self._frame = frame
        self._fonts: dict[int, tuple[Font, str, float]] = {}
        # One object a style: that two glyphs are set alike is then seen without comparing fields.
        self._styles: dict[tuple[str, float, bool], Style] = {}

    def glyphs(self) -> list[Glyph]:
        """Return the glyphs; what pdfium puts in itself is left out, as gaps decide."""
        page, height = self._page, self._frame.height
        xs, ys = page.origins()
        glyphs: list[Glyph] = []
        current: int | None = None
        setting: _Setting | None = None
        last_x = last_y = _NOWHERE
        for index, (letter, handle, x, y, right) in enumerate(
            zip(page.letters(), page.objects(), xs, ys, page.right_edges(), strict=True)
        ):
            if handle != current:
                current, last_x = handle, _NOWHERE
                setting = self._setting(handle, index) if handle else None
            if setting is None or (letter == _BLANK and page.is_generated(index)):
                continue
            if x == last_x and y == last_y:
                glyphs[-1] = self._joined(glyphs[-1], letter, (x, y, right), setting)
                continue
            last_x, last_y = x, y
            if letter == UNKNOWN:
                letter = self._hyphen(index, setting, right - x)  # noqa: PLW2901
            if setting.level:
                edge = x + setting.advances[letter] * setting.scale
                # Of slanted glyphs pdfium gives the edges as slanted.
                if not (setting.behind or -SLACK < right - edge < SLACK):
                    edge = self._edge(index, edge, right)
                style, top = setting.style, height - y - setting.above
                bottom = top + style.size
                x0, x1 = x - setting.before, edge + setting.behind
                glyphs.append(Glyph(letter, x0, x1, top, bottom, style))
            else:
                glyphs.append(self._turned(letter, x, y, setting))
        return glyphs

    def _setting(self, handle: int, index: int) -> _Setting:
        """Return how a text object is set of which the character at the index is the first."""
        font, name, descent = self._font(font_of(handle))
        size = self._page.size(index)
        a, b, c, d = self._page.matrix(index)
        matrix = (size * a, size * b, size * c, size * d)
        is_level = self._frame.turn == _UPRIGHT and abs(b) <= _LEVEL * abs(a)
        is_level = is_level and matrix[0] > 0 and matrix[3] > 0
        # What pdfminer takes for upright: the baseline may rise, or the letters lean, not both.
        a, b, c, d = times((a, b, c, d), self._frame.turn)
        # Both negative is text on its head, read from the right, unless its size is as well.
        is_upright = is_level or (a * d > 0 and b * c <= 0 and a * size > 0)
        height = (
            matrix[3] if is_level else (abs(size * d) if is_upright else hypot(size * c, size * d))
        )
        key = (name, round(height, SIZE_DIGITS), is_upright)
        slants = matrix[2] * descent, matrix[2] * (1 + descent)
        return _Setting(
            handle=handle,
            advances=font.advances,
            style=self._styles.get(key) or self._styles.setdefault(key, Style(*key)),
            matrix=matrix,
            descent=descent,
            level=is_level,
            scale=matrix[0],
            above=matrix[3] * (1 + descent),
            before=-min(slants),
            behind=max(slants),
        )

    def _font(self, handle: int) -> tuple[Font, str, float]:
        """Return a font with its name and descent."""
        found = self._fonts.get(handle)
        if found is None:
            font = Font(handle)
            name, descent = font.name() or _NAMELESS, font.descent()
            if symbols.find(name) and not font.is_embedded():
                if face(name) not in _KNOWN_SYMBOLS:
                    raise UntoldError(f"the font {name} is not in the file")
                descent = symbols.DESCENT
            found = self._fonts[handle] = (font, name, descent)
        return found

    def _hyphen(self, index: int, setting: _Setting, width: float) -> str:
        """Return the hyphen at the end of a line: pdfium does not say which of the two it is."""
        if not self._page.is_hyphen(index):
            raise UntoldError("characters without a Unicode value")
        # A font without a soft one has no width for it, or that of an empty box.
        if abs(setting.advances[_SOFT_HYPHEN] * setting.scale - width) > SLACK:
            return _HYPHEN
        letter = self._page.last_letter_alone(setting.handle)
        return letter if letter in (_HYPHEN, _SOFT_HYPHEN) else _HYPHEN

    def _edge(self, index: int, edge: float, right: float) -> float:
        """Return the right edge where the font's width and pdfium's edge are not the same."""
        # The glyph itself may reach beyond its width, as an italic `f` does, or pdfium may give its
        # own edge alone. Else the font has two glyphs for the letter, and this one is the other.
        return edge if self._page.right_edge_of_glyph(index) > right - SLACK else right

    def _joined(
        self, glyph: Glyph, letter: str, place: tuple[float, float, float], setting: _Setting
    ) -> Glyph:
        """Return a glyph with one more of its letters.

        It is a ligature, or stands for all the glyphs that a file says in other words (ActualText).
        """
        x, y, right = place
        text = _whole(glyph.text + letter)
        if not setting.level:
            return self._turned(text, x, y, setting)
        return structs.replace(glyph, text=text, x1=max(glyph.x1, right))

    def _turned(self, letters: str, x: float, y: float, setting: _Setting) -> Glyph:
        """Return a glyph that is turned, or is upright on a turned page."""
        a, b, c, d = setting.matrix
        # A ligature is about as wide as its letters.
        width, low = sum(setting.advances[letter] for letter in letters), setting.descent
        corners = [
            self._frame.place(x + a * right + c * up, y + b * right + d * up)
            for right in (0, width)
            for up in (low, 1 + low)
        ]
        lefts, tops = zip(*corners, strict=True)
        return Glyph(letters, min(lefts), max(lefts), min(tops), max(tops), setting.style)


def _whole(text: str) -> str:
    """Return a text with the halves put together in which Windows gives the rarest letters."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
