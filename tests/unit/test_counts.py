"""Counts by label: from the sums of the catalogue, and from the statements themselves."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.samples import spoken
from vlortool.model.advisory import Advisory, Mention, Theme
from vlortool.query.counts import (
    ActorCount,
    Count,
    Looked,
    count_actors,
    count_statements,
    count_themes,
)
from vlortool.query.filters import Filter
from vlortool.query.listing import list_statements
from vlortool.render.counts import bar, heading, matrix
from vlortool.store import open_catalogue, write_advisory

RECOMMENDED = Filter(positions=("recommendation",))


def _advisory(name: str, date: dt.date | None, not_before: dt.date | None) -> Advisory:
    """Make an advisory: two asks to the sector, one without any label, and a view on parents."""
    made = spoken(name, "Doe iets.", "Doe meer.", "Doe veel.", "Zo is het.")
    first, second, third, fourth = made.statements
    statements = [
        replace(first, actors=[Mention(id="sector", role="addressee", start=0, end=3)]),
        replace(
            second,
            implied=["vlaamse-regering"],
            addressees=[],
            strength="ask",
            themes=[
                Theme(id="taal", start=0, end=3, inherited=False),
                Theme(id="taal", start=None, end=None, inherited=True),
                Theme(id="stem", start=0, end=3, inherited=False),
            ],
        ),
        replace(third, addressees=[], themes=[], speaker=None),
        replace(
            fourth,
            position="view",
            strength=None,
            addressees=[],
            actors=[
                Mention(id="ouders", role="mentioned", start=0, end=2),
                Mention(id="ouders", role="mentioned", start=3, end=5),
                Mention(id="buiten-de-catalogus", role="mentioned", start=3, end=5),
            ],
        ),
    ]
    known = replace(made.metadata, date=date, not_before=not_before)
    return replace(made, metadata=known, statements=statements)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_advisory(tmp_path, _advisory("a", dt.date(2018, 6, 28), dt.date(2017, 1, 1)))
    write_advisory(tmp_path, _advisory("b", None, dt.date(2018, 11, 29)))
    write_advisory(tmp_path, _advisory("c", None, None))
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[sqlite3.Connection]:
    with open_catalogue(folder) as catalogue:
        yield catalogue.connection


def _found(rows: list[Count], dimension: str) -> dict[tuple[str, str | None], int]:
    return {(each.id, each.other): each.count for each in rows if each.dimension == dimension}


def test_every_dimension_of_recommendations(store: sqlite3.Connection) -> None:
    found = count_statements(store, RECOMMENDED)
    assert found.looked == Looked(statements=9, advisories=3)
    assert _found(found.rows, "position") == {
        ("recommendation", None): 9,
        ("support", None): 0,
        ("concern", None): 0,
        ("view", None): 3,
        ("none", None): 0,
    }
    assert _found(found.rows, "strength") == {
        ("urge", None): 0,
        ("must", None): 6,
        ("ask", None): 3,
        ("suggest", None): 0,
    }
    assert _found(found.rows, "actor") == {
        ("sector", "addressee"): 3,
        ("sector", "implied"): 0,
        ("sector", "mentioned"): 3,
        ("vlaamse-regering", "addressee"): 0,
        ("vlaamse-regering", "implied"): 3,
        ("vlaamse-regering", "mentioned"): 0,
        ("not-found", None): 3,
    }
    assert _found(found.rows, "theme") == {
        ("taal", None): 6,
        ("stem", None): 3,
        ("not-found", None): 3,
    }
    assert _found(found.rows, "council") == {("vlor", None): 9}
    assert _found(found.rows, "actor-theme") == {
        ("sector", "taal"): 3,
        ("vlaamse-regering", "taal"): 3,
        ("vlaamse-regering", "stem"): 3,
    }


def test_a_year_says_whether_it_is_that_of_the_advisory(store: sqlite3.Connection) -> None:
    rows = [each for each in count_statements(store, RECOMMENDED).rows if each.dimension == "year"]
    assert [(each.id, each.label, each.other, each.count) for each in rows] == [
        ("2018", "2018", "date", 3),
        ("2018", "2018 (oudste mogelijke)", "not_before", 3),
        ("not-found", "jaar niet gevonden", None, 3),
    ]


def test_shares_are_of_what_was_looked_at(store: sqlite3.Connection) -> None:
    rows = count_statements(store, RECOMMENDED).rows
    by = {(each.dimension, each.id, each.other): (each.share, each.n) for each in rows}
    assert by["position", "recommendation", None] == (0.75, 12)
    assert by["strength", "must", None] == (0.6667, 9)
    assert by["actor", "sector", "addressee"] == (0.3333, 9)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        RECOMMENDED,
        Filter(positions=("view", "recommendation")),
        Filter(advisories=("a", "c")),
        Filter(since="2018-07", council="vlor"),
        Filter(until="2018-06"),
    ],
)
def test_the_sums_of_the_catalogue_equal_a_count_of_the_statements(
    store: sqlite3.Connection, wanted: Filter
) -> None:
    # A confidence that all have: the sums know nothing of it, so that the statements are read.
    read = replace(wanted, min_confidence=0.0)
    assert count_statements(store, wanted) == count_statements(store, read)
    assert count_actors(store, wanted) == count_actors(store, read)
    assert count_themes(store, wanted) == count_themes(store, read)


@pytest.mark.parametrize(
    ("wanted", "statements"),
    [
        (Filter(actor="sector", positions=("recommendation",)), 3),
        (Filter(actor="ouders"), 3),
        (Filter(actor="vlor", roles=("speaker",)), 9),
        (Filter(roles=("speaker",)), 9),
        (Filter(roles=("implied",)), 3),
        (Filter(roles=("addressee", "implied")), 6),
        (Filter(themes=("stem",)), 3),
        (Filter(themes=("stem", "taal"), advisories=("b",)), 3),
        (Filter(actor="sector", positions=("view",)), 0),
    ],
)
def test_filters_count_what_list_lists(
    store: sqlite3.Connection, wanted: Filter, statements: int
) -> None:
    found = count_statements(store, wanted)
    assert found.looked.statements == statements
    assert statements == list_statements(store, wanted).total
    assert bool(found.rows) == bool(statements)


def test_what_was_judged_by_days_is_told(store: sqlite3.Connection) -> None:
    found = count_statements(store, replace(RECOMMENDED, since="2018"))
    assert found.dates is not None
    assert (found.dates.by_works, found.dates.unknown) == (["b"], ["c"])
    assert count_statements(store, RECOMMENDED).dates is None


def test_sums_follow_the_files(folder: Path) -> None:
    with open_catalogue(folder) as catalogue:
        assert count_statements(catalogue.connection, Filter()).looked.statements == 12
    (folder / "b.json").unlink()
    write_advisory(folder, spoken("c", "Eén zin."))
    with open_catalogue(folder) as catalogue:
        found = count_statements(catalogue.connection, Filter())
        assert found.looked == Looked(statements=5, advisories=2)
        assert _found(found.rows, "actor")["sector", "addressee"] == 2


def test_the_whole_catalogue_of_actors_is_listed_the_never_found_last(
    store: sqlite3.Connection,
) -> None:
    rows, looked = count_actors(store, Filter())
    assert looked == Looked(statements=12, advisories=3)
    by = {each.id: each for each in rows}
    assert by["sector"] == ActorCount(
        id="sector",
        label="Sectoren, werkgevers en werkveld",
        kind="field",
        addressee=3,
        implied=0,
        speaker=0,
        mentioned=3,
        advisories=3,
        aliases=by["sector"].aliases,
    )
    assert (by["vlor"].speaker, by["vlor"].mentioned, by["vlor"].advisories) == (9, 0, 3)
    # Named twice in one statement.
    assert by["ouders"].mentioned == 3
    unknown = by["buiten-de-catalogus"]
    assert (unknown.label, unknown.kind, unknown.mentioned) == (None, None, 3)
    numbers = [each.advisories > 0 for each in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers.count(True) == 5
    assert len(numbers) > 60
    assert "not-found" not in by


def test_only_those_found_on_request(store: sqlite3.Connection) -> None:
    rows, _ = count_actors(store, RECOMMENDED, only_found=True)
    assert [each.id for each in rows] == ["vlaamse-regering", "sector", "vlor"]
    themes, _ = count_themes(store, RECOMMENDED, only_found=True)
    assert [each.id for each in themes] == ["taal", "stem"]


def test_themes_tell_own_words_from_context(store: sqlite3.Connection) -> None:
    rows, _ = count_themes(store, RECOMMENDED)
    first = rows[0]
    assert (first.id, first.statements, first.own, first.inherited) == ("taal", 6, 3, 3)
    assert first.advisories == 3
    assert (rows[-1].statements, rows[-1].advisories) == (0, 0)
    assert all(each.description for each in rows)


@pytest.mark.parametrize(
    ("count", "most", "width", "drawn"),
    [(8, 8, 3, "███"), (1, 8, 1, "▏"), (1, 1000, 10, "▏"), (0, 8, 3, ""), (5, 8, 1, "▋")],
)
def test_bars_are_drawn_by_eighths(count: int, most: int, width: int, drawn: str) -> None:
    assert bar(count, most, width) == drawn


def _pair(actor: str, theme: str, count: int) -> Count:
    return Count(
        dimension="actor-theme", id=actor, label=actor, other=theme, count=count, share=0.1, n=10
    )


def test_the_matrix_leaves_no_cell_blank_and_says_what_did_not_fit() -> None:
    pairs = [_pair("sector", "taal", 12), _pair("clb", "stem", 3)]
    text, left_out = matrix(pairs, ["sector", "clb"], ["taal", "stem"], None)
    assert text.splitlines() == [
        "        ┌ sector",
        "        │   ┌ clb",
        " taal  12   ·",
        " stem   ·   3",
    ]
    assert left_out == 0
    narrow, left_out = matrix(pairs, ["sector", "clb"], ["taal", "stem"], 16)
    assert left_out == 1
    assert "clb" not in narrow


@pytest.mark.parametrize(
    ("wanted", "looked", "said"),
    [
        (RECOMMENDED, Looked(98, 2), "98 aanbevelingen in 2 adviezen"),
        (RECOMMENDED, Looked(1, 1), "1 aanbeveling in 1 advies"),
        (Filter(), Looked(254, 2), "254 zinnen in 2 adviezen"),
        (
            Filter(positions=("view", "concern"), themes=("taal",), since="2018"),
            Looked(3, 2),
            "3 zinnen (visie, bezorgdheid) in 2 adviezen; thema: Taal; vanaf 2018",
        ),
    ],
)
def test_the_head_says_what_was_counted(wanted: Filter, looked: Looked, said: str) -> None:
    assert heading(wanted, looked) == said
