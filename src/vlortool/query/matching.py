"""What a search query matches: as a condition for the index, and in the words of a hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from msgspec import Struct

from vlortool.query.language import Query, Term, terms
from vlortool.store.terms import Word, fold, tokens, words_of


class _Sought(Struct, frozen=True):
    """A term, looked up: its folded words and the lemmas that each may have."""

    words: tuple[str, ...]
    lemmas: tuple[tuple[str, ...], ...]
    prefix: bool


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
        self._sought = [self._look_up(term) for term in terms(query)]

    def condition(self) -> str:
        """Write the query for the full-text index."""
        return self._condition(self._query)

    def spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Find the words of texts that the query matches.

        Returns:
            For each text half-open character offsets, in order, without overlap.
        """
        found = [words_of(text) for text in texts]
        known = self._known({fold(word.printed) for words in found for word in words})
        return [self._spans(words, known) for words in found]

    def _condition(self, query: Query) -> str:
        if isinstance(query, Term):
            return self._term(self._look_up(query))
        parts = [self._condition(member) for member in query.members]
        if query.kind == "not":
            return f"({parts[0]} NOT ({' OR '.join(parts[1:])}))"
        return f"({f' {query.kind.upper()} '.join(parts)})"

    def _term(self, sought: _Sought) -> str:
        printed = [token for word in sought.words for token in tokens(word)]
        star = " *" if sought.prefix else ""
        words = f"words : {_quoted(printed)}{star}"
        if self._exact or sought.prefix:
            return f"({words})"
        if len(sought.words) > 1:
            return f"({words} OR lemmas : {_quoted([each[0] for each in sought.lemmas])})"
        lemmas = " OR ".join(_quoted([each]) for each in sought.lemmas[0])
        return f"({words} OR {{lemmas parts}} : ({lemmas}))"

    def _look_up(self, term: Term) -> _Sought:
        lemmas = () if self._exact else tuple(self._lemmas(word) for word in term.words)
        return _Sought(term.words, lemmas, term.prefix)

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
        return tuple(dict.fromkeys(fold(each) for each in (known.lemma, *known.others)))

    def _is_lemma(self, form: str) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM passage WHERE passage MATCH ? LIMIT 1",
            [f"{{lemmas parts}} : {_quoted([form])}"],
        )
        return found.fetchone() is not None

    def _known(self, forms: set[str]) -> dict[str, tuple[str, frozenset[str]]]:
        """Return the lemma of each form, and all lemmas that it and its parts have."""
        if self._exact:
            return {}
        rows = []
        listed = sorted(forms)
        for first in range(0, len(listed), 500):
            some = listed[first : first + 500]
            marks = ", ".join("?" * len(some))
            query = f"SELECT form, lemma, others, parts FROM word WHERE form IN ({marks})"
            rows += self._connection.execute(query, some).fetchall()
        return {
            row[0]: (row[1], frozenset((row[1], *f"{row[2]} {row[3]}".split()))) for row in rows
        }

    def _spans(
        self, words: list[Word], known: dict[str, tuple[str, frozenset[str]]]
    ) -> list[tuple[int, int]]:
        printed = [
            (token, index) for index, word in enumerate(words) for token in tokens(word.printed)
        ]
        lemmas = [known.get(fold(word.printed), ("", frozenset())) for word in words]
        hits: set[int] = set()
        for sought in self._sought:
            hits |= _printed_hits(printed, sought)
            if not self._exact and not sought.prefix:
                hits |= _lemma_hits(lemmas, sought)
        return _merged(words, hits)


def _printed_hits(printed: list[tuple[str, int]], sought: _Sought) -> set[int]:
    """Return the indexes of the words that a term matches as printed."""
    wanted = [token for word in sought.words for token in tokens(word)]
    found: set[int] = set()
    for first in range(len(printed) - len(wanted) + 1):
        window = printed[first : first + len(wanted)]
        *before, last = [token for token, _ in window]
        ends = last.startswith(wanted[-1]) if sought.prefix else last == wanted[-1]
        if ends and before == wanted[:-1]:
            found.update(index for _, index in window)
    return found


def _lemma_hits(lemmas: list[tuple[str, frozenset[str]]], sought: _Sought) -> set[int]:
    """Return the indexes of the words that a term matches in another form or in a compound."""
    if len(sought.words) == 1:
        wanted = set(sought.lemmas[0])
        return {index for index, (_, each) in enumerate(lemmas) if not wanted.isdisjoint(each)}
    row = [each[0] for each in sought.lemmas]
    found: set[int] = set()
    for first in range(len(lemmas) - len(row) + 1):
        if [lemma for lemma, _ in lemmas[first : first + len(row)]] == row:
            found.update(range(first, first + len(row)))
    return found


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


def _quoted(words: Sequence[str]) -> str:
    # Folded words are letters and digits: nothing in them can end the quotes.
    return f'"{" ".join(words)}"'
