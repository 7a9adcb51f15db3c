"""No command opens a network connection, nor does a worker that it starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vlortool.cli import COMMANDS

ROOT = Path(__file__).parents[2]
# Python tells its hooks of each socket and each name looked up. What is told is written down, for
# an error alone might be caught. A socket that is made or bound reaches nobody: a library that
# spaCy brings binds one to see whether there is IPv6.
_WATCH = """
import os, sys

def note(name, line):
    with open(os.path.join(os.environ["SEEN"], name), "a") as file:
        file.write(f"{line}\\n")

def watch(event, arguments):
    if event.startswith("socket.") and event not in {"socket.__new__", "socket.bind"}:
        note("connections", event)
        raise OSError("no network")

sys.addaudithook(watch)
is_worker = "-c" in sys.orig_argv
note("processes", "worker" if is_worker else "command")
if is_worker and "TRY" in os.environ:
    import socket
    try:
        socket.create_connection(("localhost", 9))
    except OSError:
        pass
"""
_ADVICE = "generalistische-benadering"
_SOURCES = (
    *(
        str(ROOT / "data" / "raw" / f"{name}.txt")
        for name in (_ADVICE, "actieplan-zorg-en-welzijn")
    ),
    str(ROOT / "tests" / "fixtures" / "pdf" / "lo-zorg40.pdf"),
)


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(_WATCH)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "SEEN": str(tmp_path)}


def _run(watched: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], env=watched, capture_output=True, encoding="utf-8", check=False
    )


def _noted(watched: dict[str, str], name: str) -> list[str]:
    path = Path(watched["SEEN"]) / name
    return path.read_text().splitlines() if path.exists() else []


def test_no_command_opens_a_connection(tmp_path: Path, watched: dict[str, str]) -> None:
    place = ("--data", str(tmp_path / "data"))
    parsed = _run(watched, "-m", "vlortool", "parse", *_SOURCES, "--jobs", "2", *place)
    assert parsed.returncode == 0, parsed.stderr
    assert set(_noted(watched, "processes")) == {"command", "worker"}
    listed = _run(watched, "-m", "vlortool", "list", *place, "--format", "json")
    first = json.loads(listed.stdout)[0]
    commands = (
        ("list",),
        ("search", "overleg"),
        ("show", _ADVICE),
        ("outline", _ADVICE),
        ("notes", _ADVICE),
        ("actors",),
        ("themes",),
        ("stats",),
        ("why", f"{first['advisory']}#{first['statement']}"),
        ("cites",),
        ("diff", _ADVICE, "actieplan-zorg-en-welzijn"),
        ("check",),
        ("check", "--repair"),
    )
    for command in commands:
        done = _run(watched, "-m", "vlortool", *command, *place)
        # 1 is what `diff` says of differences.
        assert done.returncode == (command[0] == "diff"), (command, done.stderr)
    without = (("schema",), ("eval", str(ROOT / "gold")), ("--help",), ("--version",))
    for command in without:
        done = _run(watched, "-m", "vlortool", *command)
        assert done.returncode == 0, (command, done.stderr)
    tried = {command[0] for command in (*commands, *without)}
    assert tried >= COMMANDS.keys() - {"parse"}, "a command without a test of its own"
    assert _noted(watched, "connections") == []


def test_the_watch_would_see_one(watched: dict[str, str]) -> None:
    code = "import socket; socket.create_connection(('localhost', 9))"
    assert _run(watched, "-c", code).returncode == 1
    assert _noted(watched, "connections")


def test_the_watch_would_see_one_of_a_worker(tmp_path: Path, watched: dict[str, str]) -> None:
    data = str(tmp_path / "data")
    done = _run(watched | {"TRY": "1"}, "-m", "vlortool", "parse", _SOURCES[0], "--data", data)
    assert done.returncode == 0, done.stderr
    assert _noted(watched, "connections")
