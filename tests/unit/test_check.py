"""A check of a store: it finds what was damaged, calls nothing sound that isn't, and repairs it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.seeds import NEWER, OLDER, RAW
from tests.unit.samples import spoken
from vlortool.batch import Options, run
from vlortool.errors import StoreError, UnknownNameError
from vlortool.store import indexing, open_catalogue, read_advisory, tables, write_advisory
from vlortool.store.check import check_store, repair_store
from vlortool.store.findings import Finding
from vlortool.store.upkeep import NAME

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(RAW, folder / "raw")
    list(run([folder / "raw"], Options(data=folder / "data", working_folder=folder)))
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """Give a working folder of one's own, with the two seeds and their store in it."""
    shutil.copytree(made, tmp_path / "home")
    # A copy is another file to the catalogue.
    with open_catalogue(tmp_path / "home" / "data"):
        return tmp_path / "home"


def check(home: Path) -> list[Finding]:
    return check_store(home / "data", home).findings


def repair(home: Path) -> list[Finding]:
    return repair_store(home / "data", check_store(home / "data", home), home).findings


def told(found: list[Finding]) -> list[tuple[str | None, str, str]]:
    return [(one.file, one.severity, one.code) for one in found]


def edit(home: Path, change: Change, name: str = OLDER) -> None:
    path = home / "data" / f"{name}.json"
    record = json.loads(path.read_text("utf-8"))
    change(record)
    path.write_text(json.dumps(record), "utf-8")


def forget_places(home: Path) -> None:
    """Forget that the sources lie where the store was copied from."""
    write_catalogue(home, "DELETE FROM whence")


def write_catalogue(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "data" / NAME) as connection:
        for each in statements:
            connection.execute(each)
    connection.close()


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_store_as_it_was_made_is_sound_and_stays_as_it_is(home: Path) -> None:
    before = state(home / "data")
    assert check_store(home / "data", home).advisories == 2
    assert check(home) == []
    assert state(home / "data") == before


def test_a_folder_without_advisories_has_nothing_to_check(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "geen"):
        with pytest.raises(UnknownNameError, match="vlortool parse"):
            check_store(folder)


CHANGES: list[tuple[str, Change]] = [
    ("record-unreadable", lambda record: record.pop("sections")),
    ("record-unreadable", lambda record: record.update(schema=9)),
    ("record-unreadable", lambda record: record["statements"][3].update(end=10**9)),
    ("record-unreadable", lambda record: record["blocks"][3].update(lead_in=10**6)),
    ("record-id", lambda record: record.update(id="ander")),
    ("record-span", lambda record: record.update(text=record["text"].replace("e", "a"))),
    ("record-span", lambda record: record["statements"][0]["cues"][0].update(end=0)),
    ("record-span", lambda record: _evident(record, "actors").update(end=0)),
    ("record-span", lambda record: _evident(record, "themes").update(start=None)),
    ("record-order", lambda record: record["statements"].reverse()),
    ("record-order", lambda record: record["sections"].reverse()),
    ("record-link", lambda record: record["statements"][9].update(section=0)),
    ("record-link", lambda record: record["statements"][9].update(block=0)),
    ("record-link", lambda record: record["blocks"][9].update(section=9)),
    ("record-link", lambda record: record["blocks"][3].update(lead_in=9)),
    ("record-link", lambda record: record["statements"][9].update(footnotes=["99"])),
    ("record-link", lambda record: record["citations"][0].update(footnote="99")),
    ("record-statement-id", lambda record: record["statements"][9].update(id="deadbeef")),
    ("record-statement-id", lambda record: record["statements"][9].update(id="x y")),
    ("record-place", lambda record: record["blocks"][9]["origin"][0].update(line=0)),
    ("record-place", lambda record: record["furniture"][0]["origin"][0].update(page=99)),
    ("record-source", lambda record: record["source"].update(path="/dev/zero")),
    ("record-source", lambda record: record["source"].update(path="../../etc/passwd")),
    ("record-source", lambda record: record["source"].update(path="a\0b")),
]


def _evident(record: dict[str, Any], field: str) -> dict[str, Any]:
    """Return the first actor or theme that its own words show."""
    found: dict[str, Any] = next(
        each
        for statement in record["statements"]
        for each in statement[field]
        if each["start"] is not None
    )
    return found


@pytest.mark.parametrize(("code", "change"), CHANGES)
def test_what_cannot_be_in_a_record_is_named_with_its_remedy(
    home: Path, code: str, change: Change
) -> None:
    edit(home, change)
    found = [one for one in check(home) if one.code == code]
    assert [(one.file, one.advisories) for one in found] == [(f"{OLDER}.json", [OLDER])]
    assert found[0].severity == ("unreadable" if code == "record-unreadable" else "problem")
    assert "Make it again: vlortool parse " in found[0].remedy
    assert (" --force" in found[0].remedy) is (code != "record-unreadable")
    assert found[0].remedy.endswith(f" --data {home / 'data'}")
    # It is no derived thing, so that it stays.
    assert found[0] in repair(home)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff" * 9, b"[" * 10**5, b"null"])
def test_a_record_that_is_no_record_is_unreadable(home: Path, data: bytes) -> None:
    (home / "data" / f"{OLDER}.json").write_bytes(data)
    first, *_ = check(home)
    assert (first.file, first.severity) == (f"{OLDER}.json", "unreadable")
    options = f"--data {home / 'data'}"
    assert first.remedy == f"Make it again: vlortool parse raw/{OLDER}.txt {options}"
    forget_places(home)
    assert check(home)[0].remedy.endswith(f": vlortool parse PATH {options}")


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["statements"][9].update(text="Iets anders."),
        lambda record: record["statements"][9].update(end=10**9),
        lambda record: record.update(schema=9),
    ],
)
def test_the_remedy_names_the_source_and_makes_the_record_sound(
    home: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (home / "data" / f"{OLDER}.json").read_bytes()
    edit(home, change)
    monkeypatch.chdir(home)
    remedy = check(home)[0].remedy
    command = remedy.partition("vlortool ")[2].split()
    done = [sys.executable, "-m", "vlortool", *command]
    assert subprocess.run(done, capture_output=True, check=False).returncode == 0
    assert check(home) == []
    assert (home / "data" / f"{OLDER}.json").read_bytes() == whole


def test_a_record_written_by_others_is_told_and_no_problem(home: Path) -> None:
    edit(home, lambda record: None)
    assert told(check(home)) == [
        (f"{OLDER}.json", "note", "record-bytes"),
        (NAME, "note", "catalogue-outdated"),
    ]


def test_a_source_that_has_changed_or_gone_is_told_and_no_problem(home: Path) -> None:
    (home / "raw" / f"{OLDER}.txt").write_text("Iets anders.\n")
    assert told(check(home)) == [(f"{OLDER}.json", "note", "source-changed")]
    (home / "raw" / f"{OLDER}.txt").write_bytes((RAW / f"{OLDER}.txt").read_bytes())
    (home / "raw" / f"{OLDER}.toml").write_text('title = "x"\n')
    assert told(check(home)) == [(f"{OLDER}.json", "note", "sidecar-changed")]
    (home / "raw" / f"{OLDER}.toml").unlink()
    assert told(check(home)) == [(f"{OLDER}.json", "note", "sidecar-changed")]
    shutil.rmtree(home / "raw")
    forget_places(home)
    assert told(check(home)) == [(None, "note", "source-gone")]
    assert check(home)[0].advisories == sorted([NEWER, OLDER])


def test_a_record_under_another_name_is_to_be_named_again_or_removed(home: Path) -> None:
    own, other = home / "data" / f"{OLDER}.json", home / "data" / "anders.json"
    own.rename(other)
    (found,) = (one for one in check(home) if one.code == "record-id")
    assert found.remedy.startswith(f"Name it {own.name}, or remove it. Make it again: ")
    shutil.copy(other, own)
    (found,) = (one for one in check(home) if one.code == "record-id")
    assert found.remedy == f"Remove {other.name}: {own.name} is there as well"
    own.write_text("{")
    (found,) = (one for one in check(home) if one.code == "record-id")
    assert found.remedy == f"Mend {own.name} first, which can't be read"
    shutil.copy(other, own)
    edit(home, lambda record: record["source"].update(sha256="0" * 64))
    (found,) = (one for one in check(home) if one.code == "record-id")
    assert found.remedy.startswith(f"{own.name} was made from another source: ")


def test_a_record_that_is_a_folder_is_not_to_be_parsed_again(home: Path) -> None:
    (home / "data" / "map.json").mkdir()
    (found,) = (one for one in check(home) if one.code == "record-unreadable")
    assert found.remedy == "Check that it is a file, and its permissions"


def test_a_source_outside_the_working_folder_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, outside = tmp_path / "home", tmp_path / "buiten"
    outside.mkdir()
    source = outside / "a.txt"
    source.write_text("De Vlor vraagt overleg.\n")
    list(run([source], Options(data=home / "data", jobs=0, working_folder=home)))
    assert read_advisory(home / "data" / "a.json").source.path == "a.txt"
    # Of the same name, and another.
    (home / "a.txt").write_text("Iets anders.\n")
    assert check(home) == []
    source.write_text("De Vlor vraagt veel overleg.\n")
    (changed,) = check(home)
    assert (changed.code, changed.message) == (
        "source-changed",
        "its source a.txt has changed since",
    )
    assert changed.remedy == f"Make it again: vlortool parse {source} --data {home / 'data'}"
    with monkeypatch.context() as other:
        # What is not derived is asked for all the same.
        other.setattr(tables, "_made_by", lambda: "9.0.0")
        assert [one.code for one in check(home)] == ["source-changed", "catalogue-other"]
    forget_places(home)
    (changed,) = check(home)
    assert changed.message.endswith("has changed since, or another file has that name")
    source.unlink()
    (home / "a.txt").unlink()
    assert told(check(home)) == [(None, "note", "source-gone")]


def test_a_source_that_has_another_id_now_is_told(home: Path) -> None:
    (home / "raw" / f"{OLDER}.toml").write_text('id = "anders"\n')
    (found,) = check(home)
    assert (found.file, found.severity, found.code) == (f"{OLDER}.json", "problem", "source-id")
    assert "has the id 'anders' now" in found.message
    assert found.remedy.endswith(f"; then remove {OLDER}.json")
    list(run([home / "raw"], Options(data=home / "data", jobs=0, working_folder=home)))
    (found,) = (one for one in check(home) if one.code == "source-id")
    assert found.remedy == f"Remove {OLDER}.json: anders.json is there as well"
    # Also if its words have changed as well.
    (home / "raw" / f"{OLDER}.txt").write_text("Iets anders.\n")
    assert "source-id" in {one.code for one in check(home)}
    (home / "data" / f"{OLDER}.json").unlink()
    assert "source-id" not in {one.code for one in check(home)}


def test_a_source_whose_name_no_file_can_have_is_gone(home: Path) -> None:
    forget_places(home)
    edit(home, lambda record: record["source"].update(path="é" * 300))
    assert (None, "note", "source-gone") in told(check(home))


def test_a_record_that_went_leaves_citations_that_are_mended(home: Path) -> None:
    (home / "data" / f"{OLDER}.json").unlink()
    found = check(home)
    assert (None, "problem", "citations-outdated") in told(found)
    (outdated,) = (one for one in found if one.code == "citations-outdated")
    assert outdated.advisories == [NEWER]
    assert f"not in it: {OLDER}" in outdated.message
    after = repair(home)
    assert [one.repaired for one in after if one.code == "citations-outdated"] == [True]
    assert all(
        one.resolved is None for one in read_advisory(home / "data" / f"{NEWER}.json").citations
    )
    assert [one.code for one in check(home)] == []


def test_a_note_that_is_matched_otherwise_is_mended_too(home: Path) -> None:
    def forget(record: dict[str, Any]) -> None:
        for note in record["footnotes"]:
            for each in note["citations"]:
                each["resolved"] = "nergens"

    whole = (home / "data" / f"{NEWER}.json").read_bytes()
    edit(home, forget, NEWER)
    assert (None, "problem", "citations-outdated") in told(check(home))
    repair(home)
    assert check(home) == []
    assert (home / "data" / f"{NEWER}.json").read_bytes() == whole


def test_what_a_crash_left_is_cleared_and_what_is_at_work_is_spared(home: Path) -> None:
    data = home / "data"
    (data / ".unresolved").touch()
    old, new = data / f".{OLDER}.json.1-a.tmp", data / f".{OLDER}.json.1-b.tmp"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    (data / "Geen Id.json").touch()
    assert told(check(home)) == [
        (".unresolved", "problem", "citations-unmatched"),
        (old.name, "problem", "leftover"),
        (new.name, "note", "temporary"),
        ("Geen Id.json", "note", "no-record"),
    ]
    assert [one.repaired for one in repair(home)] == [True, True, False, False]
    assert told(check(home)) == [
        (new.name, "note", "temporary"),
        ("Geen Id.json", "note", "no-record"),
    ]


WRONGS = {
    "advisory": "UPDATE advisory SET title = 'x'",
    "section": "UPDATE section SET title = 'x' WHERE key = (SELECT max(key) FROM section)",
    "statement": "UPDATE statement SET strength = 'urge' WHERE strength = 'ask'",
    "tally": "UPDATE tally SET statements = statements + 1",
    "actor": "DELETE FROM actor WHERE statement = (SELECT min(statement) FROM actor)",
    "theme": "UPDATE theme SET id = 'ander' WHERE statement = (SELECT min(statement) FROM theme)",
    "note": "UPDATE note SET text = text || '!'",
    "citation": "UPDATE citation SET resolved = NULL",
    "citing": "DELETE FROM citing",
    "passage": "UPDATE passage SET keys = 'geheim' WHERE rowid = (SELECT min(rowid) FROM passage)",
    "word": "UPDATE word SET lemma = 'geheim' WHERE folded = 'scholen'",
    "word, too many": "INSERT INTO word VALUES ('school', 'onzin', 'school', '', '')",
    "word, too few": "DELETE FROM word WHERE folded = 'scholen'",
    "statement, of nobody": "UPDATE statement SET key = key + (9 << 20) WHERE key % 7 = 0",
    "statement, too many": "INSERT INTO statement SELECT 99 << 20, id, section, position, strength,"
    " confidence, speaker, actors, addressees, implied, themes, inherited_themes, footnotes, unit,"
    " first, last, lead_in FROM statement LIMIT 1",
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_every_table_is_compared_and_made_anew(home: Path, wrong: str) -> None:
    with sqlite3.connect(home / "data" / NAME) as connection:
        before = connection.total_changes
        connection.execute(WRONGS[wrong])
        assert connection.total_changes > before, "nothing was made wrong"
    connection.close()
    (found,) = check(home)
    assert (found.file, found.code) == (NAME, "catalogue-differs")
    assert wrong.partition(",")[0] in found.message.partition("; table")[2]
    assert "vlortool check --repair" in found.remedy
    assert [(one.code, one.repaired) for one in repair(home)] == [("catalogue-differs", True)]
    assert check(home) == []


def test_an_index_of_words_that_lies_is_found(home: Path) -> None:
    write_catalogue(home, "DELETE FROM passage_data WHERE id > 10")
    (found,) = check(home)
    assert found.code == "catalogue-damaged"
    repair(home)
    assert check(home) == []


def test_a_catalogue_without_a_table_is_damaged(home: Path) -> None:
    write_catalogue(home, "DROP TABLE tally")
    assert told(check(home)) == [(NAME, "problem", "catalogue-damaged")]
    repair(home)
    assert check(home) == []


@pytest.mark.parametrize("place", ["head", "end", "cut", "garbage"])
def test_a_damaged_catalogue_is_told_and_made_anew(home: Path, place: str) -> None:
    path = home / "data" / NAME
    whole = path.read_bytes()
    changed = {
        "head": b"geen databank" + whole[13:],
        "end": whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2),
        "cut": whole[: len(whole) // 3],
        "garbage": b"SQLite format 3\x00" + b"\xff" * 5000,
    }
    path.write_bytes(changed[place])
    assert told(check(home)) == [(NAME, "problem", "catalogue-damaged")]
    assert path.read_bytes() == changed[place]
    assert [(one.code, one.repaired) for one in repair(home)] == [("catalogue-damaged", True)]
    assert check(home) == []


def test_a_catalogue_of_which_one_page_is_lost_is_never_called_sound(home: Path) -> None:
    """Each page in turn: it is free, or the damage shows."""
    path = home / "data" / NAME
    whole = path.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    missed = []
    for number in range(0, len(whole) // size, 7):
        path.write_bytes(whole[: number * size] + bytes(size) + whole[(number + 1) * size :])
        if not any(one.severity == "problem" for one in check(home)):
            missed.append(number + 1)
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    connection.close()
    assert len(missed) <= free


def test_a_catalogue_that_is_missing_old_or_of_others_is_no_problem(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(home / "data", spoken("nieuw", "De raad vraagt overleg."))
    *_, outdated, _ = check(home)
    assert (outdated.severity, outdated.code) == ("note", "catalogue-outdated")
    assert outdated.advisories == ["nieuw"]
    (home / "data" / "nieuw.json").unlink()
    with monkeypatch.context() as other:
        other.setattr(tables, "_made_by", lambda: "9.0.0")
        assert told(check(home)) == [(NAME, "note", "catalogue-other")]
    (home / "data" / NAME).unlink()
    assert told(check(home)) == [(NAME, "note", "catalogue-missing")]
    assert not (home / "data" / NAME).exists()


def test_words_are_not_all_kept_in_memory(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_MOST_FORMS", 100)
    forms = indexing._Forms
    made: list[indexing._Forms] = []
    sizes: list[int] = []

    def noted() -> indexing._Forms:
        made.append(forms())
        return made[-1]

    monkeypatch.setattr(indexing, "_Forms", noted)
    progress = lambda *_: sizes.append(len(made[0]))  # noqa: E731
    assert check_store(home / "data", home, progress).findings == []
    assert sizes == [0, 0]


def test_a_catalogue_of_a_damaged_record_is_no_problem_itself(home: Path) -> None:
    (home / "data" / "stuk.json").write_text("{")
    with open_catalogue(home / "data"):
        pass
    assert told(check(home)) == [("stuk.json", "unreadable", "record-unreadable")]


def test_a_record_that_the_catalogue_has_no_room_for_is_not_compared(home: Path) -> None:
    odd = spoken("vreemd", "De raad vraagt overleg.")
    statement = replace(odd.statements[0], addressees=["de sector"])
    write_advisory(home / "data", replace(odd, statements=[statement]))
    with open_catalogue(home / "data") as catalogue:
        assert len(catalogue.notices) == 1
    assert NAME not in {one.file for one in check(home)}


def test_a_check_beside_a_writer_sees_nothing_wrong(home: Path) -> None:
    """A record that changes while it is checked is not held against the catalogue of before."""
    data = home / "data"
    written = read_advisory(data / f"{OLDER}.json")

    def rewrite(done: int, _: int) -> None:
        changed = replace(written, metadata=replace(written.metadata, vote=str(done)))
        write_advisory(data, changed)
        with open_catalogue(data):
            pass

    found = check_store(data, home, rewrite).findings
    assert {one.code for one in found} <= {"catalogue-outdated"}


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_folder_that_cannot_be_written_is_checked_and_its_repair_refused(home: Path) -> None:
    write_catalogue(home, "DELETE FROM citing")
    for path in (home, *home.parents):
        path.chmod(path.stat().st_mode | 0o055)
    (home / "data").chmod(0o555)
    before = state(home / "data")
    os.seteuid(65534)
    try:
        report = check_store(home / "data", home)
        assert told(report.findings) == [(NAME, "problem", "catalogue-differs")]
        with pytest.raises(StoreError, match=r"catalogue\.sqlite.*Check the permissions"):
            repair_store(home / "data", report, home)
    finally:
        os.seteuid(0)
    assert state(home / "data") == before
