"""What a reader of a diff is told: what is sure, what may be, and what may have been missed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tests.unit.diffs import diff, pair
from vlortool.diff.records import Diff, Pair, Relation
from vlortool.diff.selection import Selection, selected
from vlortool.render.diff_view import NOTHING, View, view_of


def view(made: Diff, **wanted: object) -> View:
    chosen = Selection(**wanted)  # type: ignore[arg-type]  # whatever a test asks for
    return view_of(selected(made, chosen), chosen, {})


def summary(made: Diff, **wanted: object) -> str:
    return dict(view(made, **wanted).facts)["samen"]


def also(made: Diff, key: str) -> list[list[str]]:
    [group] = [group for group in view(made).groups if group.key == key]
    return [entry.also for theme in group.themes for entry in theme.entries]


def nothing_but(possible: Sequence[Pair]) -> Diff:
    return diff(pairs=[], only_old=[], only_new=[], repeats=[], possible=list(possible))


def test_a_possible_contradiction_comes_before_what_else_is_possible() -> None:
    made = diff(possible=[pair("a1", "b4", "reworded", 0.2), pair("a4", "b4", "opposed", 0.2)])
    keys = [group.key for group in view(made).groups]
    assert keys[-2:] == ["possible-opposed", "possible"]
    assert [group.is_doubtful for group in view(made).groups][-3:] == [False, True, True]
    assert summary(made).endswith("2 misschien, waarvan 1 misschien tegengesteld")


@pytest.mark.parametrize(
    ("relations", "said"),
    [
        (["opposed"], "1 misschien tegengesteld · geen zekere verschillen gevonden"),
        (["reworded"], "1 misschien · geen zekere verschillen gevonden"),
        ([], "geen verschillen gevonden"),
    ],
)
def test_what_may_be_is_not_called_nothing(relations: list[Relation], said: str) -> None:
    made = nothing_but([pair("a4", "b4", relation, 0.2) for relation in relations])
    assert summary(made) == said
    assert made.has_differences is bool(relations)
    assert (NOTHING in said) is not made.has_differences


def test_asked_for_contradictions_what_may_be_one_is_shown_and_counts() -> None:
    found = selected(diff(), Selection(relations=("opposed",)))
    assert [one.relation for one in found.possible] == ["opposed"]
    assert found.has_differences
    assert "misschien tegengesteld" in summary(diff(), relations=("opposed",))
    assert summary(diff(), relations=("narrowed",)) == "niets gevonden dat aan de filters voldoet"


def test_a_sentence_in_several_pairs_says_where_else_it_stands() -> None:
    made = diff(
        pairs=[
            pair("a1", "b1", "strengthened"),
            pair("a1", "b2", "weakened"),
            pair("a1", "b3", "weakened"),
            pair("a3", "b3", "reworded"),
        ],
        possible=[pair("a4", "b4", "reworded", 0.2)],
        only_old=["a4"],
        only_new=["b4"],
    )
    assert also(made, "strengthened") == [["de oudere zin ook bij: afgezwakt (2)"]]
    assert sorted(also(made, "weakened")) == [
        ["de oudere zin ook bij: versterkt, afgezwakt"],
        [
            "de oudere zin ook bij: versterkt, afgezwakt",
            "de nieuwere zin ook bij: anders verwoord",
        ],
    ]
    # What was not found tells that it may have been.
    assert also(made, "not-repeated") == also(made, "new") == [["ook bij: misschien"]]
    assert also(made, "possible") == [[]]


def test_no_pair_refers_to_itself() -> None:
    made = diff()
    same = replace(made, new="oud", pairs=[pair("a1", "a1", "verbatim", 1.0)], only_new=[],
                   repeats=[], possible=[])  # fmt: skip
    assert also(same, "verbatim") == [[]]
    assert also(same, "not-repeated") == [[]]


def test_what_was_not_found_is_not_called_gone() -> None:
    for key in ("not-repeated", "new"):
        [group] = [group for group in view(diff()).groups if group.key == key]
        assert group.title.endswith(", of niet teruggevonden")
        assert "in andere woorden" in group.hint
        assert "gemist" in group.hint
