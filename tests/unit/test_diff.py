"""The diff of two advisories: the seeds, the laws, the order, the relations."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogues import indexed
from tests.seeds import NEWER, OLDER
from tests.unit.samples import spoken
from vlortool.diff.compare import compare
from vlortool.diff.content import contents, looked_up, text_of
from vlortool.diff.judge import judge, said
from vlortool.diff.order import oldest_first, ordered
from vlortool.diff.records import MIRRORED, Diff, OrderBasis, Pair
from vlortool.errors import QueryError
from vlortool.model.advisory import Advisory, Citation, Mention, Metadata, Statement
from vlortool.query.comparison import catalogue_reader, compared, matched

SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="session")
def both(older: Advisory, newer: Advisory) -> tuple[Advisory, Advisory]:
    one, other = matched([older, newer])
    return one, other


@pytest.fixture(scope="session")
def diff(both: tuple[Advisory, Advisory]) -> Diff:
    return compare(*both)


def _words(advisory: Advisory, names: Sequence[str]) -> str:
    return "\n".join(each.text for each in advisory.statements if each.id in names)


def _undated(advisory: Advisory) -> Advisory:
    """Take out all that tells which advisory is the older one."""
    return replace(advisory, metadata=Metadata(), citations=[], footnotes=[])


def _mixed(name: str, statements: Sequence[Statement]) -> Advisory:
    """Make an undated advisory of statements of others, each once, in two sections."""
    made = spoken(name, "Zo is het.", "Zo niet.")
    sections = [made.sections[0], replace(made.sections[0], number="2")]
    several = {each.id: each for each in statements}.values()
    placed = [replace(each, section=at % 2, block=at % 2) for at, each in enumerate(several)]
    return replace(_undated(made), sections=sections, statements=placed)


def test_the_older_seed_is_the_older_one_whatever_is_typed(
    both: tuple[Advisory, Advisory], diff: Diff
) -> None:
    assert (diff.old, diff.new) == (OLDER, NEWER)
    assert diff.order_basis == [
        OrderBasis(by="not-before", old="2018-06-28", new="2018-11-29"),
        OrderBasis(by="citation"),
    ]
    assert compare(*reversed(both)) == diff


def test_one_sentence_of_the_seeds_is_repeated_word_for_word(diff: Diff) -> None:
    places = {(each.advisory, each.id): each.place for each in diff.statements}
    found = [pair for pair in diff.pairs if pair.relation == "verbatim"]
    assert len(found) == 1
    old, new = places[OLDER, found[0].old], places[NEWER, found[0].new]
    assert old is not None
    assert (old.first, old.last) == (175, 179)
    assert new is not None
    assert (new.first, new.last) == (340, 344)
    # Note 7 against note 3 is no difference.
    assert found[0].similarity == 1.0


@pytest.mark.parametrize("word", ["contractstage", "taskforce", "EVC-decreet", "NT2"])
def test_what_only_the_newer_seed_asks_for(
    both: tuple[Advisory, Advisory], diff: Diff, word: str
) -> None:
    assert word in _words(both[1], diff.only_new)


@pytest.mark.parametrize(
    "word", ["unlearning", "toelatingsvoorwaarden", "hoe attitudes kunnen geëvalueerd worden"]
)
def test_what_only_the_older_seed_asks_for(
    both: tuple[Advisory, Advisory], diff: Diff, word: str
) -> None:
    assert word in _words(both[0], diff.only_old)


def test_three_asks_of_the_older_seed_are_merged_into_one_sentence(
    both: tuple[Advisory, Advisory], diff: Diff
) -> None:
    merged = next(each for each in both[1].statements if each.text.startswith("Pistes waar"))
    olds = _words(both[0], [pair.old for pair in diff.pairs if pair.new == merged.id])
    assert "inspanningen van de mentoren" in olds
    assert "per mentor een maximaal aantal" in olds
    assert "accreditatie" in olds


def test_the_passage_that_the_newer_seed_repeats(diff: Diff) -> None:
    words = {(each.advisory, each.id): each for each in diff.statements}
    repeated = [[words[one.advisory, name] for name in one.statements] for one in diff.repeats]
    passage = " ".join(one[0].text for one in repeated)
    assert passage.startswith("Gecombineerde loopbanen")
    assert len(passage.split()) == 31
    assert [[each.section for each in one] for one in repeated] == [["2", "5"], ["2", "5"]]


def test_an_advisory_has_no_differences_with_itself(both: tuple[Advisory, Advisory]) -> None:
    for advisory in both:
        found = compare(advisory, advisory)
        assert not found.has_differences
        assert (found.only_old, found.only_new, found.possible) == ([], [], [])
        assert all(pair.old == pair.new for pair in found.pairs)
        names = [each.id for each in found.statements]
        assert len(names) == len(set(names))


def test_signs_alone_are_no_difference_with_themselves() -> None:
    made = spoken("a", "…", "– – – – – –", "– – – – – –")
    found = compare(made, made)
    assert not found.has_differences
    assert found.repeats == []


def test_two_advisories_with_one_id_are_refused() -> None:
    one, other = spoken("a", "Scholen bouwen."), spoken("a", "Leraren lezen.")
    with pytest.raises(QueryError, match="Two advisories have the id a"):
        compare(one, other)


def test_a_word_said_often_is_matched_once() -> None:
    # Each occurrence against each other one would be a match a hundred million times.
    often = "zeilboot " * 10_000
    found = compare(spoken("a", f"{often}bouwen."), spoken("b", f"{often}sluiten."))
    [pair] = found.pairs
    words = next(basis for basis in pair.basis if basis.kind == "words")
    assert len(words.old) == len(words.new) == 10_000


def test_exchanged_advisories_have_the_mirror_image(both: tuple[Advisory, Advisory]) -> None:
    old, new = map(_undated, both)
    _assert_mirrored(compare(old, new), compare(new, old))


@SOME
@given(data=st.data())
def test_the_laws_hold_for_any_statements(
    both: tuple[Advisory, Advisory], data: st.DataObject
) -> None:
    # Both of both seeds, so that statements that are the same or repeated are among them.
    all_ = [*both[0].statements, *both[1].statements]
    some = st.lists(st.sampled_from(all_), max_size=40)
    old, new = _mixed("a", data.draw(some)), _mixed("b", data.draw(some))
    found = compare(old, new)
    _assert_partition(found, old, new)
    _assert_mirrored(found, compare(new, old))
    assert not compare(old, old).has_differences


def test_every_position_is_in_a_pair_or_stands_alone(
    both: tuple[Advisory, Advisory], diff: Diff
) -> None:
    _assert_partition(diff, *both)


def _assert_partition(found: Diff, old: Advisory, new: Advisory) -> None:
    for advisory, paired, alone in (
        (old, {pair.old for pair in found.pairs}, found.only_old),
        (new, {pair.new for pair in found.pairs}, found.only_new),
    ):
        positions = {each.id for each in advisory.statements if each.position != "none"}
        assert positions <= paired | set(alone)
        assert not paired & set(alone)
        assert set(alone) <= positions
        assert len(alone) == len(set(alone))
    named = {pair.old for pair in (*found.pairs, *found.possible)} | set(found.only_old)
    assert named <= {each.id for each in found.statements if each.advisory == old.id}


def _assert_mirrored(one: Diff, other: Diff) -> None:
    assert (one.old, one.new) == (other.new, other.old)
    assert (one.only_old, one.only_new) == (other.only_new, other.only_old)
    for ours, theirs in ((one.pairs, other.pairs), (one.possible, other.possible)):
        assert sorted(map(_mirror, ours)) == sorted(map(_key, theirs))


def _key(pair: Pair) -> tuple[str, str, str, float]:
    return pair.old, pair.new, pair.relation, pair.similarity


def _mirror(pair: Pair) -> tuple[str, str, str, float]:
    return pair.new, pair.old, MIRRORED.get(pair.relation, pair.relation), pair.similarity


def test_every_quote_stands_where_it_says(both: tuple[Advisory, Advisory], diff: Diff) -> None:
    count = 0
    for pair in (*diff.pairs, *diff.possible):
        for basis in pair.basis:
            for advisory, quotes in zip(both, (basis.old, basis.new), strict=True):
                for quote in quotes:
                    assert advisory.text[quote.start : quote.end] == quote.text != ""
                    count += 1
    assert count > 50


def test_pairs_come_in_the_order_of_the_older_advisory(
    both: tuple[Advisory, Advisory], diff: Diff
) -> None:
    order = {each.id: at for at, each in enumerate(both[0].statements)}
    places = [order[pair.old] for pair in diff.pairs]
    assert places == sorted(places)


def test_the_words_of_a_catalogue_are_as_good_as_the_lexicon(
    both: tuple[Advisory, Advisory], diff: Diff
) -> None:
    reader = catalogue_reader(indexed(*both))
    assert compared(both, reader) == [diff]
    assert reader(["leerwerkplekken"]) == looked_up(["leerwerkplekken"])


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_bytes_whatever_the_hash_seed(
    both: tuple[Advisory, Advisory], diff: Diff, tmp_path: Path, seed: str
) -> None:
    for each in both:
        (tmp_path / f"{each.id}.json").write_bytes(msgspec.json.encode(each))
    program = (
        "import sys, msgspec; from pathlib import Path; from vlortool.diff.compare import compare;"
        "from vlortool.store import read_advisory;"
        "both = [read_advisory(Path(path)) for path in sys.argv[1:]];"
        "sys.stdout.buffer.write(msgspec.json.encode(compare(*both)))"
    )
    paths = [str(tmp_path / f"{each.id}.json") for each in both]
    made = subprocess.run(
        [sys.executable, "-c", program, *paths],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert made.stdout == msgspec.json.encode(diff)
    assert json.loads(made.stdout)["schema"] == 1


def _dated(name: str, date: str | None, works: str | None, cites: str | None = None) -> Advisory:
    days = [dt.date.fromisoformat(day) if day else None for day in (date, works)]
    citations = [Citation(title="Advies", resolved=cites)] if cites else []
    made = spoken(name, "Zo is het.")
    return replace(made, metadata=Metadata(date=days[0], not_before=days[1]), citations=citations)


@pytest.mark.parametrize(
    ("first", "second", "older", "by"),
    [
        (("2020-01-01", None, None), ("2019-01-01", None, None), "b", ["date"]),
        (("2019-01-01", None, None), (None, "2018-01-01", None), "a", ["given"]),
        ((None, "2020-01-01", None), ("2019-01-01", None, None), "b", ["not-before"]),
        ((None, "2020-01-01", None), (None, "2019-01-01", None), "b", ["not-before"]),
        ((None, None, "b"), (None, None, None), "b", ["citation"]),
        ((None, None, "b"), (None, None, "a"), "a", ["given"]),
        ((None, None, None), (None, None, None), "a", ["given"]),
        (("2019-01-01", None, "b"), ("2018-01-01", None, None), "b", ["date", "citation"]),
        # What contradicts the days is no reason.
        (("2018-01-01", None, "b"), ("2019-01-01", None, None), "a", ["date"]),
        (("2018-01-01", None, "b"), ("2018-01-01", None, None), "b", ["citation"]),
    ],
)
def test_which_one_is_older_and_why(
    first: tuple[str | None, str | None, str | None],
    second: tuple[str | None, str | None, str | None],
    older: str,
    by: list[str],
) -> None:
    one, other = _dated("a", *first), _dated("b", *second)
    order = ordered(one, other)
    assert (order.old.id, [each.by for each in order.basis]) == (older, by)


def test_several_advisories_come_oldest_first() -> None:
    days = {"c": "2021-01-01", "a": "2019-01-01", "b": "2020-01-01"}
    made = [_dated(name, day, None) for name, day in days.items()]
    assert [each.id for each in oldest_first(made)] == ["a", "b", "c"]


def _said(words: str, position: str, strength: str | None = None, *asked: str) -> Statement:
    made = spoken("advies", words).statements[0]
    return replace(
        made,
        position=position,
        strength=strength,
        addressees=list(asked),
        actors=[Mention(id=name, role="addressee", start=0, end=2) for name in asked],
    )


@pytest.mark.parametrize(
    ("old", "new", "relation"),
    [
        (
            _said("De Vlor vraagt meer leersteun.", "recommendation", "ask"),
            _said("Er moet meer leersteun komen.", "recommendation", "must"),
            "strengthened",
        ),
        (
            _said("Leersteun is een hefboom.", "view"),
            _said("De Vlor vraagt meer leersteun.", "recommendation", "ask"),
            "strengthened",
        ),
        (
            _said("De Vlor steunt de toets.", "support"),
            _said("De toets verhoogt de druk.", "concern"),
            "opposed",
        ),
        (
            _said("De Vlor pleit voor een centrale toets.", "recommendation", "ask"),
            _said("Voor een centrale toets is de raad geen vragende partij.", "concern"),
            "opposed",
        ),
        (
            _said("De toets moet verplicht zijn.", "recommendation", "must"),
            _said("De toets moet vrijwillig zijn.", "recommendation", "must"),
            "opposed",
        ),
        (
            _said("De toets moet er komen.", "recommendation", "must"),
            _said("De toets mag er niet komen.", "recommendation", "must"),
            "opposed",
        ),
        # To forbid what harms, or what lacks something, is to ask for the good.
        (
            _said("Het aantal uren moet behouden blijven.", "recommendation", "must"),
            _said("Het aantal uren mag niet dalen.", "recommendation", "must"),
            "reworded",
        ),
        (
            _said("Elke starter moet een mentor krijgen.", "recommendation", "must"),
            _said("Geen enkele starter mag beginnen zonder mentor.", "recommendation", "must"),
            "reworded",
        ),
        # *niet alleen* forbids nothing.
        (
            _said("Scholen moeten overleggen.", "recommendation", "must"),
            _said("Niet alleen scholen moeten overleggen.", "recommendation", "must"),
            "reworded",
        ),
        (
            _said("De minister moet dat regelen.", "recommendation", "must", "vlaamse-regering"),
            _said("Scholen moeten dat regelen.", "recommendation", "must", "onderwijs"),
            "readdressed",
        ),
        (
            _said("Begeleiding moet er komen voor kansarme leerlingen.", "recommendation", "must"),
            _said("Begeleiding moet er komen voor alle leerlingen.", "recommendation", "must"),
            "widened",
        ),
        (
            _said("De begeleiding blijft nodig.", "view"),
            _said("Die begeleiding is nog altijd nodig.", "view"),
            "reworded",
        ),
    ],
)
def test_what_became_of_a_position(old: Statement, new: Statement, relation: str) -> None:
    found = [said(each, contents([text_of(each)], looked_up)[0]) for each in (old, new)]
    judged = judge(*found)
    assert judged.relation == relation
    mirrored = judge(*reversed(found))
    assert mirrored.relation == MIRRORED.get(judged.relation, judged.relation)
    assert relation == "reworded" or judged.basis
