"""A diff as one page of HTML: nothing else is needed to read or print it, colour neither."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from vlortool._version import __version__
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
)
from vlortool.render.diff_words import ARROW, Run, changes, wording
from vlortool.render.plain import visible

_UNSAFE = re.compile(r"[^\w.~-]")
# The marks around them, which are the style's, are not struck themselves.
_TAGS = {
    "kept": ("", ""),
    "gone": ("<del><span>", "</span></del>"),
    "came": ("<ins><span>", "</span></ins>"),
}
_LEGEND = (
    "<del><span>weg</span></del> stond enkel in het oudere advies, <ins><span>nieuw</span></ins>"
    " staat enkel in het nieuwere;"
    " <b>vet</b> is waarop het oordeel berust. Waar haast alles anders verwoord is, is enkel"
    " vet gezet wat de zinnen gemeen hebben."
)

_FOOTER = "Labels, paren en wat er veranderde zijn afgeleid: lees de zinnen na in de adviezen."


def page(views: Sequence[View], *, stat: bool) -> str:
    """Write diffs as one page.

    Args:
        views: The diffs, one after another.
        stat: Whether only counts are wanted.
    """
    style = files(__package__).joinpath("diff.css").read_text("utf-8")
    # Nothing may be loaded, and no other style obeyed than this one.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    advisories = [views[0].old, *(view.new for view in views)]
    title = _text(f" {ARROW} ".join(advisories))
    lines = [
        "<!DOCTYPE html>",
        '<html lang="nl">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="vlortool {__version__}">',
        f"<title>{title}: wat veranderde</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}: wat veranderde</h1>",
        *_body(views, stat=stat),
        f"<footer>Gemaakt met vlortool {__version__}. {_FOOTER}</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _body(views: Sequence[View], *, stat: bool) -> Iterator[str]:
    for number, view in enumerate(views, start=1):
        # In a chain each diff is a chapter, and names are its own.
        if len(views) == 1:
            yield from _Page("", 2).view(view, stat=stat)
        else:
            prefix = f"deel-{number}-"
            yield f'<section id="deel-{number}">'
            yield f"<h2>{_text(f'{view.old} {ARROW} {view.new}')}</h2>"
            yield from _Page(prefix, 3).view(view, stat=stat)
            yield "</section>"


class _Page:
    """Writes a diff, with names of its own for what can be linked to."""

    def __init__(self, prefix: str, level: int) -> None:
        self._prefix = prefix
        self._level = level

    def view(self, view: View, *, stat: bool) -> Iterator[str]:
        yield '<dl class="facts">'
        for name, words in view.facts:
            yield f"<dt>{name}</dt><dd>{_text(words)}</dd>"
        yield "</dl>"
        if stat:
            yield from _counts(view)
            return
        if any(entry.pair for group in view.groups for entry in group.themes[0].entries):
            yield f'<p class="legend">{_LEGEND}</p>'
        yield from self._contents(view)
        for group in view.groups:
            yield from self._group(group)

    def _contents(self, view: View) -> Iterator[str]:
        yield '<nav aria-label="Overzicht"><ul>'
        for group in view.groups:
            link = f'<a href="#{self._name(group.key)}">{_text(group.title)}</a>'
            yield f'<li>{link} <span class="count">({group.size})</span></li>'
        yield "</ul></nav>"

    def _group(self, group: Group) -> Iterator[str]:
        name = self._name(group.key)
        kind = ' class="maybe"' if group.is_doubtful else ""
        yield f'<section id="{name}"{kind}>'
        yield self._heading(0, group.title, group.size)
        if group.hint:
            yield f'<p class="hint">{_text(group.hint)}</p>'
        for theme in group.themes:
            yield self._heading(1, theme.title, len(theme.entries))
            for entry in theme.entries:
                yield from self._entry(group, entry)
        yield "</section>"

    def _heading(self, deeper: int, title: str, count: int) -> str:
        tag = f"h{self._level + deeper}"
        return f'<{tag}>{_text(title)} <span class="count">({count})</span></{tag}>'

    def _entry(self, group: Group, entry: Entry) -> Iterator[str]:
        # A statement may stand in several pairs, also in doubtful ones: the group tells them apart.
        name = self._name(group.key, *(each.id for each in entry.sentences))
        kind = "pair" if entry.pair is not None else "lone"
        yield f'<article id="{name}" class="{kind}">'
        yield f"<header>{_label(group, entry)} {_here(name)}</header>"
        yield from _pair(entry) if entry.pair is not None else _lone(entry)
        if entry.also:
            yield f'<p class="also">{_text("; ".join(entry.also))}</p>'
        yield "</article>"

    def _name(self, *parts: str) -> str:
        return self._prefix + _UNSAFE.sub("_", "-".join(parts))


def _here(name: str) -> str:
    return f'<a class="here" href="#{name}" aria-label="koppeling naar deze plaats">#</a>'


def _label(group: Group, entry: Entry) -> str:
    forces = dict.fromkeys(map(force_of, entry.sentences))
    said = f" {ARROW} ".join(forces)
    if entry.repeated:
        said = f"{len(entry.repeated)} keer: {said}"
    if entry.pair is not None and group.is_doubtful:
        said = f"{MAYBE} {LABELS[entry.pair.relation]}: {said}"
    return f'<span class="force">{_text(said)}</span>'


def _pair(entry: Entry) -> Iterator[str]:
    if entry.pair is None or entry.old is None or entry.new is None:
        return
    words = wording(entry.pair, entry.old, entry.new)
    yield '<div class="sides">'
    yield from _side("ouder", entry.old, words.old)
    yield from _side("nieuwer", entry.new, words.new)
    yield "</div>"
    why, common = grounds_of(entry.pair)
    # The last of them is the similarity.
    grounds = [*(f"<strong>{_text(each)}</strong>" for each in why[:-1]), *map(_text, why[-1:])]
    grounds += map(_text, common)
    yield f'<p class="grounds">grond: {"; ".join(grounds)}</p>'


def _side(name: str, sentence: Sentence, runs: Iterable[Run]) -> Iterator[str]:
    yield f'<div class="side"><p class="name">{name}</p>'
    yield from _lead_in(sentence)
    yield f"<p>{_words(runs)}</p>"
    yield f"{_about(sentence)}</div>"


def _lone(entry: Entry) -> Iterator[str]:
    sentences = entry.sentences
    yield '<div class="side">'
    if not entry.repeated:
        yield from _lead_in(sentences[0])
    yield f"<p>{_text(sentences[0].text)}</p>"
    for sentence in sentences:
        yield _about(sentence)
        # What is repeated has a lead-in of its own at each place, or none.
        if entry.repeated:
            yield from _lead_in(sentence)
    yield "</div>"


def _lead_in(sentence: Sentence) -> Iterator[str]:
    if sentence.lead_in is not None:
        yield f'<p class="lead-in">inleiding: {_text(sentence.lead_in)}</p>'


def _words(runs: Iterable[Run]) -> str:
    made = []
    for state, some in changes(runs):
        before, after = _TAGS[state]
        words = [f"<b>{_text(run.text)}</b>" if run.is_telling else _text(run.text) for run in some]
        made.append(f"{before}{''.join(words)}{after}")
    return "".join(made)


def _about(sentence: Sentence) -> str:
    """Say where a statement stands, whom it addresses and what it is about."""
    name, *others = about(sentence)
    return f'<p class="about">{" · ".join(map(_text, (*others, name)))}</p>'


def _counts(view: View) -> Iterator[str]:
    yield "<table><caption>Per relatie</caption><tbody>"
    for key, count in by_relation(view.counts):
        yield f'<tr><th scope="row">{LABELS[key]}</th><td class="n">{count or ZERO}</td></tr>'
    yield "</tbody></table>"
    themes, used = by_theme(view.counts), used_columns(view.counts)
    if themes:
        yield f"<table><caption>Per thema; {ZERO} niet gevonden; {_text(SEVERAL)}</caption>"
        heads = "".join(f'<th scope="col" class="n">{LABELS[key]}</th>' for key in used)
        yield f'<thead><tr><th scope="col">thema</th>{heads}</tr></thead><tbody>'
        for label, found in themes:
            cells = "".join(f'<td class="n">{found.get(key, ZERO)}</td>' for key in used)
            yield f'<tr><th scope="row">{_text(label)}</th>{cells}</tr>'
        yield "</tbody></table>"


def _text(words: str) -> str:
    """Show words of a document as words."""
    return escape(visible(words))
