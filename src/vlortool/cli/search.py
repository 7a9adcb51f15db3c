"""`vlortool search`: full text over sentences, notes and titles."""

from __future__ import annotations

from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli import completion as offer
from vlortool.cli import filters as by
from vlortool.cli.shared import Bom, Data, Form, Separator, guarded, opened
from vlortool.cli.status import Status
from vlortool.query.filters import Filter
from vlortool.query.language import terms
from vlortool.query.names import find_council
from vlortool.query.search import Findings, Found, Within
from vlortool.query.search import search as search_in
from vlortool.render.output import Csv, Delimiter, Format, emit
from vlortool.render.search import show_matches
from vlortool.store import find

# Ranked: the rest is there for whoever asks for it, or for a format that programs read.
_ON_SCREEN = 20
_IN_PIPE = 200

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="QUERY",
        help='Words, "a phrase", begin*, AND, OR, NOT and brackets; between words AND is meant.'
        " In a shell, put single quotes around a phrase with its quotes.",
        show_default=False,
    ),
]
Searched = Annotated[Within, typer.Option("--in", help="What is searched.")]
Exact = Annotated[
    bool,
    typer.Option("--exact", help="Only the words as printed: no inflection, no compounds."),
]
Advisories = Annotated[
    list[str] | None,
    typer.Option(
        "--advisory",
        metavar="ID",
        help="Only this advisory; a beginning of its id will do, and several may be given.",
        show_default=False,
        autocompletion=offer.advisories,
    ),
]


def search(
    context: typer.Context,
    words: Words,
    within: Searched = Within.STATEMENTS,
    exact: Exact = False,
    position: by.Positions = [by.Position.ANY],  # noqa: B006 - typer copies it
    council: by.CouncilName = None,
    since: by.Since = None,
    until: by.Until = None,
    advisory: Advisories = None,
    limit: by.Limit = None,
    data: Data = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Search the words of sentences, notes and titles.

    Found are the words, their other forms and compounds with them (kwalificatie finds
    beroepskwalificaties); the best come first. Capitals and accents don't matter. All
    sentences are searched, whatever they do; --position is for sentences only. A table shows the
    best 20 on a screen and the best 200 in a pipe; the other formats hold all.

    Example: vlortool search '"lerende organisatie" OR leerwerkplek'
    """
    with guarded(context), opened(data) as catalogue:
        wanted = Filter(
            advisories=tuple(find(data_folder(data), name).stem for name in advisory or ()),
            positions=by.positions_of(position),
            council=find_council(council) if council is not None else None,
            since=since,
            until=until,
        )
        found = search_in(
            catalogue.connection,
            " ".join(words),
            wanted,
            within=within,
            exact=exact,
            limit=by.limit_of(limit, form, _ON_SCREEN, _IN_PIPE),
        )
        if form is not Format.TABLE:
            emit([each.found for each in found.matches], [], form, Found, Csv(bom, delimiter))
        elif found.matches:
            show_matches(found.matches)
        _tell(found, within, exact=exact)
        if not found.total:
            raise typer.Exit(Status.FOUND)


def _tell(found: Findings, within: Within, *, exact: bool) -> None:
    """Tell on standard error what is not shown, or what to try where nothing was found."""
    if not found.total:
        by.tell(f"nothing found; {by.looked_through(found.advisories)}")
        for hint in _hints(found, within, exact=exact):
            by.tell(hint)
    elif len(found.matches) < found.total:
        by.tell(f"shown: {len(found.matches)} of {found.total}; --limit 0 shows all")
    by.tell_dates(found.dates)


def _hints(found: Findings, within: Within, *, exact: bool) -> list[str]:
    sought = terms(found.query)
    hints = []
    if len(sought) > 1 and found.absent:
        hints.append(f"these stand nowhere: {', '.join(found.absent)}")
    if len(sought) > 1:
        hints.append("all words must stand in one sentence, note or title; OR takes any of them")
    if any(len(term.words) > 1 for term in sought):
        hints.append("words of a phrase must follow each other; without quotes they need not")
    if exact:
        hints.append("without --exact, other forms of a word and compounds with it are found too")
    if within is not Within.ALL:
        hints.append(f"only {within} were searched: --in all takes the others too")
    return hints
