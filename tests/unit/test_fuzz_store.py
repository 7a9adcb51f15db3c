"""Whatever stands in a record: it is read, or refused in words, and the others are still there."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.unit.mutations import mutated, torn, tries
from tests.unit.samples import spoken
from vlortool.cli import app
from vlortool.errors import StoreError
from vlortool.pipeline import parse_file
from vlortool.store import encode, open_catalogue, read_advisory, read_source, write_advisory
from vlortool.store.check import check_store, repair_store
from vlortool.store.resolve import resolve_store

SOUND = spoken("goed", "De raad vraagt overleg.")
# A little of all that a record holds, and quick to read.
SOURCE = """\
Advies over het lerarentekort
Vlaamse Onderwijsraad, 28 juni 2018

1 Situering

De minister van Onderwijs vroeg ons advies.1 De scholen in Brussel zijn bezorgd over de instroom.

2 Vraag

De Vlor vraagt de Vlaamse Regering om:
- overleg met de scholen;
- middelen voor de lerarenopleiding.

We steunen het advies over leerloopbaanbegeleiding van 8 mei 2018.

1 Vlaamse Onderwijsraad, Algemene Raad. Advies over de studiekeuze, 28 maart 2013.
"""


def _record() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "advies.txt")
        source.write_text(SOURCE, "utf-8")
        return encode(parse_file(source, working_folder=Path(folder)))


GOOD = _record()
RECORDS = st.one_of(
    mutated(json.loads(GOOD)).map(lambda record: json.dumps(record).encode("utf-8")),
    torn(GOOD),
)
COMMANDS = (
    ("show", "advies"),
    ("show", "advies", "1"),
    ("outline", "advies"),
    ("notes", "advies"),
    ("list", "--position", "any", "--group-by", "section"),
    ("search", "overleg", "--in", "all"),
    ("stats", "--position", "any"),
    ("actors",),
    ("themes",),
    ("cites",),
    ("cites", "advies"),
    ("diff", "advies", "goed"),
    ("check",),
    ("check", "--repair"),
)


def test_what_is_mutated_holds_something_of_all() -> None:
    record = json.loads(GOOD)
    assert [field for field in record if not record[field]] == ["warnings"]
    for field in ("actors", "addressees", "themes", "cues", "footnotes"):
        assert any(one[field] for one in record["statements"]), field
    assert any(one["citations"] for one in record["footnotes"])


@tries(500)
@given(data=RECORDS)
def test_any_record_is_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made, "advies.json")
        path.write_bytes(data)
        for read in (read_advisory, read_source):
            refusal = None
            try:
                read(path)
            except StoreError as error:
                refusal = error
            if refusal is not None:
                assert str(path) in refusal.message
                assert refusal.remedy


@tries(100)
@given(data=RECORDS)
def test_any_record_leaves_the_store_whole(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_advisory(folder, SOUND)
        before = (folder / "goed.json").read_bytes()
        (folder / "advies.json").write_bytes(data)
        with open_catalogue(folder) as catalogue:
            found = catalogue.connection.execute(
                "SELECT s.id FROM statement s JOIN advisory a ON a.key = s.key >> 20"
                " WHERE a.id = 'goed'"
            ).fetchall()
        assert [row["id"] for row in found] == [SOUND.statements[0].id]
        report = check_store(folder, folder)
        assert not any(one.code.startswith("catalogue") for one in report.findings)
        repair_store(folder, report, folder)
        resolve_store(folder)
        assert (folder / "goed.json").read_bytes() == before


@tries(10)
@given(data=RECORDS)
def test_any_record_is_shown_or_refused_by_every_command(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_advisory(folder, SOUND)
        (folder / "advies.json").write_bytes(data)
        for words in COMMANDS:
            for form in ("table", "json", "csv", "md"):
                _run(*words, "--data", made, "--format", form)
        for statement in _ids(folder / "advies.json")[:2]:
            for command in ("why", "show"):
                _run(command, f"advies#{statement}", "--data", made)


def _run(*arguments: str) -> None:
    done = CliRunner().invoke(app, ["--debug", *arguments])
    told: Any = (arguments, done.output, done.exception)
    assert done.exit_code in {0, 1, 2, 3}, told
    assert "internal error" not in done.output, told


def _ids(path: Path) -> list[str]:
    try:
        return [one.id for one in read_advisory(path).statements if one.id.isalnum()]
    except StoreError:
        return []
