"""What a reader of a diff is told: what is sure, what may be, and what may have been missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_type_hints

import pytest
from msgspec.structs import replace

from tests.seeds import ROOT
from tests.unit.diffs import diff, pair
from vlortool.cli.diff import diff as command
from vlortool.diff.model import alignment_model
from vlortool.diff.records import Diff, Pair, Relation
from vlortool.diff.selection import Selection, selected
from vlortool.render import diff_table
from vlortool.render.diff_markdown import document
from vlortool.render.diff_table import show_diffs
from vlortool.render.diff_view import MISSED, NOTHING, RIGHT, View, view_of


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


def test_how_often_pairs_are_wrong_is_said_as_it_was_measured() -> None:
    """The figures of docs/accuracy.md, which a gate holds, are those that readers are told."""
    accuracy = (ROOT / "docs/accuracy.md").read_text("utf-8")
    measured = re.search(r"seven pairs of advisories .*\| (\.\d+) \| (\.\d+) \| (\d+) \|", accuracy)
    assert measured is not None
    precision, recall, wanted = map(float, measured.groups())
    told = " ".join((command.__doc__ or "").split())
    said = re.search(r"(\d+) of the (\d+) pairs found .* (\d+) of (\d+) were missed", told)
    assert said is not None
    right, found, missed, among = map(int, said.groups())
    assert (round(right / found, 3), round(1 - missed / among, 3)) == (precision, recall)
    assert (among, among - missed) == (wanted, right)
    assert RIGHT == "zes op de tien"
    assert 0.55 <= precision < 0.65
    assert MISSED == "ruim vier op de tien"
    assert 0.4 <= 1 - recall < 0.5


def test_the_limits_that_are_named_are_those_of_the_model() -> None:
    options = get_type_hints(command, include_extras=True)["min_similarity"].__metadata__
    limits = [float(each) for each in re.findall(r"0\.\d+", options[0].help)]
    model = alignment_model()
    assert limits == [round(model.sure, 2), round(model.possible, 2)]


@pytest.mark.parametrize("columns", ["80", "140"])
def test_what_is_repeated_has_the_lead_in_of_each_place(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    show_diffs([view(diff())])
    shown = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).split())
    repeats = shown[shown.index("Wat een advies zelf herhaalt") :]
    first, second = repeats.index("nieuw#b5 "), repeats.index("nieuw#b5-2")
    assert first < repeats.index("inleiding: De Vlor vraagt") < second
    assert repeats.count("inleiding:") == 1


@pytest.mark.parametrize("columns", [None, "80", "140"])
def test_marks_are_explained_where_there_are_any(
    columns: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if columns is None:
        monkeypatch.delenv("COLUMNS", raising=False)
    else:
        monkeypatch.setenv("COLUMNS", columns)
    same = diff(pairs=[pair("a2", "b2", "verbatim", 1.0)], possible=[])
    for made, marked in ((diff(), True), (same, False)):
        show_diffs([view(made)])
        shown = " ".join(capsys.readouterr().out.split())
        assert ("[-weg-] stond enkel in het oudere advies" in shown) is marked
        assert ("[-meer-]" in shown) is marked
        text = document([view(made)], stat=False)
        assert ("stond enkel in het oudere advies" in text) is marked


def test_colours_are_explained_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(diff_table, "_has_colour", lambda _: True)
    show_diffs([view(diff())])
    shown = " ".join(capsys.readouterr().out.split())
    assert "rood en doorstreept stond enkel in het oudere advies" in shown
    assert "[-" not in shown
