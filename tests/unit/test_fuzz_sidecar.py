"""Whatever a sidecar or the settings hold: they are used, or refused with their file named."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.mutations import mutated, toml, torn, tries
from tests.unit.test_sidecar import FULL
from vlortool.cli.settings import resources_folder
from vlortool.errors import ResourceError
from vlortool.pipeline import parse_file
from vlortool.resources.overlay import use_resources
from vlortool.store import read_advisory, write_advisory

SETTINGS = b'[tool.vlortool]\nresources = "eigen"\n\n[tool.ander]\nx = 1\n'
sidecars = st.one_of(
    mutated(tomllib.loads(FULL)).map(toml).map(str.encode),
    torn(FULL.encode()),
)
settings = st.one_of(
    mutated(tomllib.loads(SETTINGS.decode())).map(toml).map(str.encode),
    mutated({"resources": "eigen"}).map(toml).map(str.encode),
    torn(SETTINGS),
)


def refused(read: Callable[[], object], name: str) -> bool:
    try:
        read()
    except ResourceError as error:
        refusal = error
    else:
        return False
    assert name in refusal.message
    assert refusal.remedy
    return True


@tries(200)
@given(data=sidecars)
@example(b"title = 0x" + b"f" * 5000)
@example(b"title = [0x" + b"f" * 5000 + b"]")
@example(b"title = " + b"9" * 5000)
@example(b"title = " + b"[" * 5000)
@example(b"date = 2018-02-30")
def test_any_sidecar_is_used_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = folder / "advies.txt"
        source.write_text("De Vlor vraagt overleg.\n", "utf-8")
        source.with_suffix(".toml").write_bytes(data)

        def stored() -> None:
            advisory = parse_file(source, working_folder=folder)
            # What the sidecar says can be written, and read again.
            assert read_advisory(write_advisory(folder / "data", advisory)) == advisory

        refused(stored, "advies.toml")


@pytest.mark.parametrize("name", ["vlortool.toml", "pyproject.toml"])
@tries(100)
@given(data=settings)
@example(b"tool = 1")
@example(b"[tool]\nvlortool = 1")
@example(b'resources = "a\\u0000b"')
@example(b'tool.vlortool.resources = "a\\u0000b"')
@example(b"x = " + b"[" * 5000)
@example(b"x = " + b"9" * 5000)
def test_any_settings_are_used_or_refused(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as made, chdir(made):
        Path(name).write_bytes(data)
        found: list[Path | None] = []
        if not refused(lambda: found.append(resources_folder(None)), name) and found[0]:
            # It holds no resources, if it is there at all.
            assert refused(lambda: use_resources(found[0]), str(found[0].name))
