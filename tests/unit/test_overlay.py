"""A user's resources: in a process of their own, because they hold for a whole process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.seeds import OLDER, RAW
from tests.unit.samples import spoken
from vlortool.store import write_advisory

_ACTOR = """
[[actor]]
id = "proeftuinen"
label = "Proeftuinen"
kind = "field"
[[actor.rule]]
id = "name"
words = ["unlearning"]
hit = "Het unlearning."
miss = "Iets anders."
"""


def _parse(data: Path, *options: str, cwd: Path | None = None) -> tuple[int, str]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "vlortool", "parse", str(RAW / f"{OLDER}.txt")),
            *("--data", str(data), *options),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
    )
    return done.returncode, done.stderr


def test_an_actor_of_the_user_is_found(tmp_path: Path) -> None:
    (tmp_path / "actors.toml").write_text(_ACTOR, "utf-8")
    status, _ = _parse(tmp_path / "data", "--resources", str(tmp_path))
    assert status == 0
    record = json.loads((tmp_path / "data" / f"{OLDER}.json").read_text("utf-8"))
    named = {each["id"] for one in record["statements"] for each in one["actors"]}
    assert {"proeftuinen", "vlor"} <= named
    assert " with resources " in record["source"]["parser"]


def test_settings_of_the_working_folder_name_the_resources(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "actors.toml").write_text(_ACTOR, "utf-8")
    (tmp_path / "vlortool.toml").write_text('resources = "own"\n', "utf-8")
    status, _ = _parse(tmp_path / "data", cwd=tmp_path)
    assert status == 0
    assert "proeftuinen" in (tmp_path / "data" / f"{OLDER}.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('[[actor]]\nid = "vlor"\nlabel = 3\n', "actor[vlor].label"),
        ('[[actor]]\nlabel = "x"\n', "no id"),
        ('[[actor]]\nid = "vlor"\n[[actor.rule]]\nid = "name"\nwords = [1]\n', "words"),
        ("[[actor", "no TOML"),
        ('[[actor]]\nid = "de tuin"\nlabel = "x"\n', "'de tuin' is no id"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "actors.toml").write_text(content, "utf-8")
    status, told = _parse(tmp_path / "data", "--resources", str(tmp_path))
    assert status == 3
    assert "actors.toml" in told
    assert named in told


@pytest.mark.parametrize(
    ("content", "named"), [("colour = 1\n", "unknown key 'colour'"), ("resources = 1\n", "path")]
)
def test_settings_that_mean_nothing_are_refused(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "vlortool.toml").write_text(content, "utf-8")
    status, told = _parse(tmp_path / "data", cwd=tmp_path)
    assert status == 3
    assert named in told


def test_words_are_analysed_by_the_resources_in_use(tmp_path: Path) -> None:
    write_advisory(tmp_path / "data", spoken("a", "De proeftuinen bloeien."))
    (tmp_path / "own").mkdir()
    (tmp_path / "vlortool.toml").write_text('resources = "own"\n', "utf-8")
    for lemma in ("kiem", "zaad"):
        lexicon = f'[lemmas]\nproeftuinen = "{lemma}"\n'
        (tmp_path / "own" / "lexicon.toml").write_text(lexicon, "utf-8")
        found = [
            word
            for word in ("kiem", "zaad")
            if subprocess.run(
                [sys.executable, "-m", "vlortool", "search", word, "--data", "data"],
                capture_output=True,
                check=False,
                cwd=tmp_path,
            ).stdout
        ]
        assert found == [lemma]


def _compare(folder: Path) -> tuple[int, str, str]:
    """Compare two advisories by the resources of a folder."""
    data = folder / "data"
    write_advisory(data, spoken("a", "Scholen bouwen nieuwe klassen."))
    write_advisory(data, spoken("b", "Scholen bouwen snel nieuwe klassen."))
    command = [sys.executable, "-m", "vlortool", "diff", "a", "b", "--format", "json"]
    done = subprocess.run(
        [*command, "--data", str(data), "--resources", str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_an_emptied_list_of_phrases_is_found_nowhere(tmp_path: Path) -> None:
    # Found everywhere, it would make the longer sentence the wider one.
    (tmp_path / "relations.toml").write_text('[whole]\nphrases = ""\n', "utf-8")
    status, shown, told = _compare(tmp_path)
    assert status == 1, told
    diff = json.loads(shown)
    assert [pair["relation"] for pair in diff["pairs"]] == ["reworded"]


def test_vectors_that_are_too_few_are_refused(tmp_path: Path) -> None:
    vectors = {"dimensions": 3, "words": ["school"], "values": "AAA="}
    (tmp_path / "vectors.json").write_text(json.dumps(vectors), "utf-8")
    status, _, told = _compare(tmp_path)
    assert status > 1
    assert "vectors.json: holds not as many numbers as its words need" in told
