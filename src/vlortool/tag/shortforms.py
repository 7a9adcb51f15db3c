"""Short forms inside a document: *het advies over de beleidsbrief* is the work of note 8."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from vlortool.model.titles import share, title_words
from vlortool.resources import citation_words
from vlortool.tag.works import Work

_ENOUGH = 0.6
SHORT = "short form of"


class Cited(Struct, frozen=True, kw_only=True):
    """A work with the place in the document where it is cited.

    Attributes:
        work: The work.
        offset: Where in the text: of the note's marker, or of the words.
        footnote: Number of its note, None in the running text.
        basis: Why it is taken for a work that is cited in full elsewhere.
        hint: Words to find the full work by, instead of the title.
        certain: Whether it stays even if no fuller form is found.
    """

    work: Work
    offset: int
    footnote: str | None = None
    basis: str | None = None
    hint: str | None = None
    certain: bool = True


def complete(cited: list[Cited]) -> list[Cited]:
    """Give each short form the work that it stands for; drop what is no citation without it.

    Args:
        cited: All works of a document, in its order.
    """
    full = [one for one in cited if _is_full(one)]
    notes: dict[str | None, list[Cited]] = {}
    for one in full:
        notes.setdefault(one.footnote, []).append(one)
    pool = _Pool(list(_distinct(full)))
    done: list[Cited] = []
    for one in cited:
        done.extend(_completed(one, notes, pool, done))
    return done


def _distinct(full: list[Cited]) -> Iterator[Cited]:
    """Yield works that a short form may stand for, one that is cited over and over but twice.

    The second because no short form stands for a work of its own note.
    """
    counts: Counter[tuple[object, ...]] = Counter()
    for one in full:
        work = one.work
        key = (work.kind, work.council, work.body, work.title, work.date, work.year)
        counts[key, one.footnote is None] += 1
        if counts[key, one.footnote is None] <= 2:
            yield one


class _Pool:
    """The works that are cited in full, and those of them with a word in their title."""

    def __init__(self, full: list[Cited]) -> None:
        self.full = full
        self.by_word: dict[str, list[Cited]] = {}
        for one in full:
            for word in _words(one.work.title):
                self.by_word.setdefault(word, []).append(one)


def _is_full(one: Cited) -> bool:
    work = one.work
    return (
        work.form == "full"
        and work.title is not None
        and one.certain
        and (one.footnote is not None or work.date is not None)
    )


def _completed(
    one: Cited, notes: dict[str | None, list[Cited]], pool: _Pool, done: list[Cited]
) -> list[Cited]:
    form = one.work.form
    if form == "ibid":
        earlier = next((other for other in reversed(done) if other.footnote is not None), None)
        return [_as(one, earlier)] if earlier else []
    if form == "opcit":
        return _earlier_of(one, done)
    if form == "reference":
        return _of_note(one, notes.get(one.work.note, []))
    if one.work.date is not None and one.work.title is not None and one.footnote is not None:
        return [one]
    match = _best(one, pool)
    if match is not None:
        return [_as(one, match)]
    return [one] if one.certain else []


def _earlier_of(one: Cited, done: list[Cited]) -> list[Cited]:
    """Resolve *SERV, o.c.*: the last work of that author, or the one whose title it repeats."""
    known = [other for other in done if other.footnote and other.work.form == "full"]
    if one.work.council:
        known = [other for other in known if other.work.council == one.work.council]
    words = _words(one.work.title)
    alike = [
        other
        for other in known
        if words and share(words & _words(other.work.title), _words(other.work.title)) > 0
    ]
    chosen = (alike or known)[-1:]
    return [_as(one, other) for other in chosen]


def _of_note(one: Cited, named: list[Cited]) -> list[Cited]:
    """Resolve *zie voetnoot 3*: the works of that note, or the one that the words name."""
    there = [
        other for other in named if (one.offset, one.footnote) != (other.offset, other.footnote)
    ]
    if one.work.council and any(other.work.council == one.work.council for other in there):
        there = [other for other in there if other.work.council == one.work.council]
    words = _words(one.work.title)
    scores = [share(words & _words(other.work.title), _words(other.work.title)) for other in there]
    best = max(scores, default=0)
    if best > 0:
        there = [other for other, score in zip(there, scores, strict=True) if score == best]
    return [_as(one, other) for other in there]


def _best(one: Cited, works: _Pool) -> Cited | None:
    """Return the one full work that a short form fits; None if there are several."""
    words = _words(one.hint or one.work.title)
    pool = works.full
    if words and not one.work.date:
        # Long documents cite hundreds of works: look only at those that share a word.
        shared = {id(other): other for word in words for other in works.by_word.get(word, ())}
        pool = list(shared.values()) if shared else works.full
    fitting: dict[tuple[object, ...], tuple[float, Cited]] = {}
    for other in pool:
        key = (other.work.council, other.work.title, other.work.date)
        if other is one or key in fitting or not _may_be(one, other):
            continue
        score = share(words, _words(other.work.title)) if words else 1.0
        dated = one.work.date is not None
        # The same day and council say enough, unless the titles have nothing in common.
        if score >= _ENOUGH or (dated and score > 0):
            fitting[key] = (score, other)
    if not fitting:
        return None
    best = max(score for score, _ in fitting.values())
    chosen = [other for score, other in fitting.values() if score == best]
    return chosen[0] if len(chosen) == 1 else None


def _may_be(one: Cited, other: Cited) -> bool:
    short, work = one.work, other.work
    if short.kind != work.kind or (other.footnote is None and other.offset >= one.offset):
        return False
    if (short.council and work.council != short.council) or (
        short.body and work.body and short.body != work.body
    ):
        return False
    if short.date and work.date != short.date:
        return False
    if one.footnote is not None and one.footnote == other.footnote and one.offset == other.offset:
        return False
    year = work.date.year if work.date else work.year
    return short.year is None or short.date is not None or short.year == year


def _as(one: Cited, other: Cited) -> Cited:
    place = f"in note {other.footnote}" if other.footnote is not None else "named in the text"
    work = replace(other.work, links=one.work.links or other.work.links)
    return replace(one, work=work, basis=f"{SHORT} the work {place}", certain=True)


@lru_cache(maxsize=10_000)
def _words(title: str | None) -> frozenset[str]:
    return title_words(title or "", citation_words().stopwords)
