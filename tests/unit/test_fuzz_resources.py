"""Whatever a user's resources hold: they are used, or refused with their file named."""

from __future__ import annotations

import copy
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.mutations import ODD, toml, torn, tries
from tests.unit.test_fuzz_store import SOURCE
from vlortool.diff.compare import compare
from vlortool.errors import ResourceError
from vlortool.lexicon.knowledge import knowledge
from vlortool.pipeline import parse_file
from vlortool.query.names import find_actor, find_council, find_theme
from vlortool.resources import overlay
from vlortool.tag.words import blank

# Too large to be read anew for each example; its reading is tried by itself.
_LARGE = {"lexicon.toml"}
# What takes long to make, and is made of none of the others.
_OWN = (knowledge, blank)
NAMES = [name for name in overlay._NAMES if name not in _LARGE]
OURS: dict[str, Any] = {
    name: tomllib.loads(files("vlortool.resources").joinpath(name).read_text("utf-8"))
    for name in overlay._NAMES
}


@st.composite
def fragments(draw: st.DrawFn, ours: Any) -> Any:
    """Draw what a user may put on top of a table of ours: one place, with something odd in it."""
    if isinstance(ours, list) and ours and isinstance(ours[0], dict) and "id" in ours[0]:
        entry = draw(st.sampled_from(ours))
        action = draw(st.integers(0, 5))
        if not action:
            return [copy.deepcopy(draw(ODD))]
        fields = {key: value for key, value in entry.items() if key != "id"}
        if action == 1:
            # An entry of the user's own, of which something is missing or odd.
            new = {**copy.deepcopy(fields), "id": "eigen"}
            key = draw(st.sampled_from(sorted(new)))
            if draw(st.booleans()):
                del new[key]
            else:
                new[key] = copy.deepcopy(draw(ODD))
            return [new]
        key = draw(st.sampled_from(sorted(fields)) | st.text(max_size=6))
        return [{"id": entry["id"], key: draw(fragments(fields.get(key)))}]
    if isinstance(ours, list) and ours:
        return [*draw(st.lists(st.sampled_from(ours), max_size=2)), copy.deepcopy(draw(ODD))]
    if isinstance(ours, dict) and ours and draw(st.integers(0, 5)):
        key = draw(st.sampled_from(sorted(ours)) | st.text(max_size=6))
        return {key: draw(fragments(ours.get(key)))}
    return copy.deepcopy(draw(ODD))


@pytest.fixture(autouse=True)
def _ours_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", lru_cache(tomllib.loads))


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Use a user's resources in this process, which otherwise keeps to those it read first."""
    before = overlay._overlay.folder
    overlay._overlay.folder = folder
    _forget()
    try:
        yield
    finally:
        overlay._overlay.folder = before
        _forget()


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("vlortool."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value not in _OWN:
                    value.cache_clear()


def used(folder: Path) -> None:
    """Have every room use the resources."""
    source = folder / "advies.txt"
    source.write_text(SOURCE, "utf-8")
    advisory = parse_file(source)
    compare(advisory, replace(advisory, id="ander"))
    for find, name in ((find_actor, "vlor"), (find_theme, "taal"), (find_council, "vlor")):
        find(name)


def tried(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / name).write_bytes(content)
        refusal = None
        with in_use(folder):
            try:
                used(folder)
            except ResourceError as error:
                refusal = error
        if refusal is not None:
            assert name in refusal.message, content
            assert refusal.remedy


def test_our_own_resources_are_used() -> None:
    for name in NAMES:
        tried(name, files("vlortool.resources").joinpath(name).read_bytes())


@pytest.mark.parametrize("pattern", ["(", "[[a]"])
def test_a_pattern_that_can_be_read_in_two_ways_is_refused_as_a_wrong_one(
    tmp_path: Path, pattern: str
) -> None:
    (tmp_path / "structure.toml").write_text(f"[patterns]\nsalutation = ['{pattern}']\n")
    with in_use(tmp_path), pytest.raises(ResourceError, match="no regular expression"):
        used(tmp_path)


def test_a_key_of_ones_own_is_held_against_others_of_its_kind() -> None:
    tried("councils.toml", b'council = [{id = "vlor", "" = [{id = "x"}]}]')


@pytest.mark.parametrize("name", NAMES)
@tries(5)
@given(data=st.data())
def test_any_fragment_is_used_or_refused(name: str, data: st.DataObject) -> None:
    tried(name, toml(data.draw(fragments(OURS[name]))).encode("utf-8"))


@tries(10)
@given(data=st.data())
def test_any_file_is_used_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["actors.toml", "structure.toml", "frames.toml"]))
    good = files("vlortool.resources").joinpath(name).read_bytes()
    tried(name, data.draw(torn(good)))
