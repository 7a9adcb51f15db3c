"""What a search query matches: as a condition for the index, and in the words of a hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

from msgspec import Struct

from vlortool.query.language import Query, Term, terms
from vlortool.store.terms import Word, composed, fold, tokens, words_of

_CHUNK = 500
# A phrase of many words with many forms each would have more than the index can take.
_MOST_PHRASES = 256


class _Sought(Struct, frozen=True):
    """A word of a query, looked up.

    Attributes:
        form: The word, in lower case.
        printed: Forms that are printed so but for accents.
        lemmas: Lemmas that it can have, folded; empty if only the words themselves count.
        inflected: Forms of these lemmas.
    """

    form: str
    printed: tuple[str, ...]
    lemmas: tuple[str, ...]
    inflected: tuple[str, ...]


class _Term(Struct, frozen=True):
    """A word, phrase or beginning, looked up."""

    words: tuple[_Sought, ...]
    prefix: bool


class _Known(Struct, frozen=True):
    """What the catalogue knows of a word form: its lemma, and all keys that it is found by."""

    lemma: str
    keys: frozenset[str]


class Matcher:
    """A query, looked up in a catalogue."""

    def __init__(
        self, connection: sqlite3.Connection, query: Query, *, exact: bool = False
    ) -> None:
        """Look up the words of a query.

        Args:
            connection: The catalogue.
            query: The query.
            exact: Whether only the words themselves count, without inflection and compounds.
        """
        self._connection = connection
        self._exact = exact
        self._query = query
        self._sought = {term: self._look_up(term) for term in terms(query, all_of_them=True)}
        self._shown = [self._sought[term] for term in terms(query)]

    def condition(self) -> str:
        """Write the query for the full-text index."""
        return self._condition(self._query)

    def spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Find the words of texts that the query matches.

        Returns:
            For each text half-open character offsets, in order, without overlap.
        """
        found = [words_of(text) for text in texts]
        known = self._known({word.form for words in found for word in words})
        return [_spans(words, known, self._shown) for words in found]

    def _condition(self, query: Query) -> str:
        if isinstance(query, Term):
            return f"({' OR '.join(_alternatives(self._sought[query]))})"
        parts = [self._condition(member) for member in query.members]
        if query.kind == "not":
            return f"({parts[0]} NOT ({' OR '.join(parts[1:])}))"
        return f"({f' {query.kind.upper()} '.join(parts)})"

    def _look_up(self, term: Term) -> _Term:
        *whole, last = term.words
        words = [self._word(word, exact=self._exact) for word in whole]
        return _Term((*words, self._word(last, exact=self._exact or term.prefix)), term.prefix)

    def _word(self, word: str, *, exact: bool) -> _Sought:
        form = composed(word).lower()
        printed = dict.fromkeys((form, *self._forms("folded", [fold(form)])))
        if exact:
            return _Sought(form, tuple(printed), (), ())
        lemmas = self._lemmas(form)
        inflected = [each for each in self._forms("lemma", lemmas) if each not in printed]
        return _Sought(form, tuple(printed), lemmas, tuple(inflected))

    def _forms(self, by: str, values: Sequence[str]) -> list[str]:
        marks = ", ".join("?" * len(values))
        rows = self._connection.execute(
            f"SELECT form FROM word WHERE {by} IN ({marks}) ORDER BY form", values
        )
        return [row[0] for row in rows]

    def _lemmas(self, form: str) -> tuple[str, ...]:
        folded = fold(form)
        rows = self._connection.execute(
            "SELECT lemma, others FROM word WHERE folded = ? ORDER BY form", [folded]
        ).fetchall()
        if rows:
            found = [lemma for row in rows for lemma in (row[0], *row[1].split())]
            return tuple(dict.fromkeys(found))
        if self._is_key(folded):
            return (folded,)
        # A form that no advisory has: the lexicon, most of a second to load, knows its lemma.
        from vlortool.lexicon import analyse  # noqa: PLC0415

        known = analyse(form)
        return tuple(dict.fromkeys(fold(each) for each in (known.lemma, *known.others)))

    def _is_key(self, folded: str) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM passage WHERE passage MATCH ? LIMIT 1", [f"keys : {_quoted(folded)}"]
        )
        return found.fetchone() is not None

    def _known(self, forms: set[str]) -> dict[str, _Known]:
        rows = []
        listed = sorted(set(map(fold, forms)))
        for first in range(0, len(listed), _CHUNK):
            some = listed[first : first + _CHUNK]
            marks = ", ".join("?" * len(some))
            query = f"SELECT form, lemma, others, parts FROM word WHERE folded IN ({marks})"
            rows += self._connection.execute(query, some).fetchall()
        return {
            row[0]: _Known(row[1], frozenset((row[1], *f"{row[2]} {row[3]}".split())))
            for row in rows
        }


def _alternatives(term: _Term) -> Iterator[str]:
    """Write the ways in which a term is matched as queries of the index."""
    star = " *" if term.prefix else ""
    choices = [list(word.printed) for word in term.words]
    if len(term.words) == 1:
        yield from (f"words : {_quoted(form)}{star}" for form in choices[0])
        # Of a lemma that is printed itself, `keys` does not hold it.
        for lemma in term.words[0].lemmas:
            yield f"words : {_quoted(lemma)}"
            yield f"keys : {_quoted(lemma)}"
        return
    for index in sorted(range(len(choices)), key=lambda one: len(term.words[one].inflected)):
        more = [*choices[index], *term.words[index].inflected]
        if prod(map(len, choices)) // len(choices[index]) * len(more) <= _MOST_PHRASES:
            choices[index] = more
    yield from (f"words : {_quoted(' '.join(row))}{star}" for row in product(*choices))


def _spans(
    words: list[Word], known: dict[str, _Known], shown: list[_Term]
) -> list[tuple[int, int]]:
    hits: set[int] = set()
    for term in shown:
        wanted = term.words
        for first in range(len(words) - len(wanted) + 1):
            window = range(first, first + len(wanted))
            pairs = zip(wanted, (words[index].form for index in window), strict=True)
            if all(
                _fits(word, form, known.get(form), term, is_last=word is wanted[-1])
                for word, form in pairs
            ):
                hits.update(window)
    return _merged(words, hits)


def _fits(word: _Sought, form: str, known: _Known | None, term: _Term, *, is_last: bool) -> bool:
    """Tell whether a form of a text is what a word of the query looks for."""
    if term.prefix and is_last:
        return any(form.startswith(each) for each in word.printed)
    if form in word.printed or form in word.inflected:
        return True
    if len(term.words) > 1 or known is None:
        return False
    return not known.keys.isdisjoint(word.lemmas)


def _merged(words: list[Word], hits: Iterable[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    last = -2
    for index in sorted(hits):
        if index == last + 1:
            spans[-1] = (spans[-1][0], words[index].end)
        else:
            spans.append((words[index].start, words[index].end))
        last = index
    return spans


def _quoted(words: str) -> str:
    # Only what the index takes for a word can stand here, and no quote is such.
    return f'"{" ".join(tokens(words))}"'
