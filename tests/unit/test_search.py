"""Search: what is found, in which order, and which words of it are marked."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogues import indexed
from tests.unit.samples import advisory, line, spoken
from vlortool.errors import QueryError
from vlortool.model.advisory import Footnote
from vlortool.model.place import Place
from vlortool.model.terms import fold, words_of
from vlortool.query.filters import Filter
from vlortool.query.search import Findings, Match, Within, search

SENTENCES = (
    "Scholen zijn lerende organisaties, met een coördinator.",
    "De lerende organisatie vraagt tijd.",
    "Een beroepskwalificatie is een kwalificatie.",
    "Kwalificaties tellen.",
    "Twee beroepskwalificaties.",
    "Het NT2-aanbod en de leer-werkplek groeien.",
    "De raad heeft concrete eisen.",
    "Organisaties leren, en lerende scholen ook.",
)
STORE = indexed(spoken("advies", *SENTENCES))
LOOSE = re.compile("[\u0301\u0308]")

# Letters of Dutch texts, alone and with accents loose or not; what stands in and between words.
letters = st.sampled_from("abeEnzijsSßéëÏ2αµ\u0301\u0308")
written = st.text(letters | st.sampled_from(" -'’.,«»*()[]:^/\u2011"), max_size=40)
texts = st.builds(unicodedata.normalize, st.sampled_from(["NFC", "NFD"]), written)


def found(query: str, *, exact: bool = False) -> set[int]:
    """Return the numbers of the sentences found."""
    return {
        SENTENCES.index(match.found.text) for match in search(STORE, query, exact=exact).matches
    }


def marked(findings: Findings) -> list[list[str]]:
    return [match.found.matches for match in findings.matches]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("tijd", {1}),
        ("TIJD", {1}),
        ("scholen", {0, 7}),
        ("school", {0, 7}),
        ("organisatie", {0, 1, 7}),
        ('"lerende organisatie"', {0, 1}),
        ('"lerende organisaties"', {0, 1}),
        ("lerende organisatie", {0, 1, 7}),
        ("coordinator", {0}),
        ("cöordinator", {0}),
        ("coordin*", {0}),
        ("coörd*", {0}),
        ("kwalificatie", {2, 3, 4}),
        ("beroepskwalificatie", {2, 4}),
        ("aanbod", {5}),
        ("NT2", {5}),
        ("NT2-aanbod", {5}),
        ('"nt2 aanbod"', {5}),
        ("leerwerkplek", {5}),
        ("leerw*", {5}),
        # A form of two lemmas: a noun's plural and a verb.
        ('"concrete eis"', {6}),
        ("eis", {6}),
        ("tijd OR eisen", {1, 6}),
        ("lerende NOT tijd", {0, 7}),
        ("lerende NOT (tijd OR coördinator)", {7}),
        ("(tijd OR scholen) lerende", {0, 1, 7}),
        ("tijd eisen", set()),
        # *Leren* and *lerende* are forms of one word.
        ('"organisatie lerende"', {7}),
        ('"tijd lerende"', set()),
    ],
)
def test_words_are_found_in_all_their_forms(query: str, numbers: set[int]) -> None:
    assert found(query) == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("organisatie", {1}),
        ('"lerende organisatie"', {1}),
        ("kwalificatie", {2}),
        ("coordinator", {0}),
        ("aanbod", {5}),
        ("lerende NOT organisatie", {0, 7}),
        ("beroeps*", {2, 4}),
    ],
)
def test_exact_takes_the_words_as_printed(query: str, numbers: set[int]) -> None:
    assert found(query, exact=True) == numbers


@pytest.mark.parametrize(
    ("query", "exact", "words"),
    [
        ("kwalificatie", False, [["beroepskwalificatie", "kwalificatie"], ["Kwalificaties"],
                                 ["beroepskwalificaties"]]),
        ("lerende organisatie", False, [["lerende organisatie"], ["lerende organisaties"],
                                        ["Organisaties leren", "lerende"]]),
        ('"lerende organisatie"', False, [["lerende organisatie"], ["lerende organisaties"]]),
        ("coordinator NOT tijd", False, [["coördinator"]]),
        ("aanbod", True, [["NT2-aanbod"]]),
        ('"nt2 aanbod"', True, [["NT2-aanbod"]]),
        ("coor*", True, [["coördinator"]]),
        ('"een coor*"', True, [["een coördinator"]]),
    ],
)  # fmt: skip
def test_what_matches_is_marked(query: str, exact: bool, words: list[list[str]]) -> None:
    assert sorted(marked(search(STORE, query, exact=exact))) == sorted(words)


def test_a_word_as_typed_comes_before_its_forms_and_compounds() -> None:
    first, *others = search(STORE, "kwalificatie").matches
    assert first.found.text == SENTENCES[2]
    assert all(first.found.score > each.found.score for each in others)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("De raad vraagt: wat is de vraag?", "vragen"),
        ("Men eiste een strenge eis.", "eisen"),
        ("Coördinaties en ideeën.", "idee"),
    ],
)
def test_what_a_word_means_does_not_hang_on_other_advisories(text: str, word: str) -> None:
    alone = search(indexed(spoken("a", text)), word).matches
    beside = search(indexed(spoken("a", text), spoken("b", f"{word.capitalize()}.")), word).matches
    assert [each.found.matches for each in alone] == [
        each.found.matches for each in beside if each.found.advisory == "a"
    ]


def test_what_is_equally_good_comes_by_advisory_and_place() -> None:
    one, other = spoken("b", "Overleg.", "Overleg."), spoken("a", "Overleg.")
    for store in (indexed(one, other), indexed(other, one)):
        places = [(each.found.advisory, each.found.statement) for each in search(
            store, "overleg").matches]  # fmt: skip
        assert places == [("a", "00000000"), ("b", "00000000"), ("b", "00000001")]
        assert len(search(store, "overleg", limit=2).matches) == 2
        assert search(store, "overleg", limit=2).total == 3


def noted() -> Findings:
    made = spoken("advies", "Overleg met scholen.", "Meer.", title="Overleg")
    made = replace(
        made,
        footnotes=[
            Footnote(
                number="7",
                text="Overleg, zie [1].",
                urls=["https://vlor.be/overleg-plan"],
                marker=20,
                origin=line(9),
            ),
            Footnote(number="8", text="Overleg, los.", urls=[], marker=None, origin=[]),
        ],
    )
    return search(indexed(made), "overleg", within=Within.ALL)


def test_notes_and_titles_carry_their_place() -> None:
    findings = noted()
    by_kind: dict[str, list[Match]] = {}
    for match in findings.matches:
        by_kind.setdefault(match.found.kind, []).append(match)
    [title] = by_kind["title"]
    assert title.found.text == "Overleg"
    assert (title.found.section, title.found.place, title.found.statement) == (None, None, None)
    [statement] = by_kind["statement"]
    assert statement.hit is not None
    assert (statement.found.position, statement.found.note) == ("recommendation", None)
    linked, loose = sorted((each.found for each in by_kind["note"]), key=lambda one: one.note or "")
    assert (linked.note, linked.statement, linked.section) == ("7", "00000000", "1")
    assert linked.place == Place(unit="line", first=9, last=9)
    assert linked.text == "Overleg, zie [1]. https://vlor.be/overleg-plan"
    assert linked.matches == ["Overleg", "overleg-plan"]
    assert linked.position is None
    assert (loose.statement, loose.section, loose.place) == (None, None, None)


@pytest.mark.parametrize(
    ("within", "kinds"),
    [(Within.STATEMENTS, {"statement"}), (Within.NOTES, {"note"}), (Within.TITLES, {"title"})],
)
def test_only_what_is_asked_for_is_searched(within: Within, kinds: set[str]) -> None:
    store = indexed(advisory())
    matches = search(store, "overleg OR bron OR vraag", within=within).matches
    assert {match.found.kind for match in matches} == kinds


def test_filters_of_statements_are_for_statements_only() -> None:
    views = Filter(positions=("view",))
    assert search(STORE, "scholen", views).total == 0
    with pytest.raises(QueryError, match="Only statements have a position"):
        search(STORE, "scholen", views, within=Within.ALL)


def test_filters_of_advisories_are_for_all() -> None:
    dated = spoken("oud", "Overleg.", title="Overleg")
    dated = replace(dated, metadata=replace(dated.metadata, date=dt.date(2010, 5, 1)))
    store = indexed(dated, spoken("nieuw", "Overleg.", title="Overleg"))
    wanted = Filter(until="2012")
    findings = search(store, "overleg", wanted, within=Within.ALL)
    assert {match.found.advisory for match in findings.matches} == {"oud"}
    assert (findings.total, findings.advisories) == (2, 1)
    assert findings.dates is not None
    assert findings.dates.unknown == ["nieuw"]
    assert search(store, "overleg", Filter(advisories=("nieuw",))).total == 1
    assert search(store, "overleg", Filter(council="serv")).advisories == 0


def test_nothing_found_names_the_words_that_stand_nowhere() -> None:
    assert search(STORE, "tijd eisen").absent == []
    assert search(STORE, 'tijd xyzzy "lerende scholing"').absent == ["xyzzy", '"lerende scholing"']
    assert search(STORE, "tijd").absent == []


@given(texts)
@settings(max_examples=200)
def test_a_text_is_found_by_all_its_words_and_they_are_marked(text: str) -> None:
    words = [text[word.start : word.end] for word in words_of(text)]
    if not words:
        return
    query = " ".join(f'"{each}"' for each in words)
    with_text = indexed(spoken("advies", text))
    for exact in (False, True):
        [match] = search(with_text, query, exact=exact).matches
        spans = match.spans
        assert match.found.text == text
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        in_spans = [fold(each.form) for start, end in spans for each in words_of(text[start:end])]
        assert in_spans == [fold(each) for each in words]


@given(texts, st.sampled_from(["e", "é", "en", "zij", "ijs", "ß", "ss", "n-é", "A'b"]))
def test_exact_words_are_found_whatever_their_accents_and_hyphens(text: str, word: str) -> None:
    findings = search(indexed(spoken("advies", text)), word, exact=True)
    assert all(match.spans for match in findings.matches)
    composed = unicodedata.normalize("NFC", text)
    # An accent that no letter takes stays one of its own; Dutch has none.
    if not LOOSE.search(composed):
        there = fold(word) in {fold(each.form) for each in words_of(text)}
        assert findings.total or not there
