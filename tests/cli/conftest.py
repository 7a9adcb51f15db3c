"""A store of the two seeds, parsed once by the real command."""

from __future__ import annotations

import pytest

from tests.cli.commands import run
from tests.seeds import RAW


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the data folder; tests only read it."""
    folder = tmp_path_factory.mktemp("seeds")
    assert run("parse", str(RAW), "--data", str(folder)).returncode == 0
    return str(folder)
