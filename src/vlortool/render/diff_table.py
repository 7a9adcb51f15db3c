"""A diff on a screen: side by side where there is room, else both in one; and in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vlortool.diff.records import Pair, Sentence
from vlortool.diff.selection import NEW, NOT_REPEATED
from vlortool.render.diff_view import (
    LABELS,
    MAYBE,
    REPEATS,
    Entry,
    Group,
    View,
    about,
    force_of,
    grounds_of,
    has_marks,
    place_line,
)
from vlortool.render.diff_words import (
    ARROW,
    MARKS,
    MARKS_LEGEND,
    Run,
    Wording,
    changes,
    evidence,
    marked,
    reasons,
    wording,
)
from vlortool.render.hyphens import hyphenated
from vlortool.render.labels import STRENGTH_STYLES
from vlortool.render.listing import print_heading
from vlortool.render.output import write
from vlortool.render.plain import visible
from vlortool.render.table import (
    Column,
    columns_of_screen,
    out,
    place_text,
    table_in_pipe,
    trimmed,
)

WIDE = 120
# As wide as the widest words in it: `→ geen standpunt`.
_FORCE = 16
_STYLES = {"kept": "", "gone": "red strike", "came": "green underline"}
_NAMES = 8
_COLOUR_LEGEND = (
    "rood en doorstreept stond enkel in het oudere advies, groen en onderstreept staat enkel in het"
    " nieuwere; vet is waarop het oordeel berust"
)


class _Line(Struct, frozen=True, kw_only=True):
    """An entry as a line in a pipe."""

    group: str
    theme: str
    force: str
    old: str
    old_where: str
    new: str
    new_where: str
    similarity: str
    basis: str
    also: str
    text: str


class _Column(Struct, frozen=True):
    """A column of sentences: its share of the room, or its width."""

    title: str
    share: int | None = 1
    width: int | None = None


_PIPE_COLUMNS = [
    Column("group", "relatie"),
    Column("theme", "thema"),
    Column("force", "sterkte"),
    Column("old", "ouder (advies#zin)"),
    Column("old_where", "plaats"),
    Column("new", "nieuwer (advies#zin)"),
    Column("new_where", "plaats"),
    Column("similarity", "gelijkenis (afgeleid)", right=True),
    Column("basis", "grond (afgeleid)"),
    Column("also", "andere paren"),
    Column("text", "zin"),
]


def show_diffs(views: Sequence[View]) -> None:
    """Print diffs, one after another."""
    width = columns_of_screen()
    for number, view in enumerate(views):
        has_colour = width is not None and _has_colour(out())
        legend = _COLOUR_LEGEND if has_colour else MARKS_LEGEND
        print_header(view, first=number == 0, more=[("tekens", legend)] if has_marks(view) else [])
        if width is None:
            write(_piped(view))
            continue
        for group in view.groups:
            print_heading(f"{group.title} ({group.size})", first=False)
            if group.hint:
                _print(Text(group.hint, style="dim italic"))
            _show_group(group, width)


def print_header(view: View, *, first: bool, more: Sequence[tuple[str, str]] = ()) -> None:
    """Print what is compared, in which order and why, and what was found.

    Args:
        view: The diff.
        first: Whether nothing was printed before it.
        more: What else a reader must know, as names with words.
    """
    print_heading(f"{view.old} {ARROW} {view.new}", first=first)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, min_width=_NAMES, style="dim")
    grid.add_column(overflow="fold")
    for name, words in (*view.facts, *more):
        style = {"samen": "bold", "hoe": "dim", "tekens": "dim"}.get(name, "")
        grid.add_row(name, Text(visible(words), style))
    _print(grid)


def _show_group(group: Group, width: int) -> None:
    has_colour = _has_colour(out())
    columns = _columns(group.key, width)
    for number, theme in enumerate(group.themes):
        table = _table(columns, with_header=width >= WIDE and number == 0)
        for entry in theme.entries:
            table.add_row(*_cells(group, entry, width, has_colour=has_colour))
        write("\n")
        _print(Text(visible(f"{theme.title} ({len(theme.entries)})"), style="bold"))
        _print(table)


def _table(columns: Sequence[_Column], *, with_header: bool) -> Table:
    """Make a table whose columns are as wide for each theme."""
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_header=with_header,
        header_style="bold",
        leading=1,
        expand=True,
    )
    table.add_column("sterkte", width=_FORCE, overflow="fold")
    for each in columns:
        table.add_column(each.title, ratio=each.share, width=each.width, overflow="fold")
    return table


def _columns(key: str, width: int) -> list[_Column]:
    if width < WIDE:
        return [_Column("zin")]
    if key in {NOT_REPEATED, NEW, REPEATS}:
        return [_Column("zin", 8), _Column("waar, gericht aan, thema", 5)]
    grounds = _Column("grond (afgeleid)", share=None, width=_grounds_width(width))
    return [_Column("ouder"), _Column("nieuwer"), grounds]


def _grounds_width(width: int) -> int:
    return (width - _FORCE) * 3 // 13 - 1


def _cells(group: Group, entry: Entry, width: int, *, has_colour: bool) -> list[Text]:
    if entry.pair is not None and entry.old is not None and entry.new is not None:
        words = wording(entry.pair, entry.old, entry.new)
        pair = _Shown(entry.pair, entry.old, entry.new, words, entry.also)
        first = _change(pair, is_doubtful=group.is_doubtful)
        if width >= WIDE:
            return [first, *_beside(pair, _grounds_width(width), has_colour=has_colour)]
        return [first, *_inline(pair, has_colour=has_colour)]
    sentences = entry.sentences
    # What is repeated has a lead-in of its own at each place, or none.
    body = Text() if entry.repeated else _lead_in(sentences[0])
    body.append(visible(sentences[0].text))
    where = Text("\n").join(_place(each, with_lead_in=bool(entry.repeated)) for each in sentences)
    where.append_text(_also(entry.also))
    first = _force(sentences[0])
    if entry.repeated:
        first = Text(f"{len(sentences)} keer\n").append_text(first)
    if width >= WIDE:
        return [first, body, where]
    return [first, body.append("\n").append_text(where)]


class _Shown(Struct, frozen=True):
    """A pair with its statements and their words, and the other pairs that these stand in."""

    pair: Pair
    old: Sentence
    new: Sentence
    words: Wording
    also: list[str]


def _change(shown: _Shown, *, is_doubtful: bool) -> Text:
    """Say what a pair does, and what it did; of a doubtful one what it may be."""
    made = Text()
    if is_doubtful:
        made.append(f"{MAYBE}\n{LABELS[shown.pair.relation]}\n", style="italic")
    made.append_text(_force(shown.old))
    if force_of(shown.old) != force_of(shown.new):
        made.append(f"\n{ARROW} ").append_text(_force(shown.new))
    return made


def _force(sentence: Sentence) -> Text:
    return Text(force_of(sentence), style=STRENGTH_STYLES.get(sentence.strength or "", ""))


def _beside(shown: _Shown, room: int, *, has_colour: bool) -> list[Text]:
    """Show a pair side by side: each with its place, and why it is one."""
    sides = []
    for sentence, runs in ((shown.old, shown.words.old), (shown.new, shown.words.new)):
        made = _lead_in(sentence).append_text(_words(runs, has_colour=has_colour))
        sides.append(made.append("\n").append_text(_about(sentence)))
    why, common, also = (
        [hyphenated(visible(line), room) for line in lines]
        for lines in (*grounds_of(shown.pair), shown.also)
    )
    return [*sides, _grounds(why, common, between="\n").append_text(_also(also))]


def _inline(shown: _Shown, *, has_colour: bool) -> list[Text]:
    """Show both sides of a pair in one, or one below the other if little was kept."""
    named = (("ouder", shown.old, shown.words.old), ("nieuwer", shown.new, shown.words.new))
    lines = []
    if shown.words.both:
        lines.append(_words(shown.words.both, has_colour=has_colour))
    else:
        for name, sentence, runs in named:
            made = _lead_in(sentence).append(f"{name}: ", style="dim")
            lines.append(made.append_text(_words(runs, has_colour=has_colour)))
    why, common = grounds_of(shown.pair)
    lines.append(_grounds(why, common, between=" · ").append_text(_also(shown.also)))
    for name, sentence, _ in named:
        where = _place(sentence, with_lead_in=bool(shown.words.both))
        lines.append(Text(f"{name}: ", style="dim").append_text(where))
    return [Text("\n").join(lines)]


def _grounds(why: Sequence[str], common: Sequence[str], *, between: str) -> Text:
    """Show what a relation rests on, above what the pair rests on."""
    made = Text(visible(between.join(why)))
    if common:
        made.append(visible(f"\n{between.join(common)}"), style="dim")
    return made


def _place(sentence: Sentence, *, with_lead_in: bool) -> Text:
    made = _about(sentence)
    if with_lead_in and sentence.lead_in is not None:
        made.append("\n").append_text(_lead_in(sentence))
        made.rstrip()
    return made


def _also(lines: Iterable[str]) -> Text:
    return Text(visible("".join(f"\n{each}" for each in lines)), style="dim")


def _words(runs: Iterable[Run], *, has_colour: bool) -> Text:
    """Show words with what changed: struck or underlined in colour, between marks without."""
    made = Text()
    last: str = "kept"
    for state, some in changes(runs):
        before, after = ("", "") if has_colour else MARKS[state]
        # Without marks a word that went would run on into the one that came.
        made.append(" " if has_colour and (last, state) == ("gone", "came") else before)
        last = state
        for run in some:
            style = _STYLES[state] if has_colour else ""
            bold = "bold" if run.is_telling else ""
            made.append(visible(run.text).replace("\n", " "), style=f"{style} {bold}".strip())
        made.append(after)
    return made


def _lead_in(sentence: Sentence) -> Text:
    if sentence.lead_in is None:
        return Text()
    return Text(visible(f"inleiding: {sentence.lead_in}\n"), style="dim")


def _about(sentence: Sentence) -> Text:
    """Say where a statement stands, whom it addresses and what it is about."""
    return Text(visible(" · ".join(about(sentence, by_label=False))), style="dim")


def _has_colour(console: Console) -> bool:
    return console.color_system is not None and not console.no_color


def _print(renderable: object) -> None:
    write(trimmed(out(), renderable))


def _piped(view: View) -> str:
    """Write a line for each entry, however long."""
    lines = [
        _line(group, theme.title, entry)
        for group in view.groups
        for theme in group.themes
        for entry in theme.entries
    ]
    return f"\n{table_in_pipe(lines, _PIPE_COLUMNS)}" if lines else ""


def _line(group: Group, theme: str, entry: Entry) -> _Line:
    sentences = entry.sentences
    names = [(f"{each.advisory}#{each.id}", _where(each)) for each in sentences]
    sides = {"old": ("", ""), "new": ("", "")}
    if entry.old is not None:
        sides["old"] = names[0]
    if entry.new is not None:
        sides["new"] = names[-1]
    if entry.repeated:
        sides["old"] = ("; ".join(name for name, _ in names), "; ".join(at for _, at in names))
    forces = dict.fromkeys(map(force_of, sentences))
    pair = entry.pair
    relation = LABELS[group.key]
    if pair is not None and group.is_doubtful:
        relation = f"{MAYBE} {LABELS[pair.relation]}"
    return _Line(
        group=relation,
        theme=theme,
        force=f" {ARROW} ".join(forces),
        old=sides["old"][0],
        old_where=sides["old"][1],
        new=sides["new"][0],
        new_where=sides["new"][1],
        similarity=f"{pair.similarity:.2f}" if pair is not None else "",
        basis="; ".join([*reasons(pair), *evidence(pair)]) if pair is not None else "",
        also="; ".join(entry.also),
        text=_one_text(entry),
    )


def _where(sentence: Sentence) -> str:
    return " · ".join(
        part for part in (place_text(sentence.place), place_line(sentence)[1]) if part
    )


def _one_text(entry: Entry) -> str:
    if entry.pair is None or entry.old is None or entry.new is None:
        return entry.sentences[0].text
    words = wording(entry.pair, entry.old, entry.new)
    return marked(words.both) or f"[-{entry.old.text}-] {{+{entry.new.text}+}}"
