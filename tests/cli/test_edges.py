"""The commands at the edges: terminals, full disks, readers that stop, names that are no text."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.seeds import NEWER, OLDER, RAW
from vlortool.cli import app, shared

HEADER = "number,sentence,text,urls,defects,statement,section,place"
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal, /dev/full")


@pytest.fixture(autouse=True)
def _no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("store"))
    assert CliRunner().invoke(app, ["parse", str(RAW), "--data", folder]).exit_code == 0
    return folder


@pytest.fixture
def plain(tmp_path: Path, store: str) -> str:
    """Return a store with the older advisory, robbed of its notes and its title."""
    record = json.loads((Path(store) / f"{OLDER}.json").read_text("utf-8"))
    record |= {"id": "kaal", "footnotes": []}
    record["metadata"]["title"] = None
    (tmp_path / "kaal.json").write_text(json.dumps(record), "utf-8")
    return str(tmp_path)


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        env=dict(os.environ),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def on_terminal(width: int, *arguments: str, **options: str) -> tuple[int, str]:
    """Run on a pseudo-terminal of some width; return status and what it shows, streams mixed."""
    import fcntl  # not on Windows
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {key: os.environ[key] for key in os.environ if key not in {"COLUMNS", "NO_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "vlortool", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment | {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | options,
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return process.returncode, shown.decode("utf-8").replace("\r\n", "\n")


@on_unix
def test_a_bullets_further_lines_stand_under_its_first(store: str) -> None:
    _, shown = on_terminal(60, "show", OLDER, "3.1", "--data", store, TERM="dumb", COLUMNS="60")
    assert "\n  ¬ coacht personen met een zorgbehoefte" in shown
    after = shown.split("¬ coacht", 1)[1].split("\n", 2)[1]
    assert after.startswith("    ")
    assert not after.startswith("     ")


@on_unix
def test_a_reader_that_stops_early_hides_no_refusal(store: str) -> None:
    done = shell(
        f"set -o pipefail; {sys.executable} -m vlortool parse nergens.pdf --data {store} | true"
    )
    assert done.returncode == 3
    assert done.stderr.startswith("error: nergens.pdf: no such file")
    done = shell(
        f"set -o pipefail; {sys.executable} -m vlortool show {OLDER} --data {store} | true"
    )
    assert (done.returncode, done.stderr) == (0, "")


@on_unix
@pytest.mark.parametrize("arguments", [f"show {OLDER}", f"notes {OLDER} --format csv", "--help"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_in_words(store: str, arguments: str) -> None:
    place = "" if arguments == "--help" else f"--data {store}"
    done = shell(f"{sys.executable} -m vlortool {arguments} {place} > /dev/full")
    assert done.returncode == 3
    assert done.stderr.startswith("error: the output can't be written (No space left on device)")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file's name is text")
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_a_name_that_is_no_text_costs_no_other_input(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    odd = os.fsencode(folder) + b"/na\xff\x1b[31mam.txt"
    with open(odd, "wb"):  # noqa: PTH123 - a Path can't be made of bytes
        pass
    (folder / "leeg.txt").touch()
    data = tmp_path / "store"
    done = subprocess.run(
        [sys.executable, "-m", "vlortool", "parse", folder, "--data", data, "--format", form],
        # Named, for readline slips a COLUMNS into what is inherited that Python does not see.
        env=dict(os.environ),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    shown = done.stdout.decode("utf-8")
    assert "\x1b" not in shown
    assert "leeg.txt" in shown
    assert "internal error" not in done.stderr.decode("utf-8")


def test_debug_adds_the_trace_and_keeps_the_status(store: str) -> None:
    for options, has_trace in (([], False), (["--debug"], True)):
        done = CliRunner().invoke(app, [*options, "show", "onbekend", "--data", store])
        assert done.exit_code == 2
        assert ("Traceback" in done.stderr) is has_trace
        assert "error: " in done.stderr
        assert done.stdout == ""


def test_no_notes_is_nothing_found_but_nothing_wrong(plain: str) -> None:
    done = CliRunner().invoke(app, ["notes", "kaal", "--data", plain, "--format", "csv"])
    assert (done.exit_code, done.stdout.strip()) == (1, HEADER)
    assert "no notes found" in done.stderr
    assert CliRunner().invoke(app, ["notes", "kaal", "--data", plain, "--check"]).exit_code == 0


@pytest.mark.parametrize("form", ["table", "md"])
def test_an_unknown_title_is_not_found(plain: str, form: str) -> None:
    shown = CliRunner().invoke(app, ["show", "kaal", "--data", plain, "--format", form]).stdout
    assert "kaal (titel niet gevonden)" in shown.splitlines()[0]


def test_markdown_keeps_places_numbers_and_notes_without_words(store: str) -> None:
    arguments = ["show", NEWER, "--data", store, "--format", "md"]
    shown = CliRunner().invoke(app, arguments).stdout
    assert "\\[5\\] (de bron heeft geen tekst bij deze noot)  (r. 281)" in shown
    assert "voorzien.  (r. 500-512)" in shown


@pytest.mark.parametrize("arguments", [[], ["show"], ["outline"], ["notes"], ["schema"]])
def test_help_names_the_program(arguments: list[str]) -> None:
    done = shell(f"{sys.executable} -m vlortool {' '.join(arguments)} -h")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: {' '.join(['vlortool', *arguments])} ")
    assert "Example: vlortool" in done.stdout
    assert "[[" not in done.stdout
    assert "..." not in done.stdout.replace("ARGS]...", "")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENAMETOOLONG, "too long", "x" * 9), "xxxxxxxxx: can't be reached"),
        (PermissionError(errno.EACCES, "closed", 7), "a file: can't be reached"),
        # Another name would not help.
        (OSError(errno.ENOSPC, "full", "x"), "internal error (OSError: "),
    ],
)
def test_only_what_a_name_can_be_the_cause_of_asks_to_check_it(error: OSError, says: str) -> None:
    told = shared._told(error)
    assert told.startswith(says)
    assert ("Check the name" in told) is ("reached" in says)


@pytest.mark.parametrize(
    "command", [("parse", str(RAW)), ("notes", NEWER), ("outline", NEWER)], ids=lambda each: each[0]
)
def test_csv_for_excel(store: str, command: tuple[str, ...]) -> None:
    arguments = (*command, "--data", store, "--format", "csv")
    plain = CliRunner().invoke(app, arguments).stdout
    shown = CliRunner().invoke(app, [*arguments, "--bom", "--delimiter", "semicolon"]).stdout
    assert shown.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(shown.removeprefix("\ufeff")), delimiter=";"))
    assert found == list(csv.reader(io.StringIO(plain)))
    assert len(found[0]) > 1
