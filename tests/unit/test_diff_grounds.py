"""The grounds of a pair: what a reader is shown proves what is said."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from tests.unit.samples import line, spoken
from vlortool.diff.compare import compare
from vlortool.diff.content import contents, looked_up, text_of
from vlortool.diff.judge import judge, said
from vlortool.model.advisory import Advisory, Citation, Cue, Footnote, Statement
from vlortool.render.diff_words import evidence

_TEXT = "Vaak is overleg een hefboom; wie praat, leert."


def _view(*cues: tuple[str, str, float]) -> Statement:
    made = spoken("oud", _TEXT).statements[0]
    found = [
        Cue(rule=rule, start=_TEXT.index(words), end=_TEXT.index(words) + len(words), weight=weight)
        for rule, words, weight in cues
    ]
    return replace(made, position="view", strength=None, cues=found)


@pytest.mark.parametrize(
    ("cues", "quoted"),
    [
        (
            [
                ("position/cue:generic-truth", "Vaak", 2.0),
                ("position/cue:is-a-value@m", "is overleg een hefboom", 1.0),
            ],
            ["is overleg een hefboom"],
        ),
        # Words that show nothing are no ground, nor are signs.
        ([("position/cue:generic-truth", "wie", 2.0)], []),
        ([("position/cue:enumeration", ";", 2.0)], []),
        ([("position/lemma:zijn", "is", 2.0)], []),
    ],
)
def test_a_position_is_shown_by_words_that_tell_it(
    cues: list[tuple[str, str, float]], quoted: list[str]
) -> None:
    asked = spoken("nieuw", "Er moet overleg komen.").statements[0]
    old, new = (
        said(each, contents([text_of(each)], looked_up)[0]) for each in (_view(*cues), asked)
    )
    judged = judge(old, new)
    assert judged.relation == "strengthened"
    [basis] = judged.basis
    assert [quote.text for quote in basis.old] == quoted


def _citing(name: str, *works: Citation) -> Advisory:
    made = spoken(name, f"De Vlor vraagt gratis taallessen in elk centrum van {name}.")
    note = Footnote(
        number="1", text="Zie.", urls=[], marker=3, origin=line(9), citations=list(works)
    )
    statements = [replace(each, footnotes=["1"]) for each in made.statements]
    return replace(made, footnotes=[note], statements=statements)


def test_each_work_that_both_cite_is_a_ground_of_its_own() -> None:
    works = [
        Citation(council="vlor", title="Advies over taal; vervolg", date=dt.date(2012, 1, 1)),
        Citation(council="serv", title="Nota", date=None),
        Citation(title="Advies over inburgering", resolved="inburgering"),
    ]
    old, new = _citing("oud", *works), _citing("nieuw", *reversed(works))
    [pair] = compare(old, new).pairs
    named = [basis.value for basis in pair.basis if basis.kind == "works"]
    assert named == ["inburgering", "serv Nota", "vlor Advies over taal; vervolg 2012-01-01"]
    assert "geciteerd werk: serv Nota" in evidence(pair)
