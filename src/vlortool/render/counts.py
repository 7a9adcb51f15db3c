"""Counts on a screen and in a pipe: bars with their numbers, and themes against actors."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from vlortool.query.counts import COUNTED_ROLES, Count, Counts, Dimension, Looked
from vlortool.query.filters import Filter
from vlortool.query.names import (
    POSITION_LABELS,
    label_of_actor,
    label_of_council,
    label_of_theme,
)
from vlortool.render.labels import STRENGTH_STYLES
from vlortool.render.output import emit_table, write
from vlortool.render.plain import visible
from vlortool.render.table import Column, Styled, columns_of_screen, out, trimmed
from vlortool.store.tally import NOTHING

ZERO = "·"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_IN_PIPE = 40
_GAP = 3
_NOUNS: dict[tuple[str, ...], tuple[str, str]] = {
    ("recommendation",): ("aanbeveling", "aanbevelingen"),
    ("support",): ("steunbetuiging", "steunbetuigingen"),
    ("concern",): ("bezorgdheid", "bezorgdheden"),
    ("view",): ("visie", "visies"),
    ("none",): ("zin zonder standpunt", "zinnen zonder standpunt"),
}
_TITLES: dict[Dimension, str] = {
    "position": "standpunt (van alle {} zinnen)",
    "strength": "sterkte",
    "theme": "thema",
    "year": "jaar",
    "council": "raad",
}
_YEARS = (
    "oudste mogelijke: het advies heeft geen datum, en het nieuwste werk dat het aanhaalt is van"
    " dat jaar"
)
_ROLES = (
    f"afgeleid: niet genoemd, door vlortool afgeleid; genoemd: ook wie aangesproken is;"
    f" {ZERO} niet gevonden"
)


class _Bar(Struct, frozen=True):
    """A label with its count."""

    label: Styled
    count: int
    share: str
    bar: str


class _ActorBars(Struct, frozen=True):
    """An actor with a bar for each of its roles."""

    label: str
    addressee: str
    implied: str
    mentioned: str


def bar(count: int, most: int, width: int) -> str:
    """Draw a bar of blocks, to an eighth of a character; what is there is never too small to see.

    Example:
        >>> bar(3, 4, 6)
        '████▌'
    """
    eighths = max(round(count * width * 8 / most), 1) if count else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]


def heading(wanted: Filter, looked: Looked) -> str:
    """Say what was counted: `98 aanbevelingen in 2 adviezen`."""
    one, many = _NOUNS.get(wanted.positions, ("zin", "zinnen"))
    said = f"{looked.statements} {one if looked.statements == 1 else many}"
    if len(wanted.positions) > 1:
        said += f" ({', '.join(POSITION_LABELS[each] for each in wanted.positions)})"
    advisories = "advies" if looked.advisories == 1 else "adviezen"
    said += f" in {looked.advisories} {advisories}"
    if wanted.actor:
        said += f"; actor: {label_of_actor(wanted.actor)}"
    if wanted.themes:
        said += f"; thema: {' of '.join(map(label_of_theme, wanted.themes))}"
    if wanted.council:
        said += f"; raad: {label_of_council(wanted.council)}"
    if wanted.since:
        said += f"; vanaf {wanted.since}"
    if wanted.until:
        said += f"; tot en met {wanted.until}"
    return said


def print_heading(text: str) -> None:
    """Print a line that stands out."""
    from rich.text import Text  # noqa: PLC0415 - takes 40 ms

    write(trimmed(out(), Text(visible(text), style="bold reverse")))


def print_caption(text: str) -> None:
    """Print a remark below a table, folded to the screen."""
    width = columns_of_screen()
    lines = textwrap.wrap(visible(text), width - 1) if width is not None else [visible(text)]
    write("".join(f" {line}\n" for line in lines))


def show_counts(found: Counts, wanted: Filter) -> None:
    """Print counts: a table a dimension, and the matrix of themes and actors."""
    width = columns_of_screen()
    by_dimension: dict[str, list[Count]] = {}
    for row in found.rows:
        by_dimension.setdefault(row.dimension, []).append(row)
    print_heading(heading(wanted, found.looked))
    for dimension in ("position", "strength"):
        _show_bars(by_dimension[dimension], width)
    _show_actors(by_dimension.get("actor", []), width)
    for dimension in ("theme", "year", "council"):
        _show_bars(by_dimension[dimension], width)
    pairs = by_dimension.get("actor-theme", [])
    if pairs:
        write("\n")
        print_heading("Thema en actor samen: zinnen die de actor aanspreken of noemen")
        actors, themes = _most_named(by_dimension["actor"]), _ids(by_dimension["theme"])
        text, left_out = matrix(pairs, actors, themes, width)
        write(text)
        print_caption(f"{ZERO} niet gevonden")
        if left_out:
            which = "1 actor past" if left_out == 1 else f"{left_out} actoren passen"
            print_caption(f"{which} er niet meer bij: --format csv of json geeft ze alle")


def matrix(
    pairs: Iterable[Count], actors: Sequence[str], themes: Sequence[str], width: int | None
) -> tuple[str, int]:
    """Write how often themes (rows) and actors (columns) stand in one statement.

    Args:
        pairs: The counts of actors with themes.
        actors: Ids of the actors, those first that must be shown first.
        themes: Ids of the themes, in order.
        width: Columns of the screen; None for as many as it takes.

    Returns:
        The lines, and how many actors did not fit.
    """
    counts = {(each.other or "", each.id): each.count for each in pairs}
    return crossed(counts, themes, actors, width)


def crossed(
    counts: Mapping[tuple[str, str], int],
    rows: Sequence[str],
    columns: Sequence[str],
    width: int | None,
) -> tuple[str, int]:
    """Write counts by two labels, the name of each column on a line that goes down to it.

    Args:
        counts: Counts by row and column.
        rows: Names of the rows, in order.
        columns: Names of the columns, those first that must be shown first.
        width: Columns of the screen; None for as many as it takes.

    Returns:
        The lines, and how many columns did not fit.
    """
    first = max(map(len, rows), default=0) + 1
    cell = max(len(str(count)) for count in counts.values()) + 2
    ends = [first + cell * (index + 1) for index in range(len(columns))]
    shown = 0
    # The name of a column stands right of its line.
    while shown < len(columns) and (
        width is None or ends[shown] + 1 + len(columns[shown]) <= width
    ):
        shown += 1
    lines = []
    for index, column in enumerate(columns[:shown]):
        lines.append(" " * first + ("│".rjust(cell) * index) + "┌".rjust(cell) + f" {column}")
    for row in rows:
        cells = (str(counts.get((row, column), ZERO)) for column in columns[:shown])
        lines.append(f" {row}".ljust(first) + "".join(each.rjust(cell) for each in cells))
    return "".join(f"{visible(line)}\n" for line in lines), len(columns) - shown


def _show_bars(counts: Sequence[Count], width: int | None) -> None:
    shown = [each for each in counts if each.id != NOTHING]
    if shown:
        write("\n")
        emit_table(_bars(shown, width), _columns(counts[0]))
    _remark(counts)
    if any(each.other == "not_before" for each in shown):
        print_caption(_YEARS)


def _columns(first: Count) -> list[Column]:
    return [
        Column("label", _TITLES[first.dimension].format(first.n)),
        Column("count", "zinnen", right=True),
        Column("share", "aandeel", right=True),
        Column("bar", "", style="cyan"),
    ]


def _bars(counts: Sequence[Count], width: int | None) -> list[_Bar]:
    title = _TITLES[counts[0].dimension].format(counts[0].n)
    labels = max(len(title), *(len(each.label) for each in counts))
    numbers = max(len("zinnen"), *(len(str(each.count)) for each in counts))
    room = _IN_PIPE
    if width is not None:
        room = max(width - labels - numbers - len("aandeel") - 4 * _GAP, 1)
    most = max(each.count for each in counts)
    return [
        _Bar(
            label=Styled(each.label, STRENGTH_STYLES.get(each.id, "")),
            count=each.count,
            share=f"{100 * each.count / each.n:.1f}%".replace(".", ","),
            bar=bar(each.count, most, room),
        )
        for each in counts
    ]


def _show_actors(counts: Sequence[Count], width: int | None) -> None:
    by_actor: dict[str, list[Count]] = {}
    for each in counts:
        if each.id != NOTHING:
            by_actor.setdefault(each.id, []).append(each)
    if by_actor:
        most = max(*(each.count for some in by_actor.values() for each in some), 1)
        longest = max(len(some[0].label) for some in by_actor.values())
        room, fold = _IN_PIPE // len(COUNTED_ROLES), longest
        if width is not None:
            fold = min(longest, width * 2 // 5)
            each_room = (width - fold - (len(COUNTED_ROLES) + 1) * _GAP) // len(COUNTED_ROLES)
            room = max(each_room - len(str(most)) - 1, 1)
        write("\n")
        emit_table(
            [_actor_bars(some, most, room, fold) for some in by_actor.values()],
            [
                Column("label", "actor"),
                Column("addressee", "gericht aan", style="cyan"),
                Column("implied", "afgeleid", style="cyan"),
                Column("mentioned", "genoemd", style="cyan"),
            ],
        )
        print_caption(_ROLES)
    _remark(counts)


def _actor_bars(roles: Sequence[Count], most: int, room: int, fold: int) -> _ActorBars:
    cells = {
        each.other or "": f"{bar(each.count, most, room)} {each.count}" if each.count else ZERO
        for each in roles
    }
    return _ActorBars("\n".join(textwrap.wrap(roles[0].label, fold)), **cells)


def _remark(counts: Sequence[Count]) -> None:
    for each in counts:
        if each.id == NOTHING:
            print_caption(f"{each.label}: in {each.count} van {each.n}")


def _most_named(counts: Iterable[Count]) -> list[str]:
    named: Counter[str] = Counter()
    for each in counts:
        if each.id != NOTHING:
            named[each.id] += each.count if each.other != "addressee" else 0
    return sorted(named, key=lambda name: -named[name])


def _ids(counts: Iterable[Count]) -> list[str]:
    return [each.id for each in counts if each.id != NOTHING]
