"""How many positions changed, by relation and by theme."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from vlortool.diff.rows import POSSIBLE, DiffCount
from vlortool.query.names import label_of_theme
from vlortool.render.counts import ZERO, bar, crossed, print_caption
from vlortool.render.diff_table import print_header
from vlortool.render.diff_view import LABELS, NO_THEME, ORDER, View
from vlortool.render.output import emit_table, write
from vlortool.render.table import Column, columns_of_screen

# Doubtful pairs are counted apart, and last.
_COLUMNS = (*ORDER, POSSIBLE)
_TABLE = [
    Column("label", "relatie"),
    Column("count", "aantal", right=True),
    Column("bar", "", style="cyan"),
]
_BAR = 40
# The columns beside the bar, and the gaps between them.
_BESIDE = 36
_NO_THEME = NO_THEME.lower()
SEVERAL = "een paar telt bij elk thema van beide zinnen, een zin bij elk van haar thema's"


class _Bar(Struct, frozen=True):
    label: str
    count: str
    bar: str


def show_counts(views: Sequence[View]) -> None:
    """Print how many there are, by relation and by theme."""
    width = columns_of_screen()
    for number, view in enumerate(views):
        print_header(view, first=number == 0)
        write("\n")
        emit_table(_bars(view.counts, width), _TABLE)
        # Ids are short: names would leave no room for the columns.
        counts = {
            (each.theme or _NO_THEME, LABELS[each.relation]): each.count
            for each in view.counts
            if each.dimension == "theme"
        }
        if counts:
            names = list(dict.fromkeys(theme for theme, _ in counts))
            used = [LABELS[key] for key in used_columns(view.counts)]
            text, left_out = crossed(counts, names, used, width)
            write(f"\n{text}")
            print_caption(f"{ZERO} niet gevonden; {SEVERAL}")
            if left_out:
                which = "1 kolom past" if left_out == 1 else f"{left_out} kolommen passen"
                print_caption(f"{which} er niet meer bij: --format csv of json geeft ze alle")


def by_theme(counts: Sequence[DiffCount]) -> list[tuple[str, dict[str, int]]]:
    """Return the counts of each theme by relation, themes by their label, those without last."""
    found: dict[str, dict[str, int]] = {}
    for each in counts:
        if each.dimension == "theme":
            label = label_of_theme(each.theme) if each.theme is not None else NO_THEME
            found.setdefault(label, {})[each.relation] = each.count
    return sorted(found.items(), key=lambda pair: (pair[0] == NO_THEME, pair[0].casefold()))


def used_columns(counts: Sequence[DiffCount]) -> list[str]:
    """Return what there is any of, in the order in which it is shown."""
    used = {each.relation for each in counts if each.count}
    return [key for key in _COLUMNS if key in used]


def by_relation(counts: Sequence[DiffCount]) -> list[tuple[str, int]]:
    """Return the counts by relation, in the order in which they are shown."""
    found = {each.relation: each.count for each in counts if each.dimension == "relation"}
    return [(key, found.get(key, 0)) for key in _COLUMNS]


def _bars(counts: Sequence[DiffCount], width: int | None) -> list[_Bar]:
    found = by_relation(counts)
    most = max(1, *(count for _, count in found))
    room = _BAR if width is None else max(width - _BESIDE, 1)
    return [
        _Bar(
            label=LABELS[key].capitalize(),
            count=str(count) if count else ZERO,
            bar=bar(count, most, room),
        )
        for key, count in found
    ]
