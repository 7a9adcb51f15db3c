"""What shells are offered, asked as their scripts ask it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.cli.commands import run
from tests.unit.samples import advisory
from vlortool.model.advisory import Metadata
from vlortool.store import write_advisory
from vlortool.store.catalogue import open_catalogue
from vlortool.store.upkeep import NAME

HOSTILE = "Titel: \\$(touch gehackt) `touch gehackt` \"'[/red] :::{x} $HOME\\"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    made = advisory("actieplan-1")
    intro, asked = made.sections
    sections = [intro, asked, replace(asked, number=None, title="Vraag naar stageplaatsen")]
    write_advisory(folder, replace(made, sections=sections))
    names = ("a1", "b2f", "b3")
    statements = [replace(one, id=name) for one, name in zip(made.statements, names, strict=True)]
    hostile = replace(advisory("beleidsplan"), statements=statements)
    write_advisory(folder, replace(hostile, metadata=Metadata(title=HOSTILE)))
    with open_catalogue(folder):
        pass
    return folder


def bash(words: str, store: Path | None = None) -> list[str]:
    """Ask as bash does, the cursor behind the last word or the blank that ends the line."""
    parts = words.split(" ")
    options = {"VLORTOOL_DATA": str(store)} if store is not None else {}
    done = run(
        _VLORTOOL_COMPLETE="complete_bash",
        COMP_WORDS="\n".join(parts),
        COMP_CWORD=str(len(parts) - 1),
        **options,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("vlortool sh", ["show"]),
        ("vlortool show ", ["actieplan-1", "beleidsplan"]),
        ("vlortool outline a", ["actieplan-1"]),
        ("vlortool notes b", ["beleidsplan"]),
        ("vlortool list a", ["actieplan-1"]),
        ("vlortool cites a", ["actieplan-1"]),
        ("vlortool cites --council ser", ["serv"]),
        ("vlortool list beleidsplan a", ["actieplan-1"]),
        ("vlortool list --cites b", ["beleidsplan"]),
        ("vlortool show actie#", ["actie#a1", "actie#b2", "actie#c3"]),
        ("vlortool show actieplan-1#c", ["actieplan-1#c3"]),
        ("vlortool show c", ["c3"]),
        ("vlortool show #b", ["#b2", "#b2f", "#b3"]),
        ("vlortool show '#b3", ["#b3"]),
        ("vlortool show 'belei#b3", ["belei#b3"]),
        ("vlortool why ", ["actieplan-1#", "beleidsplan#"]),
        ("vlortool why act", ["actieplan-1#a1", "actieplan-1#b2", "actieplan-1#c3"]),
        ("vlortool why beleid#b", ["beleid#b2f", "beleid#b3"]),
        ("vlortool show actie ", ["0", "1", "stageplaatsen"]),
        ("vlortool list actie --section ", ["0", "1", "stageplaatsen"]),
        ("vlortool list --section ", []),
        ("vlortool list --actor vlaamse-r", ["vlaamse-regering"]),
        ("vlortool list --theme inst", ["instroom"]),
        ("vlortool list --council vlo", ["vlor"]),
        ("vlortool list --position rec", ["recommendation"]),
        ("vlortool show %", []),
        ("vlortool show a:b", []),
        ("vlortool show actie#%", []),
        ("vlortool show nergens#", []),
        ("vlortool show nergens ", []),
    ],
)
def test_bash_is_offered_names(store: Path, words: str, offered: list[str]) -> None:
    assert bash(words, store) == offered


def test_a_section_without_a_number_has_a_word_of_its_own(store: Path) -> None:
    assert bash("vlortool show actie st", store) == ["stageplaatsen"]
    assert run("show", "actie", "stageplaatsen", "--data", str(store)).returncode == 0


def test_the_data_folder_is_the_one_on_the_line(store: Path, tmp_path: Path) -> None:
    assert bash(f"vlortool show --data {store} b", tmp_path) == ["beleidsplan"]
    assert bash(f"vlortool list --data {store} actie --section 1", tmp_path) == ["1"]


def test_nothing_is_offered_of_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "geen"):
        for words in ("show ", "show a#", "show '#a", "why ", "list x --section "):
            assert bash(f"vlortool {words}", folder) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"geen SQLite" * 100, None])
def test_a_damaged_catalogue_costs_the_titles_only(
    store: Path, tmp_path: Path, damage: bytes | None
) -> None:
    folder = tmp_path / "store"
    shutil.copytree(store, folder)
    path = folder / NAME
    whole = path.read_bytes()
    # Its head is sound where it is cut in the middle.
    path.write_bytes(damage if damage is not None else whole[: len(whole) // 3])
    before = path.read_bytes()
    assert bash("vlortool show ", folder) == ["actieplan-1", "beleidsplan"]
    assert bash("vlortool show actie#c", folder) == ["actie#c3"]
    assert set(bash("vlortool show '#c", folder)) <= {"#c3"}
    assert path.read_bytes() == before


def test_a_damaged_record_is_passed_over(store: Path, tmp_path: Path) -> None:
    (tmp_path / "kapot.json").write_text("{")
    assert bash("vlortool show ", tmp_path) == ["kapot"]
    assert bash("vlortool show kapot#", tmp_path) == []
    assert bash("vlortool show kapot ", tmp_path) == []


def test_completing_writes_nothing(store: Path) -> None:
    def state() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in store.iterdir()}

    before = state()
    for words in ("show ", "show '#", "show actie#", "list --actor v"):
        bash(f"vlortool {words}", store)
    assert state() == before


def test_many_statements_are_capped(tmp_path: Path) -> None:
    made = advisory("lang")
    first = made.statements[0]
    many = [replace(first, id=f"a{number:04}") for number in range(500)]
    write_advisory(tmp_path, replace(made, statements=many))
    assert len(bash("vlortool show lang#", tmp_path)) == 200


@pytest.mark.parametrize(("shell", "end"), [("zsh", '"beleidsplan":"'), ("fish", "beleidsplan\t")])
def test_zsh_and_fish_are_told_what_names_are(store: Path, shell: str, end: str) -> None:
    def asked(words: str) -> str:
        done = run(
            VLORTOOL_DATA=str(store),
            _VLORTOOL_COMPLETE=f"complete_{shell}",
            _TYPER_COMPLETE_ARGS=words,
            _TYPER_COMPLETE_FISH_ACTION="get-args",
        )
        assert done.stderr == ""
        return done.stdout

    offered = asked("vlortool show ")
    assert "Advies over overleg" in offered
    assert f"{end}Titel" in offered
    # zsh evaluates what it gets, and the title comes from a document.
    assert not set(offered) & set("$`\\[]{}")
    assert "De Vlor vraagt overleg." in asked("vlortool show actie#b")
    assert "Vlaamse Regering" in asked("vlortool list --actor vlaamse-")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_script_for_bash_completes_in_bash(store: Path, tmp_path: Path) -> None:
    program = tmp_path / "vlortool"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vlortool "$@"\n')
    program.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    paths = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    no_detection = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    installed = run("--install-completion", "bash", HOME=str(home), PATH=paths, **no_detection)
    assert installed.returncode == 0
    script = (
        f"source '{home}/.bash_completions/vlortool.sh'\n"
        'COMP_WORDS=(vlortool show "\'#b3")\nCOMP_CWORD=2\n'
        '_vlortool_completion vlortool\necho "${COMPREPLY[@]}"\n'
        "COMP_WORDS=(vlortool why actie#)\nCOMP_CWORD=2\n"
        '_vlortool_completion vlortool\necho "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={**os.environ, "PATH": paths, "VLORTOOL_DATA": str(store)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == ["#b3", "actie#a1 actie#b2 actie#c3"]
