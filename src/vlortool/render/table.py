"""Tables: folded to the width of a screen, or a line a row where nobody looks at a screen."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from vlortool.model.advisory import Origin
from vlortool.model.place import Place, place_of
from vlortool.render.plain import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Wide enough that nothing is folded where nobody looks at a screen.
_UNFOLDED = 100_000
_GAP = "   "


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        field: The field of the rows that it shows.
        title: Its title, in Dutch; where a screen may fold it stands a line feed.
        right: Whether it is set to the right, as numbers are.
        style: Style on a terminal.
        share: Its share of the width if all do not fit; 0 for as narrow as its words.
    """

    field: str
    title: str
    right: bool = False
    style: str = ""
    share: int = 0


class Styled(Struct, frozen=True):
    """Words for a cell, with their looks on a screen; in a pipe they are just the words.

    Attributes:
        text: The words.
        style: Style of them all.
        spans: Half-open offsets of what is marked among them.
        below: A line below them.
    """

    text: str
    style: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    below: str = ""


def columns_of_screen() -> int | None:
    """Return the width to fold at: the terminal's, or COLUMNS; None for a pipe or file."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return None
    return out().width


def out() -> Console:
    """Return the console for data: as wide as the terminal, unfolded and plain in a pipe."""
    from rich.console import Console  # noqa: PLC0415 - takes 40 ms

    width = None
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        width = _UNFOLDED
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def trimmed(console: Console, renderable: object) -> str:
    """Render without the blanks that fill a table's lines."""
    # Not console.capture(): it flushes the stream by itself, and fails there on a full disk.
    stream, console.file = console.file, io.StringIO()
    try:
        console.print(renderable)
        lines = [line.rstrip() for line in console.file.getvalue().split("\n")]
    finally:
        console.file = stream
    return "\n".join(lines).strip("\n") + "\n"


def table_on_screen(
    rows: Sequence[Struct], columns: Sequence[Column], width: int, *, spaced: bool = False
) -> str:
    """Write rows as a table folded to a width in characters, blank lines between them or not."""
    from rich import box  # noqa: PLC0415 - takes 40 ms
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", leading=int(spaced))
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            style=column.style,
            overflow="fold",
            ratio=column.share or None,
        )
    for row in rows:
        table.add_row(*(_text(getattr(row, column.field)) for column in columns))
    table.expand = any(column.share for column in columns)
    console = out()
    console.width = width
    return trimmed(console, table)


def table_in_pipe(rows: Sequence[Struct], columns: Sequence[Column]) -> str:
    """Write rows as a table with a line for each, however long."""
    made = [
        _set(
            [
                _on_one_line(column.title),
                *(_on_one_line(getattr(row, column.field)) for row in rows),
            ],
            right=column.right,
            is_last=column is columns[-1],
        )
        for column in columns
    ]
    head, *lines = (f" {_GAP.join(cells)}".rstrip() for cells in zip(*made, strict=True))
    width = max(map(len, (head, *lines))) - 1
    return "\n".join([head, f" {'─' * width}", *lines]) + "\n"


def cell_text(value: object) -> str:
    """Return the words of a value in a cell: lists are of ids, tuples of words with blanks."""
    if isinstance(value, Styled):
        return value.text
    if isinstance(value, str):
        return value
    if isinstance(value, Place):
        return place_text(value)
    if isinstance(value, Origin):
        return origin_text(value)
    if isinstance(value, Struct):
        parts = (cell_text(getattr(value, field)) for field in value.__struct_fields__)
        return " ".join(part for part in parts if part)
    if isinstance(value, list | tuple):
        between = "; " if isinstance(value, tuple) else " "
        between = "\n" if any(isinstance(one, Struct) for one in value) else between
        return between.join(map(cell_text, value))
    return "" if value is None else str(value)


def place_text(place: Place | None) -> str:
    """Say in Dutch where something stands: `p. 3`, `r. 340-344`."""
    if place is None:
        return ""
    unit = "p." if place.unit == "page" else "r."
    span = f"{place.first}" if place.first == place.last else f"{place.first}-{place.last}"
    return f"{unit} {span}"


def origin_text(origin: Origin) -> str:
    """Say in Dutch where something stands exactly: `p. 3, x 72-523, y 100.5-124`, `r. 27-31`."""
    place = place_text(place_of([origin]))
    sides = (origin.x0, origin.x1, origin.top, origin.bottom)
    if origin.page is None or any(side is None for side in sides):
        return place
    x0, x1, top, bottom = (f"{side:g}" for side in sides)
    return f"{place}, x {x0}-{x1}, y {top}-{bottom} (in punten, van linksboven)"


def _text(value: object) -> Text:
    from rich.text import Text  # noqa: PLC0415 - takes 40 ms

    if not isinstance(value, Styled):
        return Text(visible(cell_text(value)))
    made = Text(style=value.style)
    last = 0
    for start, end in value.spans:
        made.append(visible(value.text[last:start]))
        made.append(visible(value.text[start:end]), style="bold underline")
        last = end
    made.append(visible(value.text[last:]))
    if value.below:
        made.append(f"\n{visible(value.below)}", style="dim")
    return made


def _on_one_line(value: object) -> str:
    text = value if isinstance(value, str) else cell_text(value)
    return text if text.isprintable() else visible(text).replace("\n", " ").strip()


def _set(cells: list[str], *, right: bool, is_last: bool) -> list[str]:
    """Fill the cells of a column to one width; of the last one, which may be long, if need be."""
    if is_last and not right:
        return cells
    widths = list(map(_width, cells))
    most = max(widths)
    filled = zip(cells, widths, strict=True)
    if right:
        return [f"{' ' * (most - width)}{cell}" for cell, width in filled]
    return [f"{cell}{' ' * (most - width)}" for cell, width in filled]


def _width(text: str) -> int:
    # Latin letters are as wide as they are many; the rest is looked up.
    if text.isascii() or max(text) < "\u0300":
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - only for what is wider than its letters

    return cell_len(text)
