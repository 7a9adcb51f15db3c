"""The language of search queries: words, "phrases", prefix*, AND, OR, NOT and brackets.

A query is read here and written anew for SQLite's full-text index, each word between quotes: what
a user types, operators of that index among it, can only ever be looked for.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from vlortool.errors import QueryError
from vlortool.model.terms import words_of

_PARTS = re.compile(r'"[^"]*"\**|[()]|[^\s()"]+')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
# SQLite's reader of full-text queries has room for about 14 of the worst.
_DEEPEST = 10
_LONGEST = 2_000
_QUOTED = 60


class Term(Struct, frozen=True):
    """A word or phrase to look for.

    Attributes:
        words: Its words, as typed.
        prefix: Whether the last word is only a beginning.
    """

    words: tuple[str, ...]
    prefix: bool = False

    def __str__(self) -> str:
        together = " ".join(self.words) + "*" * self.prefix
        return f'"{together}"' if len(self.words) > 1 else together


class Operation(Struct, frozen=True):
    """Queries put together; `not` holds what must and then what must not be there."""

    kind: Literal["and", "or", "not"]
    members: tuple[Query, ...]


Query = Term | Operation


def read_query(text: str) -> Query:
    """Read a search query.

    Args:
        text: Words (all must be there), `"words in a row"`, `begin*`, `AND`, `OR`, `NOT`, `( )`.

    Raises:
        QueryError: It holds no word, a bracket or quote has no partner, or an operator no side.
    """
    if len(text) > _LONGEST:
        raise QueryError(f"The query has more than {_LONGEST} characters", "Look for fewer words")
    parts = _PARTS.findall(text.translate(_QUOTES))
    reader = _Reader(text, [part for part in parts if _is_meant(part)])
    return reader.query()


def terms(query: Query, *, all_of_them: bool = False) -> list[Term]:
    """List the terms that a hit may hold, or all of them: those behind NOT too."""
    if isinstance(query, Term):
        return [query]
    is_part = query.kind == "not" and not all_of_them
    members = query.members[:1] if is_part else query.members
    return [term for member in members for term in terms(member, all_of_them=all_of_them)]


def _is_meant(part: str) -> bool:
    """Say whether a part asks for something: stops and dashes of a pasted title don't."""
    return any(sign in part for sign in '()"*') or bool(words_of(part))


class _Reader:
    """A descent over the parts of a query: or, and, not, term."""

    def __init__(self, text: str, parts: list[str]) -> None:
        self._text = text
        self._parts = parts
        self._at = 0
        self._depth = 0

    def query(self) -> Query:
        if self._text.translate(_QUOTES).count('"') % 2:
            raise self._wrong("a quote has no partner")
        if not self._parts:
            raise self._wrong("holds no word to look for")
        found = self._either()
        if self._next() is not None:
            raise self._wrong("a bracket closes that was never opened")
        return found

    def _either(self) -> Query:
        members = [self._all()]
        while self._next() == "OR":
            self._at += 1
            members.append(self._all())
        return members[0] if len(members) == 1 else Operation("or", tuple(members))

    def _all(self) -> Query:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        while True:
            is_unwanted = self._takes("NOT")
            (unwanted if is_unwanted else wanted).append(self._one())
            if self._next() in {None, ")", "OR"}:
                break
            self._takes("AND")
        if not wanted:
            raise self._wrong("says only what must not be there, so put a word before NOT")
        together = wanted[0] if len(wanted) == 1 else Operation("and", tuple(wanted))
        return Operation("not", (together, *unwanted)) if unwanted else together

    def _one(self) -> Query:
        part = self._next()
        if part is None or part in {")", "AND", "OR", "NOT"}:
            raise self._wrong(f"a word is missing {self._around()}")
        self._at += 1
        if part != "(":
            return self._term(part)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong("its brackets are too deep")
        inside = self._either()
        if not self._takes(")"):
            raise self._wrong("a bracket is not closed")
        self._depth -= 1
        return inside

    def _term(self, part: str) -> Term:
        bare = part.replace('"', "")
        asked = bare.rstrip("*")
        if "*" in asked:
            raise self._wrong("a * stands for the rest of a word, so only at its end")
        words = tuple(word.form for word in words_of(asked))
        if not words:
            raise self._wrong(f"{_shortened(part)} holds no word")
        return Term(words, prefix=asked != bare)

    def _around(self) -> str:
        after = self._next()
        return f"before {after!r}" if after else f"behind {self._parts[self._at - 1]!r}"

    def _next(self) -> str | None:
        return self._parts[self._at] if self._at < len(self._parts) else None

    def _takes(self, part: str) -> bool:
        if self._next() != part:
            return False
        self._at += 1
        return True

    def _wrong(self, what: str) -> QueryError:
        return QueryError(
            f"{_shortened(self._text)}: {what}",
            'A query is words, "phrases", begin*, AND, OR, NOT and brackets',
        )


def _shortened(text: str) -> str:
    return repr(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…")
