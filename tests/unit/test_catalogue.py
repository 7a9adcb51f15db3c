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
import threading
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogues import contents, contents_of
from tests.seeds import RAW
from tests.unit.samples import advisory, line, spoken
from vlortool.errors import StoreError, UnknownNameError
from vlortool.model.advisory import Advisory
from vlortool.store import (
    CatalogueWriter,
    database,
    indexing,
    open_catalogue,
    read_advisory,
    tables,
    upkeep,
    write_advisory,
)
from vlortool.store.signature import signature, signatures
from vlortool.store.upkeep import NAME

NAMES = st.sampled_from(["een", "twee", "drie"])
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=20)
SOURCE = ("0" * 64, Path("advies.txt"))
PAGE = 4096  # bytes, as SQLite makes them
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
                writer.update(name, *SOURCE)
            if step == "remove":
                (folder / f"{name}.json").unlink(missing_ok=True)
            if step == "damage":
                (folder / f"{name}.json").write_bytes(b'{"schema": 1, "id"')
            if step == "open":
                texts(folder)
        writer.close()
        assert contents_of(folder) == fresh(folder)


def test_words_that_are_no_longer_kept_in_memory_are_told_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, spoken("a", "De scholen vragen leerwerkplekken."))
    write_advisory(tmp_path, spoken("b", "Scholen met een leerwerkplek vragen geduld."))
    expected = fresh(tmp_path)
    monkeypatch.setattr(indexing, "_MOST_FORMS", 0)
    with CatalogueWriter(tmp_path) as writer:
        writer.update("a", *SOURCE)
        writer.update("b", *SOURCE)
    assert contents_of(tmp_path) == expected


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
            assert "vlortool parse PATH" in found.notices[0]
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
    data = (tmp_path / NAME).read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    # Those that opening reads hold no words of advisories.
    damaged = [b"\xff" * PAGE if b"over onderwijs" in page else page for page in pages]
    assert damaged != pages
    (tmp_path / NAME).write_bytes(b"".join(damaged))
    with pytest.raises(StoreError, match="is damaged"):
        texts(tmp_path)
    assert len(texts(tmp_path)) == 400


def test_a_catalogue_of_another_version_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    with monkeypatch.context() as other:
        other.setattr(tables, "_made_by", lambda: "0.0.1")
        texts(tmp_path)
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("UPDATE passage SET words = 'oud'")
    connection.close()
    assert texts(tmp_path) == ["Eerst."]


GETS_ON = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for turn in range(8):
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {turn}")
    print(turn, flush=True)
    time.sleep(0.2)
    connection.execute("COMMIT")
"""


def test_a_locked_catalogue_is_told_and_reading_needs_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
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


def test_who_waits_goes_on_waiting_while_another_gets_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.3)
    write_advisory(tmp_path, spoken("a", "Eerst."))
    texts(tmp_path)
    write_advisory(tmp_path, spoken("b", "Dan."))
    writer = subprocess.Popen(
        [sys.executable, "-c", GETS_ON, str(tmp_path / NAME)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    assert texts(tmp_path) == ["Eerst.", "Dan."]
    writer.communicate()


def test_what_another_has_read_meanwhile_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    await_turn = database._await_turn
    read: list[Path] = []

    def overtaken(connection: sqlite3.Connection) -> None:
        monkeypatch.setattr(database, "_await_turn", await_turn)
        texts(tmp_path)
        read.clear()
        await_turn(connection)

    def reading(path: Path) -> Advisory:
        read.append(path)
        return read_advisory(path)

    monkeypatch.setattr(upkeep, "read_advisory", reading)
    with CatalogueWriter(tmp_path) as writer:
        writer.update("a", *SOURCE)
        write_advisory(tmp_path, spoken("a", "Later."))
        monkeypatch.setattr(database, "_await_turn", overtaken)
        writer.update("a", *SOURCE)
    assert read == []
    assert texts(tmp_path) == ["Later."]


def whence(folder: Path, name: str, sha256: str) -> Path | None:
    with CatalogueWriter(folder) as writer:
        return writer.whence(name, sha256)


def test_what_another_has_stored_meanwhile_is_not_forgotten(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    texts(tmp_path)
    before = signatures(tmp_path)
    with CatalogueWriter(tmp_path) as other:
        write_advisory(tmp_path, spoken("b", "Dan."))
        other.update("b", *SOURCE)
    with closing(database.connect(tmp_path / NAME)) as connection:
        upkeep.synchronise(None, connection, tmp_path, before, None)
        assert upkeep.known_states(connection) == signatures(tmp_path)
    assert whence(tmp_path, "b", SOURCE[0]) == SOURCE[1].absolute()
    (tmp_path / "b.json").unlink()
    texts(tmp_path)
    assert whence(tmp_path, "b", SOURCE[0]) is None


def test_what_lay_before_is_forgotten_when_the_record_is_read(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    with CatalogueWriter(tmp_path) as writer:
        for sha256 in ("1" * 64, "2" * 64):
            writer.remember("a", sha256, tmp_path / f"{sha256[0]}.txt")
        # Of a record that another run has stored meanwhile, nothing.
        writer.update("a", "1" * 64, tmp_path / "1.txt")
        assert writer.places("a") == [tmp_path / "1.txt", tmp_path / "2.txt"]
        writer.update("a", *SOURCE)
        assert writer.places("a") == [SOURCE[1].absolute()]


def test_places_are_of_a_content_and_move_with_the_project(tmp_path: Path) -> None:
    project = tmp_path / "een"
    first, second = project / "raw" / "een.txt", tmp_path / "elders" / "twee.txt"
    with CatalogueWriter(project / "data") as writer:
        (project / "data").mkdir(parents=True)
        writer.remember("a", "1" * 64, first)
        writer.remember("a", "2" * 64, second)
        assert writer.whence("a", "1" * 64) == first
        assert writer.whence("a", "2" * 64) == second
        assert writer.whence("a", "3" * 64) is None
        assert writer.whence("b", "1" * 64) is None
        writer.remember("a", "1" * 64, second)
        assert writer.whence("a", "1" * 64) == second
        writer.remember("a", "1" * 64, first)
    shutil.copytree(project, tmp_path / "twee")
    assert whence(tmp_path / "twee" / "data", "a", "1" * 64) == tmp_path / "twee/raw/een.txt"
    with closing(sqlite3.connect(project / "data" / NAME)) as connection, connection:
        connection.execute("UPDATE whence SET path = 7")
    assert whence(project / "data", "a", "1" * 64) is None


def test_what_cannot_be_written_can_still_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    write_advisory(tmp_path, spoken("a", "Eerst."))
    sha256 = SOURCE[0]
    with CatalogueWriter(tmp_path) as writer:
        writer.update("a", sha256, tmp_path / "a.txt")
        assert writer.summary("weg") is None
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            writer.remember("a", sha256, tmp_path / "b.txt")
            assert writer.summary("a") is not None
            assert writer.whence("a", sha256) == tmp_path / "a.txt"


def test_who_makes_a_catalogue_waits_for_another_who_does(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME, check_same_thread=False)) as other:
        other.execute("CREATE TABLE x (y)")
        other.execute("BEGIN EXCLUSIVE")
        timer = threading.Timer(0.3, other.rollback)
        timer.start()
        with closing(database.connect(tmp_path / NAME)) as connection:
            database.log_ahead(connection)
            assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        timer.join()


def test_another_version_does_not_write_into_what_was_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, spoken("a", "De leerwerkplek."))
    with CatalogueWriter(tmp_path) as older:
        older.update("a", *SOURCE)
        write_advisory(tmp_path, spoken("a", "Iets anders."))
        with monkeypatch.context() as newer:
            newer.setattr(tables, "_made_by", lambda: "9.0.0")
            texts(tmp_path)
        write_advisory(tmp_path, spoken("b", "De leerwerkplek."))
        older.update("b", *SOURCE)
    monkeypatch.setattr(tables, "_made_by", lambda: "9.0.0")
    with open_catalogue(tmp_path) as found:
        words = {row["form"] for row in found.connection.execute("SELECT form FROM word")}
    assert {"iets", "anders", "de", "leerwerkplek"} <= words


def test_what_was_made_anew_before_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    found = open_catalogue(tmp_path)
    with monkeypatch.context() as newer:
        newer.setattr(tables, "_made_by", lambda: "9.0.0")
        texts(tmp_path)
    with pytest.raises(StoreError, match="another version"), found:
        pass


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    write_advisory(tmp_path, spoken("a", "Eerst."))
    with open_catalogue(tmp_path) as found:
        before = contents(found.connection)
        write_advisory(tmp_path, spoken("a", "Later."))
        with CatalogueWriter(tmp_path) as writer:
            writer.update("a", *SOURCE)
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
            writer.update(name, *SOURCE)
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


@pytest.mark.skipif(os.name == "nt", reason="no limits")
def test_a_disk_that_takes_no_more_can_be_read(tmp_path: Path) -> None:
    import resource

    write_advisory(tmp_path, spoken("a", "Eerst."))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, limits[1]))
    try:
        with open_catalogue(tmp_path) as found:
            assert found.size() == 1
            assert "made in memory" in found.notices[0]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _with_line(number: int) -> Advisory:
    made = spoken("fout", "Zo is het.")
    return replace(made, statements=[replace(made.statements[0], origin=line(number))])


def _asking(name: str) -> Advisory:
    made = spoken("fout", "Zo is het.")
    return replace(made, statements=[replace(made.statements[0], addressees=[name])])


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (_with_line(10**20), "too large a number"),
        (_asking("de sector"), "'de sector': an id holds no blanks"),
        (_asking(""), "'': an id holds no blanks"),
    ],
)
def test_a_record_that_has_no_place_in_it_leaves_the_others(
    tmp_path: Path, record: Advisory, told: str
) -> None:
    write_advisory(tmp_path, spoken("goed", "Wel."))
    write_advisory(tmp_path, record)
    with open_catalogue(tmp_path) as found:
        assert len(found.notices) == 1
        assert told in found.notices[0]
        assert found.size() == 1
        rows = found.connection.execute("SELECT count(*) FROM statement").fetchone()
    assert rows[0] == 1


def test_a_record_with_more_than_its_keys_can_number_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "SHIFT", 3)
    write_advisory(tmp_path, spoken("goed", "Wel."))
    write_advisory(tmp_path, spoken("lang", *["Zo is het."] * 8))
    with open_catalogue(tmp_path) as found:
        assert "lang: has more statements" in found.notices[0]
        assert found.size() == 1


def test_a_file_has_one_state_however_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_advisory(tmp_path, spoken("a", "Eerst."))

    # As Windows lists a file.
    unnumbered = os.stat_result([0] * 10)
    entry = SimpleNamespace(name=path.name, path=str(path), stat=lambda: unnumbered)
    monkeypatch.setattr(os, "scandir", lambda _: nullcontext([entry]))
    assert signatures(tmp_path) == {"a": signature(path)}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/data/a b?#%.sqlite"), "file:///data/a%20b%3F%23%25.sqlite"),
        (PureWindowsPath("C:/raad/c.sqlite"), "file:///C:/raad/c.sqlite"),
        (PureWindowsPath("//server/raad/c.sqlite"), "file:////server/raad/c.sqlite"),
    ],
)
def test_a_path_is_named_as_sqlite_reads_it(path: PurePath, uri: str) -> None:
    assert database.uri_of(path) == uri


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
