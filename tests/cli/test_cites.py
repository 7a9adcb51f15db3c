"""`cites` through the real entry point, on the two seeds."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.seeds import NEWER, OLDER, RAW, gold
from vlortool.query.citations import Cited


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("store")
    assert run("parse", str(RAW), "--data", str(folder)).returncode == 0
    return str(folder)


def test_words_of_the_notes_are_those_of_the_gold(store: str) -> None:
    rows = json.loads(run("cites", "--data", store, "--format", "json").stdout)
    notes = {
        (name, note["number"]): note["text"]
        for name in (NEWER, OLDER)
        for note in gold(name)["footnotes"]
    }
    noted = [row for row in rows if row["footnote"] is not None]
    assert len(noted) == 14
    assert all(row["text"] == notes[row["citing"], row["footnote"]] for row in noted)
    units = {unit["text"]: unit for name in (NEWER, OLDER) for unit in gold(name)["units"]}
    texts = [row for row in rows if row["footnote"] is None]
    assert all(units[row["text"]]["section"] == row["section"] for row in texts)
    assert len(texts) == 2


def test_with_an_advisory_both_directions_are_told_apart(store: str) -> None:
    rows = json.loads(run("cites", "gener", "--data", store, "--format", "json").stdout)
    assert [(row["direction"], row["state"]) for row in rows] == [
        *[("cites", "absent")] * 4,
        *[("cited-by", "resolved")] * 3,
    ]
    shown = run("cites", "gener", "--data", store, columns="80").stdout
    assert shown.index(f"{OLDER} citeert") < shown.index(f"{OLDER} wordt geciteerd door")
    newer = run("cites", "actie", "--data", store, columns="80").stdout
    assert f"{NEWER} wordt geciteerd door (geen gevonden)" in newer


def test_what_a_filter_or_limit_hides_is_not_said_to_be_lacking(store: str) -> None:
    asked = ("cites", "gener", "--data", store)
    filtered = run(*asked, "--state", "resolved", columns="80").stdout
    assert f"{OLDER} citeert (geen gevonden die aan de filters voldoen)" in filtered
    cut = run(*asked, "--limit", "1", columns="80").stdout
    assert f"{OLDER} wordt geciteerd door (niet getoond: zie --limit)" in cut
    assert "(1 werk, 1 van 4 keer geciteerd)" in cut


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_table_has_its_groups_apart_and_fits(store: str, columns: str) -> None:
    done = run("cites", "--data", store, columns=columns)
    assert done.returncode == 0
    places = [
        done.stdout.index(title)
        for title in (
            "Geciteerd en in de verzameling (3)",
            "Adviezen die hier ontbreken (9 werken, 12 keer geciteerd)",
            "Andere werken (1)",
        )
    ]
    assert places == sorted(places)
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert done.stdout.count("Advies over leerloopbaanbegeleiding\n") <= 1
    assert "nog deze legislatuur" not in done.stdout


def test_a_pipe_has_a_line_for_each_absent_work(store: str) -> None:
    done = run("cites", "--state", "absent", "--data", store)
    lines = done.stdout.splitlines()[2:]
    assert len(lines) == 9
    (line,) = (each for each in lines if "onderwijscurricula" in each)
    assert f"{NEWER}#86296596 · noot 7" in line
    assert f"{OLDER}#86296596 · noot 3" in line


def test_formats_have_equal_rows_and_all_fields(store: str) -> None:
    def out(form: str) -> str:
        return run("cites", "--data", store, "--format", form).stdout

    rows = json.loads(out("json"))
    table = list(csv.reader(io.StringIO(out("csv"))))
    assert len(rows) == 16 == len(table) - 1 == len(out("jsonl").splitlines())
    assert list(rows[0]) == list(Cited.__struct_fields__) == table[0]
    assert len(out("md").splitlines()) == 18


def test_graphs_are_the_same_each_time(store: str) -> None:
    dot = run("cites", "--data", store, "--format", "dot")
    assert dot.stdout == run("cites", "--data", store, "--format", "dot").stdout
    assert dot.stdout.startswith("digraph citaten {\n")
    assert '  n1 [label="actieplan-zorg-en-welzijn\\nna 2018-11-29"];\n' in dot.stdout
    assert "  n1 -> n2;\n" in dot.stdout
    assert "Gecoördineerde wet" not in dot.stdout
    wider = run("cites", "--works", "--data", store, "--format", "mermaid").stdout
    assert wider.startswith("flowchart LR\n")
    assert "Gecoördineerde wet" in wider


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["--state", "candidates"], 1, "no citations found; 2 advisories"),
        (["gener", "--council", "serv"], 1, f"no citations found for {OLDER}"),
        (["--council", "onbekende raad"], 2, "no council"),
        (["nergens"], 2, "holds no advisory"),
    ],
)
def test_what_is_not_found_is_said(
    store: str, arguments: list[str], status: int, says: str
) -> None:
    done = run("cites", *arguments, "--data", store)
    assert (done.returncode, done.stdout) == (status, "")
    assert says in done.stderr


def test_what_the_limit_leaves_out_is_said(store: str) -> None:
    done = run("cites", "--limit", "2", "--data", store, "--format", "jsonl")
    assert len(done.stdout.splitlines()) == 2
    assert "shown: 2 of 16" in done.stderr


def test_titles_are_data_in_graphs_and_tables(store: str, tmp_path: Path) -> None:
    record = json.loads(Path(store, f"{OLDER}.json").read_text("utf-8"))
    record["citations"][0]["title"] = 'Advies "over" [red]\\ </b> end\x1b[31m'
    (tmp_path / f"{OLDER}.json").write_text(json.dumps(record), "utf-8")
    for form in ("dot", "mermaid", "table", "md"):
        done = run("cites", "--data", str(tmp_path), "--format", form)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
    shown = run("cites", "--data", str(tmp_path), "--format", "dot").stdout
    assert '[label="sar-wgg\\nAdvies \\"over\\" [red]\\\\ </b> end⟨U+001B⟩[31m\\n' in shown
