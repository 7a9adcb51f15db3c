"""The house rules that no linter checks, and the examples in the documentation."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import vlortool
from tests.seeds import ROOT
from vlortool.store import write_advisory

LONGEST_MODULE = 400
MODULES = sorted((ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix()
)
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_every_example_in_a_docstring_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = [
        found.name
        for found in pkgutil.walk_packages(vlortool.__path__, "vlortool.")
        if not found.name.endswith("__main__")
    ]
    tried = 0
    for name in ["vlortool", *names]:
        result = doctest.testmod(importlib.import_module(name))
        assert result.failed == 0, name
        tried += result.attempted
    assert tried >= 5


def test_a_stored_advisory_is_loaded_by_id_prefix_or_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advisory = vlortool.parse(ROOT / "data" / "raw" / "generalistische-benadering.txt")
    path = write_advisory(tmp_path, advisory)
    assert vlortool.load("general", tmp_path) == advisory
    assert vlortool.load(path) == advisory
    assert vlortool.load(str(path)) == advisory
    monkeypatch.setenv("VLORTOOL_DATA", str(tmp_path))
    assert vlortool.load("generalistische-benadering") == advisory


def test_the_names_promised_are_there() -> None:
    assert all(hasattr(vlortool, name) for name in vlortool.__all__)
