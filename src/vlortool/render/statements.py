"""A statement with its labels: above the rules that gave them, and in its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace
from rich.table import Table
from rich.text import Text

from vlortool.model.advisory import Citation
from vlortool.query.context import Ground, Heading, StatementView
from vlortool.query.names import (
    POSITION_LABELS,
    STRENGTH_LABELS,
    label_of_actor,
    label_of_council,
    label_of_theme,
)
from vlortool.query.reasons import Reason
from vlortool.render.citations import in_dutch
from vlortool.render.output import emit_table, write
from vlortool.render.plain import visible
from vlortool.render.reading import print_note
from vlortool.render.table import Column, origin_text, out, place_text, trimmed

_REASON_COLUMNS = [
    Column("label", "label", share=3),
    Column("words", "woorden", share=3),
    Column("explanation", "regel", share=4),
    Column("weight", "gewicht", right=True),
    Column("precision", "precisie", right=True),
    Column("n", "n", right=True),
]
_GROUND_COLUMNS = [
    Column("label", "label", share=4),
    Column("words", "woorden", share=4),
    Column("explanation", "regel", share=5),
]
_Rule = TypeVar("_Rule", Ground, Reason)
_UNKNOWN = "niet gevonden"
# As wide as the widest name of a fact, so that the blocks line up.
_NAMES = 14


def show_reasons(view: StatementView, found: Sequence[Reason]) -> None:
    """Print a statement's words, place and labels, above the rules that gave them."""
    place = place_text(view.place)
    where = " · ".join(part for part in (place, _path(view.path[-1:])) if part)
    _print(f"{view.advisory}#{view.statement}  {where}")
    _print(view.text, "bold")
    _print_facts(_labels(view))
    emit_table(_shortened(found, view), _REASON_COLUMNS)


def show_in_context(view: StatementView) -> None:
    """Print a statement with all that is known of it and around it."""
    place = place_text(view.place)
    _print(f"{view.advisory}#{view.statement}{f'  ({place})' if place else ''}")
    _print_facts(_document(view))
    write("\n")
    _print_facts(_words(view))
    write("\n")
    _print_facts(_labels(view))
    _print_heading("Aanwijzingen")
    if view.cues:
        emit_table(_shortened(view.cues, view), _GROUND_COLUMNS)
    else:
        _print(_UNKNOWN)
    _print_heading("Noten")
    for note in view.notes:
        print_note(note.number, note.text, note.urls, note.place)
    if not view.notes:
        _print("geen verwijzing gevonden in de zin")
    _print_heading("Geciteerde werken")
    for work in view.works:
        _print(_work(work))
    if not view.works:
        _print(_UNKNOWN)
    _print_heading("Bron")
    _print(view.source)
    _print("; ".join(map(origin_text, view.origin)) or f"plaats {_UNKNOWN}")


def _shortened(rows: Sequence[_Rule], view: StatementView) -> list[_Rule]:
    """Spare the reader the sentence, once more, at each rule about the whole of it."""
    return [replace(one, words="(de hele zin)") if one.words == view.text else one for one in rows]


def _document(view: StatementView) -> Iterator[tuple[str, str, str]]:
    yield "advies", view.title or f"titel {_UNKNOWN}", "bold"
    council = f"{label_of_council(view.council)} ({view.council})" if view.council else _UNKNOWN
    yield "raad", ", ".join(part for part in (council, view.body) if part), ""
    date = view.date or f"datum {_UNKNOWN}"
    if view.date is None and view.not_before is not None:
        date = f"na {view.not_before}, de dag van het jongste werk dat erin geciteerd is"
    yield "datum", date, ""
    yield "sectie", _path(view.path), ""


def _words(view: StatementView) -> Iterator[tuple[str, str, str]]:
    for words in view.lead_ins:
        yield "inleiding", words, "dim"
    # The sentence before the first of a list is the one that introduces it.
    if view.before is not None and not (view.lead_ins and view.lead_ins[-1].endswith(view.before)):
        yield "voor", view.before, "dim"
    yield "zin", view.marked, "bold"
    if view.after is not None:
        yield "na", view.after, "dim"


def _labels(view: StatementView) -> Iterator[tuple[str, str, str]]:
    yield "standpunt", f"{POSITION_LABELS[view.position]} ({view.position})", ""
    if view.strength is not None:
        yield "sterkte", f"{STRENGTH_LABELS[view.strength]} ({view.strength})", ""
    elif view.position == "recommendation":
        yield "sterkte", _UNKNOWN, ""
    yield "zekerheid", _UNKNOWN if view.confidence is None else f"{view.confidence:.2f}", ""
    yield "spreker", _actors([view.speaker] if view.speaker else []) or _UNKNOWN, ""
    yield "gericht aan", _actors(view.addressees) or "niemand genoemd", ""
    implied = _actors(view.implied)
    yield "afgeleid", f"wellicht gericht aan {implied}" if implied else _UNKNOWN, ""
    yield "actoren", _actors(view.actors) or "niemand genoemd", ""
    themes = [f"{label_of_theme(each)} ({each})" for each in view.themes]
    themes += [f"{label_of_theme(each)} ({each}; uit context)" for each in view.inherited_themes]
    yield "thema's", "\n".join(themes) or _UNKNOWN, ""


def _actors(ids: list[str]) -> str:
    return "\n".join(f"{label_of_actor(each)} ({each})" for each in ids)


def _path(headings: list[Heading]) -> str:
    named = [" ".join(part for part in (one.number, one.title) if part) for one in headings]
    return " › ".join(part or "(vóór de eerste kop)" for part in named)


def _work(work: Citation) -> str:
    mark = f"[{work.footnote}] " if work.footnote is not None else ""
    council = label_of_council(work.council) if work.council else None
    date = str(work.date) if work.date is not None else None
    known = [part for part in (council, work.body, work.title, date, work.url) if part]
    found = work.resolved or f"{_UNKNOWN} in de verzameling"
    why = f" ({in_dutch(work.basis)})" if work.basis else ""
    return f"{mark}{', '.join(known) or f'werk {_UNKNOWN}'}\n→ {found}{why}"


def _print_facts(facts: Iterator[tuple[str, str, str]]) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, min_width=_NAMES, style="dim")
    grid.add_column(overflow="fold")
    for name, words, style in facts:
        grid.add_row(name, Text(visible(words), style))
    write(trimmed(out(), grid))


def _print_heading(words: str) -> None:
    write("\n")
    _print(words, "bold underline")


def _print(words: str, style: str = "") -> None:
    write(trimmed(out(), Text(visible(words), style)))
