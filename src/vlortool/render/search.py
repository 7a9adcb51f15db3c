"""What a search found, on a screen and in a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict

from vlortool.query.search import Found, Match
from vlortool.render.listing import NARROW_COLUMNS, PIPE_COLUMNS, WIDE, WIDE_COLUMNS, Row, row_of
from vlortool.render.output import emit_table
from vlortool.render.table import Column, Styled, columns_of_screen, place_text

_KIND = Column("kind", "soort")
_MATCHES = Column("matches", "treffers")
# Fields that only statements have, and the title of the column that then holds more than those.
_OF_STATEMENTS = {"force", "confidence", "addressees", "themes", "about"}
_WORDS = "tekst"


class _Row(Row, frozen=True, kw_only=True):
    """A place found as a table shows it."""

    kind: str
    matches: str


def show_matches(found: Sequence[Match]) -> None:
    """Print what was found as a table that fits; in a pipe with the words that match."""
    width = columns_of_screen()
    rows = [_row(match) for match in found]
    if width is None:
        text = PIPE_COLUMNS[-1]
        emit_table(rows, _columns([*PIPE_COLUMNS[:-1], _MATCHES, text], found))
    else:
        columns = WIDE_COLUMNS if width >= WIDE else NARROW_COLUMNS
        emit_table(rows, _columns(columns, found), spaced=True)


def _columns(columns: Sequence[Column], found: Sequence[Match]) -> list[Column]:
    """Choose the columns: what kind each row is, unless all are statements."""
    if all(match.hit is not None for match in found):
        return list(columns)
    kept = [
        Column(column.field, _WORDS, share=column.share) if column.title == "zin" else column
        for column in columns
        if any(match.hit is not None for match in found) or column.field not in _OF_STATEMENTS
    ]
    return [_KIND, *kept]


def _row(match: Match) -> _Row:
    row = _other(match) if match.hit is None else row_of(match.hit, spans=match.spans)
    return _Row(**asdict(row), kind=_kind(match.found), matches=" · ".join(match.found.matches))


def _kind(found: Found) -> str:
    if found.kind == "note":
        return f"noot {found.note}"
    return "zin" if found.kind == "statement" else "titel"


def _other(match: Match) -> Row:
    """Make the row of a note or title."""
    found = match.found
    place = place_text(found.place)
    name = f"{found.advisory}#{found.statement}" if found.statement else found.advisory
    section = " ".join(part for part in (found.section, found.section_title) if part)
    where = [each for each in (name, section, place) if each]
    return Row(
        group="",
        name=name,
        section=section,
        place=place,
        force=Styled(""),
        confidence="",
        addressees="",
        themes="",
        about="",
        where="\n".join(where),
        text=Styled(found.text, spans=match.spans),
        stacked=Styled(found.text, spans=match.spans, below=" · ".join(where)),
    )
