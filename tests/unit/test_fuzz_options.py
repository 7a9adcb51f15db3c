"""Whatever is typed behind an option: it is answered, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.unit.mutations import ODD, tries
from tests.unit.samples import spoken
from vlortool.cli import app
from vlortool.store import write_advisory

texts = st.one_of(
    ODD.filter(lambda value: isinstance(value, str)).map(str),
    st.text(max_size=8),
    st.lists(
        st.sampled_from(
            [
                *'"()*:^-%_;.\\#|/',
                "AND",
                "OR",
                "NOT",
                "2018",
                "-13",
                "..",
                "vlor",
                "goed",
                "overleg",
            ]
        ),
        max_size=8,
    ).map("".join),
).filter(lambda text: "\0" not in text)  # No system passes one on.
COMMANDS = (
    *(
        ("list", "--position", "any", option, "{}")
        for option in (
            *("--actor", "--theme", "--section", "--council", "--since", "--until", "--contains"),
            *("--cites", "--min-confidence", "--limit", "--strength"),
        )
    ),
    ("search", "{}"),
    ("search", "--exact", "--in", "all", "{}"),
    ("show", "{}"),
    ("show", "goed", "{}"),
    ("outline", "{}"),
    ("notes", "{}"),
    ("why", "{}"),
    ("why", "goed#{}"),
    ("cites", "{}"),
    ("stats", "--council", "{}"),
    ("diff", "goed", "{}"),
    ("actors", "{}"),
    ("themes", "{}"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    write_advisory(folder, spoken("goed", "De Vlor vraagt overleg met de scholen."))
    write_advisory(folder, spoken("beter", "De Vlor vraagt de minister middelen."))
    return folder


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@tries(25)
@given(text=texts)
@example(text="")
@example(text="9" * 400)
@example(text="9" * 400 + ".txt")
@example(text="\udcff")
@example(text="0000-00-00")
@example(text="99999999-1")
@example(text="nan")
@example(text="../../../etc/passwd")
def test_whatever_is_typed_is_answered_or_refused(
    store: Path, command: tuple[str, ...], text: str
) -> None:
    # Behind `--`, or glued to its option, so that a dash of it begins no option.
    *first, last = (each.replace("{}", text) for each in command)
    if first[-1].startswith("--") and first[-1] != "--exact" and command[0] in {"list", "stats"}:
        first, last = first[:-1], f"{first[-1]}={last}"
        arguments = ["--data", str(store), last]
    else:
        arguments = ["--data", str(store), "--", last]
    done = CliRunner().invoke(app, [*first, *arguments])
    assert done.exit_code in {0, 1, 2, 3}, (done.stderr, done.exception)
    assert "internal error" not in done.stderr
    assert done.exit_code == 0 or done.stderr
    assert "\x1b" not in done.output


@pytest.mark.parametrize("arguments", [("eval",), ("diff", "goed"), ("parse",)])
@pytest.mark.parametrize("suffix", ["", ".txt", ".json", "/x.pdf"])
def test_a_name_too_long_for_any_file_is_named(
    store: Path, arguments: tuple[str, ...], suffix: str
) -> None:
    name = "9" * 400 + suffix
    place = [] if arguments[0] == "eval" else ["--data", str(store), "--"]
    done = CliRunner().invoke(app, [*arguments, *place, name])
    assert done.exit_code in {2, 3}
    assert name in done.stderr
    assert "internal error" not in done.stderr
