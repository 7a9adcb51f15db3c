"""The commands through the real entry point, on the two seeds."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.commands import FORMATS, run
from tests.seeds import NEWER, OLDER, RAW
from vlortool.cli import COMMANDS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("store")
    done = run("parse", str(RAW), "--data", str(folder))
    assert done.returncode == 0
    return str(folder)


def test_parse_ends_with_a_table_and_the_warnings_in_words(tmp_path: Path) -> None:
    done = run("parse", str(RAW), "--data", str(tmp_path))
    assert done.returncode == 0
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [NEWER, "7", "10", "126", "63", "1", "ontleed"] in rows
    assert [OLDER, "6", "4", "128", "35", "0", "ontleed"] in rows
    assert "r. 281: note 5 has a marker but no text" in done.stderr
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [f"{NEWER}.json", "catalogue.sqlite", f"{OLDER}.json"]


def test_what_is_unchanged_is_skipped_unless_forced(store: str) -> None:
    before = {path: path.stat().st_mtime_ns for path in Path(store).iterdir()}
    assert run("parse", str(RAW), "--data", store).stdout.count("ongewijzigd") == 2
    assert {path: path.stat().st_mtime_ns for path in Path(store).iterdir()} == before
    assert run("parse", str(RAW), "--data", store, "--force").stdout.count("ontleed") == 2


def test_one_bad_input_costs_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").touch()
    done = run("parse", str(tmp_path), str(RAW), "weg.pdf", "--data", str(tmp_path / "store"))
    assert done.returncode == 3
    assert done.stdout.count("ontleed") == 2
    assert done.stdout.count("geweigerd") == 2
    assert "leeg.txt: this file is empty" in done.stderr
    assert "weg.pdf: no such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_inputs_with_one_id_are_both_named(tmp_path: Path) -> None:
    for name in ("advies.md", "advies.txt"):
        (tmp_path / name).write_text(f"Een zin van de Vlor in {name}.\n")
    done = run("parse", str(tmp_path), "--data", str(tmp_path / "store"))
    assert done.returncode == 3
    assert "advies.txt" in done.stderr
    assert "advies.md" in done.stderr


@pytest.mark.parametrize("command", ["show", "outline", "notes"])
@pytest.mark.parametrize("form", FORMATS)
def test_each_reading_command_has_each_format(store: str, command: str, form: str) -> None:
    done = run(command, NEWER, "--data", store, "--format", form)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Generalistische benadering" in done.stdout or "generalistische" in done.stdout


@pytest.mark.parametrize("command", ["show", "outline", "notes"])
def test_formats_have_equal_rows(store: str, command: str) -> None:
    def rows(form: str) -> str:
        return run(command, OLDER, "--data", store, "--format", form).stdout

    count = len(json.loads(rows("json")))
    assert count == len(rows("jsonl").splitlines())
    assert count == len(list(csv.reader(io.StringIO(rows("csv"))))) - 1


def test_show_reads_like_the_advisory(store: str) -> None:
    done = run("show", "gener", "4.1", "--data", store)
    assert done.stdout.startswith("4.1 Nood aan goede referentiekaders  (r. 148)")
    assert "zonder ze ‘onverkort’ te moeten overnemen.[3]" in done.stdout
    assert "[3] Vlaamse Onderwijsraad, Algemene Raad." in done.stdout


def test_show_does_not_take_unknown_for_none(store: str) -> None:
    block = run("show", NEWER, "--data", store).stdout.split("\n\n", 1)[0]
    assert "niet gevonden" in block
    assert "geen" not in block


def test_a_section_is_found_by_a_part_of_its_title(store: str) -> None:
    by_title = run("show", OLDER, "unlearning", "--data", store).stdout
    assert by_title == run("show", OLDER, "4.4.2", "--data", store).stdout
    assert by_title.startswith("4.4.2 ‘Unlearning’ vermijden")


def test_check_tells_the_seeds_apart(store: str) -> None:
    newer = run("notes", NEWER, "--check", "--data", store)
    assert newer.returncode == 1
    assert "note 5 has a marker but no text" in newer.stderr
    older = run("notes", OLDER, "--check", "--data", store)
    assert (older.returncode, older.stderr.strip()) == (0, f"{OLDER}: 4 notes, all sound")


@pytest.mark.parametrize("columns", ["80", "200"])
@pytest.mark.parametrize("command", ["outline", "notes", "show"])
def test_tables_keep_to_the_width_and_lose_no_words(store: str, command: str, columns: str) -> None:
    done = run(command, NEWER, "--data", store, columns=columns)
    assert max(len(line) for line in done.stdout.splitlines()) <= int(columns)
    assert "…" not in done.stdout.replace("onderwijs- en opleidingsniveaus, …", "").replace(
        "opleidingsniveaus, …", ""
    )


def test_a_pipe_gets_whole_rows_without_colour(store: str) -> None:
    done = run("notes", NEWER, "--data", store)
    assert "\x1b" not in done.stdout
    (row,) = (line for line in done.stdout.splitlines() if "SAR WGG" in line)
    assert "de-generalistische-benadering-zorg-en-ondersteuning-uitdagingen" in row


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "onbekend"], "Near it|It holds"),
        (["show", NEWER, "99"], f"vlortool outline {NEWER}"),
        (["outline", ""], "It holds"),
        (["notes", NEWER, "--format", "xml"], "xml"),
        (["parse"], "PATH"),
    ],
)
def test_wrong_usage_is_named_and_exits_with_2(store: str, arguments: list[str], says: str) -> None:
    done = run(*arguments, "--data", store)
    assert done.returncode == 2
    assert done.stdout == ""
    assert any(part in done.stderr for part in says.split("|"))
    assert "Traceback" not in done.stderr


def test_no_store_yet_names_the_command_that_makes_one(tmp_path: Path) -> None:
    done = run("show", "iets", "--data", str(tmp_path / "geen"))
    assert done.returncode == 2
    assert "vlortool parse" in done.stderr


def test_a_damaged_record_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "advies.json").write_text("{")
    done = run("show", "advies", "--data", str(tmp_path))
    assert done.returncode == 3
    assert "advies.json" in done.stderr
    assert "vlortool parse PATH" in done.stderr
    debug = run("--debug", "show", "advies", "--data", str(tmp_path))
    assert "Traceback" in debug.stderr


def test_the_environment_names_the_data_folder(store: str) -> None:
    assert run("outline", OLDER, VLORTOOL_DATA=store).returncode == 0


def test_the_schema_is_valid_and_stored_advisories_follow_it(store: str) -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in Path(store).glob("*.json"):
        jsonschema.validate(json.loads(path.read_text("utf-8")), schema)


HOSTILE = (
    "De raad zegt [red]rood[/red] en =SOM(A1) en <b>vet</b> en \u202eomgekeerd en `code` | pijp."
)


def test_words_of_a_document_are_data(tmp_path: Path) -> None:
    source = tmp_path / "vijandig.txt"
    source.write_text(
        f"1 Titel met [bold]opmaak\n\n{HOSTILE}\n\n"
        "- =HYPERLINK(1) is een formule.\n\x1b[31mRood.\n",
        "utf-8",
    )
    folder = str(tmp_path / "store")
    assert run("parse", str(source), "--data", folder).returncode == 0
    shown = run("show", "vijandig", "--data", folder).stdout
    assert "[red]rood[/red]" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    stored = json.loads(run("show", "vijandig", "--data", folder, "--format", "json").stdout)
    assert any(unit["text"] == HOSTILE for unit in stored)
    cells = list(
        csv.reader(io.StringIO(run("show", "vijandig", "--data", folder, "--format", "csv").stdout))
    )
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in cells for cell in row)
    assert "<b>" not in run("show", "vijandig", "--data", folder, "--format", "md").stdout


def test_reading_commands_load_nothing_heavy(store: str) -> None:
    program = (
        "import sys\nfrom vlortool.cli import app\n"
        f"sys.argv = ['vlortool', 'outline', '{OLDER}', '--data', {store!r}]\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'pdfplumber', 'pdfminer', 'spacy', 'numpy', 'simplemma', 'vlortool.pipeline'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr.strip() == "[]"


def test_a_reader_that_stops_early_is_no_error(store: str) -> None:
    command = f"{sys.executable} -m vlortool show {NEWER} --data {store} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("Advies over het actieplan 4.0")
    assert done.stderr == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example_and_a_line_in_the_readme(command: str) -> None:
    shown = run(command, "--help")
    assert shown.returncode == 0
    assert f"Example: vlortool {command}" in " ".join(shown.stdout.split())
    assert f"`vlortool {command}" in (RAW.parents[1] / "README.md").read_text("utf-8")
