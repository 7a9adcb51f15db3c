"""`check` through the real entry point: statuses, formats, repair, and what is no store."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.cli.commands import FORMATS, run
from tests.seeds import NEWER, OLDER, RAW
from vlortool.render import findings
from vlortool.store.findings import Code, Finding

SOUND = "2 advisories checked: the store is sound\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gemaakt") / "data"
    assert run("parse", str(RAW), "--data", str(folder)).returncode == 0
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """Copy the store, catalogue and times included."""
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    # A copy is another file to the catalogue.
    assert run("list", "--data", str(folder)).returncode == 0
    return folder


def test_a_sound_store_says_so(store: Path) -> None:
    for options in ((), ("--repair",)):
        done = run("check", *options, "--data", str(store))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", SOUND)


def _edit(store: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = store / f"{OLDER}.json"
    record = json.loads(path.read_text("utf-8"))
    change(record)
    path.write_text(json.dumps(record), "utf-8")


def _leftover(store: Path) -> None:
    path = store / f".{OLDER}.json.1-a.tmp"
    path.touch()
    os.utime(path, (0, 0))


def _wrong_row(store: Path) -> None:
    with sqlite3.connect(store / "catalogue.sqlite") as connection:
        connection.execute("UPDATE statement SET strength = 'urge' WHERE strength = 'ask'")
    connection.close()


def _astray(store: Path) -> None:
    (store / f"{OLDER}.json").unlink()


# What is derived can be repaired; what is not must be parsed again.
DERIVED: dict[str, Callable[[Path], object]] = {
    "leftover": _leftover,
    "citations-unmatched": lambda store: (store / ".unresolved").touch(),
    "citations-outdated": _astray,
    "catalogue-differs": _wrong_row,
    "catalogue-damaged": lambda store: (store / "catalogue.sqlite").write_bytes(b"x" * 9999),
}
OWN: dict[str, tuple[int, Callable[[Path], object]]] = {
    "record-unreadable": (3, lambda store: (store / f"{OLDER}.json").write_text("{")),
    "record-span": (
        1,
        lambda store: _edit(store, lambda record: record["statements"][3].update(text="Anders.")),
    ),
    "record-id": (1, lambda store: _edit(store, lambda record: record.update(id="ander"))),
    "record-link": (
        1,
        lambda store: _edit(store, lambda record: record["statements"][9].update(block=0)),
    ),
}


@pytest.mark.parametrize("code", DERIVED)
def test_what_is_derived_is_repaired(store: Path, code: str) -> None:
    DERIVED[code](store)
    found = run("check", "--data", str(store), "--format", "json")
    assert found.returncode == 1
    assert code in {one["code"] for one in json.loads(found.stdout)}
    assert "vlortool check --repair" in found.stderr
    repaired = run("check", "--repair", "--data", str(store), "--format", "json")
    assert repaired.returncode == 0, repaired.stderr
    assert {one["code"]: one["repaired"] for one in json.loads(repaired.stdout)}[code] is True
    assert "repaired" in repaired.stderr.splitlines()[-1]
    assert "the store is sound" in repaired.stderr
    after = run("check", "--data", str(store))
    assert (after.returncode, after.stdout) == (0, "")


@pytest.mark.parametrize("code", OWN)
def test_what_is_not_derived_must_be_parsed_again(made: Path, store: Path, code: str) -> None:
    status, damage = OWN[code]
    damage(store)
    for options in ((), ("--repair",)):
        done = run("check", *options, "--data", str(store))
        assert done.returncode == status
        # One fault may show in several ways.
        beginning = f"error: {OLDER}.json: "
        lines = [each for each in done.stderr.splitlines() if each.startswith(beginning)]
        assert lines
        for line in lines:
            assert "Make it again: vlortool parse " in line
            # What can't be read is made again without it, and nothing else is replaced.
            assert (" --force" in line) is (code != "record-unreadable")
            assert line.endswith(f" --data {store}")
        assert "sound" not in done.stderr
    force = [] if code == "record-unreadable" else ["--force"]
    assert run("parse", str(RAW), *force, "--data", str(store)).returncode == 0
    assert run("check", "--data", str(store)).stderr == SOUND
    for name in (OLDER, NEWER):
        record = f"{name}.json"
        assert (store / record).read_bytes() == (made / record).read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_same_findings(store: Path, form: str) -> None:
    _leftover(store)
    (store / f"{NEWER}.json").write_text("{")
    done = run("check", "--data", str(store), "--format", form)
    assert done.returncode == 3
    files = {f"{NEWER}.json", f".{OLDER}.json.1-a.tmp"}
    codes = {"record-unreadable", "leftover"}
    if form in {"table", "md"}:
        shown = done.stdout.replace("\\", "")
        words = {"onleesbaar", "overblijfsel"} if form == "table" else codes
        assert all(each in shown for each in files | words)
        return
    if form == "csv":
        read: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(done.stdout)))
    elif form == "json":
        read = json.loads(done.stdout)
    else:
        read = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(one) == list(Finding.__struct_fields__) for one in read)
    assert files <= {one["file"] for one in read}
    assert codes <= {one["code"] for one in read}


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md"])
def test_a_sound_store_is_valid_in_every_format(store: Path, form: str) -> None:
    done = run("check", "--data", str(store), "--format", form)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert {"json": lines == ["[]"], "jsonl": not lines}.get(form, len(lines) <= 2), lines


@pytest.mark.parametrize("width", [80, 200])
def test_lines_keep_to_the_width(store: Path, width: int) -> None:
    _edit(store, lambda record: record["statements"][9].update(block=0))
    _leftover(store)
    shown = run("check", "--data", str(store), columns=str(width)).stdout
    assert max(map(len, shown.splitlines())) <= width
    joined = "".join(shown.split())
    for words in (f"{OLDER}.json", f".{OLDER}.json.1-a.tmp", "overblijfselvaneenonderbreking"):
        # A table folds what is too long for its column.
        assert words in joined or width < 100
    assert "overblijfsel" in shown


def test_what_is_no_store_is_refused_as_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "bestand").touch()
    for name, status in (("leeg", 2), ("nergens", 2), ("bestand", 3)):
        place = ("--data", str(tmp_path / name))
        neighbour = run("list", *place)
        for options in ((), ("--repair",)):
            done = run("check", *options, *place)
            assert (done.returncode, done.stdout) == (status, "")
            assert done.stderr == neighbour.stderr
    assert not (tmp_path / "nergens").exists()
    assert list((tmp_path / "leeg").iterdir()) == []


def test_names_of_files_steer_no_terminal(store: Path) -> None:
    for name in ("[red]x\x1b[31m.json", "=1+1.json", "a|b.json"):
        (store / name).touch()
    for form in FORMATS:
        done = run("check", "--data", str(store), "--format", form)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout + done.stderr
        assert "[red]x" in done.stderr
    cells = csv.reader(io.StringIO(run("check", "--data", str(store), "--format", "csv").stdout))
    assert not any(cell.startswith("=") for row in cells for cell in row)


def test_every_code_has_words() -> None:
    assert set(get_args(Code)) == findings._CODES.keys()
