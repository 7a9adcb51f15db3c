"""`eval` and `why` through the real entry point."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import FORMATS, run
from tests.seeds import NEWER, OLDER, RAW, ROOT

_GOLD = str(ROOT / "gold")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("store")
    assert run("parse", str(RAW / f"{NEWER}.txt"), "--data", str(folder)).returncode == 0
    return str(folder)


@pytest.fixture(scope="module")
def urged(store: str) -> str:
    record = json.loads(Path(store, f"{NEWER}.json").read_text("utf-8"))
    [one] = [one["id"] for one in record["statements"] if "nog deze legislatuur" in one["text"]]
    return f"actie#{one}"


def test_the_table_of_parse_counts_recommendations(store: str) -> None:
    done = run("parse", str(RAW / f"{NEWER}.txt"), "--data", store, "--format", "json")
    [row] = json.loads(done.stdout)
    assert 50 < row["recommendations"] < 75


def test_why_shows_words_rules_and_how_often_they_are_right(store: str, urged: str) -> None:
    done = run("why", urged, "--data", store, "--format", "json")
    rows = json.loads(done.stdout)
    strength = next(row for row in rows if row["kind"] == "strength")
    assert strength["label"] == "urge"
    assert strength["words"].startswith("dringt")
    assert 0.5 < strength["precision"] <= 1
    assert strength["n"] > 20
    assert {"position", "addressee", "actor"} <= {row["kind"] for row in rows}


@pytest.mark.parametrize("columns", ["80", "200"])
def test_why_on_a_screen_says_what_was_judged(store: str, urged: str, columns: str) -> None:
    done = run("why", urged, "--data", store, columns=columns)
    assert "aanbeveling (recommendation)" in done.stdout
    assert "dringend (urge)" in done.stdout
    assert "r. 437-441" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= int(columns)


@pytest.mark.parametrize("form", FORMATS)
def test_why_in_each_format(store: str, urged: str, form: str) -> None:
    done = run("why", urged, "--data", store, "--format", form)
    assert done.returncode == 0
    assert "dringt" in done.stdout


def test_a_statement_that_is_not_there(store: str) -> None:
    done = run("why", "actie#zzzz", "--data", store)
    assert done.returncode == 2
    assert "holds no statement" in done.stderr


def test_eval_gives_every_figure_with_its_n() -> None:
    done = run("eval", _GOLD, "--raw", str(RAW), "--format", "json")
    rows = {row["label"]: row for row in json.loads(done.stdout)}
    assert rows["position/recommendation"]["n"] == 98
    assert rows["position/macro"]["n"] == 254
    assert rows["position/recommendation"]["value"] > 0.9


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_the_gate_of_the_seeds_holds_from_pdfs_by_each_reader(tmp_path: Path, reader: str) -> None:
    for name, pdf in ((OLDER, "weasy-generalist"), (NEWER, "lo-zorg40")):
        shutil.copy(ROOT / "tests" / "fixtures" / "pdf" / f"{pdf}.pdf", tmp_path / f"{name}.pdf")
        shutil.copy(RAW / f"{name}.toml", tmp_path)
    gate = str(ROOT / "evaluation" / "seeds.json")
    done = run("eval", _GOLD, "--raw", str(tmp_path), "--reader", reader, "--gate", gate)
    assert done.returncode == 0, done.stderr
    assert f"{gate}: all 12 figures" in done.stderr.replace("\n", "")


def test_a_gate_holds_and_fails_by_its_floors(tmp_path: Path) -> None:
    gold = str(ROOT / "corpus" / "dko-2012.json")
    gate = tmp_path / "gate.json"
    missing = run("eval", gold, "--gate", str(gate))
    assert missing.returncode == 3
    assert run("eval", gold, "--gate", str(gate), "--pin").returncode == 0
    assert run("eval", gold, "--gate", str(gate)).returncode == 0
    pinned = json.loads(gate.read_text("utf-8"))
    pinned["floors"]["position/recommendation"] = 1.1
    [advisory] = pinned["positions"].values()
    unit = next(iter(advisory))
    advisory[unit] = "support"
    gate.write_text(json.dumps(pinned), "utf-8")
    fallen = run("eval", gold, "--gate", str(gate))
    assert fallen.returncode == 1
    assert "floor 1.1" in fallen.stderr
    assert unit in fallen.stderr
    assert run("eval", gold, "--gate", str(gate), "--pin").returncode == 1
    assert run("eval", gold, "--gate", str(gate), "--pin", "--lower").returncode == 0
    other = run("eval", str(ROOT / "corpus" / "stem-2021.json"), "--gate", str(gate))
    assert other.returncode == 3
    assert "other gold" in other.stderr


def test_eval_lists_the_sentences_judged_wrongly() -> None:
    done = run("eval", str(ROOT / "corpus" / "nt2-2020.json"), "--errors", "--format", "json")
    rows = json.loads(done.stdout)
    assert rows
    assert all(row["gold"] != row["found"] for row in rows)


@pytest.mark.parametrize("command", [("notes", "actie"), ("why",), ("show",), ("outline", "actie")])
def test_commands_that_read_load_no_parser(
    store: str, urged: str, command: tuple[str, ...]
) -> None:
    arguments = [*command, *([urged] if len(command) == 1 else []), "--data", store]
    # The first that needs the catalogue makes it, which takes the lexicon.
    assert run(*arguments).returncode == 0
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "vlortool", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "vlortool.store" in loaded
    assert not loaded & {"spacy", "numpy", "pdfplumber", "simplemma", "sklearn"}
