"""Advisories of a store compared, by the words that its catalogue knows already."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from vlortool.diff.compare import compare
from vlortool.diff.content import Form, Reader, looked_up
from vlortool.diff.embeddings import Embedding
from vlortool.diff.order import oldest_first
from vlortool.diff.records import Diff
from vlortool.model.advisory import Advisory
from vlortool.model.terms import fold
from vlortool.store.matching import Index, entry_of
from vlortool.store.resolve import resolve_advisory

_CHUNK = 400


def compared(
    advisories: Sequence[Advisory],
    reader: Reader = looked_up,
    embedding: Embedding | None = None,
) -> list[Diff]:
    """Compare advisories, each with the one before it, the oldest first.

    Args:
        advisories: Two or more, in whatever order.
        reader: Looks word forms up: the catalogue's, or the lexicon's.
        embedding: A model of the user's, whose similarities are evidence too.

    Returns:
        One diff fewer than there are advisories.
    """
    chain = oldest_first(advisories)
    return [compare(old, new, reader=reader, embedding=embedding) for old, new in pairwise(chain)]


def matched(advisories: Sequence[Advisory]) -> list[Advisory]:
    """Match the citations of advisories with one another, as `parse` does with a whole store."""
    entries = {each.id: entry_of(each.id, each.metadata) for each in advisories}
    index = Index(entries.values())
    return [resolve_advisory(each, index, entries[each.id]) for each in advisories]


def catalogue_reader(connection: sqlite3.Connection) -> Reader:
    """Return a reader of word forms as the catalogue has them, with the lexicon behind it."""

    def read(forms: Collection[str]) -> Mapping[str, Form]:
        found: dict[str, Form] = {}
        listed = sorted(forms)
        for first in range(0, len(listed), _CHUNK):
            some = listed[first : first + _CHUNK]
            marks = ", ".join(["(?, ?)"] * len(some))
            values = [value for form in some for value in (fold(form), form)]
            rows = connection.execute(
                "SELECT form, lemma, others, parts FROM word"
                f" WHERE (folded, form) IN (VALUES {marks})",
                values,
            )
            for form, lemma, others, parts in rows:
                found[form] = Form(lemma, tuple(others.split()), tuple(parts.split()))
        missing = [form for form in listed if form not in found]
        return {**found, **looked_up(missing)} if missing else found

    return read
