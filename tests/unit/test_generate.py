"""The store of made-up advisories that the benchmarks read: whole, and the same each time."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.seeds import ROOT
from vlortool.model.advisory import Advisory
from vlortool.store import encode, read_advisory, write_advisory

COUNT = 5
SOURCES = [
    ROOT / "corpus" / f"{name}.json" for name in ("armoede-2016", "cultuur-2021", "handicap-2020")
]
Generate = Callable[[int, int, list[Path]], Iterator[Advisory]]


@pytest.fixture(scope="module")
def generate() -> Iterator[Generate]:
    # No package: the program finds the modules beside it where it stands.
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        before = set(sys.modules)
        yield importlib.import_module("generate").generate
        for name in ("generate", "compose", "heads", "templates", "wording"):
            if name not in before:
                sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def advisories(generate: Generate, tmp_path_factory: pytest.TempPathFactory) -> list[Advisory]:
    folder = tmp_path_factory.mktemp("store")
    return [
        read_advisory(write_advisory(folder, advisory)) for advisory in generate(COUNT, 1, SOURCES)
    ]


def test_the_store_holds_what_was_asked_for(advisories: list[Advisory]) -> None:
    assert len({one.id for one in advisories}) == COUNT
    assert {one.source.media_type for one in advisories} == {"text/plain", "application/pdf"}
    assert all(len(one.statements) >= 20 for one in advisories)


def test_every_span_is_where_it_says(advisories: list[Advisory]) -> None:
    for advisory in advisories:
        ids = [statement.id for statement in advisory.statements]
        assert len(set(ids)) == len(ids)
        for statement in advisory.statements:
            block = advisory.blocks[statement.block]
            assert advisory.text[statement.start : statement.end] == statement.text
            assert block.start <= statement.start < statement.end <= block.end
            assert block.section == statement.section
            found: list[tuple[int | None, int | None]] = [
                *((one.start, one.end) for one in statement.actors),
                *((one.start, one.end) for one in statement.cues),
                *((one.start, one.end) for one in statement.themes),
            ]
            for start, end in found:
                if start is not None and end is not None:
                    assert statement.start <= start < end <= statement.end


def test_sections_hold_their_blocks_and_notes_their_markers(advisories: list[Advisory]) -> None:
    for advisory in advisories:
        for section in advisory.sections:
            assert (section.title or "") in advisory.text[section.start : section.end]
        for block in advisory.blocks:
            section = advisory.sections[block.section]
            assert section.start <= block.start < block.end <= section.end
        markers = {number: one.end for one in advisory.statements for number in one.footnotes}
        assert {note.number: note.marker for note in advisory.footnotes} == markers
        lines = [block.origin[0].line or 0 for block in advisory.blocks]
        assert lines == sorted(lines)


def test_an_actor_keeps_its_words(advisories: list[Advisory]) -> None:
    named = {
        advisory.text[actor.start : actor.end]
        for advisory in advisories
        for statement in advisory.statements
        for actor in statement.actors
        if actor.id == "vlaamse-regering"
    }
    assert "Vlaamse Regering" in named


def test_the_same_seed_gives_the_same_bytes(generate: Generate, advisories: list[Advisory]) -> None:
    again = list(generate(COUNT, 1, SOURCES))
    assert [encode(one) for one in again] == [encode(one) for one in advisories]
    assert encode(next(iter(generate(1, 2, SOURCES)))) != encode(again[0])
