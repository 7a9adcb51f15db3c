"""What a search query matches: as a condition for the index, and in the words of a hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import islice, product
from typing import NamedTuple

from msgspec import Struct

from vlortool.query.language import Query, Term, terms
from vlortool.store.terms import Word, fold, tokens, words_of

# Readings of a phrase whose words have several lemmas.
_READINGS = 32
_CHUNK = 500


class _Sought(Struct, frozen=True):
    """A term, looked up.

    Attributes:
        words: Its words as the index has them: folded, apart at hyphens.
        prefix: Whether the last is only a beginning.
        lemmas: The lemmas, word by word, in each way that it can be read; empty where only the
            words themselves count.
    """

    words: tuple[str, ...]
    prefix: bool
    lemmas: tuple[tuple[str, ...], ...]


class _Known(NamedTuple):
    """A word of a text as the index has it."""

    tokens: list[str]
    lemma: str
    lemmas: frozenset[str]


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
        self._looked_up: dict[Term, _Sought] = {}

    def condition(self) -> str:
        """Write the query for the full-text index."""
        return self._condition(self._query)

    def spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Find the words of texts that the query matches.

        Returns:
            For each text half-open character offsets, in order, without overlap. Words that stand
            side by side are one span.
        """
        found = [words_of(text) for text in texts]
        known = self._known({word.printed for words in found for word in words})
        sought = [self._look_up(term) for term in dict.fromkeys(terms(self._query))]
        return [
            _merged(text, words, _hits([known[word.printed] for word in words], sought))
            for text, words in zip(texts, found, strict=True)
        ]

    def _condition(self, query: Query) -> str:
        if isinstance(query, Term):
            return _written(self._look_up(query))
        parts = [self._condition(member) for member in query.members]
        if query.kind == "not":
            return f"({parts[0]} NOT ({' OR '.join(parts[1:])}))"
        return f"({f' {query.kind.upper()} '.join(parts)})"

    def _look_up(self, term: Term) -> _Sought:
        if term not in self._looked_up:
            # Of a word that is only begun nobody knows the lemma.
            by_lemma = not self._exact and not term.prefix
            readings = product(*map(self._lemmas, term.words)) if by_lemma else ()
            self._looked_up[term] = _Sought(
                words=tuple(token for word in term.words for token in tokens(word)),
                prefix=term.prefix,
                lemmas=tuple(islice(readings, _READINGS)),
            )
        return self._looked_up[term]

    def _lemmas(self, word: str) -> tuple[str, ...]:
        form = fold(word)
        found = self._connection.execute(
            "SELECT lemma, others FROM word WHERE form = ?", [form]
        ).fetchone()
        if found is not None:
            return (found[0], *found[1].split())
        if self._is_lemma(form):
            return (form,)
        # A form that no advisory has: the lexicon, half a second to load, knows its lemma.
        from vlortool.lexicon import analyse  # noqa: PLC0415

        known = analyse(word)
        folded = (fold(each) for each in (known.lemma, *known.others))
        return tuple(dict.fromkeys(each for each in folded if each)) or (form,)

    def _is_lemma(self, form: str) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM passage WHERE passage MATCH ? LIMIT 1",
            [f"{{lemmas parts}} : {_quoted([form])}"],
        )
        return found.fetchone() is not None

    def _known(self, printed: set[str]) -> dict[str, _Known]:
        """Return what the index has of words as printed."""
        forms = {word: fold(word) for word in printed}
        rows: dict[str, tuple[str, frozenset[str]]] = {}
        # Where only the words themselves count, the index need not be asked for lemmas.
        listed = [] if self._exact else sorted(set(forms.values()))
        for first in range(0, len(listed), _CHUNK):
            some = listed[first : first + _CHUNK]
            marks = ", ".join("?" * len(some))
            query = f"SELECT form, lemma, others, parts FROM word WHERE form IN ({marks})"
            for form, lemma, others, parts in self._connection.execute(query, some):
                rows[form] = (lemma, frozenset((lemma, *others.split(), *parts.split())))
        unknown: tuple[str, frozenset[str]] = ("", frozenset())
        return {
            word: _Known(tokens(word), *rows.get(form, unknown)) for word, form in forms.items()
        }


def _written(sought: _Sought) -> str:
    """Write a term for the full-text index."""
    words = f"words : {_quoted(sought.words)}{' *' if sought.prefix else ''}"
    if not sought.lemmas:
        return f"({words})"
    # The other lemmas and the parts of compounds have no order: phrases are none among them.
    columns = "{lemmas parts}" if len(sought.lemmas[0]) == 1 else "lemmas"
    return f"({words} OR {columns} : ({' OR '.join(map(_quoted, sought.lemmas))}))"


def _hits(words: list[_Known], sought: Sequence[_Sought]) -> set[int]:
    """Return the indexes of the words that any term matches."""
    places = [(token, index) for index, word in enumerate(words) for token in word.tokens]
    found: set[int] = set()
    for term in sought:
        found |= _printed_hits(places, term)
        if term.lemmas:
            found |= _lemma_hits(words, term.lemmas)
    return found


def _printed_hits(places: list[tuple[str, int]], sought: _Sought) -> set[int]:
    """Return the indexes of the words that a term matches as printed."""
    *before, last = sought.words
    found: set[int] = set()
    for first in range(len(places) - len(before)):
        end, _ = places[first + len(before)]
        if not (end.startswith(last) if sought.prefix else end == last):
            continue
        window = places[first : first + len(sought.words)]
        if [token for token, _ in window[:-1]] == before:
            found.update(index for _, index in window)
    return found


def _lemma_hits(words: list[_Known], readings: tuple[tuple[str, ...], ...]) -> set[int]:
    """Return the indexes of the words that a term matches in another form or in a compound."""
    length = len(readings[0])
    if length == 1:
        wanted = {reading[0] for reading in readings}
        return {index for index, word in enumerate(words) if not wanted.isdisjoint(word.lemmas)}
    lemmas = [(index, word.lemma) for index, word in enumerate(words) if word.lemma]
    found: set[int] = set()
    for first in range(len(lemmas) - length + 1):
        window = lemmas[first : first + length]
        if tuple(lemma for _, lemma in window) in readings:
            found.update(index for index, _ in window)
    return found


def _merged(text: str, words: list[Word], hits: set[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for index in sorted(hits):
        word = words[index]
        if spans and text[spans[-1][1] : word.start].isspace():
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans


def _quoted(words: Sequence[str]) -> str:
    # Folded words are letters and digits: nothing in them can end the quotes.
    return f'"{" ".join(words)}"'
