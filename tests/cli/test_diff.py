"""`diff` through the real entry point: the seeds, made-up advisories, files not yet parsed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import run
from tests.seeds import NEWER, OLDER, RAW
from tests.unit.samples import spoken
from vlortool.diff.records import RELATIONS, Diff
from vlortool.diff.rows import DiffCount, DiffRow
from vlortool.store import read_advisory, write_advisory

# So alike, or so unlike, that it does not hang on how the alignment was trained.
SAME = "De Vlor vraagt dat alle centra gratis taallessen aanbieden."
ASKED = "De Vlor vraagt een grondige evaluatie van het decreet leerlingenbegeleiding."
MUST = "Er moet een grondige evaluatie van het decreet leerlingenbegeleiding komen."
GONE = "Musea moeten hun collecties digitaliseren."
CAME = "Zwembaden hebben nood aan redders."
STYLE = re.compile(r"\x1b\[[0-9;]*m")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def written(folder: Path, name: str, *sentences: str) -> str:
    """Write an advisory as text with one section; return its path."""
    path = folder / f"{name}.txt"
    path.write_text("1 Vraag\n\n" + "\n\n".join(sentences) + "\n", "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a data folder with three advisories whose file names tell no order."""
    folder = tmp_path_factory.mktemp("diff")
    for name, sentences in {
        "eerste": (SAME, ASKED, GONE),
        "tweede": (SAME, MUST, CAME),
        "derde": (SAME, MUST),
    }.items():
        written(folder, name, *sentences)
    data = folder / "data"
    done = run("parse", str(folder), "--data", str(data))
    assert done.returncode == 0, done.stderr
    return str(data)


def found(store: str, *arguments: str) -> Any:
    return json.loads(run("diff", *arguments, "--data", store, "--format", "json").stdout)


def relations(diff: dict[str, Any]) -> dict[str, str]:
    texts = {(each["advisory"], each["id"]): each["text"] for each in diff["statements"]}
    return {texts[diff["old"], pair["old"]]: pair["relation"] for pair in diff["pairs"]}


def test_the_record_is_that_of_the_library(store: str) -> None:
    diff = found(store, "eerste", "tweede")
    assert list(diff) == list(Diff.__struct_fields__)
    assert (diff["old"], diff["new"]) == ("eerste", "tweede")
    assert relations(diff) == {SAME: "verbatim", ASKED: "strengthened"}
    assert (len(diff["only_old"]), len(diff["only_new"])) == (1, 1)


@pytest.mark.parametrize("columns", [None, "80", "200"])
def test_a_table_tells_what_changed_and_where(store: str, columns: str | None) -> None:
    done = run("diff", "eerste", "tweede", "--data", store, columns=columns)
    assert (done.returncode, done.stderr) == (1, "")
    shown = " ".join(done.stdout.split())
    for words in (
        "eerste → tweede",
        "gegeven volgorde: niets zegt welk advies ouder is",
        "1 versterkt · 1 letterlijk herhaald · 1 niet herhaald · 1 nieuw",
        "eerste#",
        "tweede#",
        "r. 5",
        "‘vraagt’",
        "‘moet’",
        "afgeleid",
        GONE,
    ):
        assert words in shown, words
    if columns:
        assert max(map(len, done.stdout.splitlines())) <= int(columns)
        order = [shown.index(f"{title} (1)") for title in (
            "Versterkt", "Letterlijk herhaald", "Niet herhaald, of niet teruggevonden",
            "Nieuw, of niet teruggevonden",
        )]  # fmt: skip
        assert order == sorted(order)
    else:
        assert "…" not in done.stdout
    assert "ingetrokken" not in shown


@pytest.mark.parametrize(("columns", "is_beside"), [("80", False), ("119", False), ("120", True)])
def test_there_is_room_for_both_sides_from_120_columns(
    store: str, columns: str, is_beside: bool
) -> None:
    shown = run(
        "diff", "eerste", "tweede", "--relation", "strengthened", "--data", store, columns=columns
    ).stdout
    assert bool(re.search(r"sterkte +ouder +nieuwer +grond \(afgeleid\)", shown)) is is_beside
    joined = " ".join(shown.split())
    assert ("[-De Vlor vraagt-]{+Er moet+} een grondige evaluatie" in joined) is not is_beside
    assert "{+Er moet+} een grondige evaluatie" in joined


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_seeds_fit_and_nothing_of_them_is_cut(seeds: str, columns: str) -> None:
    done = run("diff", "gener", "actie", "--data", seeds, columns=columns)
    assert done.returncode == 1
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    shown = set(re.findall(r"\w+", done.stdout))
    for each in found(seeds, "gener", "actie")["statements"]:
        assert set(re.findall(r"\w+", each["text"])) <= shown


def test_the_older_seed_comes_first_whatever_is_typed(seeds: str) -> None:
    shown = run("diff", NEWER, OLDER, "--data", seeds)
    assert shown.stdout == run("diff", OLDER, NEWER, "--data", seeds).stdout
    assert f"{OLDER} → {NEWER}" in shown.stdout
    assert "2018-06-28 tegen 2018-11-29" in shown.stdout
    assert "het nieuwere citeert het oudere" in shown.stdout


def test_what_may_be_a_pair_stands_behind_all_the_rest(seeds: str) -> None:
    diff = found(seeds, "gener", "actie")
    assert diff["possible"]
    shown = run("diff", "gener", "actie", "--data", seeds, columns="80").stdout
    places = [shown.index(f"\n{title} (") for title in (
        "Nieuw, of niet teruggevonden", "Misschien tegengesteld", "Misschien over hetzelfde",
    )]  # fmt: skip
    assert places == sorted(places)
    lines = run("diff", "gener", "actie", "--data", seeds).stdout.splitlines()
    doubtful = [line for line in lines if line.startswith(" misschien ")]
    assert len(doubtful) == len(diff["possible"])
    assert lines[-len(doubtful) :] == doubtful


def test_asked_for_contradictions_the_possible_one_of_the_seeds_is_shown(seeds: str) -> None:
    done = run("diff", "gener", "actie", "--relation", "opposed", "--data", seeds)
    assert done.returncode == 1
    assert "1 misschien tegengesteld · geen zekere verschillen gevonden" in done.stdout
    assert "geen verschillen gevonden" not in done.stdout
    [line] = [line for line in done.stdout.splitlines() if line.startswith(" misschien ")]
    assert "niet zozeer nood heeft" in line


def test_rows_and_counts_have_all_fields_in_each_format(store: str) -> None:
    def out(*arguments: str) -> str:
        return run("diff", "eerste", "tweede", "--data", store, *arguments).stdout

    table = list(csv.reader(io.StringIO(out("--format", "csv"))))
    lines = [json.loads(line) for line in out("--format", "jsonl").splitlines()]
    assert table[0] == list(DiffRow.__struct_fields__) == list(lines[0])
    assert [line["kind"] for line in lines] == [row[2] for row in table[1:]]
    assert {line["kind"] for line in lines} >= {"pair", "not-repeated", "new"}
    assert GONE in {line["old_text"] for line in lines}
    counted = json.loads(out("--stat", "--format", "json"))
    assert list(counted[0]) == list(DiffCount.__struct_fields__)
    of = {row["relation"]: row["count"] for row in counted if row["dimension"] == "relation"}
    assert (of["strengthened"], of["verbatim"], of["new"], of["opposed"]) == (1, 1, 1, 0)
    assert out("--format", "csv", "--bom", "--delimiter", "semicolon").startswith("\ufeffolder;")


@pytest.mark.parametrize("columns", [None, "80", "200"])
def test_counts_are_shown_as_bars_and_by_theme(seeds: str, columns: str | None) -> None:
    done = run("diff", "gener", "actie", "--stat", "--data", seeds, columns=columns)
    assert done.returncode == 1
    assert (
        re.search(r"Letterlijk herhaald +1 +█", done.stdout) or "Letterlijk herhaald" in done.stdout
    )
    assert re.search(r"(?m)^ werkplekleren( +(\d+|·))+$", done.stdout)
    if columns:
        assert max(map(len, done.stdout.splitlines())) <= int(columns)


def test_filters_leave_a_part_and_say_so(store: str) -> None:
    only = found(store, "eerste", "tweede", "--only", "changed")
    assert set(relations(only).values()) == {"strengthened"}
    assert (len(only["only_old"]), len(only["only_new"])) == (1, 1)
    new = found(store, "eerste", "tweede", "--relation", "new", "--relation", "verbatim")
    assert (list(relations(new)), new["only_old"], len(new["only_new"])) == ([SAME], [], 1)
    on_language = found(store, "eerste", "tweede", "--theme", "taal")
    assert list(relations(on_language)) == [SAME]
    assert (on_language["only_old"], on_language["only_new"]) == ([], [])
    sure = found(store, "eerste", "tweede", "--min-similarity", "1")
    assert list(relations(sure)) == [SAME]
    shown = run("diff", "eerste", "tweede", "--theme", "taal", "--data", store, columns="80").stdout
    assert re.search(r"filters +thema Taal", shown)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["eerste", "tweede"], 1),
        (["eerste", "eerste"], 0),
        (["eerste", "tweede", "--relation", "verbatim"], 0),
        (["eerste", "tweede", "--theme", "taal"], 0),
        (["eerste", "tweede", "--relation", "new"], 1),
        (["tweede", "derde", "--relation", "strengthened"], 0),
        (["eerste"], 2),
        ([], 2),
        (["eerste", "zesde"], 2),
        (["eerste", "tweede", "--theme", "bestaat niet"], 2),
        (["eerste", "tweede", "--actor", "bestaat niet"], 2),
        (["eerste", "tweede", "--relation", "beter"], 2),
        (["eerste", "tweede", "--min-similarity", "1.5"], 2),
        (["eerste", "nergens.pdf"], 3),
        (["eerste", "nergens.json"], 3),
    ],
)
def test_the_exit_status_tells_differences_from_errors(
    store: str, arguments: list[str], status: int
) -> None:
    done = run("diff", *arguments, "--data", store)
    assert done.returncode == status, done.stderr
    assert (done.stdout == "") is (status > 1)
    assert (done.stderr == "") is (status <= 1)
    assert "internal error" not in done.stderr


def test_a_damaged_record_is_named_and_one_beside_it_does_not_matter(
    store: str, tmp_path: Path
) -> None:
    for name in ("eerste", "tweede"):
        (tmp_path / f"{name}.json").write_bytes(Path(store, f"{name}.json").read_bytes())
    (tmp_path / "kapot.json").write_text('{"schema": 1', "utf-8")
    done = run("diff", "eerste", "kapot", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (3, "")
    assert "kapot.json: the record is damaged" in done.stderr
    assert run("diff", "eerste", "tweede", "--data", str(tmp_path)).returncode == 1


def test_a_folder_is_called_one(store: str, tmp_path: Path) -> None:
    for name in ("jaar 2018", "advies.pdf"):
        (tmp_path / name).mkdir()
        done = run("diff", "eerste", str(tmp_path / name), "--data", store)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{name} is a folder" in done.stderr
        assert "vlortool parse" in done.stderr
    done = run("diff", "eerste", "", "--data", str(tmp_path))
    assert "is a folder" not in done.stderr


def test_that_a_filter_lets_nothing_through_is_said(store: str) -> None:
    for form in ("table", "md", "html"):
        done = run("diff", "eerste", "derde", "--theme", "stem", "--data", store, "--format", form)
        assert done.returncode == 0
        assert "niets gevonden dat aan de filters voldoet" in done.stdout


def test_a_chain_compares_each_with_the_one_before_it(store: str) -> None:
    chain = found(store, "eerste", "tweede", "derde")
    assert list(chain) == ["schema", "advisories", "diffs"]
    assert chain["advisories"] == ["eerste", "tweede", "derde"]
    assert [(each["old"], each["new"]) for each in chain["diffs"]] == [
        ("eerste", "tweede"), ("tweede", "derde"),
    ]  # fmt: skip
    assert chain["diffs"][0] == found(store, "eerste", "tweede")
    for form, title in (("table", "tweede → derde"), ("md", "# tweede → derde")):
        shown = run("diff", "eerste", "tweede", "derde", "--data", store, "--format", form).stdout
        assert shown.index("eerste → tweede") < shown.index(title)
    rows = run("diff", "eerste", "tweede", "derde", "--data", store, "--format", "jsonl").stdout
    assert {json.loads(line)["newer"] for line in rows.splitlines()} == {"tweede", "derde"}


def test_files_are_parsed_on_the_way_and_records_read_where_they_are(
    store: str, tmp_path: Path
) -> None:
    old = written(tmp_path, "eerste", SAME, ASKED, GONE)
    new = str(Path(store, "tweede.json"))
    done = run("diff", old, new, "--data", str(tmp_path / "nergens"), "--format", "json")
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout) == found(store, "eerste", "tweede")
    assert not (tmp_path / "nergens").exists()
    mixed = run("diff", old, "tweede", "--data", store, "--format", "json")
    assert json.loads(mixed.stdout) == found(store, "eerste", "tweede")


def test_order_and_oddities_are_known_of_files_too() -> None:
    files = (str(RAW / f"{name}.txt") for name in (NEWER, OLDER))
    done = run("diff", *files, "--format", "json")
    assert [each["by"] for each in json.loads(done.stdout)["order_basis"]] == [
        "not-before", "citation",
    ]  # fmt: skip
    assert "note 5 has a marker but no text" in done.stderr


def test_two_versions_with_one_name_are_told_apart(store: str, tmp_path: Path) -> None:
    changed = written(tmp_path, "eerste", SAME, ASKED)
    for names in (("eerste", changed), (changed, "eerste")):
        diff = json.loads(run("diff", *names, "--data", store, "--format", "json").stdout)
        assert {diff["old"], diff["new"]} == {"eerste", "eerste~2"}
        assert len(diff["only_old"] + diff["only_new"]) == 1
    same = written(tmp_path, "tweede", SAME, MUST, CAME)
    assert run("diff", "tweede", same, "--data", store).returncode == 0


def test_what_is_stored_is_compared_without_the_parser(store: str) -> None:
    program = (
        "import sys\nfrom vlortool.cli import app\n"
        f"sys.argv = ['vlortool', 'diff', 'eerste', 'tweede', '--data', {store!r}]\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert end.code == 1\n"
        "heavy = {'pdfplumber', 'pdfminer', 'spacy', 'numpy', 'vlortool.pipeline'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr.strip() == "[]"


def test_the_words_of_the_lexicon_or_of_the_catalogue_make_no_difference(
    seeds: str, tmp_path: Path
) -> None:
    for name in (OLDER, NEWER):
        (tmp_path / f"{name}.json").write_bytes(Path(seeds, f"{name}.json").read_bytes())
    assert Path(seeds, "catalogue.sqlite").exists()
    assert found(str(tmp_path), "gener", "actie") == found(seeds, "gener", "actie")
    # Nor does one that can't be read.
    (tmp_path / "catalogue.sqlite").write_bytes(b"geen databank" * 1000)
    assert found(str(tmp_path), "gener", "actie") == found(seeds, "gener", "actie")


HOSTILE = (
    "De Vlor vraagt <script>alert(1)</script> en [red]rood[/red] en \x1b[31m\x07 en"
    " \u202eom\u202c | *ster* te schrappen."
)
FORMULA = "=SOM(A1:A9) moet weg."


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("vijandig")
    title = "Advies <b>[link=x]\x1b[31m</b>"
    write_advisory(folder, spoken("oud", HOSTILE, FORMULA, f"{ASKED} {HOSTILE}", title=title))
    write_advisory(folder, spoken("nieuw", HOSTILE, f"{MUST} {HOSTILE}", title=title))
    return str(folder)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md", "html"])
@pytest.mark.parametrize("columns", [None, "80", "200"])
def test_words_are_data_in_every_format(hostile: str, form: str, columns: str | None) -> None:
    for more in ((), ("--stat",)):
        done = run(
            "diff", "oud", "nieuw", "--data", hostile, "--format", form, *more, columns=columns
        )
        assert done.returncode == 1, done.stderr
        assert not STEERING.search(done.stdout)
        if form in {"md", "html"}:
            assert "<script>" not in done.stdout
            assert "<b>[link" not in done.stdout
        if form == "csv":
            cells = [cell for row in csv.reader(io.StringIO(done.stdout)) for cell in row]
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    words = " ".join(run("diff", "oud", "nieuw", "--data", hostile).stdout.split())
    assert "[red]rood[/red]" in words
    assert "⟨U+001B⟩" in words
    assert found(hostile, "oud", "nieuw")["statements"][0]["text"] == HOSTILE


def on_terminal(width: int, arguments: Sequence[str], **options: str) -> str:
    """Run on a pseudo-terminal of a width, and return what it shows."""
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such terminals")
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    kept = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "vlortool", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=kept | {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | options,
    ):
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
    return shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("width", [80, 200])
def test_colour_has_other_marks_beside_it_and_can_be_refused(store: str, width: int) -> None:
    arguments = ("diff", "eerste", "tweede", "--relation", "strengthened", "--data", store)
    coloured = on_terminal(width, arguments)
    # Struck and red, underlined and green; then no marks stand in the words.
    assert re.search(r"\x1b\[(1;)?9;31m", coloured)
    assert re.search(r"\x1b\[(1;)?4;32m", coloured)
    assert "{+" not in coloured
    if width == 80:
        assert "vraagt Er moet een grondige" in " ".join(STYLE.sub("", coloured).split())
    refused = on_terminal(width, arguments, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|4[0-7]|38|48)[0-9;]*m", refused)
    assert "[-" in STYLE.sub("", refused)
    assert "{+" in STYLE.sub("", refused)
    for shown in (coloured, refused):
        assert max(map(len, STYLE.sub("", shown).splitlines())) <= width


def test_a_page_is_written_whole(seeds: str, tmp_path: Path) -> None:
    done = run("diff", "gener", "actie", "--data", seeds, "--format", "html")
    assert done.returncode == 1
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.endswith("</html>\n")
    title = read_advisory(Path(seeds, f"{OLDER}.json")).metadata.title
    assert title is not None
    assert title in done.stdout


def test_every_relation_of_the_record_can_be_asked_for(store: str) -> None:
    shown = run("diff", "--help").stdout
    for name in (*RELATIONS, "not-repeated", "new"):
        assert name in shown
        done = run("diff", "eerste", "tweede", "--relation", name, "--data", store, "--stat")
        assert done.returncode in {0, 1}


def test_a_shell_is_offered_advisories_actors_and_themes(store: str) -> None:
    for words, offered in (
        (("eer",), "eerste"),
        (("eerste", "tw"), "tweede"),
        (("eerste", "tweede", "--theme", "taa"), "taal"),
        (("eerste", "tweede", "--relation", "wid"), "widened"),
    ):
        done = run(
            _VLORTOOL_COMPLETE="complete_bash",
            COMP_WORDS="\n".join(("vlortool", "diff", *words)),
            COMP_CWORD=str(len(words) + 1),
            VLORTOOL_DATA=store,
        )
        assert offered in done.stdout.split()
