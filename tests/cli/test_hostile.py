"""Words of a document are data: whatever they look like, no command interprets them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import rows, run

# Each is a recommendation, so that `list` shows it; the odd words stand in the middle of it.
ODD = {
    "markup": "De raad vraagt [red]rood[/red] en [bold]vet[/] te mijden.",
    "sql": 'De raad vraagt om \'; DROP TABLE statement; -- en "aanhalingen" te schrappen.',
    "operators": "De raad vraagt NEAR(a b) AND ^c OR words : * NOT (d te schrappen.",
    "html": "De raad vraagt <script>alert(1)</script> en &amp; te schrappen.",
    "direction": "De raad vraagt \u202eomgekeerd\u202c en \u2067zo\u2069 te mijden.",
    "percent": "De raad vraagt 100 % van %s en {0} en $HOME en `ls` te schrappen.",
    "pipes": "De raad vraagt | pijpen | en *sterren* en _strepen_ te schrappen.",
}
FORMULAS = ("=SOM(A1:A9) moet weg.", "+32 2 moet weg.", "@naam moet weg.", "-1 moet meer zijn.")
ESCAPES = "De raad vraagt \x1b[31mrood\x1b[0m en \x07 te mijden."
SHOWING = (
    ("list", "--position", "any"),
    ("list", "--position", "any", "--group-by", "section"),
    ("search", "raad", "--in", "all"),
    ("show", "vijandig"),
    ("show", "vijandig#{}"),
    ("cites",),
    ("stats", "--position", "any"),
    ("actors",),
    ("outline", "vijandig"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("vijandig")
    source = folder / "vijandig.txt"
    paragraphs = "\n\n".join([*ODD.values(), ESCAPES])
    bullets = "\n".join(f"• {each}" for each in FORMULAS)
    source.write_text(
        "Advies over [link=x]opmaak[/link] & <b>teken</b>s\n\n"
        f"1 Titel met [bold]opmaak en '; DROP\n\n{paragraphs}\n\nDe raad vraagt dit:\n{bullets}\n",
        "utf-8",
    )
    data = str(folder / "data")
    done = run("parse", str(source), "--data", data)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.parametrize("name", ODD)
def test_words_come_back_as_they_were(store: str, name: str) -> None:
    found = [row["text"] for row in rows("list", "--position", "any", "--data", store)]
    assert ODD[name] in found
    lines = run("list", "--position", "any", "--data", store, "--format", "jsonl").stdout
    assert [json.loads(line)["text"] for line in lines.splitlines()] == found


@pytest.mark.parametrize("columns", [None, "80"])
@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_nothing_steers_the_terminal(store: str, command: tuple[str, ...], columns: str) -> None:
    first = rows("list", "--position", "any", "--data", store)[0]["statement"]
    arguments = [each.format(first) for each in command]
    for form in ("table", "json", "jsonl", "csv", "md"):
        done = run(*arguments, "--data", store, "--format", form, columns=columns)
        assert done.returncode in {0, 1}, done.stderr
        assert "internal error" not in done.stderr
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", done.stdout
        )


def test_markup_is_shown_and_not_obeyed(store: str) -> None:
    shown = run("list", "--position", "any", "--data", store).stdout
    assert ODD["markup"] in shown
    assert ODD["percent"] in shown
    assert "⟨U+202E⟩omgekeerd" in shown
    wide = run("list", "--position", "any", "--data", store, columns="200").stdout
    assert "[red]rood[/red]" in wide


def test_no_cell_is_a_formula(store: str) -> None:
    for command in (("list", "--position", "any"), ("search", "moet"), ("show", "vijandig")):
        shown = run(*command, "--data", store, "--format", "csv").stdout
        cells = [cell for row in csv.reader(io.StringIO(shown)) for cell in row]
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
        assert any("SOM(A1:A9)" in cell for cell in cells)


def test_html_is_escaped_in_markdown(store: str) -> None:
    shown = run("list", "--position", "any", "--data", store, "--format", "md").stdout
    assert "<script>" not in shown
    assert r"\<script\>" in shown
    widths = {line.replace(r"\|", "").count("|") for line in shown.splitlines()}
    assert len(widths) == 1


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE statement",
        '"aanhalingen"',
        "NEAR",
        "words : aanhalingen",
        "^c",
        "script alert",
        "'; DROP",
        "100 %",
    ],
)
def test_queries_are_words(store: str, query: str) -> None:
    done = run("search", query, "--data", store, "--format", "json")
    assert done.returncode in {0, 1}, done.stderr
    assert len(rows("list", "--position", "any", "--data", store)) >= len(ODD)


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--actor", "x' OR 1=1 --"),
        ("list", "--section", "%' OR 1=1 --"),
        ("list", "--cites", "'; DROP TABLE citation"),
        ("list", "--contains", '"'),
        ("show", "vijandig#%"),
        ("show", "#' OR 1=1"),
    ],
)
def test_what_is_typed_is_data_too(store: str, arguments: tuple[str, ...]) -> None:
    done = (
        run(*arguments, "--position", "any", "--data", store)
        if arguments[0] == "list"
        else run(*arguments, "--data", store)
    )
    assert done.returncode in {1, 2}, (done.stdout, done.stderr)
    assert "internal error" not in done.stderr


def test_a_name_of_a_file_is_data(tmp_path: Path) -> None:
    odd = tmp_path / "[red]'; DROP TABLE advisory; --.txt"
    odd.write_text("1 Titel\n\nDe raad vraagt overleg.\n", "utf-8")
    data = str(tmp_path / "data")
    assert run("parse", str(odd), "--data", data).returncode == 0
    assert "overleg" in run("list", "--position", "any", "--data", data).stdout
