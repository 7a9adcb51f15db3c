"""Evaluation: figures worked out by hand, and a gate that lets nothing slip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vlortool.errors import GoldError
from vlortool.evaluate.gate import changes, drops, pin, read_gate, write_gate
from vlortool.evaluate.gold import GoldUnit, read_gold
from vlortool.evaluate.metrics import Pair, Score, align, score
from vlortool.evaluate.sources import gold_files
from vlortool.model.advisory import Mention, Statement, Theme


def _gold(number: int, position: str, **fields: Any) -> GoldUnit:
    values: dict[str, Any] = {
        "id": f"u-{number}",
        "text": f"Zin {number}.",
        "position": position,
        "strength": None,
        "speaker": "vlor",
        "actors": frozenset(),
        "addressees": frozenset(),
        "themes": frozenset(),
    }
    return GoldUnit(**(values | fields))


def _found(number: int, position: str, **fields: Any) -> Statement:
    values: dict[str, Any] = {
        "id": str(number),
        "block": 0,
        "section": 0,
        "start": 0,
        "end": 1,
        "text": f"Zin {number}.",
        "position": position,
        "confidence": 1.0,
        "speaker": "vlor",
    }
    return Statement(**(values | fields))


def _figures(pairs: list[Pair]) -> dict[str, Score]:
    return {each.label: each for each in score(pairs)}


def test_f1_counts_what_is_missed_and_what_is_too_much() -> None:
    gold = [_gold(1, "recommendation"), _gold(2, "recommendation"), _gold(3, "none")]
    found = [_found(1, "recommendation"), _found(2, "view"), _found(3, "recommendation")]
    figure = _figures(align("a", gold, found))["position/recommendation"]
    assert (figure.precision, figure.recall, figure.value, figure.n) == (0.5, 0.5, 0.5, 2)


def test_a_sentence_that_was_not_found_is_a_miss_and_one_too_many_is_no_hit() -> None:
    gold = [_gold(1, "recommendation"), _gold(2, "view")]
    pairs = align("a", gold, [_found(1, "recommendation"), _found(9, "recommendation")])
    assert [(bool(each.gold), bool(each.found)) for each in pairs] == [
        (True, True),
        (True, False),
        (False, True),
    ]
    figures = _figures(pairs)
    assert figures["position/recommendation"].precision == 0.5
    assert figures["position/view"].recall == 0.0


def test_sets_are_compared_by_sentence_and_optional_themes_are_neutral() -> None:
    gold = [
        _gold(
            1,
            "view",
            actors=frozenset({"vlor", "ouders"}),
            themes=frozenset({"taal"}),
            themes_optional=frozenset({"evc"}),
        )
    ]
    actors = [
        Mention(id=name, role="mentioned", start=0, end=1) for name in ("vlor", "vlor", "clb")
    ]
    themes = [Theme(id=name, start=0, end=1, inherited=False) for name in ("taal", "evc")]
    figures = _figures(align("a", gold, [_found(1, "view", actors=actors, themes=themes)]))
    assert (figures["actors"].precision, figures["actors"].recall) == (0.5, 0.5)
    assert figures["themes"].value == 1.0


def test_strength_is_judged_on_recommendations_that_were_found() -> None:
    gold = [_gold(n, "recommendation", strength="must") for n in (1, 2, 3)]
    found = [
        _found(1, "recommendation", strength="must"),
        _found(2, "recommendation", strength="ask"),
        _found(3, "view"),
    ]
    figure = _figures(align("a", gold, found))["strength"]
    assert (figure.value, figure.n) == (0.5, 2)


def test_calibration_is_the_gap_between_being_sure_and_being_right() -> None:
    gold = [_gold(n, "view") for n in range(4)]
    found = [_found(n, "view" if n < 3 else "none", confidence=0.95) for n in range(4)]
    assert _figures(align("a", gold, found))["confidence"].value == 0.2


def test_a_gate_names_drops_and_changes(tmp_path: Path) -> None:
    gold = [_gold(1, "recommendation"), _gold(2, "view")]
    before = align("a", gold, [_found(1, "recommendation"), _found(2, "none")])
    path = tmp_path / "gate.json"
    write_gate(pin("hash", score(before), before), path)
    gate = read_gate(path)
    assert gate is not None
    assert drops(gate, score(before)) == []
    assert changes(gate, before) == []
    now = align("a", gold, [_found(1, "none"), _found(2, "view")])
    assert "position/recommendation" in {each.label for each, _ in drops(gate, score(now))}
    assert [(each.unit, each.kind) for each in changes(gate, now)] == [
        ("u-1", "loss"),
        ("u-2", "gain"),
    ]


def test_a_growing_calibration_error_is_a_drop() -> None:
    gold = [_gold(n, "view") for n in range(4)]
    sure = align("a", gold, [_found(n, "view") for n in range(4)])
    unsure = align("a", gold, [_found(n, "view", confidence=0.5) for n in range(4)])
    gate = pin("hash", score(sure), sure)
    assert [each.label for each, _ in drops(gate, score(unsure))] == ["confidence"]


@pytest.mark.parametrize("content", ["", "[]", '{"advisory": "x"}', '{"units": 3, "advisory": 1}'])
def test_a_file_that_is_no_gold_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    with pytest.raises(GoldError, match=r"x\.json"):
        read_gold(path)


def test_gold_files_come_from_folders_files_and_lists(tmp_path: Path) -> None:
    for name in ("b.json", "a.json"):
        (tmp_path / name).write_text(json.dumps({}), "utf-8")
    (tmp_path / "some.txt").write_text("b.json\n", "utf-8")
    assert [each.name for each in gold_files([tmp_path])] == ["a.json", "b.json"]
    assert [each.name for each in gold_files([tmp_path / "some.txt", tmp_path])] == [
        "b.json",
        "a.json",
    ]
    with pytest.raises(GoldError, match="does not exist"):
        gold_files([tmp_path / "none.json"])
