"""`show STATEMENT` through the real entry point, held against the gold."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import FORMATS, run
from tests.seeds import NEWER, OLDER, gold
from vlortool.model.advisory import Advisory
from vlortool.store import read_advisory, resolve_store, write_advisory

KEPT = "onverkort"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, newer: Advisory, older: Advisory) -> str:
    folder = tmp_path_factory.mktemp("store")
    for seed in (newer, older):
        write_advisory(folder, seed)
    resolve_store(folder)
    return str(folder)


def statement(store: str, name: str, words: str) -> str:
    parsed = read_advisory(Path(store, f"{name}.json"))
    [found] = [one.id for one in parsed.statements if words in one.text]
    return found


def shown(store: str, *arguments: str) -> dict[str, Any]:
    done = run("show", *arguments, "--data", store, "--format", "json")
    assert done.stderr == ""
    [row] = json.loads(done.stdout)
    return dict(row)


@pytest.mark.parametrize("name", [NEWER, OLDER])
def test_what_is_shown_is_what_the_gold_says(store: str, name: str) -> None:
    [unit] = [one for one in gold(name)["units"] if KEPT in one["text"]]
    notes = {one["number"]: one for one in gold(name)["footnotes"]}
    row = shown(store, f"{name}#{statement(store, name, KEPT)}")
    assert row["text"] == unit["text"]
    for field in ("position", "strength", "speaker", "addressees"):
        assert row[field] == unit[field]
    assert row["path"][-1]["number"] == unit["section"]
    assert row["footnotes"] == unit["notes"]
    told = [(one["number"], one["text"], one["urls"]) for one in row["notes"]]
    assert told == [(each, notes[each]["text"], notes[each]["urls"]) for each in unit["notes"]]
    # One that the tagger adds from the context is its own affair; none may be lost on the way.
    assert set(unit["themes"]) <= {*row["themes"], *row["inherited_themes"]}


def test_the_sentences_around_it_are_those_of_the_gold(store: str) -> None:
    units = gold(OLDER)["units"]
    [at] = [index for index, one in enumerate(units) if KEPT in one["text"]]
    row = shown(store, f"gener#{statement(store, OLDER, KEPT)}")
    around = [
        one["text"] if one["section"] == units[at]["section"] else None
        for one in (units[at - 1], units[at + 1])
    ]
    assert [row["before"], row["after"]] == around


def test_the_work_that_it_cites_has_the_id_in_the_store(store: str) -> None:
    [note] = [one for one in gold(NEWER)["footnotes"] if one["number"] == "9"]
    [unit] = [one for one in gold(NEWER)["units"] if one["id"] == note["marker"]]
    row = shown(store, f"actie#{statement(store, NEWER, unit['text'])}")
    assert [work["resolved"] for work in row["works"] if work["footnote"] == "9"] == [OLDER]
    table = run("show", f"actie#{row['statement']}", "--data", store).stdout
    assert f"→ {OLDER}" in table


@pytest.mark.parametrize("columns", ["80", "200"])
def test_a_screen_shows_all_of_it(store: str, columns: str) -> None:
    name = statement(store, NEWER, KEPT)
    done = run("show", f"actie#{name}", "--data", store, columns=columns)
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    words = " ".join(done.stdout.split())
    for part in (
        f"{NEWER}#{name} (r. 340-344)",
        "datum na 2018-11-29",
        "sectie 4 Opleidingenstructuur",
        "inleiding Voor de uitwerking van het opleidingsaanbod",
        "voor De inhouden van",
        "te moeten overnemen.[7]",
        "na De mogelijkheden van",
        "standpunt aanbeveling (recommendation) sterkte dringend (urge)",
        "gericht aan niemand genoemd",
        "[7] Vlaamse Onderwijsraad, Algemene Raad.",
        "→ niet gevonden in de verzameling",
        "Bron data/raw/actieplan-zorg-en-welzijn.txt" if columns == "200" else "Bron",
    ):
        assert part in words
    assert "…" not in words


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_shows_it(store: str, form: str) -> None:
    name = f"actie#{statement(store, NEWER, KEPT)}"
    done = run("show", name, "--data", store, "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert KEPT in done.stdout
    if form == "csv":
        header, row = csv.reader(io.StringIO(done.stdout))
        assert len(header) == len(row)


def test_a_csv_for_a_spreadsheet(store: str) -> None:
    name = f"actie#{statement(store, NEWER, KEPT)}"
    options = ("--data", store, "--format", "csv", "--bom", "--delimiter", "semicolon")
    for command in ("show", "why"):
        done = run(command, name, *options)
        assert done.stdout.startswith("\ufeff")
        assert ";" in done.stdout.splitlines()[0]


def test_an_id_alone_will_do_unless_two_advisories_say_the_same(store: str) -> None:
    # The newer one repeats the older one to the letter.
    same = statement(store, OLDER, KEPT)
    done = run("show", same, "--data", store)
    assert done.returncode == 2
    for name in (NEWER, OLDER):
        assert f"{name}#{same}, lines" in done.stderr
    alone = statement(store, NEWER, "nog deze legislatuur")
    assert shown(store, alone)["advisory"] == NEWER
    assert shown(store, f"#{alone}")["statement"] == alone


def test_a_section_of_a_statement_is_wrong_usage(store: str) -> None:
    name = f"actie#{statement(store, NEWER, KEPT)}"
    done = run("show", name, "4", "--data", store)
    assert done.returncode == 2
    assert "has no section '4'" in done.stderr


def test_an_advisory_is_read_without_a_catalogue(tmp_path: Path, older: Advisory) -> None:
    write_advisory(tmp_path, older)
    assert run("show", "gener", "--data", str(tmp_path)).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{OLDER}.json"]


def test_a_name_of_nothing_tells_what_there_is(store: str) -> None:
    done = run("show", "onbekend", "--data", store)
    assert done.returncode == 2
    assert "no advisory and no statement 'onbekend'" in done.stderr
    assert NEWER in done.stderr
