"""An advisory as a reader wants it: on a screen, and as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vlortool.model.advisory import Advisory, Metadata
from vlortool.model.place import Place
from vlortool.query.reading import Unit
from vlortool.render.output import write
from vlortool.render.plain import link, markdown, visible
from vlortool.render.table import Column, out, place_text, trimmed
from vlortool.resources import councils

UNIT_COLUMNS = [
    Column("section", "sectie"),
    Column("kind", "soort"),
    Column("number", "nr."),
    Column("text", "tekst", share=1),
    Column("place", "plaats"),
]
_UNKNOWN = "niet gevonden"
_NO_TEXT = "(de bron heeft geen tekst bij deze noot)"
_COUNTED = re.compile(r"\d{1,9}[.)]")
_LABELS = {
    "council": "Raad",
    "body": "Orgaan",
    "date": "Datum",
    "reference": "Referentie",
    "requested_by": "Adviesvrager",
    "own_initiative": "Eigen initiatief",
    "vote": "Stemming",
    "authors": "Voorbereid door",
    "signatories": "Ondertekend door",
    "url": "Vindplaats",
}


def show_on_screen(advisory: Advisory, units: list[Unit], *, whole: bool) -> None:
    """Print units as a reader wants them; the title block only above a whole advisory."""
    console = out()
    if whole:
        _title_block(console, advisory)
    last: str | None = "title" if whole else None
    for unit in units:
        # The members of a list, and notes, stand together.
        if last is not None and not (unit.kind == last and last in {"bullet", "note"}):
            write("\n\n" if unit.kind == "heading" else "\n")
        _print_unit(console, unit)
        last = unit.kind


def show_as_markdown(advisory: Advisory, units: list[Unit], *, whole: bool) -> None:
    """Print units as a Markdown document with footnotes."""
    if whole:
        write(f"# {markdown(_title(advisory))}\n\n")
        for label, value in _facts(advisory.metadata):
            write(f"- {label}: {markdown(value)}\n")
        write("\n")
    for unit, after in zip(units, [*units[1:], None], strict=True):
        in_list = unit.kind == "bullet" and after is not None and after.kind == "bullet"
        write(_markdown_unit(unit) + ("\n" if in_list else "\n\n"))


def print_note(number: str, text: str, urls: list[str], place: Place | None) -> None:
    """Print a note, its further lines below its first."""
    words = visible(text) or _NO_TEXT
    links = "".join(f" <{visible(url)}>" for url in urls)
    where = f"  ({place_text(place)})" if place else ""
    mark = Text(f"[{visible(number)}]", "dim")
    _print_marked(out(), mark, Text(f"{words}{links}{where}", "dim"), 4)


def _title(advisory: Advisory) -> str:
    return advisory.metadata.title or f"{advisory.id} (titel {_UNKNOWN})"


def _facts(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for field, label in _LABELS.items():
        value = getattr(metadata, field)
        if field == "council" and value:
            value = next((one.label for one in councils() if one.id == value), value)
        elif field == "signatories":
            value = "; ".join(
                f"{one.name}, {one.function}" if one.function else one.name for one in value
            )
        elif isinstance(value, bool):
            value = "ja" if value else "nee"
        elif isinstance(value, list):
            value = ", ".join(value)
        yield label, str(value) if value else _UNKNOWN


def _title_block(console: Console, advisory: Advisory) -> None:
    _print(console, Text(visible(_title(advisory)), style="bold"))
    facts = list(_facts(advisory.metadata))
    width = max(len(label) for label, _ in facts)
    for label, value in facts:
        style = "dim italic" if value == _UNKNOWN else ""
        line = Text.assemble((f"{label:<{width}}  ", "dim"), (visible(value), style))
        _print(console, line)
    _print(console, Text(f"{'Bron':<{width}}  {visible(advisory.source.path)}", style="dim"))


def _print_unit(console: Console, unit: Unit) -> None:
    place = f"  ({place_text(unit.place)})" if unit.place else ""
    if unit.kind == "heading":
        title = f"{unit.number} {unit.text}" if unit.number else unit.text
        _print(console, Text.assemble((visible(title), "bold"), (place, "dim")))
    elif unit.kind == "bullet":
        body = Text.assemble(visible(unit.text), (place, "dim"))
        _print_marked(console, Text(visible(_glyph(unit.number))), body, 2 * unit.depth)
    elif unit.kind == "note":
        print_note(unit.number or "", unit.text, unit.urls, unit.place)
    else:
        _print(console, Text.assemble(visible(unit.text), (place, "dim")))


def _print_marked(console: Console, mark: Text, body: Text, indent: int) -> None:
    """Print words after a mark, their further lines below their first."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(mark, body)
    _print(console, Padding(grid, (0, 0, 0, indent)))


def _glyph(mark: str | None) -> str:
    """Show a bullet's mark; one of a symbol font has no shape outside that font."""
    is_private = mark is not None and any(unicodedata.category(char) == "Co" for char in mark)
    return "•" if mark is None or is_private else mark


def _print(console: Console, renderable: object) -> None:
    write(trimmed(console, renderable))


def _markdown_unit(unit: Unit) -> str:
    words = markdown(unit.text)
    number = visible(unit.number or "")
    place = f"  ({place_text(unit.place)})" if unit.place else ""
    if unit.kind == "heading":
        title = f"{number} {words}" if number else words
        return f"{'#' * min(unit.depth + 1, 6)} {title}{place}"
    if unit.kind == "bullet":
        # A number is what the text refers to; another glyph says no more than `-` does.
        mark = number if _COUNTED.fullmatch(number) else "-"
        return f"{'   ' * (unit.depth - 1)}{mark} {words}{place}"
    if unit.kind == "note":
        urls = "".join(f" {link(url)}" for url in unit.urls)
        return f"\\[{markdown(number)}\\] {words or _NO_TEXT}{urls}{place}"
    return f"{words}{place}"
