"""The store under fire: whatever fails around it, nothing already parsed is lost or called stored.

Full disks, folders that can't be written or go away, several processes at once, damaged files: each
with its exit status and what the command says to do. What meets the fault is the real command; what
looks at the store afterwards runs in this process, which is quicker.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.cli.commands import run
from tests.seeds import OLDER, RAW
from vlortool.batch import Options
from vlortool.batch import run as parse
from vlortool.cli import app
from vlortool.store import advisory_ids, open_catalogue, read_advisory

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="mounts, and limits of a process")
COUNT = 6
SHORT = 7_000
ALL = ("list", "--position", "any", "--format", "json")


def written(folder: Path, words: str) -> Path:
    """Make a folder of advisories that differ in a word."""
    for number in range(COUNT):
        (folder / f"a{number}.txt").write_text(
            f"{words}\nDe Vlor vraagt overleg {number}.\n", "utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of short advisories."""
    seed = (RAW / f"{OLDER}.txt").read_text("utf-8")
    return written(tmp_path_factory.mktemp("bron"), seed[:SHORT])


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of advisories that take long enough to meet something meanwhile."""
    seed = (RAW / f"{OLDER}.txt").read_text("utf-8")
    return written(tmp_path_factory.mktemp("lang"), seed)


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make their store; tests only read it."""
    folder = tmp_path_factory.mktemp("geheel") / "data"
    made = list(parse([source], Options(data=folder, jobs=0, working_folder=source)))
    assert [one.status for one in made] == ["parsed"] * COUNT
    return folder


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    """Copy the store."""
    shutil.copytree(whole, tmp_path / "data")
    # A copy is another file to the catalogue.
    with open_catalogue(tmp_path / "data"):
        return tmp_path / "data"


def records(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def ask(folder: Path, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, "--data", str(folder)])


def all_said(folder: Path) -> list[dict[str, Any]]:
    done = ask(folder, *ALL)
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def check(folder: Path, *options: str) -> Result:
    return ask(folder, "check", *options)


def temporary(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.suffix == ".tmp"]


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount something, where this process may."""
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"can't mount: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "vlortool", *arguments],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def await_records(folder: Path, least: int = 1) -> None:
    deadline = time.monotonic() + 60
    while len(advisory_ids(folder)) < least:
        assert time.monotonic() < deadline, "nothing was stored"
        time.sleep(0.002)


def stays_usable(folder: Path, stored: dict[str, bytes]) -> None:
    """Make sure that a disk which takes no more can be read, and says what it lacks."""
    assert records(folder) == stored
    assert {row["advisory"] for row in all_said(folder)} == {Path(name).stem for name in stored}
    done = check(folder)
    assert done.exit_code == 0, done.stderr


@on_linux
def test_a_full_disk_costs_what_has_no_room(source: Path, whole: Path, tmp_path: Path) -> None:
    with mounted(tmp_path, "-t", "tmpfs", "-o", "size=1300k", "none"):
        data = tmp_path / "data"
        first = run("parse", str(source / "a0.txt"), "--data", str(data))
        assert first.returncode == 0
        done = run("parse", str(source), "--data", str(data), "--format", "json")
        assert done.returncode == 3
        stored = records(data)
        refused = [row for row in json.loads(done.stdout) if row["status"] == "refused"]
        assert 0 < len(refused) < COUNT
        assert len(stored) == COUNT - len(refused)
        # What is told as stored is, byte by byte.
        assert stored.items() <= records(whole).items()
        said = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
        assert len(said) == len(refused)
        assert all("No space left" in line and "free space" in line for line in said)
        assert temporary(data) == []
        stays_usable(data, stored)


@on_linux
def test_a_disk_that_takes_no_record_keeps_the_old_ones(source: Path, store: Path) -> None:
    import resource  # not on Windows

    before = records(store)
    for path in source.glob("*.txt"):
        assert len(before[f"{path.stem}.json"]) > 20_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    done = subprocess.run(
        [sys.executable, "-m", "vlortool", "parse", str(source), "--force", "--data", str(store)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 3
    assert done.stderr.count("can't be written (File too large)") == COUNT
    assert "Traceback" not in done.stderr
    assert temporary(store) == []
    stays_usable(store, before)


@on_linux
@pytest.mark.parametrize("has_catalogue", [True, False])
def test_a_folder_that_cannot_be_written_is_read_and_kept(
    source: Path, store: Path, tmp_path: Path, has_catalogue: bool
) -> None:
    expected = all_said(store)
    if not has_catalogue:
        (store / "catalogue.sqlite").unlink()
    before = {path.name: path.read_bytes() for path in store.iterdir()}
    place = tmp_path / "alleen-lezen"
    place.mkdir()
    with mounted(place, "--bind", str(store)):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        assert all_said(place) == expected
        unchanged = run("parse", str(source), "--data", str(place))
        assert (unchanged.returncode, unchanged.stdout.count("ongewijzigd")) == (0, COUNT)
        done = run("parse", str(source), "--force", "--data", str(place))
        assert done.returncode == 3
        assert "can't be written (Read-only file system). Check the folder" in done.stderr
        assert check(place).exit_code == 0
        assert check(place, "--repair").exit_code == 0
    assert {path.name: path.read_bytes() for path in store.iterdir()} == before


@on_linux
@pytest.mark.parametrize(
    ("how", "jobs"), [("removed", "2"), ("removed", "0"), ("renamed", "0"), ("replaced", "0")]
)
def test_a_folder_that_goes_during_a_run_is_told(
    long: Path, tmp_path: Path, how: str, jobs: str
) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elders"
    with started("parse", str(long), "--data", str(data), "--jobs", jobs) as process:
        await_records(data)
        data.rename(elsewhere)
        if how == "replaced":
            data.mkdir()
        if how == "removed":
            shutil.rmtree(elsewhere)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    (error,) = (line for line in said.splitlines() if line.startswith("error: "))
    assert "was removed, renamed or replaced" in error
    assert "run the command again" in error
    assert "Traceback" not in said
    # Nothing is written to a place that is not the user's store.
    assert not data.exists() or advisory_ids(data) == []
    if how != "removed":
        for name in advisory_ids(elsewhere):
            assert read_advisory(elsewhere / f"{name}.json").id == name
        assert advisory_ids(elsewhere)
    if jobs != "0":
        assert run("parse", str(long), "--data", str(data)).returncode == 0
        assert len(advisory_ids(data)) == COUNT
        assert check(data).exit_code == 0


def test_two_writers_make_one_store(source: Path, whole: Path, tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    halves = [
        [str(source / f"a{number}.txt") for number in numbers]
        for numbers in ((0, 1, 2, 3), (5, 4, 3, 2))
    ]
    writers = [started("parse", *half, "--data", data, "--force") for half in halves]
    for writer in writers:
        shown, said = writer.communicate(timeout=120)
        assert (writer.returncode, said.count("error")) == (0, 0), said
        assert shown.count("ontleed") == 4
    assert records(Path(data)) == records(whole)
    assert check(Path(data)).exit_code == 0
    assert all_said(Path(data)) == all_said(whole)


def test_a_reader_during_a_write_sees_whole_advisories(long: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    seen = []
    with started("parse", str(long), "--data", str(data)) as writer:
        await_records(data)
        while writer.poll() is None:
            done = run(*ALL, "--data", str(data))
            assert (done.returncode, done.stderr) == (0, "")
            seen.append(json.loads(done.stdout))
    assert writer.returncode == 0
    at_last = all_said(data)
    assert {row["advisory"] for row in at_last} == {f"a{number}" for number in range(COUNT)}
    assert seen
    for rows in seen:
        there = {row["advisory"] for row in rows}
        assert rows == [row for row in at_last if row["advisory"] in there]


def _with(field: str, value: Any) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps({**json.loads(data), field: value}).encode()


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda data: data[: len(data) // 2],
    lambda data: b"\x00\xff" * 500,
    _with("statements", "geen lijst"),
    _with("schema", 10**40),
    lambda data: b'{"schema": ' + b"[" * 200_000,
]


def test_damaged_records_are_named_and_made_again_while_the_rest_is_there(
    source: Path, store: Path
) -> None:
    before, expected = records(store), all_said(store)
    for number, damage in enumerate(DAMAGES):
        path = store / f"a{number}.json"
        path.write_bytes(damage(path.read_bytes()))
    damaged = {f"a{number}.json" for number in range(len(DAMAGES))}
    done = ask(store, *ALL)
    assert done.exit_code == 3
    assert json.loads(done.stdout) == [row for row in expected if row["advisory"] == "a5"]
    told = [line for line in done.stderr.splitlines() if line.startswith("warning: left out: ")]
    assert all(any(name in line for line in told) for name in damaged)
    assert all("vlortool parse PATH" in line for line in told)
    one = ask(store, "show", "a0")
    assert (one.exit_code, one.stdout) == (3, "")
    assert "a0.json: the record is damaged" in one.stderr
    found = check(store, "--repair", "--format", "json")
    assert found.exit_code == 3
    unreadable = [each for each in json.loads(found.stdout) if each["severity"] == "unreadable"]
    assert {each["file"] for each in unreadable} == damaged
    assert all("vlortool parse " in each["remedy"] for each in unreadable)
    assert records(store)["a5.json"] == before["a5.json"]
    made = run("parse", str(source), "--data", str(store))
    assert (made.stdout.count("ontleed"), made.stdout.count("ongewijzigd")) == (len(DAMAGES), 1)
    assert records(store) == before
    assert check(store).exit_code == 0
    assert all_said(store) == expected


def _overwritten(data: bytes, at: float, size: int) -> bytes:
    start = int(len(data) * at) // 4096 * 4096
    return data[:start] + b"\xff" * size + data[start + size :]


CATALOGUES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "cut in its head": lambda data: data[:50],
    "another header": lambda data: b"geen databank, maar tekst" + data[25:],
    "page size": lambda data: data[:16] + b"\x00\x03" + data[18:],
    "schema page": lambda data: data[:100] + b"\xff" * 300 + data[400:],
    "a page": lambda data: _overwritten(data, 0.3, 4096),
    "all pages but one": lambda data: (
        _overwritten(data, 0, 0)[:4096] + b"\xff" * (len(data) - 4096)
    ),
    "garbage": lambda data: bytes(range(256)) * 40,
}


@pytest.mark.parametrize("kind", CATALOGUES)
def test_a_damaged_catalogue_is_found_and_made_again(whole: Path, store: Path, kind: str) -> None:
    path = store / "catalogue.sqlite"
    path.write_bytes(CATALOGUES[kind](path.read_bytes()))
    before = records(store)
    found = check(store)
    # An empty one is one that is still to be made.
    assert found.exit_code == (0 if kind == "empty" else 1), found.stderr
    assert "catalogue.sqlite: " in found.stderr
    repaired = check(store, "--repair")
    assert repaired.exit_code == 0, repaired.stderr
    assert "catalogue" not in check(store).stderr
    assert all_said(store) == all_said(whole)
    assert records(store) == before


@pytest.mark.parametrize("kind", CATALOGUES)
def test_a_question_to_a_damaged_catalogue_is_answered_or_refused(
    whole: Path, store: Path, kind: str
) -> None:
    path = store / "catalogue.sqlite"
    path.write_bytes(CATALOGUES[kind](path.read_bytes()))
    done = ask(store, *ALL)
    if done.exit_code == 3:
        assert "Run the command again" in done.stderr
        assert done.stdout == ""
        done = ask(store, *ALL)
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == all_said(whole)
