"""Lists of statements on a screen and in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from vlortool.query.filters import Filter
from vlortool.query.listing import GroupBy, Hit, Listing
from vlortool.query.names import STRENGTH_LABELS, label_of_actor, label_of_theme
from vlortool.render.labels import STRENGTH_STYLES, force
from vlortool.render.output import emit_table, write
from vlortool.render.plain import visible
from vlortool.render.table import Column, Styled, columns_of_screen, out, place_text, trimmed
from vlortool.store.tally import NOTHING

WIDE = 132
_ROLES = {
    "addressee": "Gericht aan {}",
    "implied": "Afgeleid, niet genoemd: wellicht gericht aan {}",
    "speaker": "Uitgesproken door {}",
    "mentioned": "Noemt enkel {}",
}
_NAMED = "Noemt {}, ook waar die aangesproken is"
_NONE = {
    GroupBy.ACTOR: "Geen actor gevonden",
    GroupBy.THEME: "Geen thema gevonden",
    GroupBy.STRENGTH: "Zonder sterkte",
}
NARROW_COLUMNS = [
    Column("force", "sterkte"),
    Column("stacked", "zin", share=1),
]
WIDE_COLUMNS = [
    Column("force", "sterkte"),
    Column("text", "zin", share=5),
    Column("about", "gericht aan, thema", share=2),
    Column("where", "waar", style="dim", share=3),
]
PIPE_COLUMNS = [
    Column("name", "advies#zin"),
    Column("section", "sectie"),
    Column("place", "plaats"),
    Column("force", "sterkte"),
    Column("confidence", "zekerheid", right=True),
    Column("addressees", "gericht aan"),
    Column("themes", "thema's"),
    Column("text", "zin"),
]


class Row(Struct, frozen=True, kw_only=True):
    """A statement as a table shows it."""

    group: str
    name: str
    section: str
    place: str
    force: Styled
    confidence: str
    addressees: str
    themes: str
    about: str
    where: str
    text: Styled
    stacked: Styled


def row_of(hit: Hit, group: str = "", spans: Sequence[tuple[int, int]] = ()) -> Row:
    """Make the row of a hit, with the words between `spans` marked."""
    section = " ".join(part for part in (hit.section, hit.section_title) if part)
    place = place_text(hit.place)
    confidence = "" if hit.confidence is None else f"{hit.confidence:.2f}"
    asked = [*hit.addressees, *(f"{each} (afgeleid)" for each in hit.implied)]
    themes = [*hit.themes, *(f"{each} (uit context)" for each in hit.inherited_themes)]
    name = f"{hit.advisory}#{hit.statement}"
    # The place before the section: it is short, and not torn at the end of a line.
    where = [name, place, section or "(zonder titel)"]
    return Row(
        group=group,
        name=name,
        section=section,
        place=place,
        force=Styled(
            force(hit.position, hit.strength), STRENGTH_STYLES.get(hit.strength or "", "")
        ),
        confidence=confidence,
        addressees=", ".join(asked),
        themes=", ".join(themes),
        about="\n".join([*(f"→ {each}" for each in asked), *themes]),
        where="\n".join(where),
        text=Styled(hit.text, spans=tuple(spans)),
        stacked=Styled(
            hit.text,
            spans=tuple(spans),
            below=" · ".join(
                [*where, *(f"→ {each}" for each in asked), *([", ".join(themes)] if themes else [])]
            ),
        ),
    )


def show_rows(rows: Sequence[Row]) -> None:
    """Print rows as a table that fits."""
    width = columns_of_screen()
    if width is None:
        grouped = [Column("group", "groep")] if any(row.group for row in rows) else []
        emit_table(rows, [*grouped, *PIPE_COLUMNS])
    else:
        emit_table(rows, WIDE_COLUMNS if width >= WIDE else NARROW_COLUMNS, spaced=True)


def show_hits(found: Listing, wanted: Filter, group_by: GroupBy | None) -> None:
    """Print a list, its groups clearly apart."""
    width = columns_of_screen()
    rows = [row_of(hit, _heading(hit, wanted, group_by)) for hit in found.hits]
    if width is None or not found.sizes:
        show_rows(rows)
        return
    ordered = list(found.sizes)
    for number, (_, some) in enumerate(groupby(zip(found.hits, rows, strict=True), _group)):
        members = [row for _, row in some]
        total = found.sizes[ordered[number]]
        count = f"{total}" if len(members) == total else f"{len(members)} van {total}"
        heading = Styled(f"{members[0].group} ({count})", "bold")
        print_heading(heading.text, first=number == 0)
        show_rows(members)


def _group(pair: tuple[Hit, Row]) -> str | None:
    return pair[0].group


def print_heading(text: str, *, first: bool) -> None:
    """Print the title of a group, a blank line before all but the first."""
    from rich.text import Text  # noqa: PLC0415 - takes 40 ms

    write(("" if first else "\n") + trimmed(out(), Text(visible(text), style="bold reverse")))


def _heading(hit: Hit, wanted: Filter, group_by: GroupBy | None) -> str:
    group = hit.group
    if group is None:
        return ""
    if group_by is None:
        # Asked for alone, it holds those that are addressed by name too.
        heading = _NAMED if wanted.roles == ("mentioned",) else _ROLES[group]
        return heading.format(label_of_actor(wanted.actor or ""))
    if group == NOTHING:
        return _NONE[group_by]
    if group_by is GroupBy.ACTOR:
        return label_of_actor(group)
    if group_by is GroupBy.THEME:
        return label_of_theme(group)
    if group_by is GroupBy.STRENGTH:
        return STRENGTH_LABELS[group].capitalize()
    return group
