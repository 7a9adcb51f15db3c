"""How a page lies: from pdfium's coordinates to points from its upper left corner."""

from __future__ import annotations

from ctypes import byref
from typing import Any

from msgspec import Struct
from pypdfium2 import raw

Box = tuple[float, float, float, float]
Linear = tuple[float, float, float, float]
# Of a page that is turned clockwise by so many quarters.
_QUARTERS: tuple[Linear, ...] = (
    (1, 0, 0, 1),
    (0, -1, 1, 0),
    (-1, 0, 0, -1),
    (0, 1, -1, 0),
)
_FAR = 1e6


class Frame(Struct, frozen=True):
    """The map from a page's own coordinates to points from its upper left corner.

    Attributes:
        width: Width of the page as it is turned.
        height: Height of the page as it is turned.
        turn: The linear part of the map, with y still upwards.
        left: Where the map puts the origin, from the left.
        top: Where the map puts the origin, from the top.
    """

    width: float
    height: float
    turn: Linear
    left: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point's distance from the left and from the top."""
        a, b, c, d = self.turn
        return a * x + c * y + self.left, self.top - (b * x + d * y)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return left, right, upper and lower edges of a rectangle given by two corners."""
        (ax, ay), (bx, by) = self.place(x0, y0), self.place(x1, y1)
        return min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)

    def turned(self, matrix: Linear) -> Linear:
        """Return what a matrix does on the page as it is turned."""
        return times(matrix, self.turn)


def times(first: Linear, second: Linear) -> Linear:
    """Return the linear map that does the first and then the second."""
    a, b, c, d = first
    e, f, g, h = second
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


def frame_of(page: Any) -> Frame:
    """Return the map of a page.

    In memory its crop box is taken away and its turn as well: what the box hides is read too, and
    pdfium sorts the text of a page that lies straight.
    """
    # There is no function for a box that the page inherits, only for what cropping leaves of it.
    raw.FPDFPage_SetCropBox(page, -_FAR, -_FAR, _FAR, _FAR)
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, byref(box))
    x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
    width, height = x1 - x0, y1 - y0
    quarter = raw.FPDFPage_GetRotation(page) % 4
    raw.FPDFPage_SetRotation(page, 0)
    left, top = ((0, height), (0, -2 * x0), (x0 + x1, -2 * y0), (y0 + y1, width))[quarter]
    if quarter % 2:
        width, height = height, width
    return Frame(width, height, _QUARTERS[quarter], left, top)
