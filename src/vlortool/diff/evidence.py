"""Why two statements are taken for a pair: the words, labels and works that they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vlortool.diff.content import Term
from vlortool.diff.likeness import Likeness
from vlortool.diff.records import Basis, Kind, Quote
from vlortool.model.advisory import Statement

# What matches for less is no evidence to show.
_TELLING = 1.5


def evidence(likeness: Likeness, first: int, second: int) -> list[Basis]:
    """Return what speaks for a pair.

    Args:
        likeness: The comparison.
        first: Index of the older statement.
        second: Index of the newer one.
    """
    old, new = likeness.old.statements[first], likeness.new.statements[second]
    return [
        *_words(likeness, first, second),
        *_shared("themes", (each.id for each in old.themes), (each.id for each in new.themes)),
        *_shared("actors", (each.id for each in old.actors), (each.id for each in new.actors)),
        # Names of works have blanks in them: each is a reason of its own.
        *(
            Basis(kind="works", value=work)
            for work in sorted(likeness.old.works[first] & likeness.new.works[second])
        ),
    ]


def _words(likeness: Likeness, first: int, second: int) -> Iterator[Basis]:
    """Show the words that match, with the ones that they match."""
    ours, theirs = likeness.old.contents[first], likeness.new.contents[second]
    found = likeness.matches(first, second)
    old = [term for term, worth in zip(ours.terms, found.worths, strict=True) if worth > _TELLING]
    new = [
        term
        for term, worth in zip(theirs.terms, found.their_worths, strict=True)
        if worth > _TELLING
    ]
    if old and new:
        yield Basis(
            kind="words",
            old=_quotes(likeness.old.statements[first], old),
            new=_quotes(likeness.new.statements[second], new),
        )


def _quotes(statement: Statement, terms: Sequence[Term]) -> list[Quote]:
    return [
        Quote(
            start=statement.start + term.start,
            end=statement.start + term.end,
            text=statement.text[term.start : term.end],
        )
        for term in terms
    ]


def _shared(kind: Kind, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[Basis]:
    both = sorted(set(ours) & set(theirs))
    if both:
        yield Basis(kind=kind, value=" ".join(both))
