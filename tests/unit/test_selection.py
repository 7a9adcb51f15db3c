"""A part of a diff: filters, what they leave out, and what is still named."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.diffs import diff, sentence
from vlortool.diff.records import RELATIONS, Diff
from vlortool.diff.rows import COUNTED, DiffRow, counts, rows
from vlortool.diff.selection import Selection, selected


def left(**wanted: Any) -> tuple[list[str], list[str], list[str], int, list[str]]:
    """Return what a selection leaves of the example."""
    found = selected(diff(), Selection(**wanted))
    return (
        [f"{pair.old} {pair.new}" for pair in found.pairs],
        found.only_old,
        found.only_new,
        len(found.repeats),
        [f"{pair.old} {pair.new}" for pair in found.possible],
    )


def test_an_empty_selection_is_the_whole_diff() -> None:
    assert selected(diff(), Selection()) == diff()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        # Of a pair, either side may have the theme.
        ({"themes": ("kwaliteitszorg",)}, (["a3 b3"], [], [], 0, [])),
        ({"themes": ("taal", "financiering")}, (["a1 b1"], ["a4"], ["b4"], 0, ["a4 b4"])),
        ({"actor": "vlaamse-regering"}, (["a1 b1"], [], [], 0, [])),
        ({"actor": "scholen"}, (["a2 b2"], [], [], 0, [])),
        ({"actor": "vlor"}, (["a1 b1", "a2 b2", "a3 b3"], ["a4"], ["b4"], 1, ["a4 b4"])),
        ({"actor": "scholen", "themes": ("taal",)}, ([], [], [], 0, [])),
        ({"relations": ("strengthened", "verbatim")}, (["a1 b1", "a2 b2"], [], [], 0, [])),
        ({"relations": ("opposed",)}, ([], [], [], 0, ["a4 b4"])),
        ({"relations": ("new",)}, ([], [], ["b4"], 0, [])),
        ({"relations": ("not-repeated", "reworded")}, (["a3 b3"], ["a4"], [], 0, [])),
        ({"only_changed": True}, (["a1 b1", "a3 b3"], ["a4"], ["b4"], 0, ["a4 b4"])),
        # What a pair that is left out holds is neither new nor gone.
        ({"min_similarity": 0.8}, (["a1 b1", "a2 b2"], ["a4"], ["b4"], 1, [])),
    ],
)
def test_what_a_selection_leaves(wanted: dict[str, Any], expected: Any) -> None:
    assert left(**wanted) == expected


def test_only_statements_that_are_named_are_kept() -> None:
    found = selected(diff(), Selection(relations=("new", "verbatim")))
    assert [f"{each.advisory}#{each.id}" for each in found.statements] == [
        "oud#a2", "nieuw#b2", "nieuw#b4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "differs"),
    [
        (Selection(), True),
        (Selection(relations=("verbatim",)), False),
        # A doubtful pair is shown, so it may be a difference.
        (Selection(relations=("opposed",)), True),
        (Selection(relations=("new",)), True),
        (Selection(themes=("gezondheid",)), False),
    ],
)
def test_differences_are_those_of_what_is_left(wanted: Selection, differs: bool) -> None:
    assert selected(diff(), wanted).has_differences is differs


def test_selecting_twice_is_selecting_once() -> None:
    some = itertools.product([(), ("taal",)], [None, "vlor"], [(), ("new", "reworded")])
    for themes, actor, relations in some:
        wanted = Selection(themes=themes, actor=actor, relations=relations)  # type: ignore[arg-type]
        once = selected(diff(), wanted)
        assert selected(once, wanted) == once


def test_an_advisory_compared_with_itself_is_selected_too() -> None:
    one = diff(new="oud", pairs=[], only_new=[], repeats=[], possible=[])
    assert selected(one, Selection(themes=("financiering",))).only_old == ["a4"]


def test_rows_hold_all_that_is_shown_with_full_words_and_places() -> None:
    found = list(rows([diff()]))
    assert [row.kind for row in found] == [
        "pair", "pair", "pair", "not-repeated", "new", "repeat", "possible",
    ]  # fmt: skip
    first = found[0]
    assert (first.old_statement, first.new_statement) == ("oud#a1", "nieuw#b1")
    assert first.basis == (
        "strength: ask > must: vraagt → moet",
        "words: gratis, taallessen → gratis, taallessen",
    )
    assert first.new_text == "De overheid moet gratis taallessen aanbieden."
    assert found[3].new_text is None
    assert found[3].old_place == found[0].old_place
    assert (found[5].old_statement, found[5].new_statement) == ("nieuw#b5", "nieuw#b5-2")
    assert all(row.relation for row in found if row.kind in {"pair", "possible"})


def test_rows_of_a_chain_follow_each_other() -> None:
    assert len(list(rows([diff(), diff()]))) == 2 * len(list(rows([diff()])))


def test_counts_have_each_relation_and_the_themes_of_either_side() -> None:
    found = list(counts([diff()]))
    of_all = {row.relation: row.count for row in found if row.dimension == "relation"}
    assert tuple(of_all) == COUNTED
    assert {key for key, count in of_all.items() if count} == {
        "verbatim", "reworded", "strengthened", "not-repeated", "new", "possible",
    }  # fmt: skip
    by_theme = [(row.theme, row.relation) for row in found if row.dimension == "theme"]
    assert ("werkplekleren", "reworded") in by_theme
    assert ("kwaliteitszorg", "reworded") in by_theme
    assert (None, "verbatim") in by_theme
    assert by_theme[-1][0] is None
    assert all(row.count for row in found if row.dimension == "theme")


def test_every_relation_can_be_counted_and_asked_for() -> None:
    assert set(RELATIONS) < set(COUNTED)
    for relation in RELATIONS:
        only: Diff = diff(
            pairs=[replace(diff().pairs[0], relation=relation)],
            only_old=[],
            only_new=[],
            possible=[],
        )
        assert selected(only, Selection(relations=(relation,))).pairs == only.pairs


def test_a_statement_without_a_place_or_title_has_a_row() -> None:
    bare = sentence("oud#a4", "Zo.", place=None, section=None, section_title=None, strength=None)
    one = diff(pairs=[], only_new=[], repeats=[], possible=[], statements=[bare])
    [row] = rows([one])
    assert isinstance(row, DiffRow)
    assert row.old_place is None
