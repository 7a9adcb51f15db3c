"""Ids: safe as a file name on any system, never empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlortool.model.identity import LONGEST_ID, is_id, slug, source_path


@given(st.text())
def test_every_stem_gives_a_safe_id(stem: str) -> None:
    assert is_id(slug(stem))


@given(st.text())
def test_a_slug_is_its_own_slug(stem: str) -> None:
    assert slug(slug(stem)) == slug(stem)


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Advies over Coördinatie (2019)", "advies-over-coordinatie-2019"),
        ("AR-AR-ADV-1819-006", "ar-ar-adv-1819-006"),
        ("  - x -  ", "x"),
        ("a..b", "a.b"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugs_keep_what_can_be_read(stem: str, expected: str) -> None:
    assert slug(stem) == expected


@pytest.mark.parametrize("stem", ["", "...", "日本", "con", "nul.txt", "x" * 500])
def test_a_stem_that_gives_no_id_gets_a_hash(stem: str) -> None:
    assert is_id(slug(stem))
    assert slug(stem) != slug(f"{stem}?")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a..b", ".a", "a.", "A", "a/b", "a\\b", "a b", "con", "lpt1.x", "é", "a\n",
     "x" * (LONGEST_ID + 1)],
)  # fmt: skip
def test_unsafe_names_are_no_ids(name: str) -> None:
    assert not is_id(name)


def test_a_source_is_named_relative_to_the_working_folder(tmp_path: Path) -> None:
    path = tmp_path / "raw" / "x.txt"
    assert source_path(path, tmp_path) == "raw/x.txt"
    assert source_path(path, tmp_path / "elsewhere") == "x.txt"
    assert source_path(tmp_path / "raw" / ".." / "x.txt", tmp_path) == "x.txt"
