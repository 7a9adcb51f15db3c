"""Works cited in the notes and in the running text of one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from vlortool.model.advisory import Citation, Footnote, Metadata
from vlortool.model.document import Document
from vlortool.resources import citation_words, structure
from vlortool.tag.mentions import find_mentions
from vlortool.tag.note_works import read_note
from vlortool.tag.sentences import split_sentences
from vlortool.tag.shortforms import Cited, complete

_MAX_NOTE = 20_000
_MAX_SENTENCE = 2000
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"[A-Z][A-Z][-/_]")


@cache
def _kinds() -> tuple[str, ...]:
    """Return what names a kind of advice; not those that hold another."""
    kinds = {kind.casefold() for kind in (*citation_words().advice_kinds, "memorand")}
    return tuple(sorted(kind for kind in kinds if not any(one in kind for one in kinds - {kind})))


def is_worth_a_look(words: str) -> bool:
    """Tell whether words can mention a work: by a kind of work, a year, a code; most do not.

    It is much cheaper than a look for works.
    """
    folded = words.casefold()
    return (
        any(kind in folded for kind in _kinds())
        or _YEAR.search(words) is not None
        or _CODE.search(words) is not None
    )


class Citations(Struct, frozen=True, kw_only=True):
    """What the works cited add to a document.

    Attributes:
        metadata: Its metadata, with the day of the newest work cited.
        footnotes: Its notes with the works cited in each.
        citations: All works cited, in the order of the document.
    """

    metadata: Metadata
    footnotes: list[Footnote]
    citations: list[Citation]


def cite(document: Document) -> Citations:
    """Find the works that a document cites, and put them where they belong."""
    cited = _cited(document)
    by_note: dict[int, list[Citation]] = {}
    for index, one in cited:
        if index is not None:
            by_note.setdefault(index, []).append(one)
    citations = [one for _, one in cited]
    return Citations(
        metadata=_with_newest(document.metadata, citations),
        footnotes=[
            replace(note, citations=by_note.get(index, []))
            for index, note in enumerate(document.footnotes)
        ],
        citations=citations,
    )


def find_citations(document: Document) -> list[Citation]:
    """Find the works that a document cites in its notes and its running text, in order."""
    return [one for _, one in _cited(document)]


def _with_newest(metadata: Metadata, citations: list[Citation]) -> Metadata:
    dates = [one.date for one in citations if one.date is not None]
    # A value there already is the sidecar's, which somebody checked.
    if metadata.not_before is not None or not dates:
        return metadata
    return replace(metadata, not_before=max(dates))


def _cited(document: Document) -> list[tuple[int | None, Citation]]:
    """Return each citation with the index of its note."""
    own = document.metadata.council
    places = _note_places(document)
    rows: list[tuple[int, int, int | None, Cited]] = []
    for index, note in enumerate(document.footnotes):
        rows += [(places[index], 1, index, one) for one in _in_note(note, places[index], own)]
    rows += [(one.offset, 0, None, one) for one in _in_text(document, own)]
    rows.sort(key=lambda row: row[:2])
    notes = {id(row[3]): row[2] for row in rows}
    order = [row[3] for row in rows]
    # Completing makes new records, none or more for each: their place tells where they came from.
    numbered = [replace(one, offset=place) for place, one in enumerate(order)]
    done = complete(numbered)
    marked = _works_at_markers(document, done, order, notes)
    return [
        (notes[id(order[one.offset])], _citation(one))
        for one in done
        if not _is_echo(one, order[one.offset], marked, document)
    ]


def _note_places(document: Document) -> list[int]:
    """Return where each note stands in the text; one without a marker is with the one before."""
    places, last = [], 0
    for note in document.footnotes:
        last = note.marker if note.marker is not None else last
        places.append(last)
    return places


def _in_note(note: Footnote, offset: int, own: str | None) -> Iterator[Cited]:
    works = read_note(note.text[:_MAX_NOTE], note.urls, own)
    for work in works:
        yield Cited(work=work, offset=offset, footnote=note.number)
    if works:
        return
    for start, end in split_sentences(note.text[:_MAX_NOTE], structure().abbreviations):
        for one in find_mentions(note.text[start:end], own):
            yield Cited(
                work=one.work,
                offset=offset,
                footnote=note.number,
                hint=one.hint,
                certain=one.certain,
            )


def _in_text(document: Document, own: str | None) -> Iterator[Cited]:
    for block in document.blocks:
        words = document.text[block.start : block.end]
        if not is_worth_a_look(words):
            continue
        for start, end in split_sentences(words, structure().abbreviations):
            sentence = words[start:end]
            if not is_worth_a_look(sentence):
                continue
            for one in find_mentions(sentence, own):
                offset = block.start + start + one.start
                yield Cited(work=one.work, offset=offset, hint=one.hint, certain=one.certain)


def _works_at_markers(
    document: Document, done: list[Cited], order: list[Cited], notes: dict[int, int | None]
) -> dict[tuple[object, ...], list[int]]:
    """Return the offsets of the markers of the notes that cite each work."""
    found: dict[tuple[object, ...], list[int]] = {}
    for one in done:
        index = notes[id(order[one.offset])]
        marker = document.footnotes[index].marker if index is not None else None
        if marker is not None:
            found.setdefault(_key(one), []).append(marker)
    return found


def _is_echo(
    one: Cited, origin: Cited, marked: dict[tuple[object, ...], list[int]], document: Document
) -> bool:
    """Tell whether words in the text name the work of a note whose marker stands right there."""
    if origin.footnote is not None or one.basis is None:
        return False
    start = origin.offset
    most = min(start + _MAX_SENTENCE, len(document.text))
    stop = re.compile(r"[.?!](?:\s|$)").search(document.text, start, most)
    end = stop.end() if stop else most
    return any(start <= marker <= end for marker in marked.get(_key(one), ()))


def _key(one: Cited) -> tuple[object, ...]:
    return (one.work.council, one.work.title, one.work.date)


def _citation(one: Cited) -> Citation:
    work = one.work
    return Citation(
        council=work.council,
        body=work.body,
        title=work.title,
        date=work.date,
        url=work.links[0] if work.links else None,
        footnote=one.footnote,
        basis=one.basis,
    )
