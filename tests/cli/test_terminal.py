"""On a terminal: the width is kept, words stay whole in sum, colour can be refused."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.seeds import NEWER, RAW
from vlortool.batch import Options, run
from vlortool.store import read_advisory

fcntl = pytest.importorskip("fcntl", reason="Windows has no such terminals")
pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

STYLE = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = (80, 200)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    list(run([RAW], Options(data=folder, jobs=0)))
    return folder


def on_terminal(
    width: int, *arguments: str, output: IO[bytes] | None = None, **environment: str
) -> str:
    """Run a command on a terminal of a width, standard error too; return what it shows.

    Its standard output can be a file instead.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    kept = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "vlortool", *arguments],
        stdin=its,
        stdout=its if output is None else output,
        stderr=its,
        env=kept | {"TERM": "xterm-256color"} | environment,
    ):
        os.close(its)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # Linux reports the end of a terminal as an error
            pass
    os.close(ours)
    return shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("command", ["show", "outline", "notes"])
def test_lines_keep_to_the_width(store: Path, command: str, width: int) -> None:
    shown = STYLE.sub("", on_terminal(width, command, NEWER, "--data", str(store)))
    assert max(map(len, shown.splitlines())) <= width
    assert any(len(line) > width * 0.6 for line in shown.splitlines())


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_of_the_advisory_is_cut(store: Path, width: int) -> None:
    shown = STYLE.sub("", on_terminal(width, "show", NEWER, "--data", str(store)))
    seen = re.sub(r"\s|\[\d+\]", "", shown)
    text = read_advisory(store / f"{NEWER}.json").text
    for line in text.splitlines():
        assert re.sub(r"\s", "", line) in seen


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_of_a_note_is_cut(store: Path, width: int) -> None:
    shown = STYLE.sub("", on_terminal(width, "notes", NEWER, "--data", str(store)))
    words = set(re.split(r"[^\w]+", shown))
    notes = read_advisory(store / f"{NEWER}.json").footnotes
    assert {word for note in notes for word in re.findall(r"\w{3,}", note.text)} <= words


def test_colour_can_be_refused(store: Path) -> None:
    assert STYLE.search(on_terminal(80, "outline", NEWER, "--data", str(store)))
    refused = on_terminal(80, "outline", NEWER, "--data", str(store), NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|4[0-7]|38|48)[0-9;]*m", refused)


def test_a_bar_is_shown_while_parsing_and_gone_after(tmp_path: Path) -> None:
    shown = on_terminal(100, "parse", str(RAW), "--data", str(tmp_path))
    assert "2/2" in shown
    last = STYLE.sub("", shown).split("2/2")[-1]
    assert NEWER in last
    assert "ontleed" in last


def test_lines_of_json_go_to_their_file_while_the_bar_is_on_the_terminal(tmp_path: Path) -> None:
    lines = tmp_path / "regels.jsonl"
    arguments = ("parse", str(RAW), "--data", str(tmp_path / "data"), "--format", "jsonl")
    with lines.open("wb") as output:
        shown = on_terminal(100, *arguments, output=output)
    assert "2/2" in shown
    assert '"advisory"' not in shown
    rows = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert [row["status"] for row in rows] == ["parsed", "parsed"]
    # On one and the same terminal there is no bar to run through them.
    shown = on_terminal(100, *arguments)
    assert "2/2" not in shown
    assert shown.count('"unchanged"') == 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "command",
    [("list",), ("list", "--actor", "sector"), ("search", "zorg"), ("stats",), ("cites",)],
)
def test_questions_keep_to_the_width(store: Path, command: tuple[str, ...], width: int) -> None:
    shown = STYLE.sub("", on_terminal(width, *command, "--data", str(store)))
    assert max(map(len, shown.splitlines())) <= width
    assert "internal error" not in shown


def test_a_screen_shows_the_first_and_says_so(store: Path) -> None:
    data = ("--data", str(store))
    assert "shown: 20 of" in on_terminal(80, "search", "zorg", *data)
    assert "shown: 100 of 254" in on_terminal(80, "list", "--position", "any", *data)
    assert "shown" not in on_terminal(80, "list", "--position", "any", "--limit", "0", *data)


def test_a_hit_is_marked_and_a_strength_is_a_word(store: Path) -> None:
    shown = on_terminal(80, "search", "onverkort", "--data", str(store))
    assert "\x1b[1;4monverkort\x1b[0m" in shown
    assert "dringend" in STYLE.sub("", shown)
    plain = on_terminal(80, "search", "onverkort", "--data", str(store), NO_COLOR="1")
    assert "\x1b[3" not in plain
