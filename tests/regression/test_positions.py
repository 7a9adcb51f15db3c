"""What is known of the seeds' positions, through the whole pipeline."""

from __future__ import annotations

from vlortool.model.advisory import Advisory, Statement


def _one(advisory: Advisory, words: str) -> Statement:
    [found] = [one for one in advisory.statements if words in one.text]
    return found


def test_the_minister_is_asked_for_one_thing(newer: Advisory, older: Advisory) -> None:
    asked = [
        one
        for one in (*newer.statements, *older.statements)
        if "vlaamse-regering" in one.addressees
    ]
    [only] = asked
    assert "nog deze legislatuur" in only.text
    assert (only.origin[0].line, only.origin[-1].last_line) == (437, 441)
    assert only.strength == "urge"


def test_support_for_a_standpoint_of_the_government(newer: Advisory) -> None:
    one = _one(newer, "steunt het standpunt van de Vlaamse Regering")
    assert (one.position, one.addressees) == ("support", [])


def test_competences_and_plans_are_no_positions(older: Advisory) -> None:
    lists = [one.position for one in older.statements if older.blocks[one.block].kind == "bullet"]
    assert lists.count("none") >= 13


def test_a_last_resort_is_no_call_for_it(newer: Advisory) -> None:
    one = _one(newer, "Pas nadat")
    assert "arbeidsmigratie" in one.text
    assert one.position != "recommendation"


def test_a_refusal_is_a_concern(older: Advisory) -> None:
    one = _one(older, "geen vragende partij")
    assert one.position == "concern"
    assert (one.origin[0].line, one.origin[-1].last_line) == (201, 203)


def test_other_councils_are_not_the_council(newer: Advisory, older: Advisory) -> None:
    for advisory in (newer, older):
        for one in advisory.statements:
            for actor in one.actors:
                words = advisory.text[actor.start : actor.end]
                assert actor.id != "vlor" or "SAR" not in words
