"""The store: what goes in comes out, and a crash never leaves half a record."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.samples import advisory, source
from vlortool.errors import StoreError, UnknownNameError
from vlortool.model.advisory import Advisory, Block, Footnote, Metadata, Origin, Section, Statement
from vlortool.store import (
    advisory_ids,
    encode,
    find,
    prepare,
    read_advisory,
    read_source,
    write_advisory,
)
from vlortool.store.schema import json_schema

words = st.text(max_size=20)
origins = st.lists(
    st.builds(Origin, page=st.none() | st.integers(1, 99), top=st.none() | st.floats(0, 900)),
    max_size=2,
)
metadata = st.builds(
    Metadata,
    title=st.none() | words,
    date=st.none() | st.dates(dt.date(1, 1, 1)),
    own_initiative=st.none() | st.booleans(),
    authors=st.none() | st.lists(words, max_size=2),
)


@st.composite
def advisories(draw: st.DrawFn) -> Advisory:
    """Any advisory whose offsets and indices point at something."""
    text = draw(st.text(max_size=60))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    sections = [
        Section(number=draw(st.none() | words), title=draw(st.none() | words), level=1,
                start=start, end=end, origin=draw(origins))
        for start, end in draw(st.lists(spans, min_size=1, max_size=3))
    ]  # fmt: skip
    blocks = [
        Block(kind="bullet", depth=1, glyph=draw(words), section=len(sections) - 1, lead_in=None,
              start=start, end=end, origin=draw(origins))
        for start, end in draw(st.lists(spans, min_size=1, max_size=3))
    ]  # fmt: skip
    statements = [
        Statement(id=draw(words), block=0, section=0, start=start, end=end, text=text[start:end])
        for start, end in draw(st.lists(spans, max_size=3))
    ]
    notes = [
        Footnote(number=draw(words), text=draw(words), urls=draw(st.lists(words, max_size=2)),
                 marker=draw(st.none() | st.integers(0, len(text))), origin=draw(origins))
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return Advisory(
        id="advies", source=source(), metadata=draw(metadata), text=text, sections=sections,
        blocks=blocks, footnotes=notes, statements=statements,
    )  # fmt: skip


@settings(deadline=None)  # a busy machine is no failure
@given(made=advisories())
def test_store_then_load_is_identity(made: Advisory, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("store")
    path = write_advisory(folder, made)
    assert read_advisory(path) == made
    assert read_source(path) == made.source
    assert path.read_bytes() == encode(made)


@settings(deadline=None)  # a busy machine is no failure
@given(made=advisories())
def test_what_is_stored_follows_the_schema(made: Advisory) -> None:
    jsonschema.validate(json.loads(encode(made)), json_schema())


def test_the_schema_is_valid_and_describes_every_field() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    title = schema["$defs"]["Metadata"]["properties"]["title"]
    assert title["description"] == "Title, on one line."
    assert not any("Attributes:" in str(made) for made in schema["$defs"].values())


@pytest.mark.parametrize("change", [{"schema": 2}, {"id": 3}, {"sections": [{}]}])
def test_the_schema_refuses_what_the_reader_refuses(
    tmp_path: Path, change: dict[str, object]
) -> None:
    wrong = json.loads(encode(advisory())) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema())
    path = tmp_path / "advies.json"
    path.write_text(json.dumps(wrong))
    with pytest.raises(StoreError):
        read_advisory(path)


def test_the_file_is_readable_utf8_with_keys_in_order(tmp_path: Path) -> None:
    made = msgspec.structs.replace(advisory(), text="één " * 15)
    data = write_advisory(tmp_path / "new" / "folder", made).read_bytes()
    assert data.endswith(b"}\n")
    assert "één".encode() in data
    assert list(json.loads(data)) == list(Advisory.__struct_fields__)
    assert next(iter(json.loads(data))) == "schema"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    path = write_advisory(tmp_path, advisory())
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


class CrashError(BaseException):
    """Stands for anything that ends a process in the midst of a write."""


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize("kind", [CrashError, OSError, KeyboardInterrupt])
@pytest.mark.parametrize("has_old", [True, False])
def test_a_failure_at_any_step_leaves_the_old_record(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    kind: type[BaseException],
    has_old: bool,
) -> None:
    path = tmp_path / "advies.json"
    if has_old:
        write_advisory(tmp_path, advisory())
    new = msgspec.structs.replace(advisory(), metadata=Metadata(title="nieuw"))

    def fail(*_: object, **__: object) -> None:
        raise kind

    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "open" else os, step, fail)
        with pytest.raises(StoreError if kind is OSError else kind):
            write_advisory(tmp_path, new)
    assert [entry.name for entry in tmp_path.iterdir()] == (["advies.json"] if has_old else [])
    if has_old:
        assert read_advisory(path) == advisory()


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def only_files(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError("no folders here")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    assert read_advisory(write_advisory(tmp_path, advisory())) == advisory()


WRITER = """
import sys
from pathlib import Path
import msgspec
from tests.unit.samples import advisory
from vlortool.store import write_advisory
made = advisory()
print("ready", flush=True)
count = 0
while True:
    count += 1
    notes = [msgspec.structs.replace(made.footnotes[0], text=str(count) * 20_000)]
    write_advisory(Path(sys.argv[1]), msgspec.structs.replace(made, footnotes=notes))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.parametrize("milliseconds", [1, 7, 23, 61])
def test_a_killed_writer_leaves_a_whole_record(tmp_path: Path, milliseconds: int) -> None:
    write_advisory(tmp_path, advisory())
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(milliseconds / 1000)
        writer.send_signal(signal.SIGKILL)
    note = read_advisory(tmp_path / "advies.json").footnotes[0].text
    assert note == "Een bron." or len(note) % 20_000 == 0
    assert advisory_ids(tmp_path) == ["advies"]


def test_stale_temporary_files_are_cleared_and_fresh_ones_spared(tmp_path: Path) -> None:
    stale, fresh = tmp_path / ".a.json.1-0.tmp", tmp_path / ".b.json.2-0.tmp"
    other = tmp_path / ".c.tmp"
    for path in (stale, fresh, other):
        path.touch()
    for path in (stale, other):
        os.utime(path, (0, 0))
    prepare(tmp_path)
    assert sorted(tmp_path.iterdir()) == [fresh, other]
    assert advisory_ids(tmp_path) == []


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.touch()
    for call in (lambda: prepare(path), lambda: write_advisory(path, advisory())):
        with pytest.raises(StoreError, match="can't be written") as error:
            call()
        assert str(path) in error.value.message
        assert "--data" in error.value.remedy
    with pytest.raises(StoreError, match="can't be listed"):
        advisory_ids(path)


@pytest.mark.parametrize("name", ["../advies", "/advies", "a b", "", "con"])
def test_an_unsafe_id_is_never_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="can't name a file"):
        write_advisory(tmp_path / "in", advisory(name))
    assert not list(tmp_path.rglob("*.json"))


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    made = msgspec.structs.replace(advisory(), metadata=Metadata(title="\ud800"))
    with pytest.raises(StoreError, match="can't be stored"):
        write_advisory(tmp_path, made)
    assert list(tmp_path.iterdir()) == []


def changed(**fields: object) -> bytes:
    return json.dumps(json.loads(encode(advisory())) | fields).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (encode(advisory())[:-20], "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"[]", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"schema": 7}', "schema 7, this vlortool reads 1"),
        (changed(text="kort"), "outside the text"),
        (changed(sections=[]), "block 0"),
        (changed(blocks=[]), "statement a1"),
        (changed(statements=[{"id": 1}]), r"statements\[0\]"),
    ],
)
def test_a_damaged_record_names_file_and_remedy(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "advies.json"
    path.write_bytes(data)
    with pytest.raises(StoreError, match=says) as error:
        read_advisory(path)
    assert str(path) in error.value.message
    assert error.value.remedy.endswith(f": vlortool parse PATH --data {tmp_path}")


def test_a_missing_record_is_named(tmp_path: Path) -> None:
    for read in (read_advisory, read_source):
        with pytest.raises(StoreError, match="can't be read"):
            read(tmp_path / "advies.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("actieplan", "actieplan-zorg", "generalistische"):
        write_advisory(tmp_path, advisory(name))
    for other in ("notes.txt", "Geen Id.json", ".x.json.1-0.tmp"):
        (tmp_path / other).touch()
    return tmp_path


def test_ids_are_sorted_and_only_records(folder: Path) -> None:
    assert advisory_ids(folder) == ["actieplan", "actieplan-zorg", "generalistische"]
    assert advisory_ids(folder / "missing") == []


@pytest.mark.parametrize(
    ("prefix", "name"),
    [("g", "generalistische"), ("actieplan-", "actieplan-zorg"), ("actieplan", "actieplan"),
     ("GENERAL", "generalistische")],
)  # fmt: skip
def test_a_unique_prefix_or_the_whole_id_finds(folder: Path, prefix: str, name: str) -> None:
    assert find(folder, prefix) == folder / f"{name}.json"


@pytest.mark.parametrize(
    ("prefix", "says"),
    [
        ("act", "begins several ids.*actieplan, actieplan-zorg.*Type more"),
        ("", "empty ID"),
        ("actiplan", "no advisory 'actiplan'.*Near it: actieplan.*vlortool parse"),
        ("zorg", "Near it:.*actieplan-zorg"),
        ("???", "It holds: actieplan, .*vlortool parse"),
        ("../actieplan", "no advisory"),
    ],
)
def test_an_unknown_name_says_what_is_near(folder: Path, prefix: str, says: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        find(folder, prefix)
    assert error.match(says)


def test_an_empty_store_names_the_command_that_fills_it(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=f"vlortool parse PATH --data {tmp_path / 'geen'}"):
        find(tmp_path / "geen", "x")
