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
from vlortool.diff.records import (
    Basis,
    Diff,
    DiffChain,
    OrderBasis,
    Pair,
    Repeat,
    Sentence,
)
from vlortool.diff.rows import DiffCount, DiffRow
from vlortool.query.citations import Cited
from vlortool.query.context import StatementView
from vlortool.query.counts import ActorCount, Count, ThemeCount
from vlortool.query.listing import Hit
from vlortool.query.search import Found
from vlortool.store import write_advisory

PAGE = ROOT / "docs" / "queries.md"
DIFF_PAGE = ROOT / "docs" / "diff.md"
DIFF_RECORDS: dict[str, type[Struct]] = {
    "json": Diff,
    "pairs": Pair,
    "basis": Basis,
    "order_basis": OrderBasis,
    "repeats": Repeat,
    "statements": Sentence,
    "json, of a chain": DiffChain,
    "jsonl, csv": DiffRow,
    "--stat": DiffCount,
}
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


@pytest.mark.parametrize("name", DIFF_RECORDS)
def test_the_fields_of_a_diff_are_documented(name: str) -> None:
    assert f"### {name}\n\n{table(DIFF_RECORDS[name])}\n" in DIFF_PAGE.read_text("utf-8")


def test_the_example_for_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = PAGE.read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    write_advisory(
        tmp_path / "data" / "parsed", spoken("a", "De sector moet leerwerkplekken maken.")
    )
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["best"].total == 1


def write() -> None:
    """Write the tables anew: `python -c "from tests.unit.test_docs import write; write()"`."""
    for page, records in ((PAGE, RECORDS), (DIFF_PAGE, DIFF_RECORDS)):
        before = page.read_text("utf-8").partition("## Fields\n")[0]
        tables = [f"### {name}\n\n{table(record)}\n" for name, record in records.items()]
        page.write_text(f"{before}## Fields\n\n" + "\n".join(tables), "utf-8")
