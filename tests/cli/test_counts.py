"""`actors`, `themes` and `stats` on the two seeds, held against `list` and the gold."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest

from tests.cli.commands import FORMATS, rows, run
from tests.seeds import NEWER, OLDER, SEEDS, gold
from vlortool.query.counts import ActorCount, Count, ThemeCount

KINDS = {"actors": ActorCount, "themes": ThemeCount, "stats": Count}


@pytest.fixture(scope="module")
def counted(seeds: str) -> list[dict[str, Any]]:
    return rows("stats", "--data", seeds)


@pytest.fixture(scope="module")
def listed(seeds: str) -> list[dict[str, Any]]:
    return rows("list", "--data", seeds)


def units() -> list[dict[str, Any]]:
    """Return the recommendations of the gold."""
    every = [unit for name in SEEDS for unit in gold(name)["units"]]
    return [unit for unit in every if unit["position"] == "recommendation"]


def by(counted: list[dict[str, Any]], dimension: str) -> dict[Any, int]:
    return {
        (row["id"], row["other"]) if row["other"] else row["id"]: row["count"]
        for row in counted
        if row["dimension"] == dimension
    }


def in_role(counted: list[dict[str, Any]], role: str) -> Counter[str]:
    return +Counter(
        {
            row["id"]: row["count"]
            for row in counted
            if (row["dimension"], row["other"]) == ("actor", role)
        }
    )


def test_stats_equal_what_list_lists(
    counted: list[dict[str, Any]], listed: list[dict[str, Any]]
) -> None:
    def ids(*fields: str) -> Counter[str]:
        return Counter(name for row in listed for field in fields for name in row[field])

    for role, field in (
        ("addressee", "addressees"),
        ("implied", "implied"),
        ("mentioned", "actors"),
    ):
        assert in_role(counted, role) == ids(field)
    themes = by(counted, "theme")
    nothing = themes.pop("not-found", 0)
    assert themes == ids("themes", "inherited_themes")
    assert nothing == sum(not row["themes"] + row["inherited_themes"] for row in listed)
    strengths = Counter(row["strength"] for row in listed)
    assert by(counted, "strength") == strengths
    pairs = Counter(
        (actor, theme)
        for row in listed
        for actor in {*row["addressees"], *row["implied"], *row["actors"]}
        for theme in row["themes"] + row["inherited_themes"]
    )
    assert by(counted, "actor-theme") == pairs


@pytest.mark.parametrize(
    ("options", "dimension", "name"),
    [
        (("--actor", "sector", "--role", "addressee"), "actor", ("sector", "addressee")),
        (("--actor", "sector", "--role", "mentioned"), "actor", ("sector", "mentioned")),
        (("--theme", "werkplekleren"), "theme", "werkplekleren"),
        (("--strength", "urge"), "strength", "urge"),
        (("--position", "concern"), "position", "concern"),
        (("--council", "vlor"), "council", "vlor"),
    ],
)
def test_a_count_is_the_length_of_the_list(
    seeds: str,
    counted: list[dict[str, Any]],
    options: tuple[str, ...],
    dimension: str,
    name: Any,
) -> None:
    assert by(counted, dimension)[name] == len(rows("list", *options, "--data", seeds))


def test_strengths_positions_and_years_are_those_of_the_gold(
    counted: list[dict[str, Any]],
) -> None:
    every = [unit for name in SEEDS for unit in gold(name)["units"]]
    assert {row["n"] for row in counted if row["dimension"] == "strength"} == {98}
    assert by(counted, "strength") == Counter(unit["strength"] for unit in units())
    assert by(counted, "position") == Counter(unit["position"] for unit in every)
    sizes = {
        name: sum(unit["position"] == "recommendation" for unit in gold(name)["units"])
        for name in SEEDS
    }
    assert by(counted, "year") == {
        ("2018", "date"): sizes[OLDER],
        ("2018", "not_before"): sizes[NEWER],
    }


def test_addressees_are_those_of_the_gold_but_for_one(counted: list[dict[str, Any]]) -> None:
    wanted = Counter(name for unit in units() for name in unit["addressees"])
    found = in_role(counted, "addressee")
    # `onderwijs` is taken for addressed once too often; see docs/accuracy.md.
    assert found - wanted == Counter(onderwijs=1)
    assert not wanted - found


def test_filters_narrow_the_counts(seeds: str) -> None:
    found = rows("stats", OLDER, "--theme", "werkplekleren", "--data", seeds)
    expected = rows("list", OLDER, "--theme", "werkplekleren", "--data", seeds)
    assert {row["n"] for row in found if row["dimension"] == "strength"} == {len(expected)}
    late = rows("stats", "--since", "2018-07", "--data", seeds)
    assert by(late, "year") == {("2018", "not_before"): 63}


def test_actors_count_each_role(seeds: str, listed: list[dict[str, Any]]) -> None:
    found = {row["id"]: row for row in rows("actors", "--data", seeds)}
    for name, row in found.items():
        assert row["addressee"] == sum(name in each["addressees"] for each in listed)
        assert row["mentioned"] == sum(name in each["actors"] for each in listed)
        assert row["speaker"] == sum(name == each["speaker"] for each in listed)
    assert found["vlor"]["speaker"] == 98
    assert found["sector"]["advisories"] == 2
    assert found["vlaamse-regering"]["advisories"] == 1
    assert "minister" in " ".join(found["vlaamse-regering"]["aliases"])
    assert found["nvao"]["advisories"] == 0


def test_themes_count_own_words_and_context_apart(seeds: str, listed: list[dict[str, Any]]) -> None:
    for row in rows("themes", "--data", seeds):
        assert row["own"] == sum(row["id"] in each["themes"] for each in listed)
        assert row["inherited"] == sum(row["id"] in each["inherited_themes"] for each in listed)
        assert row["statements"] == row["own"] + row["inherited"]


@pytest.mark.parametrize("command", list(KINDS))
def test_every_format_has_the_same_rows_and_fields(seeds: str, command: str) -> None:
    fields = list(KINDS[command].__struct_fields__)
    found = rows(command, "--data", seeds)
    shown = {form: run(command, "--data", seeds, "--format", form).stdout for form in FORMATS}
    assert [json.loads(line) for line in shown["jsonl"].splitlines()] == found
    assert [list(row) for row in found] == [fields] * len(found)
    cells = list(csv.DictReader(io.StringIO(shown["csv"])))
    assert [row["id"].removeprefix("'") for row in cells] == [row["id"] for row in found]
    assert list(cells[0]) == fields
    assert len(shown["md"].splitlines()) == len(found) + 2


@pytest.mark.parametrize("columns", ["80", "200"])
@pytest.mark.parametrize("command", list(KINDS))
def test_tables_keep_to_the_width(seeds: str, command: str, columns: str) -> None:
    done = run(command, "--data", seeds, columns=columns)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("98 aanbevelingen in 2 adviezen")
    assert max(map(len, lines)) <= int(columns)
    assert "…" not in done.stdout


def test_a_narrow_matrix_says_how_many_actors_it_leaves_out(seeds: str) -> None:
    narrow = run("stats", "--data", seeds, columns="50").stdout
    assert "actoren passen er niet meer bij: --format csv of json geeft ze alle" in " ".join(
        narrow.split()
    )
    assert "niet meer bij" not in run("stats", "--data", seeds).stdout


def test_never_found_is_said_and_left_out_on_request(seeds: str) -> None:
    assert "niet gevonden" in run("actors", "--data", seeds).stdout
    every, found = rows("actors", "--data", seeds), rows("actors", "--found", "--data", seeds)
    assert 0 < len(found) < len(every)
    assert every[: len(found)] == found
    assert not any(row["advisories"] for row in every[len(found) :])


def test_stats_in_a_pipe_draw_bars_without_colour(seeds: str) -> None:
    shown = run("stats", "--data", seeds).stdout
    assert "\x1b" not in shown
    assert any(line.endswith("█" * 40) for line in shown.splitlines())
    assert "2018 (oudste mogelijke)" in shown


def test_nothing_found_is_told(seeds: str) -> None:
    done = run("stats", "--actor", "nvao", "--data", seeds)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "2 advisories were looked through" in done.stderr
    assert "--position any" in done.stderr


def test_an_advisory_without_a_date_is_told_with_since(seeds: str) -> None:
    done = run("stats", "--since", "2018", "--data", seeds)
    assert f"judged by the newest work that they cite: {NEWER}" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("stats", "--actor", "niemand"), ("stats", "--since", "gisteren"), ("themes", "onbekend")],
)
def test_unknown_names_are_refused(seeds: str, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--data", seeds)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
