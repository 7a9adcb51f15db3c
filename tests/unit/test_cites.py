"""What cites what: states, works put together, the statements that cite, and graphs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.seeds import NEWER, OLDER
from tests.unit.samples import TEXT, advisory
from vlortool.model.advisory import Advisory, Citation, Metadata
from vlortool.query.citation_graph import Edge, Graph, Node, graph_of
from vlortool.query.citations import Citations, Cited, Wanted, list_citations, works
from vlortool.render.citations import in_dutch
from vlortool.render.graph import dot, mermaid
from vlortool.store import write_advisory
from vlortool.store.catalogue import open_catalogue
from vlortool.store.citing import citing_statements
from vlortool.store.matching import Index, candidates_in, entry_of
from vlortool.store.resolve import resolve_store

DAY = dt.date(2016, 5, 12)
TITLE = "Advies over de modernisering van het secundair onderwijs"
WORK = Citation(council="vlor", title=TITLE, date=DAY)
ALL = Wanted()
LAW = Citation(title="Decreet van 14 juli 2017", date=dt.date(2017, 7, 14))


def cited(name: str, *, title: str | None = TITLE, date: dt.date | None = DAY) -> Advisory:
    """Make an advisory that others may cite."""
    return replace(advisory(name), metadata=Metadata(title=title, council="vlor", date=date))


def citing(name: str, *citations: Citation) -> Advisory:
    """Make an advisory that cites works, in its note 1 or where they say."""
    made = advisory(name)
    numbered = [replace(one, footnote="1") for one in citations]
    notes = [replace(made.footnotes[0], citations=numbered), *made.footnotes[1:]]
    statements = [made.statements[0], replace(made.statements[1], footnotes=["1"])]
    return replace(
        made,
        metadata=Metadata(title="Iets anders", council="vlor", not_before=DAY),
        footnotes=notes,
        statements=[*statements, made.statements[2]],
        citations=numbered,
    )


def found(folder: Path, *advisories: Advisory, wanted: Wanted = ALL) -> Citations:
    for one in advisories:
        write_advisory(folder, one)
    resolve_store(folder)
    with open_catalogue(folder) as catalogue:
        return list_citations(catalogue.connection, wanted)


def states(result: Citations) -> list[tuple[str, str, str | None, list[str]]]:
    return [(row.citing, row.state, row.resolved, row.candidates) for row in result.rows]


def test_each_state_is_told_apart(tmp_path: Path) -> None:
    other = replace(WORK, title="Advies over de financiering van het kunstonderwijs")
    lacking = replace(WORK, title="Advies over iets dat niemand heeft", council="serv")
    twins = (cited("b", title=other.title), cited("c", title=other.title))
    made = citing("z", LAW, lacking, other, WORK)
    assert states(found(tmp_path, made, cited("a"), *twins)) == [
        ("z", "resolved", "a", []),
        ("z", "candidates", None, ["b", "c"]),
        ("z", "absent", None, []),
        ("z", "other", None, []),
    ]


def test_a_row_carries_words_and_place(tmp_path: Path) -> None:
    (row,) = found(tmp_path, citing("z", WORK)).rows
    assert (row.footnote, row.statement, row.section, row.section_title) == (
        "1", "b2", "1", "Vraag",
    )  # fmt: skip
    assert (row.text, row.place and row.place.first, row.direction) == ("Een bron.", 5, None)
    assert (row.title, row.date, row.council) == (TITLE, "2016-05-12", "vlor")


def test_both_directions_of_an_advisory_are_told_apart(tmp_path: Path) -> None:
    middle = replace(
        citing("m", WORK), metadata=cited("m", title="Advies over geheel iets").metadata
    )
    newest = citing("z", Citation(council="vlor", title="Advies over geheel iets", date=DAY))
    result = found(tmp_path, cited("a"), middle, newest, wanted=Wanted(advisory="m"))
    assert [(row.direction, row.citing, row.resolved) for row in result.rows] == [
        ("cites", "m", "a"),
        ("cited-by", "z", "m"),
    ]
    assert result.sizes == {("cites", "resolved"): 1, ("cited-by", "resolved"): 1}


def test_who_may_be_meant_is_perhaps_cited_and_a_longer_id_is_not(tmp_path: Path) -> None:
    store = (citing("z", WORK), cited("a-1"), cited("a-12"), cited("a", date=dt.date(2001, 1, 1)))
    result = found(tmp_path, *store, wanted=Wanted(advisory="a-1"))
    assert states(result) == [("z", "candidates", None, ["a-1", "a-12"])]
    assert found(tmp_path, wanted=Wanted(advisory="a")).rows == []


def test_filters_and_limit(tmp_path: Path) -> None:
    made = citing("z", LAW, WORK, replace(WORK, council="serv"))
    assert found(tmp_path, made, wanted=Wanted(states=("other",))).total == 1
    serv = found(tmp_path, wanted=Wanted(council="serv"))
    assert [row.council for row in serv.rows] == ["serv"]
    with open_catalogue(tmp_path) as catalogue:
        cut = list_citations(catalogue.connection, Wanted(), limit=1)
    assert (len(cut.rows), cut.total) == (1, 3)


def test_a_match_that_left_the_store_is_absent_again(tmp_path: Path) -> None:
    assert found(tmp_path, citing("z", WORK), cited("a")).rows[0].state == "resolved"
    (tmp_path / "a.json").unlink()
    with open_catalogue(tmp_path) as catalogue:
        (row,) = list_citations(catalogue.connection, Wanted()).rows
    assert (row.state, row.resolved) == ("absent", None)


def row(number: int = 1, **known: str | None) -> Cited:
    values: dict[str, str | None] = {"council": "vlor", "title": TITLE, "date": None, "url": None}
    values |= known
    return Cited(
        direction=None, citing=f"advies-{number}", footnote="1", statement=None, section=None,
        section_title=None, place=None, body=None, state="absent", resolved=None, candidates=[],
        basis=None, text=None, **values,
    )  # fmt: skip


PAGE = "https://www.vlor.be/adviezen/a"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"date": "2016-05-12"}, {"date": "2016-05-12", "title": TITLE.upper()}, True),
        ({"date": "2016-05-12"}, {"date": "2016-05-13"}, False),
        ({"date": "2016-05-12"}, {"date": "2016-05-12", "council": "serv"}, False),
        ({"date": "2016-05-12"}, {"date": "2016-05-12", "title": "Advies over zorg"}, False),
        ({"url": PAGE, "title": "Modernisering"}, {"url": PAGE.replace("s:", ":")}, True),
        ({"url": PAGE, "date": "2016-05-12"}, {"url": PAGE, "title": "Kort"}, True),
        ({"url": PAGE, "date": "2016-05-12"}, {"url": PAGE, "date": "2017-05-12"}, False),
        ({"url": "https://vlor.be", "title": "A b"}, {"url": "https://vlor.be"}, False),
        ({}, {}, True),
        ({}, {"date": "2016-05-12"}, False),
        # A short title without a day may be that of many works.
        ({"title": "Advies over de begroting"}, {"title": "Advies over de begroting"}, False),
    ],
)
def test_when_two_citations_are_of_one_work(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    assert len(works([row(1, **one), row(2, **other)])) == (1 if same else 2)
    assert len(works([row(2, **other), row(1, **one)])) == (1 if same else 2)


def test_the_most_cited_work_comes_first() -> None:
    listed = [row(1, title="Advies over de zorg voor ouderen"), row(2), row(3)]
    assert [[each.citing for each in work] for work in works(listed)] == [
        ["advies-2", "advies-3"],
        ["advies-1"],
    ]


@pytest.mark.parametrize("count", [2, 5, 6, 9])
def test_candidates_are_read_back_from_the_basis(count: int) -> None:
    names = [f"and-more-{number}" for number in range(count)]
    entries = [entry_of(name, cited(name).metadata) for name in names]
    match = Index(entries).match(WORK, entry_of("z", Metadata()))
    assert match.id is None
    assert candidates_in(match.basis) == names[:5]
    assert candidates_in(f"short form of the work in note 2; {match.basis}") == names[:5]


def test_every_basis_is_said_in_dutch() -> None:
    known = Metadata(
        title=TITLE, council="vlor", date=DAY, url=PAGE, reference="RSO/RSO/ADV/1617/003"
    )
    citing_one = entry_of("z", Metadata())
    undated = replace(WORK, date=None)
    bases = [
        Index([entry_of("a", metadata)]).match(citation, citing_one, code).basis
        for metadata in (known, replace(known, date=None))
        for citation in (WORK, undated, replace(undated, url=PAGE))
        for code in (None, known.reference)
    ]
    bases += [
        f"short form of the work in note 8; {bases[0]}",
        "short form of the work named in the text",
    ]
    said = " ".join(in_dutch(basis or "") for basis in bases)
    assert None not in bases
    assert not re.search(
        r"\b(?:same|council|and|title|its|words|code|address|work|date|of)\b", said
    )
    several = in_dutch("may be any of same-date, title-and-council and 3 more")
    assert several == "kan elk van deze zijn: same-date, title-and-council en nog 3"


def said(made: Advisory) -> dict[int, set[str]]:
    result: dict[int, set[str]] = {}
    for citation, statement in citing_statements(made):
        result.setdefault(citation, set()).add(made.statements[statement].text)
    return result


def written(*sentences: str, citations: list[Citation]) -> Advisory:
    """Make an advisory of some sentences, without notes."""
    made = advisory("z")
    text, statements = "", []
    for number, sentence in enumerate(sentences):
        start = len(text)
        text += sentence + " "
        one = replace(made.statements[0], id=f"s{number}", start=start)
        statements.append(replace(one, end=start + len(sentence), text=sentence))
    return replace(
        made,
        metadata=Metadata(council="vlor"),
        text=text,
        statements=statements,
        footnotes=[],
        citations=citations,
    )


ASKED = "De SERV stelde in zijn advies over de zorg van 12 mei 2016 dat dit moet."
AGAIN = "Dat herhaalt het SERV-advies over de zorg."


def test_running_text_is_tied_by_what_it_mentions() -> None:
    full = Citation(council="serv", title="advies over de zorg", date=DAY)
    short = replace(full, basis="short form of the work named in the text")
    made = written("De zorg is een recht.", ASKED, AGAIN, citations=[full, short])
    assert said(made) == {0: {ASKED}, 1: {AGAIN}}


def test_running_text_that_may_be_any_of_several_is_left_untied() -> None:
    short = Citation(
        council="serv", title="Visie", date=DAY, basis="short form of the work in note 2"
    )
    other = "Ook het SERV-advies over onderwijs zegt dit."
    assert said(written(AGAIN, other, citations=[short])) == {}


def test_a_title_in_two_sentences_ties_neither() -> None:
    work = Citation(title="Nota")
    assert said(written("De Nota is er.", "De nota is goed.", citations=[work])) == {}
    assert said(written("De ‘Nota’ is er.", citations=[replace(work, title="'nota'")])) == {
        0: {"De ‘Nota’ is er."}
    }


def test_the_running_text_of_a_seed_is_tied(newer: Advisory, older: Advisory) -> None:
    tied = said(newer)
    texts = [at for at, one in enumerate(newer.citations) if one.footnote is None]
    assert [len(tied[at]) for at in texts] == [1, 1]
    assert "visienota ‘Nieuw professionalisme" in tied[texts[0]].pop()
    assert tied[texts[1]].pop().startswith("Uit het Vlor-advies over deze visienota blijkt")
    for made in (newer, older):
        assert set(said(made)) == set(range(len(made.citations)))


def test_two_notes_with_one_number_are_told_apart_by_their_markers() -> None:
    made = citing("z", WORK)
    first, second = made.footnotes
    law = replace(LAW, footnote="1")
    doubled = replace(
        made,
        footnotes=[first, replace(second, number="1", citations=[law])],
        statements=[replace(one, footnotes=["1"]) for one in made.statements],
        citations=[*made.citations, law],
    )
    assert said(doubled) == {0: {TEXT[14:37]}, 1: {TEXT[38:50]}}


def test_the_words_of_a_note_are_those_of_the_one_that_cites(tmp_path: Path) -> None:
    made = citing("z", WORK)
    first, second = made.footnotes
    law = replace(LAW, footnote="1")
    doubled = replace(
        made,
        footnotes=[first, replace(second, number="1", text="Het decreet.", citations=[law])],
        citations=[*made.citations, law],
    )
    rows = found(tmp_path, doubled).rows
    assert {row.title: row.text for row in rows} == {TITLE: "Een bron.", LAW.title: "Het decreet."}


def test_a_graph_has_solid_and_dashed_edges(tmp_path: Path) -> None:
    twin = replace(WORK, title="Advies over de financiering van het kunstonderwijs")
    lacking = replace(WORK, title="Advies over wat niemand heeft")
    store = (
        citing("z", WORK, WORK, twin, lacking, LAW),
        *(cited("a"), cited("b", title=twin.title), cited("c", title=twin.title, date=DAY)),
    )
    rows = found(tmp_path, *store).rows
    with open_catalogue(tmp_path) as catalogue:
        graph = graph_of(catalogue.connection, rows)
        wider = graph_of(catalogue.connection, rows, others=True)
    assert [(node.key, node.kind, node.name) for node in graph.nodes] == [
        *(("n1", "held", "a"), ("n2", "held", "b"), ("n3", "held", "c"), ("n4", "held", "z")),
        ("n5", "absent", lacking.title),
    ]
    assert graph.edges == [
        *(Edge("n4", "n1", True), Edge("n4", "n2", False), Edge("n4", "n3", False)),
        Edge("n4", "n5", True),
    ]
    assert [node.name for node in wider.nodes if node.kind == "other"] == [LAW.title]
    assert dot(graph).splitlines()[3:] == [
        '  n1 [label="a\\n2016-05-12"];',
        '  n2 [label="b\\n2016-05-12"];',
        '  n3 [label="c\\n2016-05-12"];',
        '  n4 [label="z\\nna 2016-05-12"];',
        f'  n5 [label="vlor\\n{lacking.title}\\n2016-05-12", style=dashed];',
        *("  n4 -> n1;", '  n4 -> n2 [label="?", style=dashed];'),
        *('  n4 -> n3 [label="?", style=dashed];', "  n4 -> n5;", "}"),
    ]
    assert mermaid(graph).splitlines()[4:] == [
        '  n4["z<br/>na 2016-05-12"]',
        f'  n5["vlor<br/>{lacking.title}<br/>2016-05-12"]:::ontbreekt',
        *("  n4 --> n1", '  n4 -.->|"?"| n2', '  n4 -.->|"?"| n3', "  n4 --> n5"),
        "  classDef ontbreekt stroke-dasharray: 5 5",
    ]


def _graph(title: str) -> Graph:
    nodes = [Node(key="n1", kind="held", name="a"), Node(key="n2", kind="absent", name=title)]
    return Graph(nodes, [Edge("n1", "n2", False)])


TITLES = st.text() | st.text(alphabet='"\\\n\r#;&<>[]{}()|`%:-. _*direction TBLRendstyle')
_DOT_LINE = re.compile(r'  n\d+ \[label="((?:[^"\\\n]|\\.)*)"(?:, style=dashed)?\];')
_MERMAID_LINE = re.compile(r'  n\d+\["((?:[^"#;\n]|#\d+;)*)"\](?::::ontbreekt)?')


@given(TITLES)
def test_any_title_survives_graphviz(title: str) -> None:
    lines = dot(_graph(title)).removesuffix("\n").split("\n")
    assert len(lines) == 7
    label = _DOT_LINE.fullmatch(lines[4])
    assert label is not None
    shown = re.sub(r'\\(["\\])', r"\1", label[1].replace("\\ndatum onbekend", ""))
    assert shown.replace("&amp;", "&") == _plain(title)


@given(TITLES)
def test_any_title_survives_mermaid(title: str) -> None:
    lines = mermaid(_graph(title)).removesuffix("\n").split("\n")
    assert len(lines) == 5
    label = _MERMAID_LINE.fullmatch(lines[2])
    assert label is not None
    escaped = label[1].replace("<br/>datum onbekend", "")
    assert not re.search(r"[`<>&%*_{}\[\]()|:@\\]|direction\s|^\d+\.\s|^-", escaped, re.IGNORECASE)
    assert re.sub(r"#(\d+);", lambda hit: chr(int(hit[1])), escaped) == _plain(title)


def _plain(title: str) -> str:
    from vlortool.render.plain import visible

    return " ".join(visible(title).split()) or "(zonder titel)"


def test_the_seeds_cite_what_can_be_read_in_them(
    tmp_path: Path, newer: Advisory, older: Advisory
) -> None:
    rows = found(tmp_path, newer, older).rows
    held = [(each.footnote, each.resolved) for each in rows if each.state == "resolved"]
    assert held == [("9", OLDER), ("10", OLDER), (None, OLDER)]
    assert all(each.citing == NEWER and each.basis for each in rows if each.state == "resolved")
    (law,) = [each for each in rows if each.state == "other"]
    assert law.title is not None
    assert law.title.startswith("Gecoördineerde wet betreffende de uitoefening van")
    absent = works(each for each in rows if each.state == "absent")
    assert len(absent) == 9
    assert [{(each.citing, each.footnote) for each in work} for work in absent[:3]] == [
        {(NEWER, "1"), (NEWER, "8")},
        {(NEWER, "2"), (OLDER, "4")},
        {(NEWER, "7"), (OLDER, "3")},
    ]
    assert len(rows) == len(newer.citations) + len(older.citations)
