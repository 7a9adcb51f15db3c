"""What pdfium finds on a page besides text: links, rules, images."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, create_string_buffer
from typing import Any

from msgspec import Struct
from pypdfium2 import raw

from vlortool.extract.characters import clean
from vlortool.extract.glyphs import rules_among
from vlortool.extract.pdfium_frame import Box, Frame
from vlortool.model.layout import Link, Rule

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
# Of points: pdfium counts in 32-bit numbers.
_STRAIGHT = 0.01
_CORNERS = 4


class Drawn(Struct):
    """What is drawn on a page.

    Attributes:
        rules: Strokes and thin rectangles: lines first, as pdfplumber has them.
        has_image: Whether there is an image.
    """

    rules: tuple[Rule, ...] = ()
    has_image: bool = False


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """Return the rules of a page, and whether it has images."""
    lines: list[Box] = []
    boxes: list[Box] = []
    has_image = False
    for shape, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(shape)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            has_image = True
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            for points in _straight_paths(shape, matrix):
                found = boxes if len(points) == _CORNERS else lines
                found.append(frame.box(*points[0], *points[len(points) // 2]))
    return Drawn(tuple(rules_among([*lines, *boxes])), has_image)


def links_on(document: Any, page: Any, frame: Frame) -> Iterator[Link]:
    """Yield the link annotations of a page."""
    position, link, box = c_int(), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, byref(position), byref(link)):
        raw.FPDFLink_GetAnnotRect(link, byref(box))
        action = raw.FPDFLink_GetAction(link)
        if not action and not _has_target(page, link):
            continue
        x0, x1, top, bottom = frame.box(box.left, box.bottom, box.right, box.top)
        target = _uri(document, action) if action else ""
        yield Link(
            x0=x0, x1=x1, top=top, bottom=bottom, uri=clean(target).strip() if target else None
        )


def _has_target(page: Any, link: Any) -> bool:
    annotation = raw.FPDFLink_GetAnnot(page, link)
    try:
        return bool(raw.FPDFAnnot_HasKey(annotation, b"Dest"))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _uri(document: Any, action: Any) -> str:
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    if not size:
        return ""
    found = create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, found, size)
    try:
        return found.value.decode()
    except UnicodeDecodeError:
        return found.value.decode("latin-1")


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Yield what is drawn, with the map of the form that it stands in."""
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _inside(raw.FPDFPage_GetObject(page, index), _IDENTITY)


def _inside(shape: Any, matrix: Matrix) -> Iterator[tuple[Any, Matrix]]:
    if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_FORM:
        yield shape, matrix
        return
    inner = _then(_matrix_of(shape), matrix)
    for index in range(raw.FPDFFormObj_CountObjects(shape)):
        yield from _inside(raw.FPDFFormObj_GetObject(shape, index), inner)


def _matrix_of(shape: Any) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(shape, byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _then(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    (ax, ay), (bx, by), (ox, oy) = (
        _moved((a, b), second),
        _moved((c, d), second),
        _moved((e, f), second),
    )
    x, y = second[4:]
    return ax - x, ay - y, bx - x, by - y, ox, oy


def _moved(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _straight_paths(shape: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the two ends of each stroke, and the four corners of each upright rectangle."""
    whole = _then(_matrix_of(shape), matrix)
    for points, closed in _subpaths(shape):
        returns = len(points) > _CORNERS and points[-1] == points[0]
        if returns:
            points.pop()
        if len(points) == 2 or (len(points) == _CORNERS and (closed or returns)):
            moved = [_moved(point, whole) for point in points]
            if len(moved) == 2 or _is_upright(moved):
                yield moved


def _subpaths(shape: Any) -> Iterator[tuple[list[Point], bool]]:
    """Yield the corners of each part of a path without curves, and whether it is closed."""
    x, y = c_float(), c_float()
    points: list[Point] = []
    closed = curved = False
    for index in range(raw.FPDFPath_CountSegments(shape)):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if points and not curved:
                yield points, closed
            points, closed, curved = [], False, False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        points.append((x.value, y.value))
        closed = closed or bool(raw.FPDFPathSegment_GetClose(segment))
    if points and not curved:
        yield points, closed


def _is_upright(corners: list[Point]) -> bool:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    return all(abs(gap) < _STRAIGHT for gap in (ax - bx, by - cy, cx - dx, dy - ay)) or all(
        abs(gap) < _STRAIGHT for gap in (ay - by, bx - cx, cy - dy, dx - ax)
    )
