"""An advisory as a reader wants it: on a screen, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from vlortool.model.advisory import Advisory, Metadata
from vlortool.query.reading import Unit
from vlortool.render.output import Column, out, place_text, print_trimmed, write
from vlortool.render.plain import markdown, visible
from vlortool.resources import councils

UNIT_COLUMNS = [
    Column("section", "sectie"),
    Column("kind", "soort"),
    Column("number", "nr."),
    Column("text", "tekst", share=1),
    Column("place", "plaats"),
]
_UNKNOWN = "niet gevonden"
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
    for index, unit in enumerate(units):
        if unit.kind == "heading" and (index or whole):
            console.print()
        _print_unit(console, unit)


def show_as_markdown(advisory: Advisory, units: list[Unit], *, whole: bool) -> None:
    """Print units as a Markdown document with footnotes."""
    if whole:
        write(f"# {markdown(advisory.metadata.title or advisory.id)}\n\n")
        for label, value in _facts(advisory.metadata):
            write(f"- {label}: {markdown(value)}\n")
        write("\n")
    for unit in units:
        write(f"{_markdown_unit(unit)}\n\n")


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
    console.print(Text(visible(advisory.metadata.title or advisory.id), style="bold"))
    facts = list(_facts(advisory.metadata))
    width = max(len(label) for label, _ in facts)
    for label, value in facts:
        style = "dim italic" if value == _UNKNOWN else ""
        line = Text.assemble((f"{label:<{width}}  ", "dim"), (visible(value), style))
        console.print(line)
    _print(console, Text(f"{'Bron':<{width}}  {visible(advisory.source.path)}", style="dim"))
    console.print()


def _print_unit(console: Console, unit: Unit) -> None:
    place = f"  ({place_text(unit.place)})" if unit.place else ""
    if unit.kind == "heading":
        title = f"{unit.number} {unit.text}" if unit.number else unit.text
        _print(console, Text.assemble((visible(title), "bold"), (place, "dim")))
    elif unit.kind == "bullet":
        body = Text.assemble(f"{unit.number} {visible(unit.text)}", (place, "dim"))
        _print(console, Padding(body, (0, 0, 0, 2 * unit.depth)))
    elif unit.kind == "note":
        words = visible(unit.text) if unit.text else "(de bron heeft geen tekst bij deze noot)"
        urls = "".join(f" <{visible(url)}>" for url in unit.urls)
        _print(console, Padding(Text(f"[{unit.number}] {words}{urls}{place}", "dim"), (0, 0, 0, 4)))
    else:
        _print(console, Text.assemble(visible(unit.text), (place, "dim")))
    if unit.kind != "bullet":
        console.print()


def _print(console: Console, renderable: object) -> None:
    print_trimmed(console, renderable)


def _markdown_unit(unit: Unit) -> str:
    words = markdown(unit.text)
    if unit.kind == "heading":
        title = f"{unit.number} {words}" if unit.number else words
        return f"{'#' * min(unit.depth + 1, 6)} {title}"
    if unit.kind == "bullet":
        return f"{'  ' * (unit.depth - 1)}- {words}"
    if unit.kind == "note":
        urls = "".join(f" <{visible(url)}>" for url in unit.urls)
        return f"\\[{unit.number}\\] {words}{urls}"
    return words
