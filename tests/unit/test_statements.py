"""Which statement a name stands for, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.samples import TEXT, advisory, line, spoken
from vlortool.errors import UnknownNameError
from vlortool.model.advisory import Advisory, Citation, Cue, Mention, Origin, Theme
from vlortool.query.context import Ground, Heading, Note, StatementView, in_context
from vlortool.query.statements import find_statement, means_statement
from vlortool.render.output import Format, emit
from vlortool.render.table import origin_text
from vlortool.store import write_advisory
from vlortool.store.catalogue import look, open_catalogue
from vlortool.store.upkeep import NAME

Named = Callable[[str], str]


def labelled(name: str = "advies") -> Advisory:
    """Label the second sentence of the sample, which has a note that cites a work."""
    made = advisory(name)
    first, second, third = made.statements
    second = replace(
        second,
        position="recommendation",
        strength="ask",
        confidence=0.9,
        speaker="vlor",
        actors=[
            Mention(id="vlor", role="speaker", start=14, end=21),
            Mention(id="vlor", role="mentioned", start=14, end=21),
        ],
        implied=["minister-onderwijs"],
        themes=[
            Theme(id="instroom", start=29, end=36, inherited=False),
            Theme(id="data", start=None, end=None, inherited=True),
        ],
        cues=[
            Cue(rule="position/cue:vraagt", start=22, end=28, weight=2.0),
            Cue(rule="position/cue:vraagt", start=22, end=28, weight=0.5),
        ],
        footnotes=["1"],
        origin=[Origin(line=3, last_line=3)],
    )
    works = [
        Citation(title="Een bron", footnote="1", resolved="ander"),
        Citation(title="Een andere bron", footnote="2"),
    ]
    return replace(made, statements=[first, second, third], citations=works)


def renamed(made: Advisory, names: list[str]) -> Advisory:
    pairs = zip(made.statements, names, strict=True)
    return replace(made, statements=[replace(one, id=name) for one, name in pairs])


@pytest.fixture
def named(tmp_path: Path) -> Named:
    write_advisory(tmp_path, labelled())
    write_advisory(tmp_path, renamed(advisory("ander"), ["a1", "b2f", "b2f-2"]))

    def find(name: str) -> str:
        with open_catalogue(tmp_path) as catalogue:
            located = find_statement(catalogue, name)
        return f"{located.advisory.id}#{located.statement.id}"

    return find


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("advies#c3", "advies#c3"),
        ("adv#c", "advies#c3"),
        ("ADV#C", "advies#c3"),
        ("c", "advies#c3"),
        ("#c3", "advies#c3"),
        # A whole id comes before those that it begins.
        ("b2", "advies#b2"),
        ("ander#b2f", "ander#b2f"),
        ("b2f-", "ander#b2f-2"),
    ],
)
def test_a_name_stands_for_one_statement(named: Named, name: str, meant: str) -> None:
    assert named(name) == meant


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a1", r"(?s)2 advisories have 'a1'. Name the advisory too:.* advies#a1: .* ander#a1: "),
        ("b", r"3 ids begin with 'b'. Type more of one:\n  advies#b2, line 3: De Vlor vraagt"),
        ("ander#b", r"2 ids begin with 'ander#b'"),
        ("advies#x", r"advies holds no statement 'advies#x'. .*vlortool list advies"),
        ("advies#", r"advies holds no statement"),
        ("#", r"holds no statement '#'"),
        ("#x", r"holds no statement '#x'"),
        ("x", r"no advisory and no statement 'x'. It holds: advies, ander"),
        ("adv", r"'adv' is an advisory, no statement of one. Write advies#<statement>"),
        ("a", r"2 ids begin with 'a'"),
        ("geen#c3", r"holds no advisory 'geen'"),
        # Wildcards of SQL are letters like others.
        ("%", r"no advisory and no statement"),
        ("_2", r"no advisory and no statement"),
        ("ander#%", r"holds no statement"),
        ("c3' OR '1'='1", r"no advisory and no statement"),
    ],
)
def test_another_name_says_what_to_do(named: Named, name: str, says: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        named(name)
    assert error.match(says)


def test_what_does_not_fit_in_a_message_is_counted(tmp_path: Path) -> None:
    for number in range(20):
        write_advisory(tmp_path, advisory(f"advies-{number}"))
    with open_catalogue(tmp_path) as catalogue, pytest.raises(UnknownNameError) as error:
        find_statement(catalogue, "c3")
    message = str(error.value)
    assert message.startswith("20 advisories have 'c3'")
    assert message.count("#c3") + 12 == 20
    assert message.endswith("and 12 more")


@pytest.mark.parametrize(
    ("name", "is_statement"),
    [("advies", False), ("ADV", False), ("a", False), ("c3", True), ("adv#c", True), ("", False)],
)
def test_an_advisory_comes_before_a_statement(
    tmp_path: Path, name: str, is_statement: bool
) -> None:
    write_advisory(tmp_path, advisory())
    assert means_statement(tmp_path, name) is is_statement
    assert not (tmp_path / NAME).exists()


def view(folder: Path, made: Advisory, name: str) -> StatementView:
    write_advisory(folder, made)
    with open_catalogue(folder) as catalogue:
        return in_context(find_statement(catalogue, name), catalogue.connection)


def test_a_statement_stands_in_its_context(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("ander", "Een ander."))
    found = view(tmp_path, labelled(), "b2")
    assert (found.text, found.marked) == (TEXT[14:37], "De Vlor vraagt overleg.[1]")
    assert found.path == [Heading("1", "Vraag")]
    assert (found.before, found.after) == (None, "Met scholen.")
    assert found.notes == [Note("1", "Een bron.", [], found.notes[0].place)]
    assert [work.resolved for work in found.works] == ["ander"]
    assert (found.themes, found.inherited_themes) == (["instroom"], ["data"])
    assert (found.actors, found.implied) == (["vlor"], ["minister-onderwijs"])
    # A rule that fired twice on the same words is told once.
    [ground] = found.cues
    assert isinstance(ground, Ground)
    assert (ground.label, ground.words) == ("recommendation", "vraagt")
    assert found.source == "advies.txt"


def test_a_work_that_went_from_the_store_is_not_said_to_be_there(tmp_path: Path) -> None:
    assert [work.resolved for work in view(tmp_path, labelled(), "b2").works] == [None]


def test_a_bullet_has_the_words_that_introduce_it(tmp_path: Path) -> None:
    found = view(tmp_path, labelled(), "c3")
    assert found.lead_ins == ["De Vlor vraagt overleg."]
    assert (found.before, found.after) == ("De Vlor vraagt overleg.", None)
    assert found.works == []


def test_lead_ins_that_go_round_end(tmp_path: Path) -> None:
    made = labelled()
    blocks = [replace(block, lead_in=index) for index, block in enumerate(made.blocks)]
    assert view(tmp_path, replace(made, blocks=blocks), "c3").lead_ins == []


def test_sections_around_it_come_outermost_first(tmp_path: Path) -> None:
    made = labelled()
    intro, outer = made.sections
    inner = replace(outer, number="1.1", title="Deel", level=2)
    other = replace(outer, number="0.9", title="Ander", level=2)
    statements = [replace(one, section=3 if one.section else 0) for one in made.statements]
    blocks = [replace(one, section=3 if one.section else 0) for one in made.blocks]
    nested = replace(
        made, sections=[intro, outer, other, inner], statements=statements, blocks=blocks
    )
    assert view(tmp_path, nested, "b2").path == [Heading("1", "Vraag"), Heading("1.1", "Deel")]
    assert view(tmp_path, nested, "a1").path == [Heading(None, None)]


def test_a_record_in_cells_is_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_advisory(tmp_path, spoken("ander", "Een ander."))
    found = view(tmp_path, labelled(), "b2")
    emit([found], [], Format.CSV)
    shown = capsys.readouterr().out
    assert "Heading(" not in shown
    assert "1 Vraag" in shown
    assert "Een bron 1 ander" in shown
    assert "r. 3" in shown


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (line(3)[0], "r. 3"),
        (Origin(page=2), "p. 2"),
        (
            Origin(page=2, x0=10.5, x1=100, top=0, bottom=12),
            "p. 2, x 10.5-100, y 0-12 (in punten, van linksboven)",
        ),
    ],
)
def test_an_origin_says_where_exactly(origin: Origin, words: str) -> None:
    assert origin_text(origin) == words


def test_a_look_writes_nothing_and_refuses_other_versions(tmp_path: Path) -> None:
    assert look(tmp_path) is None
    write_advisory(tmp_path, advisory())
    with open_catalogue(tmp_path):
        pass
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    connection = look(tmp_path)
    assert connection is not None
    assert connection.execute("SELECT id FROM advisory").fetchone()["id"] == "advies"
    connection.close()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    with open_catalogue(tmp_path) as catalogue:
        catalogue.connection.rollback()
        catalogue.connection.execute("UPDATE made_by SET version = 'another'")
    assert look(tmp_path) is None
