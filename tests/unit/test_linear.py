"""Linear models: arithmetic, and training that repeats itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.seeds import RAW, ROOT
from vlortool.tag.labels import feature_reader
from vlortool.tag.linear import Linear, softmax
from vlortool.tag.numbered import NumberedModel, Rows
from vlortool.train.__main__ import write_model
from vlortool.train.data import read_labelled
from vlortool.train.positions import train_positions

_MODEL = Linear(labels=("a", "b"), bias=(100, 0), weights={"x": (50, -50), "y": (0, 300)})


def test_scores_add_the_weights_of_the_features_that_are_there() -> None:
    assert _MODEL.scores(["x", "unknown"]) == [1.5, -0.5]
    columns = {"y": np.array([0.5, 0.0]), "x": np.array([-1.0, 1.0]), "unknown": np.ones(2)}
    assert _MODEL.scores_of(columns) == [[0.5, 2.0], [1.5, -0.5]]


def test_features_by_number_score_as_by_name() -> None:
    model = NumberedModel(_MODEL, {"x": 0, "other": 1, "y": 2})
    rows = Rows.of([[0, 1], [], [2, 0]])
    assert model.scores(rows) == [_MODEL.scores(each) for each in (["x"], [], ["x", "y"])]
    assert NumberedModel(_MODEL, {"x": 0, "y": 1}).scores(Rows.of([])) == []


def test_a_margin_is_taken_against_the_mean_of_the_others() -> None:
    model = NumberedModel(_MODEL, {"x": 0, "other": 1, "y": 2})
    rows = Rows.of([[0, 1], [], [2, 0]])
    assert model.margins(rows, [0, 0, 1]) == [[1.0, 0.0], [], [3.0, -1.0]]


def test_probabilities_add_up_also_for_large_scores() -> None:
    assert softmax([1000.0, 1000.0]) == [0.5, 0.5]
    assert sum(softmax([3.0, -2.0, 0.5])) == pytest.approx(1.0)


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    names = ("dko-2012", "stem-2021", "r-stages-2016", "ouders-2014", "hbo5-2017", "kleuter-2018")
    labelled = read_labelled([ROOT / "corpus" / f"{name}.json" for name in names], RAW)
    for name in ("one", "other"):
        write_model(train_positions(labelled, feature_reader()), tmp_path / name)
        labelled.reverse()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
