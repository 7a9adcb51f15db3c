"""The catalogue: equal to the records whatever happens to it, and never in the way of them."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogues import contents, contents_of
from tests.seeds import RAW
from tests.unit.samples import advisory, spoken
from vlortool.errors import StoreError, UnknownNameError
from vlortool.store import CatalogueWriter, catalogue, open_catalogue, write_advisory
from vlortool.store.catalogue import NAME

NAMES = st.sampled_from(["een", "twee", "drie"])
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=20)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, st.lists(WORDS, min_size=1, max_size=3)),
        st.tuples(st.just("update"), NAMES, st.lists(WORDS, min_size=1, max_size=3)),
        st.tuples(st.just("remove"), NAMES, st.none()),
        st.tuples(st.just("damage"), NAMES, st.none()),
        st.tuples(st.just("open"), NAMES, st.none()),
    ),
    max_size=8,
)


def texts(folder: Path) -> list[str]:
    with open_catalogue(folder) as found:
        rows = found.connection.execute(
            "SELECT words AS text FROM passage WHERE rowid & 3 = 0 ORDER BY rowid"
        ).fetchall()
    return [row["text"] for row in rows]


def fresh(folder: Path) -> dict[str, list[object]]:
    """Return what a catalogue made anew of the same records holds."""
    with tempfile.TemporaryDirectory() as other:
        for path in folder.glob("*.json"):
            shutil.copy(path, other)
        return contents_of(Path(other))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_it_equals_a_new_one_whatever_came_before(steps: list[tuple[str, str, list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_advisory(folder, spoken("vast", "De sector moet luisteren."))
        writer = CatalogueWriter(folder)
        for step, name, sentences in steps:
            if step in {"write", "update"}:
                write_advisory(folder, spoken(name, *sentences))
            if step == "update":
                writer.update(name)
            if step == "remove":
                (folder / f"{name}.json").unlink(missing_ok=True)
            if step == "damage":
                (folder / f"{name}.json").write_bytes(b'{"schema": 1, "id"')
            if step == "open":
                texts(folder)
        writer.close()
        assert contents_of(folder) == fresh(folder)


def test_a_record_that_changes_in_place_is_read_again(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    assert texts(tmp_path) == ["Eerst."]
    path = tmp_path / "a.json"
    path.write_bytes(path.read_bytes().replace(b"Eerst.", b"Later."))
    assert texts(tmp_path) == ["Later."]


def test_an_empty_folder_says_which_command_makes_a_store(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "weg"):
        with pytest.raises(UnknownNameError, match="vlortool parse PATH --data"):
            open_catalogue(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_named_each_time_and_the_rest_is_there(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("goed", "Wel."))
    (tmp_path / "stuk.json").write_text("{")
    for _ in range(2):
        with open_catalogue(tmp_path) as found:
            assert len(found.notices) == 1
            assert "stuk.json: the record is damaged" in found.notices[0]
            assert "vlortool parse --force" in found.notices[0]
            assert found.size() == 1
    write_advisory(tmp_path, spoken("stuk", "Weer heel."))
    with open_catalogue(tmp_path) as found:
        assert found.notices == []
    assert texts(tmp_path) == ["Wel.", "Weer heel."]


@pytest.mark.parametrize(
    "garbage", [b"", b"geen databank" * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_catalogue_is_made_anew(tmp_path: Path, garbage: bytes) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    texts(tmp_path)
    (tmp_path / NAME).write_bytes(garbage)
    assert texts(tmp_path) == ["Eerst."]


def test_damage_that_shows_late_is_told_and_then_mended(tmp_path: Path) -> None:
    write_advisory(
        tmp_path, spoken("a", *(f"Zin {number} over onderwijs." for number in range(400)))
    )
    texts(tmp_path)
    with (tmp_path / NAME).open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        # All but the pages that opening reads.
        file.seek(size // 2)
        file.write(b"\xff" * (size - size // 2))
    with pytest.raises(StoreError, match="is damaged"):
        texts(tmp_path)
    assert len(texts(tmp_path)) == 400


def test_a_catalogue_of_another_version_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    with monkeypatch.context() as other:
        other.setattr(catalogue, "_made_by", lambda: "0.0.1")
        texts(tmp_path)
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("UPDATE passage SET words = 'oud'")
    connection.close()
    assert texts(tmp_path) == ["Eerst."]


def test_a_locked_catalogue_is_told_and_reading_needs_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_PATIENCE", 0.1)
    write_advisory(tmp_path, spoken("a", "Eerst."))
    texts(tmp_path)
    writer = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert texts(tmp_path) == ["Eerst."]
    write_advisory(tmp_path, spoken("b", "Dan."))
    with pytest.raises(StoreError, match=r"catalogue\.sqlite: another process has kept it locked"):
        texts(tmp_path)
    writer.execute("ROLLBACK")
    writer.close()
    assert texts(tmp_path) == ["Eerst.", "Dan."]


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    with open_catalogue(tmp_path) as found:
        before = contents(found.connection)
        write_advisory(tmp_path, spoken("a", "Later."))
        with CatalogueWriter(tmp_path) as writer:
            writer.update("a")
        assert texts(tmp_path) == ["Later."]
        assert contents(found.connection) == before


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """Give a folder that this process can read and, once its mode is set, not write."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "data")
        folder.mkdir()
        Path(made).chmod(0o755)
        yield folder
        if os.geteuid() != os.getuid():
            os.seteuid(os.getuid())
        folder.chmod(0o755)


def _lose_rights(folder: Path) -> None:
    folder.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes")
@pytest.mark.parametrize("state", ["absent", "fresh", "outdated"])
def test_a_folder_that_cannot_be_written_can_be_read(unprivileged: Path, state: str) -> None:
    write_advisory(unprivileged, spoken("a", "Eerst."))
    if state != "absent":
        texts(unprivileged)
    if state != "fresh":
        write_advisory(unprivileged, spoken("b", "Dan."))
    _lose_rights(unprivileged)
    with open_catalogue(unprivileged) as found:
        rows = found.connection.execute(
            "SELECT words AS text FROM passage WHERE rowid & 3 = 0 ORDER BY rowid"
        ).fetchall()
        told = found.notices
    assert [row["text"] for row in rows] == (["Eerst."] if state == "fresh" else ["Eerst.", "Dan."])
    assert bool(told) == (state != "fresh")
    assert all("made in memory" in notice for notice in told)


READER = """
import sys, time
from pathlib import Path
from vlortool.store import open_catalogue

folder, ends = Path(sys.argv[1]), time.monotonic() + float(sys.argv[2])
looks = 0
while time.monotonic() < ends:
    with open_catalogue(folder) as found:
        counts = found.connection.execute(
            "SELECT count(*) FROM statement GROUP BY key >> 20"
        ).fetchall()
        assert all(row[0] == 5 for row in counts), counts
        words = found.connection.execute("SELECT count(*) FROM passage").fetchone()[0]
        assert words == sum(row[0] + 2 for row in counts), words
    looks += 1
print(looks)
"""


def test_several_can_read_while_one_writes(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("vast", *["Zo is het."] * 5))
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(tmp_path), "3"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    with CatalogueWriter(tmp_path) as writer:
        number = 0
        while any(reader.poll() is None for reader in readers):
            number += 1
            name = f"advies-{number % 7}"
            write_advisory(tmp_path, spoken(name, *[f"Zin {number}."] * 5))
            writer.update(name)
    for reader in readers:
        output, errors = reader.communicate()
        assert reader.returncode == 0, errors
        assert int(output) > 0


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_parse_that_is_killed_leaves_a_store_that_opens_and_can_be_finished(
    tmp_path: Path,
) -> None:
    inputs, folder = tmp_path / "in", tmp_path / "data"
    inputs.mkdir()
    for number in range(12):
        for seed in RAW.glob("*.txt"):
            shutil.copy(seed, inputs / f"{seed.stem}-{number}.txt")
    command = [sys.executable, "-m", "vlortool", "parse", str(inputs), "--data", str(folder)]
    whole = tmp_path / "whole"
    subprocess.run([*command[:-1], str(whole)], check=True, capture_output=True, cwd=tmp_path)
    moment = random.Random(7)
    for _ in range(3):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path
        ) as parse:
            time.sleep(moment.uniform(0.8, 4.0))
            parse.send_signal(signal.SIGKILL)
        if list(folder.glob("*.json")):
            assert contents_of(folder) == fresh(folder)
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    for path in whole.glob("*.json"):
        assert (folder / path.name).read_bytes() == path.read_bytes()
    with sqlite3.connect((folder / NAME).as_uri() + "?mode=ro", uri=True) as connection:
        stored = contents(connection)
    connection.close()
    assert stored == contents_of(whole)


def test_notes_and_titles_can_be_searched_and_belong_to_their_place(tmp_path: Path) -> None:
    write_advisory(tmp_path, advisory())
    with open_catalogue(tmp_path) as found:
        rows = found.connection.execute(
            "SELECT rowid & 3 AS kind, rowid >> 2 AS key, words FROM passage ORDER BY rowid"
        ).fetchall()
        note = found.connection.execute(
            "SELECT s.id FROM note n JOIN statement s ON s.key = n.statement WHERE n.number = '1'"
        ).fetchone()
    assert [row["words"] for row in rows if row["kind"] == 1] == ["Een bron.", ""]
    assert [row["words"] for row in rows if row["kind"] == 2] == ["Vraag"]
    assert [row["words"] for row in rows if row["kind"] == 3] == ["Advies over overleg"]
    assert note["id"] == "b2"
