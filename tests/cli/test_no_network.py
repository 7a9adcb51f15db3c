"""No command opens a network connection, nor does a process that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Python tells its hooks of each socket and each name looked up. What is told is written down, for
# an error alone might be caught. A socket that is made or bound reaches nobody: a library that
# spaCy brings binds one to see whether there is IPv6.
_WATCH = """
import os, sys

def watch(event, arguments):
    if event.startswith("socket.") and event not in {"socket.__new__", "socket.bind"}:
        with open(os.environ["SEEN"], "a") as file:
            file.write(event + "\\n")
        raise OSError("no network")

sys.addaudithook(watch)
"""
_ADVICE = "generalistische-benadering"


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(_WATCH)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "SEEN": str(tmp_path / "seen")}


def _run(watched: dict[str, str], *command: str) -> int:
    done = subprocess.run([sys.executable, *command], env=watched, capture_output=True, check=False)
    return done.returncode


def test_no_command_opens_a_connection(tmp_path: Path, watched: dict[str, str]) -> None:
    data = str(tmp_path / "data")
    raw = [str(path) for path in sorted((ROOT / "data" / "raw").glob("*.txt"))]
    pdf = str(ROOT / "tests" / "fixtures" / "pdf" / "lo-zorg40.pdf")
    assert _run(watched, "-m", "vlortool", "parse", *raw, pdf, "--data", data) == 0
    for command in (
        ("list",),
        ("search", "overleg"),
        ("show", _ADVICE),
        ("outline", _ADVICE),
        ("notes", _ADVICE),
        ("actors",),
        ("themes",),
        ("stats",),
        ("cites",),
        ("diff", _ADVICE, "actieplan-zorg-en-welzijn"),
        ("check",),
    ):
        assert _run(watched, "-m", "vlortool", *command, "--data", data) in {0, 1}, command
    assert _run(watched, "-m", "vlortool", "eval", str(ROOT / "gold")) == 0
    assert not Path(watched["SEEN"]).exists()


def test_the_watch_would_see_one(watched: dict[str, str]) -> None:
    assert _run(watched, "-c", "import socket; socket.create_connection(('localhost', 9))") == 1
    assert "socket." in Path(watched["SEEN"]).read_text()
