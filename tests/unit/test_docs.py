"""The documentation of the fields is that of the records."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from tests.seeds import ROOT
from tests.unit.samples import spoken
from vlortool.query.citations import Cited
from vlortool.query.context import StatementView
from vlortool.query.counts import ActorCount, Count, ThemeCount
from vlortool.query.listing import Hit
from vlortool.query.search import Found
from vlortool.store import write_advisory

PAGE = ROOT / "docs" / "queries.md"
RECORDS: dict[str, type[Struct]] = {
    "list": Hit,
    "search": Found,
    "show STATEMENT": StatementView,
    "actors": ActorCount,
    "themes": ThemeCount,
    "stats": Count,
    "cites": Cited,
}


def table(record: type[Struct]) -> str:
    """Write the fields of a record as the page has them."""
    lines = (inspect.getdoc(record) or "").partition("Attributes:\n")[2]
    found = {
        name: re.sub(r"\bNone\b", "`null`", " ".join(words.split()))
        for name, words in re.findall(r"(?m)^ {4}(\w+): (.+(?:\n {8}.+)*)", lines)
    }
    assert list(found) == list(record.__struct_fields__), record
    return "\n".join(
        [
            "| field | what |",
            "|---|---|",
            *(f"| `{name}` | {words} |" for name, words in found.items()),
        ]
    )


@pytest.mark.parametrize("command", RECORDS)
def test_the_fields_of_a_command_are_documented(command: str) -> None:
    assert f"### {command}\n\n{table(RECORDS[command])}\n" in PAGE.read_text("utf-8")


def test_the_example_for_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = PAGE.read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    write_advisory(
        tmp_path / "data" / "parsed", spoken("a", "De sector moet leerwerkplekken maken.")
    )
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["best"].total == 1


def write(page: Path = PAGE) -> None:
    """Write the tables anew: `python -c "from tests.unit.test_docs import write; write()"`."""
    before = page.read_text("utf-8").partition("## Fields\n")[0]
    tables = [f"### {command}\n\n{table(record)}\n" for command, record in RECORDS.items()]
    page.write_text(f"{before}## Fields\n\n" + "\n".join(tables), "utf-8")
