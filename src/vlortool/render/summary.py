"""What became of a batch: a table, the warnings in words, and what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from vlortool.model.advisory import SourceWarning
from vlortool.model.encoding import encodable
from vlortool.model.outcome import Outcome, Status
from vlortool.model.place import place_of
from vlortool.render.output import Csv, Format, emit, talk
from vlortool.render.plain import visible
from vlortool.render.table import Column, columns_of_screen, place_text

_STATUS: dict[Status, str] = {
    "parsed": "ontleed",
    "unchanged": "ongewijzigd",
    "refused": "geweigerd",
}


class Row(Struct, frozen=True, kw_only=True):
    """One line of the summary.

    Counts are None for what was refused; `messages` are the warnings in words, `replaced` is the
    source that the stored advisory came from before, where that is not known to be this one;
    `twins` are the ids of other records that are made from this source.
    """

    advisory: str | None
    source: str
    status: Status
    pages: int | None = None
    sections: int | None = None
    bullets: int | None = None
    footnotes: int | None = None
    sentences: int | None = None
    recommendations: int | None = None
    warnings: int | None = None
    messages: tuple[str, ...] = ()
    replaced: str | None = None
    twins: tuple[str, ...] = ()
    error: str | None = None


class _Shown(Struct, frozen=True, kw_only=True):
    advisory: str
    pages: int | None
    footnotes: int | None
    sentences: int | None
    recommendations: int | None
    warnings: int | None
    state: str


_COLUMNS = [
    Column("advisory", "advies"),
    Column("pages", "pag.", right=True),
    Column("footnotes", "noten", right=True),
    Column("sentences", "zinnen", right=True),
    Column("recommendations", "aanb.", right=True),
    Column("warnings", "let op", right=True),
    Column("state", "status"),
]
_WIDE = 100
# Left out where there is no room.
_SECOND = frozenset({"footnotes", "sentences"})


def show_line(outcome: Outcome) -> None:
    """Print what became of an input as a line of JSON, while others are still to be done."""
    emit([_row(outcome)], _COLUMNS, Format.JSONL)


def show_summary(
    outcomes: Sequence[Outcome], form: Format, style: Csv | None = None, *, left: int = 0
) -> None:
    """Print the table of a batch as data, and its warnings and errors as talk.

    The lines of JSON are there already, from `show_line`.

    Args:
        outcomes: What became of the inputs.
        form: How to print the table.
        style: How a CSV is written.
        left: How many inputs are not among them, after an interruption.
    """
    rows = [_row(outcome) for outcome in outcomes]
    if form is Format.TABLE:
        width = columns_of_screen()
        # An id that is broken can't be copied.
        is_narrow = width is not None and width < _WIDE
        columns = [one for one in _COLUMNS if not (is_narrow and one.field in _SECOND)]
        emit([_shown(row) for row in rows], columns, form)
    elif form is not Format.JSONL:
        emit(rows, _COLUMNS, form, style=style)
    for outcome in outcomes:
        # They were told when it was parsed, and would bury what is new.
        if outcome.status != "unchanged":
            show_warnings(outcome.id, outcome.warnings)
    for outcome in outcomes:
        for note in _notes(outcome):
            talk().print(f"note: {visible(note)}", style="yellow")
    for outcome in outcomes:
        if outcome.failure:
            talk().print(f"error: {visible(str(outcome.failure))}", style="red")
    _show_total(outcomes, left)


def _notes(outcome: Outcome) -> Iterator[str]:
    if outcome.replaced:
        yield (
            f"{outcome.id}: is made from {outcome.source} now; before, from {outcome.replaced},"
            " perhaps another file"
        )
    for twin in outcome.twins:
        yield (
            f"{outcome.id}: {twin} is made from the same file; remove {twin}.json if that was its"
            " id before"
        )


def _show_total(outcomes: Sequence[Outcome], left: int) -> None:
    old = sum(len(outcome.warnings) for outcome in outcomes if outcome.status == "unchanged")
    if old:
        words = f"{old} warning{'s' * (old > 1)} of unchanged inputs"
        talk().print(f"not repeated: {words} (--format json has them)")
    if len(outcomes) > 1 or left:
        counts = Counter(outcome.status for outcome in outcomes)
        told = ", ".join(f"{counts[one]} {one}" for one in _STATUS if counts[one])
        more = f"; {left} are not done, or not told here: run it again" if left else ""
        talk().print(f"{len(outcomes)} inputs: {told}{more}")


def show_warnings(advisory: str | None, warnings: Sequence[SourceWarning]) -> None:
    """Print what was odd in a source, as talk."""
    for warning in warnings:
        place, words = _told(warning)
        where = f"{advisory}, {place}" if place else advisory
        talk().print(f"warning: {visible(f'{where}: {words}')}", style="yellow")


def _told(warning: SourceWarning) -> tuple[str, str]:
    """Return the place of a warning, which may be empty, and its words."""
    return place_text(place_of(warning.origin)), f"{warning.message} ({warning.code})"


def _row(outcome: Outcome) -> Row:
    counts = outcome.counts
    return Row(
        advisory=outcome.id,
        source=encodable(outcome.source),
        status=outcome.status,
        pages=counts.pages if counts else None,
        sections=counts.sections if counts else None,
        bullets=counts.bullets if counts else None,
        footnotes=counts.footnotes if counts else None,
        sentences=counts.sentences if counts else None,
        recommendations=counts.recommendations if counts else None,
        warnings=counts.warnings if counts else None,
        messages=tuple(": ".join(filter(None, _told(one))) for one in outcome.warnings),
        twins=outcome.twins,
        replaced=encodable(outcome.replaced) if outcome.replaced is not None else None,
        error=encodable(str(outcome.failure)) if outcome.failure else None,
    )


def _shown(row: Row) -> _Shown:
    return _Shown(
        advisory=(row.advisory if row.status != "refused" else None) or row.source,
        pages=row.pages,
        footnotes=row.footnotes,
        sentences=row.sentences,
        recommendations=row.recommendations,
        warnings=row.warnings,
        state=_STATUS[row.status],
    )
