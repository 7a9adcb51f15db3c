"""A diff as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vlortool.diff.records import Sentence
from vlortool.render.counts import ZERO
from vlortool.render.diff_counts import SEVERAL, by_relation, by_theme, used_columns
from vlortool.render.diff_view import (
    LABELS,
    MAYBE,
    Entry,
    Group,
    View,
    about,
    force_of,
    grounds_of,
    has_marks,
)
from vlortool.render.diff_words import ARROW, MARKS_LEGEND, marked, wording
from vlortool.render.plain import markdown


def document(views: Sequence[View], *, stat: bool) -> str:
    """Write diffs as one Markdown document.

    Args:
        views: The diffs.
        stat: Whether only counts are wanted.
    """
    return "\n".join(line for view in views for line in _view(view, stat=stat)) + "\n"


def _view(view: View, *, stat: bool) -> Iterator[str]:
    yield f"# {markdown(f'{view.old} {ARROW} {view.new}')}"
    yield ""
    for name, words in view.facts:
        yield f"- {name}: {markdown(words)}"
    if stat:
        yield from _counts(view)
    elif has_marks(view):
        yield f"- tekens: {markdown(MARKS_LEGEND)}"
    yield ""
    for group in view.groups if not stat else ():
        yield f"## {markdown(group.title)} ({group.size})"
        yield ""
        if group.hint:
            yield f"*{markdown(group.hint)}*"
            yield ""
        for theme in group.themes:
            yield f"### {markdown(theme.title)} ({len(theme.entries)})"
            yield ""
            for entry in theme.entries:
                yield from _entry(group, entry)
            yield ""


def _entry(group: Group, entry: Entry) -> Iterator[str]:
    if entry.pair is None or entry.old is None or entry.new is None:
        sentences = entry.sentences
        times = f"{len(sentences)} keer, " if entry.repeated else ""
        yield f"- **{times}{force_of(sentences[0])}** {markdown(sentences[0].text)}"
        for sentence in sentences:
            yield f"  - {_about(sentence)}{_lead_in(sentence)}"
        yield from _also(entry)
        return
    forces = dict.fromkeys((force_of(entry.old), force_of(entry.new)))
    doubt = f"{MAYBE} {LABELS[entry.pair.relation]}: " if group.is_doubtful else ""
    label = f"**{doubt}{f' {ARROW} '.join(forces)}**"
    words = wording(entry.pair, entry.old, entry.new)
    yield f"- {label} {markdown(marked(words.both))}".rstrip()
    for name, sentence, runs in (
        ("ouder", entry.old, words.old),
        ("nieuwer", entry.new, words.new),
    ):
        own = "" if words.both else f"{markdown(marked(runs))} — "
        yield f"  - {name}: {own}{_about(sentence)}{_lead_in(sentence)}"
    why, common = grounds_of(entry.pair)
    yield f"  - grond: {markdown('; '.join([*why, *common]))}"
    yield from _also(entry)


def _also(entry: Entry) -> Iterator[str]:
    if entry.also:
        yield f"  - {markdown('; '.join(entry.also))}"


def _lead_in(sentence: Sentence) -> str:
    return f" · inleiding: {markdown(sentence.lead_in)}" if sentence.lead_in is not None else ""


def _about(sentence: Sentence) -> str:
    """Say where a statement stands, whom it addresses and what it is about."""
    return markdown(" · ".join(about(sentence)))


def _counts(view: View) -> Iterator[str]:
    yield ""
    yield "| relatie | aantal |"
    yield "|---|---:|"
    for key, count in by_relation(view.counts):
        yield f"| {markdown(LABELS[key])} | {count or ZERO} |"
    themes, used = by_theme(view.counts), used_columns(view.counts)
    if themes:
        yield ""
        yield f"| thema | {' | '.join(markdown(LABELS[key]) for key in used)} |"
        yield f"|---|{'---:|' * len(used)}"
        for label, found in themes:
            cells = " | ".join(str(found.get(key, ZERO)) for key in used)
            yield f"| {markdown(label)} | {cells} |"
        yield ""
        yield markdown(f"{ZERO} niet gevonden; {SEVERAL}")
