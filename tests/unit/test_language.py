"""Search queries: how they are read, and that nothing in them is ever interpreted by SQLite."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.catalogues import indexed
from tests.unit.mutations import tries
from tests.unit.samples import spoken
from vlortool.errors import QueryError
from vlortool.query.language import Operation, Term, read_query, terms
from vlortool.query.matching import Matcher

DEEP = 10
STORE = indexed(spoken("advies", "De Vlor vraagt overleg met scholen over het NT2-aanbod."))

pieces = st.sampled_from(
    [*'"()*:^+-{}%_;,.\\\'', "AND", "OR", "NOT", "NEAR(", "words :", "keys:", "--", "/*", "\x00",
     "“", "„", "«", "\ud800", "\u202e", "a", "é", "e\u0301", "scholen", "NT2-aanbod", "1", " "]
)  # fmt: skip
queries = st.lists(pieces | st.text(max_size=3), max_size=12).map("".join)


def word(*words: str, prefix: bool = False) -> Term:
    return Term(words, prefix)


def runs(query: str, connection: sqlite3.Connection = STORE) -> int:
    """Return how many passages SQLite finds for a query."""
    found = connection.execute(
        "SELECT rowid, bm25(passage) FROM passage WHERE passage MATCH ?",
        [Matcher(connection, read_query(query)).condition()],
    )
    return len(found.fetchall())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("School", word("school")),
        ("  overleg  scholen ", Operation("and", (word("overleg"), word("scholen")))),
        ("overleg AND scholen", Operation("and", (word("overleg"), word("scholen")))),
        ("overleg OR scholen", Operation("or", (word("overleg"), word("scholen")))),
        ("overleg and scholen", Operation("and", (word("overleg"), word("and"), word("scholen")))),
        ('"lerende organisatie"', word("lerende", "organisatie")),
        ("“lerende organisatie”", word("lerende", "organisatie")),
        ("„lerende organisatie”", word("lerende", "organisatie")),
        ("«lerende organisatie»", word("lerende", "organisatie")),
        ('"AND"', word("and")),
        ("leer*", word("leer", prefix=True)),
        ('"lerende org"*', word("lerende", "org", prefix=True)),
        ('"lerende org*"', word("lerende", "org", prefix=True)),
        ("NT2-aanbod", word("nt2-aanbod")),
        ("en/of", word("en", "of")),
        ("titel:overleg", word("titel", "overleg")),
        ("‘onverkort’,", word("onverkort")),
        # Stops of a pasted title ask for nothing.
        ("zorg – welzijn …", Operation("and", (word("zorg"), word("welzijn")))),
        ("a NOT b", Operation("not", (word("a"), word("b")))),
        ("a AND NOT b", Operation("not", (word("a"), word("b")))),
        ("NOT b a", Operation("not", (word("a"), word("b")))),
        (
            "a b OR c NOT d",
            Operation(
                "or",
                (
                    Operation("and", (word("a"), word("b"))),
                    Operation("not", (word("c"), word("d"))),
                ),
            ),
        ),
        (
            "a AND (b OR c)",
            Operation("and", (word("a"), Operation("or", (word("b"), word("c"))))),
        ),
        ("leerling(en)", Operation("and", (word("leerling"), word("en")))),
        ("(((a)))", word("a")),
    ],
)
def test_a_query_is_read(text: str, query: Term | Operation) -> None:
    assert read_query(text) == query


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no word to look for"),
        (" \t", "holds no word to look for"),
        ("... – !?", "holds no word to look for"),
        ("*", "'\\*' holds no word"),
        ('""', "holds no word"),
        ("leer *", "'\\*' holds no word"),
        ("leer*plek", "only at its end"),
        ('"a', "a quote has no partner"),
        ("a”", "a quote has no partner"),
        ("(a", "a bracket is not closed"),
        ("a)", "a bracket closes that was never opened"),
        ("()", "a word is missing before '\\)'"),
        ("a AND", "a word is missing behind 'AND'"),
        ("OR a", "a word is missing before 'OR'"),
        ("a OR OR b", "a word is missing before 'OR'"),
        ("NOT a", "says only what must not be there, so put a word before NOT"),
        ("a OR NOT b", "says only what must not be there"),
        ("NOT NOT a", "a word is missing before 'NOT'"),
        ("(" * 11 + "a" + ")" * 11, "its brackets are too deep"),
        ("a " * 1001, "more than 2000 characters"),
    ],
)
def test_a_query_that_asks_nothing_says_why(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        read_query(text)


def test_a_message_quotes_the_beginning_of_a_long_query() -> None:
    with pytest.raises(QueryError) as error:
        read_query("woord " * 300 + '"')
    assert len(str(error.value)) < 200


def test_terms_of_a_query_are_those_that_a_hit_may_hold() -> None:
    query = read_query("a (b OR c) NOT (d OR e)")
    assert terms(query) == [word("a"), word("b"), word("c")]
    assert terms(query, all_of_them=True) == [*terms(query), word("d"), word("e")]


@tries(100)
@given(queries)
@example('words : "scholen" OR NEAR(a b)')
@example("scholen\x00overleg")
@example("\ud800scholen")
@example("^scholen + overleg - 1")
@example("'; DROP TABLE passage; --")
@example("ͺ x̄ ΟΔΟΣ İstanbul ﬁts ℡")
def test_whatever_is_typed_runs_or_is_refused(text: str) -> None:
    try:
        query = read_query(text)
    except QueryError:
        return
    for exact in (False, True):
        matcher = Matcher(STORE, query, exact=exact)
        STORE.execute("SELECT rowid FROM passage WHERE passage MATCH ?", [matcher.condition()])
        matcher.spans([text])


@pytest.mark.parametrize("operator", ["AND", "OR", "NOT"])
def test_the_deepest_brackets_run(operator: str) -> None:
    assert runs(f"(scholen {operator} " * DEEP + "scholen" + ")" * DEEP) == 1


def test_the_deepest_mixture_runs() -> None:
    assert runs("(scholen OR vlor overleg NOT " * DEEP + "minister" + ")" * DEEP) == 1


def test_the_longest_queries_run() -> None:
    assert runs(" ".join(["scholen"] * 250)) == 1
    assert runs("scholen NOT (" + " OR ".join(map(str, range(300))) + ")") == 1
    assert runs(" OR ".join(f'"met scholen {number}"' for number in range(80))) == 0


@pytest.mark.parametrize(
    "query", ["words:scholen", "NEAR(scholen overleg)", "^scholen", "scholen +vlor", "{words}"]
)
def test_operators_of_the_index_are_words(query: str) -> None:
    assert runs(query) == (query in {"^scholen", "scholen +vlor"})
