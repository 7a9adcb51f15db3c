"""The two seeds as parsed text: records are frozen, so that all tests can share them."""

from __future__ import annotations

import pytest

from tests.seeds import NEWER, OLDER, RAW
from vlortool.model.advisory import Advisory
from vlortool.pipeline import parse_file


@pytest.fixture(scope="session")
def newer() -> Advisory:
    return parse_file(RAW / f"{NEWER}.txt")


@pytest.fixture(scope="session")
def older() -> Advisory:
    return parse_file(RAW / f"{OLDER}.txt")
