"""Which statements of an advisory cite which of its works."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from vlortool.model.advisory import Advisory, Citation, Footnote, Statement
from vlortool.model.titles import share
from vlortool.store.matching import words_of_title
from vlortool.tag.citations import is_worth_a_look
from vlortool.tag.mentions import Mention, find_mentions

_QUOTES = re.compile(r"[‘’‚‛“”„«»\"']")
# As many words of a short form stand in the title that it is taken for.
_ENOUGH = 0.6


class _Said(Struct, frozen=True):
    """A work that a statement mentions, and where in the text."""

    statement: int
    offset: int
    mention: Mention


def citing_statements(advisory: Advisory) -> Iterator[tuple[int, int]]:
    """Find the statements that cite: the marker of a note stands in them, or they name the work.

    Args:
        advisory: A parsed advisory.

    Yields:
        Index of a citation, index of a statement. A citation of the running text whose place the
        record does not tell has none.
    """
    notes = _notes_of(advisory)
    repeated = {
        number
        for number, count in Counter(note.number for note in advisory.footnotes).items()
        if count > 1
    }
    for index, citation in enumerate(advisory.citations):
        if citation.footnote is None:
            continue
        note = notes[index]
        for at, statement in enumerate(advisory.statements):
            # A number that two notes have tells nothing; the place of the marker does.
            if citation.footnote not in repeated:
                cites = citation.footnote in statement.footnotes
            else:
                cites = note is not None and _holds(statement, note.marker)
            if cites:
                yield index, at
    yield from _in_running_text(advisory, notes)


def _notes_of(advisory: Advisory) -> list[Footnote | None]:
    """Return the note of each citation; citations stand in the order of the markers."""
    left: dict[Citation, list[Footnote]] = {}
    for note in sorted(advisory.footnotes, key=lambda one: one.marker or 0):
        for citation in note.citations:
            left.setdefault(citation, []).append(note)
    return [notes.pop(0) if (notes := left.get(one)) else None for one in advisory.citations]


def _holds(statement: Statement, marker: int | None) -> bool:
    # A marker stands behind its words.
    return marker is not None and statement.start < marker <= statement.end


def _in_running_text(advisory: Advisory, notes: list[Footnote | None]) -> Iterator[tuple[int, int]]:
    """Find where the running text cites: between the markers of the notes before and after."""
    citations = advisory.citations
    markers = [note.marker if note is not None else None for note in notes]
    index = 0
    while index < len(citations):
        if citations[index].footnote is not None:
            index += 1
            continue
        last = index
        while last < len(citations) and citations[last].footnote is None:
            last += 1
        before = [each for each in markers[:index] if each is not None]
        after = [each for each in markers[last:] if each is not None]
        said = _said(
            advisory,
            max(before, default=0),
            min(after, default=len(advisory.text)),
        )
        yield from _placed(advisory, list(range(index, last)), said)
        index = last


def _said(advisory: Advisory, start: int, end: int) -> list[_Said]:
    """Return the works mentioned in a part of the text, but for those of a note right there."""
    found = []
    for at, statement in enumerate(advisory.statements):
        if statement.end <= start or statement.start > end:
            continue
        if not is_worth_a_look(statement.text):
            continue
        for mention in find_mentions(statement.text, advisory.metadata.council):
            offset = statement.start + mention.start
            if start <= offset <= end and not _is_noted(advisory, statement, offset, mention):
                found.append(_Said(at, offset, mention))
    return found


def _is_noted(advisory: Advisory, statement: Statement, offset: int, mention: Mention) -> bool:
    return any(
        _holds(statement, note.marker)
        and (note.marker or 0) >= offset
        and any(_may_mean(mention, citation) for citation in note.citations)
        for note in advisory.footnotes
    )


def _placed(advisory: Advisory, indexes: list[int], said: list[_Said]) -> Iterator[tuple[int, int]]:
    """Give each citation its statement, in the order in which both stand in the text."""
    first = 0
    for index in indexes:
        citation = advisory.citations[index]
        place = _place_of(citation, said[first:])
        if place is not None:
            first += place + 1
            yield index, said[first - 1].statement
            continue
        titled = _titled(advisory.statements, citation)
        if len(titled) == 1:
            yield index, titled[0]


def _place_of(citation: Citation, said: list[_Said]) -> int | None:
    """Return which mention a citation was made of; None if it may be any of several."""
    exact = [
        place
        for place, one in enumerate(said)
        if one.mention.work.title is not None
        and (one.mention.work.title, one.mention.work.date) == (citation.title, citation.date)
    ]
    if exact:
        # Each mention makes a citation, so that the first one left is this one's.
        return exact[0]
    fitting = [place for place, one in enumerate(said) if _may_mean(one.mention, citation)]
    worded = [place for place in fitting if _shares_words(said[place].mention, citation)]
    for places in (worded, fitting):
        if len({said[place].statement for place in places}) == 1:
            return places[0]
    return None


def _may_mean(mention: Mention, citation: Citation) -> bool:
    """Tell whether nothing that the words say speaks against the work."""
    work = mention.work
    if work.council is not None and work.council != citation.council:
        return False
    if work.date is not None or work.year is None:
        return work.date in {None, citation.date}
    return citation.date is None or citation.date.year == work.year


def _shares_words(mention: Mention, citation: Citation) -> bool:
    words = words_of_title(mention.hint or mention.work.title)
    return share(words, words_of_title(citation.title)) >= _ENOUGH


def _titled(statements: list[Statement], citation: Citation) -> list[int]:
    """Return the statements that the title stands in, whatever the quotes and blanks."""
    title = _folded(citation.title or "")
    if not title:
        return []
    return [at for at, one in enumerate(statements) if title in _folded(one.text)]


def _folded(words: str) -> str:
    return " ".join(_QUOTES.sub("'", words).split()).casefold()
