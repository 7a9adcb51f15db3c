"""`vlortool search` on the two seeds, held against their gold."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import FORMATS, rows, run
from tests.seeds import NEWER, OLDER, SEEDS, gold
from tests.unit.samples import spoken
from vlortool.query.search import Found
from vlortool.store import write_advisory

FIELDS = list(Found.__struct_fields__)
LEARNING = {"zorg-112", "gen-078", "gen-079", "gen-096"}


def texts(*arguments: str) -> list[str]:
    return sorted(row["text"] for row in rows("search", *arguments))


def with_words(*some: str) -> list[str]:
    """Return the gold units of both seeds that hold any of some strings."""
    return sorted(
        unit["text"]
        for name in SEEDS
        for unit in gold(name)["units"]
        if any(each in unit["text"].casefold() for each in some)
    )


def test_onverkort_stands_in_two_sentences(seeds: str) -> None:
    found = rows("search", "onverkort", "--data", seeds)
    assert [row["text"] for row in found] == with_words("onverkort")
    assert [row["advisory"] for row in found] == [NEWER, OLDER]
    assert [row["section"] for row in found] == ["4", "4.1"]
    assert found[0]["place"] == {"unit": "line", "first": 340, "last": 344}
    assert {(row["kind"], row["position"], row["strength"]) for row in found} == {
        ("statement", "recommendation", "urge")
    }
    assert all(row["matches"] == ["onverkort"] for row in found)
    assert list(found[0]) == FIELDS


def test_a_phrase_is_found_in_its_inflected_forms(seeds: str) -> None:
    wanted = sorted(
        unit["text"] for name in SEEDS for unit in gold(name)["units"] if unit["id"] in LEARNING
    )
    assert len(wanted) == 4
    assert texts('"lerende organisatie"', "--data", seeds) == wanted
    assert texts('"lerende organisatie"', "--exact", "--data", seeds) == with_words(
        "lerende organisatie "
    )


def test_arguments_are_words_of_one_query(seeds: str) -> None:
    assert texts("lerende", "organisatie", "--data", seeds) == texts(
        "lerende organisatie", "--data", seeds
    )


@pytest.mark.parametrize(
    ("query", "some"),
    [
        ("leerwerkplek", ["leerwerkplek"]),
        ("kwalificatie", ["kwalificatie"]),
        ("gecoordineerd", ["gecoördineerd"]),
        ("GEINTEGREERDE", ["geïntegreerd"]),
        ("onverkort OR paradigmashift", ["onverkort", "paradigmashift"]),
        ("referentiekad*", ["referentiekad"]),
    ],
)
def test_forms_compounds_accents_and_beginnings(seeds: str, query: str, some: list[str]) -> None:
    found = texts(query, "--data", seeds)
    assert found == with_words(*some)
    assert found


def test_not_and_brackets(seeds: str) -> None:
    every = texts("werkplek*", "--data", seeds)
    without = texts("werkplek* NOT (tijdens OR stagiair*)", "--data", seeds)
    left = [each for each in every if "tijdens" not in each and "stagiair" not in each]
    assert without == left
    assert 0 < len(left) < len(every)


def test_sentences_without_a_position_are_searched_too(seeds: str) -> None:
    found = rows("search", "werkplek", "--data", seeds)
    assert "none" in {row["position"] for row in found}
    asked = rows("search", "werkplek", "--position", "recommendation", "--data", seeds)
    assert {row["position"] for row in asked} == {"recommendation"}
    assert len(asked) < len(found)


def test_notes_and_titles(seeds: str) -> None:
    notes = rows("search", "beroepskwalificaties", "--in", "notes", "--data", seeds)
    assert {(row["kind"], row["advisory"], row["note"]) for row in notes} == {
        ("note", NEWER, "7"),
        ("note", OLDER, "3"),
    }
    assert all(row["statement"] and "28 september 2017" in row["text"] for row in notes)
    titles = rows("search", "unlearning", "--in", "titles", "--data", seeds)
    assert [(row["kind"], row["section"]) for row in titles] == [("title", "4.4.2")]
    every = rows("search", "beroepskwalificaties", "--in", "all", "--data", seeds)
    assert {row["kind"] for row in every} == {"statement", "note"}
    scores = [row["score"] for row in every]
    assert scores == sorted(scores, reverse=True)


def test_only_some_advisories(seeds: str) -> None:
    found = rows("search", "onverkort", "--advisory", "gener", "--data", seeds)
    assert [row["advisory"] for row in found] == [OLDER]
    done = run("search", "onverkort", "--council", "serv", "--data", seeds)
    assert done.returncode == 1
    assert "nothing found; 0 advisories were looked through" in done.stderr


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_has_each_row(seeds: str, form: str) -> None:
    done = run("search", '"lerende organisatie"', "--data", seeds, "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    counted = {
        "table": lambda text: len(text.splitlines()) - 2,
        "json": lambda text: len(json.loads(text)),
        "jsonl": lambda text: len(text.splitlines()),
        "csv": lambda text: len(list(csv.reader(io.StringIO(text)))) - 1,
        "md": lambda text: len(text.splitlines()) - 2,
    }
    assert counted[form](done.stdout) == len(LEARNING)


def test_a_csv_for_excel(seeds: str) -> None:
    done = run("search", "onverkort", "--data", seeds, "--format", "csv", "--bom",
               "--delimiter", "semicolon")  # fmt: skip
    assert done.stdout.startswith("\ufeff" + ";".join(FIELDS))


@pytest.mark.parametrize(
    ("within", "columns"),
    [("statements", "80"), ("notes", "80"), ("titles", "80"), ("all", "80"), ("all", "200")],
)
def test_a_table_is_folded_and_nothing_is_taken_away(seeds: str, within: str, columns: str) -> None:
    done = run("search", "onderwijs", "--in", within, "--data", seeds, columns=columns)
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert ("soort" in done.stdout) == (within != "statements")
    shown = "".join(done.stdout.split())
    found = rows("search", "onderwijs", "--in", within, "--data", seeds)
    assert found
    assert all(row["advisory"] in shown for row in found)
    assert done.stderr == ""


def test_a_pipe_shows_all_with_what_matched(seeds: str) -> None:
    done = run("search", "leerwerkplek", "--in", "all", "--data", seeds)
    head, _, *lines = done.stdout.splitlines()
    assert "treffers" in head
    assert len(lines) == len(rows("search", "leerwerkplek", "--in", "all", "--data", seeds))
    assert any("leerwerkplekken" in each for each in lines)
    assert done.stderr == ""


def test_a_limit_holds_everywhere(seeds: str) -> None:
    done = run("search", "onderwijs", "--limit", "3", "--data", seeds, "--format", "jsonl")
    assert len(done.stdout.splitlines()) == 3
    assert "shown: 3 of " in done.stderr


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "holds no word to look for"),
        ("... – !", "holds no word to look for"),
        ("NOT onderwijs", "put a word before NOT"),
        ("(onderwijs", "a bracket is not closed"),
        ('"onderwijs', "a quote has no partner"),
        ("onderwijs *", "holds no word"),
    ],
)
def test_a_query_that_asks_nothing_is_wrong_usage(seeds: str, query: str, says: str) -> None:
    done = run("search", query, "--data", seeds)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert 'A query is words, "phrases", begin*, AND, OR, NOT and brackets' in done.stderr


def test_no_query_and_a_position_of_notes_are_wrong_usage(seeds: str) -> None:
    assert run("search", "--data", seeds).returncode == 2
    done = run("search", "x", "--in", "all", "--position", "view", "--data", seeds)
    assert done.returncode == 2
    assert "Only statements have a position" in done.stderr
    assert run("search", "x", "--advisory", "weg", "--data", seeds).returncode == 2
    assert run("search", "x", "--since", "gisteren", "--data", seeds).returncode == 2


def test_nothing_found_says_what_was_looked_through_and_what_to_try(seeds: str) -> None:
    done = run("search", "onverkort xyzzy", "--data", seeds)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing found; 2 advisories were looked through" in done.stderr
    assert "these stand nowhere: xyzzy" in done.stderr
    assert "--in all" in done.stderr
    done = run("search", '"onverkort overnemen"', "--exact", "--data", seeds)
    assert "words of a phrase must follow each other" in done.stderr
    assert "without --exact" in done.stderr
    empty = run("search", "xyzzy", "--data", seeds, "--format", "json")
    assert (empty.returncode, json.loads(empty.stdout)) == (1, [])


def test_days_say_who_was_judged_by_works(seeds: str) -> None:
    done = run("search", "onverkort", "--since", "2000", "--data", seeds)
    assert done.returncode == 0
    assert "judged by the newest work that they cite" in done.stderr


def test_words_of_documents_are_never_interpreted(tmp_path: Path) -> None:
    nasty = 'De [red]raad[/red] =SOM(A1) <b>vraagt</b> \x1b[31m \'t "AND" \u202eNEAR(a) | ok.'
    write_advisory(tmp_path, spoken("advies", nasty, title="[bold]Overleg[/bold]"))
    for query in ('"som a1" vraagt "AND"', "red:raad OR xyzzy", "NEAR(a)"):
        assert [row["text"] for row in rows("search", query, "--data", str(tmp_path))] == [nasty]
    shown = run("search", "raad", "--data", str(tmp_path), columns="200").stdout
    assert "[red]raad[/red] =SOM(A1) <b>vraagt</b> ⟨U+001B⟩[31m" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    titles = run("search", "overleg", "--in", "titles", "--data", str(tmp_path), columns="80")
    assert "[bold]Overleg[/bold]" in titles.stdout


@pytest.mark.parametrize("query", ["onverkort", '"lerende organisatie"', "kwalificatie"])
def test_a_search_loads_no_parser_and_no_lexicon(seeds: str, query: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "vlortool", "search", query, "--data", seeds],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "vlortool.query.search" in loaded
    assert not loaded & {"spacy", "numpy", "pdfplumber", "simplemma", "vlortool.lexicon"}
