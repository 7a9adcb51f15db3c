"""How commands end when something goes wrong: status, words, no trace of Python."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.seeds import NEWER, OLDER, RAW
from tests.unit.samples import advisory
from vlortool import __version__, pipeline
from vlortool.batch import Options, run
from vlortool.cli import app
from vlortool.model.advisory import Advisory
from vlortool.store import advisory_ids, read_advisory

runner = CliRunner()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("store")
    list(run([RAW], Options(data=folder, jobs=0)))
    return str(folder)


def test_the_version_is_told() -> None:
    done = runner.invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"vlortool {__version__}\n")


def test_a_fault_in_one_file_is_a_sentence_and_with_debug_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(path: Path, **_: object) -> Advisory:
        raise ZeroDivisionError(f"oeps {path.stem}")

    monkeypatch.setattr(pipeline, "parse_file", parse)
    arguments = ["parse", str(RAW / f"{OLDER}.txt"), "--data", str(tmp_path), "--jobs", "0"]
    done = runner.invoke(app, arguments)
    assert done.exit_code == 3
    assert "internal error (ZeroDivisionError: oeps" in done.stderr
    assert "--debug" in done.stderr
    assert "Traceback" not in done.output
    debug = runner.invoke(app, ["--debug", *arguments])
    assert debug.exit_code == 3
    assert "Traceback" in debug.stderr
    assert "Traceback" not in debug.stdout


def test_lines_of_json_come_while_others_are_still_to_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def parse(path: Path, **_: object) -> Advisory:
        seen.append(sys.stdout.buffer.getvalue().decode())  # type: ignore[union-attr]
        return advisory(path.stem)

    monkeypatch.setattr(pipeline, "parse_file", parse)
    paths = [str(RAW / f"{name}.txt") for name in (OLDER, NEWER)]
    arguments = ["--data", str(tmp_path), "--jobs", "0", "--format", "jsonl"]
    done = runner.invoke(app, ["parse", *paths, *arguments])
    first, second = done.stdout.splitlines(keepends=True)
    assert seen == ["", first]
    assert OLDER in first
    assert NEWER in second


def test_warnings_and_what_was_replaced_are_talk_and_data(tmp_path: Path) -> None:
    old, new = (tmp_path / folder / f"{NEWER}.txt" for folder in ("oud", "nieuw"))
    for path in (old, new):
        path.parent.mkdir()
        path.write_bytes((RAW / f"{NEWER}.txt").read_bytes())
    arguments = ["--data", str(tmp_path / "data"), "--jobs", "0", "--format", "json"]
    first = runner.invoke(app, ["parse", str(old), *arguments])
    (row,) = json.loads(first.stdout)
    assert row["messages"] == ["r. 281: note 5 has a marker but no text (footnote-without-text)"]
    assert (row["warnings"], row["replaced"]) == (1, None)
    assert f"warning: {NEWER}, {row['messages'][0]}" in first.stderr
    again = runner.invoke(app, ["parse", str(old), *arguments])
    assert json.loads(again.stdout)[0]["messages"] == row["messages"]
    assert again.stderr == "not repeated: 1 warning of unchanged inputs (--format json has them)\n"
    old.unlink()
    new.write_text("De Vlor vraagt overleg.\n")
    second = runner.invoke(app, ["parse", str(new), *arguments])
    (row,) = json.loads(second.stdout)
    assert (row["messages"], row["replaced"]) == ([], str(old))
    assert f"is made from {new} now; before, from {old}, perhaps another file" in second.stderr


def test_a_data_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    done = runner.invoke(app, ["parse", str(RAW), "--data", str(tmp_path / "data")])
    assert done.exit_code == 3
    assert "can't be written" in done.stderr
    assert done.stdout == ""


def test_refused_files_come_last_with_their_reasons(tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").touch()
    done = runner.invoke(
        app, ["parse", str(tmp_path / "leeg.txt"), str(RAW), "--data", str(tmp_path / "data")]
    )
    assert done.exit_code == 3
    said = done.stderr.splitlines()
    assert said[0].startswith("warning: ")
    assert said[-2].startswith("error: ")
    assert said[-1] == "3 inputs: 2 parsed, 1 refused"
    assert "leeg.txt" in said[-2]


def test_words_of_an_error_are_data(tmp_path: Path) -> None:
    path = tmp_path / "[red]x\x1b[31m.txt"
    done = runner.invoke(app, ["parse", str(path), "--data", str(tmp_path / "data")])
    assert done.exit_code == 3
    assert "[red]x" in done.stderr
    assert "\x1b" not in done.output


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
@pytest.mark.parametrize("jobs", ["0", "1", "2"])
def test_an_interruption_ends_with_130_and_whole_records(tmp_path: Path, jobs: str) -> None:
    for number in range(300):
        (tmp_path / f"advies-{number:03}.txt").write_bytes((RAW / f"{NEWER}.txt").read_bytes())
    data = tmp_path / "data"
    with subprocess.Popen(
        [sys.executable, "-m", "vlortool", "parse", str(tmp_path), "--data", str(data), "-j", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        # Whoever starts the tests in the background has them ignore it, and so what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
    ) as process:
        deadline = time.monotonic() + 60
        while not (data.is_dir() and advisory_ids(data)) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    told = re.search(r"(\d+) inputs: .*; (\d+) are not done, or not told here: run it again", said)
    assert told is None or int(told[1]) + int(told[2]) == 300
    stored = advisory_ids(data)
    assert 0 < len(stored) < 300
    for name in stored:
        assert read_advisory(data / f"{name}.json").id == name


@pytest.mark.skipif(os.name == "nt", reason="no bash")
@pytest.mark.parametrize(("name", "status"), [(NEWER, 1), (OLDER, 0)])
def test_a_check_keeps_its_status_when_nobody_reads(store: str, name: str, status: int) -> None:
    command = f"{sys.executable} -m vlortool notes {name} --check --data {store}"
    done = subprocess.run(
        ["bash", "-c", f"{command} 2>err.txt | true; echo ${{PIPESTATUS[0]}}; cat err.txt"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=store,
        env=os.environ | {"PYTHONPATH": str(RAW.parents[1] / "src")},
    )
    first, *rest = done.stdout.splitlines()
    assert int(first) == status
    assert not any("Broken" in line or "Traceback" in line for line in rest)


def test_the_environment_names_the_data_folder_and_the_option_wins(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VLORTOOL_DATA", str(tmp_path))
    assert runner.invoke(app, ["outline", OLDER]).exit_code == 2
    assert runner.invoke(app, ["outline", OLDER, "--data", store]).exit_code == 0


def test_an_output_that_knows_few_letters_is_no_failure(store: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vlortool", "show", NEWER, "--data", store],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert "¬" in done.stdout.decode("utf-8")
