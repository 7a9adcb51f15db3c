"""An advisory to read: on a terminal, as Markdown, or as units for machines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from vlortool.model.advisory import Advisory, Metadata, Signatory
from vlortool.query.reading import NotesAt, Unit, units
from vlortool.render.labels import NO_NOTE_TEXT, glyph, known, place
from vlortool.render.rows import Column, render_rows, to_json
from vlortool.render.safe import link, markdown, visible
from vlortool.render.view import Format, View, console, written

# Beyond this the eye loses the line.
_MEASURE = 100
# Stand-ins for a marker's brackets that escaping for Markdown leaves alone.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"

_UNIT_COLUMNS = tuple(
    Column(key=key, show=place if key == "place" else str)
    for key in ("kind", "section", "number", "depth", "text", "urls", "place")
)
_LABELS = {
    "council": "Raad",
    "body": "Uitgebracht door",
    "date": "Datum",
    "not_before": "Niet ouder dan",
    "reference": "Kenmerk",
    "requested_by": "Adviesvrager",
    "own_initiative": "Eigen initiatief",
    "vote": "Stemming",
    "authors": "Opgesteld door",
    "signatories": "Ondertekend door",
    "url": "Vindplaats",
}


class Reading(Struct, frozen=True, kw_only=True):
    """What to show of an advisory.

    Attributes:
        section: Index of a section; None for everything.
        notes_at: Where its notes stand.
        origin: Whether each unit is followed by its place in the source.
    """

    section: int | None = None
    notes_at: NotesAt = "section"
    origin: bool = False


def render_advisory(
    advisory: Advisory, reading: Reading, form: Format, view: View | None = None
) -> str:
    """Write an advisory, or a section of it, as a reader wants it."""
    if form is Format.MD:
        return _markdown(advisory, reading)
    found = units(advisory, reading.section, reading.notes_at)
    if form is Format.TABLE:
        return _prose(advisory, found, reading, view or View())
    if form is Format.JSON:
        return to_json(
            {
                "id": advisory.id,
                "source": advisory.source,
                "metadata": advisory.metadata,
                "warnings": advisory.warnings,
                "units": found,
            }
        )
    return render_rows(_UNIT_COLUMNS, [msgspec.to_builtins(unit) for unit in found], form)


def _facts(advisory: Advisory) -> Iterator[tuple[str, str]]:
    for key, label in _LABELS.items():
        value = getattr(advisory.metadata, key)
        if key == "signatories":
            value = [_signatory(one) for one in value]
        yield label, known(value)
    yield "Bron", f"{advisory.source.path}, {advisory.source.pages} p."


def _signatory(one: Signatory) -> str:
    return f"{one.name} ({one.function})" if one.function else one.name


def _title(metadata: Metadata) -> str:
    return f"Titel {known(None)}" if metadata.title is None else metadata.title


def _prose(advisory: Advisory, found: Sequence[Unit], reading: Reading, view: View) -> str:
    made = console(view, min(view.width, _MEASURE) if view.width is not None else 10**9)
    _write(made, "", visible(_title(advisory.metadata)), "bold")
    _write(made, "", advisory.id, "dim")
    if reading.section is None:
        made.print()
        for label, value in _facts(advisory):
            _write(made, f"{label:<18}", visible(value))
    last = None
    for unit in found:
        # The members of a list, and notes, stand together.
        if unit.kind != last or unit.kind in {"heading", "paragraph"}:
            made.print()
        _write_unit(made, unit, reading.origin)
        last = unit.kind
    return written(made)


def _write_unit(made: Console, unit: Unit, with_origin: bool) -> None:
    text = visible(unit.text)
    where = f" ({place(msgspec.to_builtins(unit.place))})" if with_origin else ""
    if unit.kind == "heading":
        number = f"{visible(unit.number)} " if unit.number else ""
        _write(made, number, text + where, "bold")
    elif unit.kind == "bullet":
        indent = "  " * max(unit.depth - 1, 0)
        _write(made, f"{indent}{visible(glyph(unit.number))} ", text + where)
    elif unit.kind == "note":
        mark = f"[{visible(unit.number or '')}] "
        _write(made, mark, (text or NO_NOTE_TEXT) + where, "dim")
        for url in unit.urls:
            if url not in unit.text:
                _write(made, " " * cell_len(mark), visible(url), "dim")
    else:
        _write(made, "", text + where)


def _write(made: Console, mark: str, text: str, style: str = "") -> None:
    """Print text after a mark, its further lines under the first."""
    room = max(made.width - cell_len(mark), 10)
    lines = Text(text, style=style).wrap(made, room) if text else [Text()]
    for number, line in enumerate(lines):
        line.rstrip()
        lead = Text(mark if number == 0 else " " * cell_len(mark), style=style)
        made.print(lead + line, soft_wrap=True)


def _markdown(advisory: Advisory, reading: Reading) -> str:
    parts = [f"# {markdown(_title(advisory.metadata))}\n"]
    if reading.section is None:
        facts = (f"- **{label}**: {markdown(value)}" for label, value in _facts(advisory))
        parts.append("\n".join(facts) + "\n")
    last = None
    found = units(advisory, reading.section, reading.notes_at, f"{_OPEN}{{}}{_CLOSE}")
    for unit in found:
        text = _markdown_unit(unit, reading.origin)
        if unit.kind == last == "bullet":
            parts[-1] += f"{text}\n"
        else:
            parts.append(f"{text}\n")
        last = unit.kind
    return "\n".join(parts)


def _markdown_unit(unit: Unit, with_origin: bool) -> str:
    text = re.sub(f"{_OPEN}(.*?){_CLOSE}", r"[^\1]", markdown(unit.text))
    where = f" ({place(msgspec.to_builtins(unit.place))})" if with_origin else ""
    if unit.kind == "heading":
        number = f"{visible(unit.number)} " if unit.number else ""
        return f"{'#' * min(unit.depth + 1, 6)} {markdown(number)}{text}{where}"
    if unit.kind == "bullet":
        indent = "   " * max(unit.depth - 1, 0)
        is_counted = re.fullmatch(r"\d+[.)]", unit.number or "")
        return f"{indent}{unit.number if is_counted else '-'} {text}{where}"
    if unit.kind == "note":
        links = [link(url) for url in unit.urls if url not in unit.text]
        words = " ".join([text or NO_NOTE_TEXT, *links])
        return f"[^{markdown(unit.number or '')}]: {words}{where}"
    return f"{text}{where}"
