"""Citations on a screen and in a pipe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from vlortool.query.citations import Citations, Cited, Direction, State, Wanted, works
from vlortool.render.listing import print_heading
from vlortool.render.output import emit_table
from vlortool.render.table import Column, Styled, columns_of_screen, place_text
from vlortool.store.matching import SEVERAL

_WIDE = 132
_GROUPS = {
    "resolved": "Geciteerd en in de verzameling",
    "candidates": "Mogelijk bedoeld (niet beslist)",
    "absent": "Adviezen die hier ontbreken",
    "other": "Andere werken",
}
_CITED_BY = {"resolved": "Zeker", "candidates": "Mogelijk (niet beslist)"}
_DIRECTIONS = {"cites": "{} citeert", "cited-by": "{} wordt geciteerd door"}
_NARROW_COLUMNS = [Column("stacked", "werk, en waar het geciteerd wordt", share=1)]
_WIDE_COLUMNS = [Column("work", "werk", share=1), Column("cited", "geciteerd in", share=1)]
_PIPE_COLUMNS = [
    Column("group", "groep"),
    Column("title", "werk"),
    Column("council", "raad"),
    Column("date", "datum"),
    Column("urls", "adres"),
    Column("meant", "advies"),
    Column("basis", "grond (afgeleid)"),
    Column("places", "geciteerd in"),
    Column("words", "woorden"),
]
# What the toolkit says in a basis, word for word; ids and titles never stand in these.
_DUTCH = (
    (r"short form of the work in note (.+)", r"korte vorm van het werk in noot \1"),
    (r"short form of the work named in the text", "korte vorm van het werk dat de tekst noemt"),
    (r"same ", "zelfde "),
    (r"document code", "documentcode"),
    (r"web address", "webadres"),
    (r"council", "raad"),
    (r"its date is unknown", "de datum ervan is onbekend"),
    (r"cited without a date", "zonder datum geciteerd"),
    (r"\bdate\b", "datum"),
    (r"title", "titel"),
    (r"of its words", "van de woorden"),
    (r" and (\d+) more$", r" en nog \1"),
    (r" and ", " en "),
)


class Row(Struct, frozen=True, kw_only=True):
    """A citation as a table shows it, or several of one work."""

    group: str
    title: str
    council: str
    date: str
    urls: list[str]
    meant: str
    basis: str
    places: str
    words: str
    work: Styled
    cited: str
    stacked: Styled


class _Group(Struct, frozen=True):
    direction: Direction | None
    state: State
    rows: list[Cited]


def show_citations(found: Citations, wanted: Wanted) -> None:
    """Print citations: what is known clearly apart from what may be, and from what is absent.

    Args:
        found: The citations.
        wanted: What was asked for.
    """
    advisory = wanted.advisory
    width = columns_of_screen()
    groups = [
        _Group(direction, state, list(some))
        for (direction, state), some in groupby(found.rows, lambda row: (row.direction, row.state))
    ]
    if width is None:
        rows = [row for group in groups for row in _rows(group, _piped(group, advisory))]
        emit_table(rows, _PIPE_COLUMNS)
        return
    columns = _WIDE_COLUMNS if width >= _WIDE else _NARROW_COLUMNS
    is_first = True
    for direction in ("cites", "cited-by") if advisory is not None else (None,):
        some = [group for group in groups if group.direction == direction]
        if direction is not None:
            title = f"{_DIRECTIONS[direction].format(advisory)}{_lacking(found, wanted, direction)}"
            print_heading(title, first=is_first)
            is_first = False
        for group in some:
            rows = _rows(group)
            count = _count(group, len(rows), found.sizes[direction, group.state])
            print_heading(f"{_title(group)} ({count})", first=is_first)
            is_first = False
            emit_table(rows, columns, spaced=True)


def _lacking(found: Citations, wanted: Wanted, direction: Direction) -> str:
    """Say why a direction has no rows: what a filter or limit hides may well be there."""
    if any(row.direction == direction for row in found.rows):
        return ""
    if any(known == direction for known, _ in found.sizes):
        return " (niet getoond: zie --limit)"
    if wanted.states or wanted.council:
        return " (geen gevonden die aan de filters voldoen)"
    return " (geen gevonden)"


def _title(group: _Group) -> str:
    titles = _CITED_BY if group.direction == "cited-by" else _GROUPS
    return titles[group.state]


def _piped(group: _Group, advisory: str | None) -> str:
    if group.direction is None:
        return _title(group)
    return f"{_DIRECTIONS[group.direction].format(advisory)}: {_title(group).lower()}"


def _count(group: _Group, lines: int, size: int) -> str:
    shown = len(group.rows)
    number = f"{shown}" if shown == size else f"{shown} van {size}"
    if group.state != "absent":
        return number
    works_named = "1 werk" if lines == 1 else f"{lines} werken"
    return f"{works_named}, {number} keer geciteerd"


def _rows(group: _Group, name: str = "") -> list[Row]:
    """Make the lines of a group; a work that is absent has one, however often it is cited."""
    together = works(group.rows) if group.state == "absent" else [[row] for row in group.rows]
    return [_row(cited, name) for cited in together]


def _row(cited: Sequence[Cited], group: str) -> Row:
    first = cited[0]
    title = first.title or first.url or "(zonder titel)"
    date = next((row.date for row in cited if row.date is not None), None) or "datum onbekend"
    urls = list(dict.fromkeys(row.url for row in cited if row.url))
    council = f"{first.council or ''} ({first.body})" if first.body else first.council or ""
    meant = ", ".join([first.resolved] if first.resolved is not None else first.candidates)
    bases = list(dict.fromkeys(in_dutch(row.basis) for row in cited if row.basis))
    about = [" · ".join(part for part in (council, date) if part), *urls]
    if meant:
        about.append(f"→ {'wellicht ' if first.resolved is None else ''}{meant}")
    places = [_place(row) for row in cited]
    quoted = [f"{place}\n{_quoted(row)}" for place, row in zip(places, cited, strict=True)]
    return Row(
        group=group,
        title=title,
        council=council,
        date=date,
        urls=urls,
        meant=meant,
        basis="; ".join(bases),
        places="; ".join(places),
        words=" | ".join(dict.fromkeys(row.text for row in cited if row.text)),
        work=Styled(title, below="\n".join(about)),
        cited="\n".join(quoted),
        stacked=Styled(title, below="\n".join([*about, *(f"← {each}" for each in quoted)])),
    )


def _quoted(row: Cited) -> str:
    """Quote the words that cite, below what the toolkit made of them."""
    inferred = [f"grond (afgeleid): {in_dutch(row.basis)}"] if row.basis else []
    return "\n".join([*inferred, row.text or "(woorden niet gevonden)"])


def _place(row: Cited) -> str:
    """Say where a citation stands."""
    note = f"noot {row.footnote}" if row.footnote is not None else "lopende tekst"
    name = f"{row.citing}#{row.statement}" if row.statement is not None else row.citing
    section = " ".join(part for part in (row.section, row.section_title) if part)
    return " · ".join(part for part in (name, note, section, place_text(row.place)) if part)


def in_dutch(basis: str) -> str:
    """Say in Dutch why a citation was matched, or what makes it uncertain.

    Example:
        >>> in_dutch("same council, date and title (0.93 of its words)")
        'zelfde raad, datum en titel (0.93 van de woorden)'
    """
    return "; ".join(map(_part_in_dutch, basis.split("; ")))


def _part_in_dutch(part: str) -> str:
    if part.startswith(SEVERAL):
        names = re.sub(r" and (\d+) more$", r" en nog \1", part.removeprefix(SEVERAL))
        return f"kan elk van deze zijn: {names}"
    for english, dutch in _DUTCH:
        part = re.sub(english, dutch, part)
    return part
