"""What a search query matches: as a condition for the index, and in the words of a hit."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from msgspec import Struct

from vlortool.model.terms import Word, composed, fold, tokens, words_of
from vlortool.query.language import Query, Term, terms

_CHUNK = 500
# A phrase of many words with many forms each would have more than the index can take.
_MOST_PHRASES = 256
_LAST = "\U0010ffff"

# A form as the index has it: one token, or several where it holds hyphens or apostrophes.
_Form = tuple[str, ...]


class _Sought(Struct, frozen=True):
    """A word, phrase or beginning, looked up.

    Attributes:
        words: For each word the forms that count, the one that was typed first.
        keys: Lemmas that count in any form and inside compounds; none for a phrase or a beginning.
        prefix: Whether the last word is only a beginning.
    """

    words: tuple[tuple[_Form, ...], ...]
    keys: tuple[str, ...]
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
        self._sought = {term: self._look_up(term) for term in terms(query, all_of_them=True)}

    def condition(self) -> str:
        """Write the query for the full-text index."""
        return self._condition(self._query)

    def spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Find the words of texts that the query matches.

        Returns:
            For each text half-open character offsets, in order, without overlap. Words with only
            blanks between them are one span.
        """
        shown = [self._sought[term] for term in dict.fromkeys(terms(self._query))]
        found = [words_of(text) for text in texts]
        forms = {form: tokens(form) for form in {word.form for words in found for word in words}}
        by_key = self._with_key(set(forms), {key for sought in shown for key in sought.keys})
        spans = []
        for text, words in zip(texts, found, strict=True):
            row = [(token, index) for index, word in enumerate(words) for token in forms[word.form]]
            runs = [row[first:last] for sought in shown for first, last in _runs(row, sought)]
            hits = {index for run in runs for _, index in run}
            hits |= {index for index, word in enumerate(words) if word.form in by_key}
            spans.append(_merged(text, words, hits))
        return spans

    def _condition(self, query: Query) -> str:
        if isinstance(query, Term):
            return f"({' OR '.join(_alternatives(self._sought[query]))})"
        parts = [self._condition(member) for member in query.members]
        if query.kind == "not":
            return f"({parts[0]} NOT ({' OR '.join(parts[1:])}))"
        return f"({f' {query.kind.upper()} '.join(parts)})"

    def _look_up(self, term: Term) -> _Sought:
        words = [composed(word).lower() for word in term.words]
        printed = [self._printed(word) for word in words]
        keys: tuple[str, ...] = ()
        if term.prefix:
            printed[-1] = self._beginnings(words[-1])
        if not self._exact and len(words) == 1 and not term.prefix:
            keys = self._lemmas(words[0])
            # Of a lemma that is printed itself, the column of keys does not hold it.
            printed[0] += keys
        elif not self._exact:
            inflected = [self._inflected(self._lemmas(word)) for word in words]
            if term.prefix:
                inflected[-1] = []
            printed = _widened(printed, inflected)
        return _Sought(tuple(map(_as_indexed, printed)), keys, term.prefix)

    def _printed(self, word: str) -> list[str]:
        """Return a word, and the forms that differ from it by accents or hyphens only."""
        rows = self._connection.execute(
            "SELECT form FROM word WHERE folded = ? ORDER BY form", [fold(word)]
        )
        return list(dict.fromkeys((word, *(form for (form,) in rows))))

    def _beginnings(self, word: str) -> list[str]:
        """Return a beginning of words as it is printed: with and without accents and hyphens."""
        folded = fold(word)
        rows = self._connection.execute(
            "SELECT form FROM word WHERE folded >= ? AND folded < ?", [folded, folded + _LAST]
        )
        return list(dict.fromkeys((word, *sorted({_start(form, folded) for (form,) in rows}))))

    def _lemmas(self, word: str) -> tuple[str, ...]:
        folded = fold(word)
        rows = self._connection.execute(
            "SELECT lemma, others FROM word WHERE folded = ? ORDER BY form", [folded]
        ).fetchall()
        if rows:
            found = [lemma for row in rows for lemma in (row[0], *row[1].split())]
        else:
            # No form or key that an advisory has: the lexicon, most of a second to load, knows it.
            from vlortool.lexicon import analyse  # noqa: PLC0415

            known = analyse(word)
            found = [fold(each) for each in (known.lemma, *known.others)]
        return tuple(dict.fromkeys(each for each in found if each))

    def _inflected(self, lemmas: Sequence[str]) -> list[str]:
        """Return the forms of lemmas."""
        found: set[str] = set()
        for lemma in lemmas:
            # Words that can be forms of two lemmas (*eisen*) begin as both do; reading all of the
            # table would take longer than the search.
            start = lemma[:2]
            rows = self._connection.execute(
                "SELECT form FROM word WHERE lemma = ? UNION SELECT form FROM word WHERE"
                " folded >= ? AND folded < ? AND instr(' ' || others || ' ', ?) > 0",
                [lemma, start, start + _LAST, f" {lemma} "],
            )
            found.update(form for (form,) in rows)
        return sorted(found)

    def _with_key(self, forms: set[str], keys: set[str]) -> set[str]:
        """Return the forms that have one of some keys."""
        found: set[str] = set()
        listed = sorted(set(map(fold, forms))) if keys else []
        for first in range(0, len(listed), _CHUNK):
            some = listed[first : first + _CHUNK]
            marks = ", ".join("?" * len(some))
            rows = self._connection.execute(
                "SELECT form, folded || ' ' || lemma || ' ' || others || ' ' || parts FROM word"
                f" WHERE folded IN ({marks})",
                some,
            )
            found.update(form for form, known in rows if not keys.isdisjoint(known.split()))
        return found


def _start(form: str, folded: str) -> str:
    """Return the shortest beginning of a form that has some folded letters."""
    return next(
        (form[:end] for end in range(1, len(form)) if fold(form[:end]).startswith(folded)), form
    )


def _widened(printed: list[list[str]], inflected: list[list[str]]) -> list[list[str]]:
    """Add further forms to the words of a phrase, as far as there is room; the fewest first."""
    words = list(printed)
    for index in sorted(range(len(words)), key=lambda one: len(inflected[one])):
        more = list(dict.fromkeys((*words[index], *inflected[index])))
        if prod(map(len, words)) // len(words[index]) * len(more) <= _MOST_PHRASES:
            words[index] = more
    return words


def _as_indexed(forms: Sequence[str]) -> tuple[_Form, ...]:
    # The index has accents as the text has them; in a record that others made they may be loose.
    written = (each for form in forms for each in (form, unicodedata.normalize("NFD", form)))
    return tuple(dict.fromkeys(tuple(tokens(each)) for each in written))


def _alternatives(sought: _Sought) -> Iterator[str]:
    """Write the ways in which a term is matched as queries of the index."""
    star = " *" if sought.prefix else ""
    yield from (f"{{words keys}} : {_quoted((key,))}" for key in sought.keys)
    for row in product(*sought.words):
        form = tuple(token for word in row for token in word)
        if form not in {(key,) for key in sought.keys}:
            yield f"words : {_quoted(form)}{star}"


def _runs(row: list[tuple[str, int]], sought: _Sought) -> Iterator[tuple[int, int]]:
    """Find where the words of a term stand behind each other: half-open ranges of a row."""
    # A beginning alone can stand anywhere; else most words are passed over quickly.
    is_begun = sought.prefix and len(sought.words) == 1
    starts = {form[0] for form in sought.words[0]}
    for first, (token, _) in enumerate(row):
        if token not in starts and not is_begun:
            continue
        ends = {first}
        for number, forms in enumerate(sought.words, 1):
            is_last = sought.prefix and number == len(sought.words)
            ends = {
                at + len(form) for at in ends for form in forms if _fits(row, at, form, is_last)
            }
            if not ends:
                break
        yield from ((first, end) for end in ends)


def _fits(row: list[tuple[str, int]], at: int, form: _Form, is_begun: bool) -> bool:
    if at + len(form) > len(row):
        return False
    *before, last = form
    end = row[at + len(before)][0]
    return (end.startswith(last) if is_begun else end == last) and all(
        row[at + offset][0] == token for offset, token in enumerate(before)
    )


def _merged(text: str, words: list[Word], hits: set[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for index in sorted(hits):
        word = words[index]
        if spans and text[spans[-1][1] : word.start].isspace():
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans


def _quoted(form: _Form) -> str:
    # A word holds letters, digits and accents: nothing in it can end the quotes.
    return f'"{" ".join(form)}"'
