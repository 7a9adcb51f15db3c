"""Actors: who is named, who must act, who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlortool.model.advisory import Position
from vlortool.resources.actors import ISSUER, NOTHING, ActorRule, actors
from vlortool.resources.frames import addressee_weights
from vlortool.tag.actors import actors_in, find_actors
from vlortool.tag.addressees import find_addressees, implied_addressees
from vlortool.tag.roles import find_roles
from vlortool.tag.speakers import find_speaker
from vlortool.tag.units import Unit
from vlortool.tag.words import tokenize

RULES = actors().rules
REC: Position = "recommendation"


def unit_of(text: str, council: str | None = "vlor", **more: object) -> Unit:
    return Unit(
        text=text,
        start=0,
        end=len(text),
        tokens=tokenize(text),
        council=council,
        **more,  # type: ignore[arg-type]
    )


def ids(text: str, council: str = "vlor") -> set[str]:
    return {named.id for named in find_actors(unit_of(text, council))}


def rules_hit(rule: ActorRule, text: str) -> set[str]:
    council = min(rule.councils) if rule.councils else "vlor"
    return {named.rule for named in find_actors(unit_of(text, council))}


def addressees(text: str, council: str = "vlor") -> set[str]:
    unit = unit_of(text, council)
    return {mention.id for mention in find_addressees(unit, find_actors(unit), REC)}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.actor != NOTHING], ids=lambda rule: rule.id
)
def test_a_rule_finds_its_hit_and_leaves_its_miss(rule: ActorRule) -> None:
    assert rule.id in rules_hit(rule, rule.hit)
    assert rule.id not in rules_hit(rule, rule.miss)


def test_a_longer_name_takes_its_words_away() -> None:
    for rule in RULES:
        if rule.actor == NOTHING:
            assert not ids(rule.hit)
            assert ids(rule.miss)


def test_the_catalogue_is_sound() -> None:
    catalogue = actors()
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert len(catalogue.by_id) >= 50
    for rule in RULES:
        assert rule.actor in catalogue.by_id or rule.actor in (ISSUER, NOTHING)
        assert rule.councils <= set(catalogue.by_id)
        for word in (*rule.words, *rule.heads, *rule.tails, *rule.without):
            assert word == word.lower().strip(), (rule.id, word)
        assert len(set(rule.words)) == len(rule.words), rule.id


@pytest.mark.parametrize(
    ("text", "council", "expected"),
    [
        ("De raad vraagt een plan.", "serv", {"serv"}),
        ("De raad vraagt een plan.", "vlor", {"vlor"}),
        ("De raad van bestuur beslist.", "serv", set()),
        ("De Raad van State beslist.", "vlor", {"raad-van-state"}),
        ("De Vlaamse Raad WVG beslist.", "vlor", {"sar-wgg"}),
        ("De sociale partners vragen overleg.", "vlor", {"serv"}),
        ("We vragen overleg en wij krijgen het.", "vlor", set()),
        ("Het federale niveau wordt betrokken.", "vlor", {"federale-overheid"}),
        ("De federale regelgeving wordt aangepast.", "vlor", set()),
        ("De federale minister wordt betrokken.", "vlor", {"federale-overheid"}),
        ("Lerarenopleidingen werken samen.", "vlor", {"leraren", "onderwijs"}),
        ("Het schooljaar en de nascholing.", "vlor", set()),
        ("Schoolbesturen overleggen.", "vlor", {"schoolbesturen"}),
        ("De mentoropleidingen.", "vlor", {"mentoren"}),
    ],
)
def test_names_stand_for_who_is_meant(text: str, council: str, expected: set[str]) -> None:
    assert ids(text, council) == expected


def test_actors_of_a_request() -> None:
    asked = "Hilde Crevits, Vlaams minister van Onderwijs, en Philippe Muyters, minister van Werk"
    assert actors_in(asked) == ["vlaamse-regering"]
    assert actors_in("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Vlor vraagt de Vlaamse Regering om de middelen te verhogen.", {"vlaamse-regering"}),
        ("De Vlor dringt er bij de schoolbesturen op aan om dat te doen.", {"schoolbesturen"}),
        ("Van de inspectie verwacht de raad dat ze dat nagaat.", {"inspectie"}),
        ("De sectoren moeten meer stageplaatsen aanbieden.", {"sector"}),
        ("Lokale besturen nodigen we uit om een plan te maken.", {"lokale-besturen"}),
        ("Het is aan de VDAB om dat te regelen.", {"vdab"}),
        ("Meldingen moeten door de inspectie worden beantwoord.", {"inspectie"}),
        ("Minister, maak daar werk van.", {"vlaamse-regering"}),
        ("Lerenden moeten de kans krijgen om te proeven.", set()),
        ("Leerlingen moeten dat vak kunnen volgen.", set()),
        ("Scholen moeten beter ondersteund worden.", set()),
        ("Dat vraagt inspanningen in de scholen.", set()),
        ("Aan de Vlor wordt gevraagd om advies te geven.", set()),
        ("Er moet meer samengewerkt worden met de sectoren.", set()),
    ],
)
def test_who_must_act(text: str, expected: set[str]) -> None:
    assert addressees(text) == expected


def test_only_a_recommendation_has_addressees() -> None:
    unit = unit_of("De sectoren moeten meer stageplaatsen aanbieden.")
    assert find_addressees(unit, find_actors(unit), "none") == []


def test_an_impersonal_ask_goes_to_who_asked_for_the_advisory() -> None:
    unit = unit_of("Er moet meer geld komen.", asked_by=("vlaamse-regering", "vlor"))
    assert implied_addressees(unit, REC, []) == ["vlaamse-regering"]
    assert implied_addressees(unit, "view", []) == []
    named = unit_of("De sectoren moeten plaatsen aanbieden.", asked_by=("vlaamse-regering",))
    found = find_addressees(named, find_actors(named), REC)
    assert implied_addressees(named, REC, found) == []
    assert implied_addressees(unit_of("Er moet meer geld komen."), REC, []) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Vlor vraagt een plan.", "vlor"),
        ("Er is een plan nodig.", "vlor"),
        ("De SERV vraagt een plan.", "serv"),
        ("De minister wil de lat hoger leggen.", "vlaamse-regering"),
        ("Volgens de conceptnota verdwijnt het attest.", "vlaamse-regering"),
        ("De conceptnota kondigt een platform aan.", "vlaamse-regering"),
        ("De Vlor vraagt dat de minister dat onderzoekt.", "vlor"),
        ("De conceptnota zwijgt daarover.", "vlor"),
        ("Volgens de sociale partners kan het anders.", "serv"),
    ],
)
def test_whose_position_it_is(text: str, expected: str) -> None:
    unit = unit_of(text)
    assert find_speaker(unit, find_actors(unit)) == expected


def test_a_list_goes_on_with_the_words_of_its_lead_in() -> None:
    lead = unit_of("Het regeerakkoord kondigt aan:")
    unit = unit_of("een lerarendecreet;", depth=1, lead_in=lead, kind="bullet")
    assert find_speaker(unit, find_actors(unit)) == "vlaamse-regering"


def test_roles() -> None:
    unit = unit_of("De Vlor vraagt de minister om de scholen te steunen.")
    named = find_actors(unit)
    roles = find_roles(unit, named, find_addressees(unit, named, REC), "vlor")
    assert list(zip([mention.id for mention in named], roles, strict=True)) == [
        ("vlor", "speaker"), ("vlaamse-regering", "addressee"), ("onderwijs", "mentioned"),
    ]  # fmt: skip


def test_spans_quote_the_words_as_printed() -> None:
    text = "De CLB-medewerkers en de Vlaamse Regering lezen de Vlor-visie."
    quotes = [text[named.start : named.end] for named in find_actors(unit_of(text))]
    assert "CLB-medewerkers" in quotes
    assert "Vlaamse Regering" in quotes
    assert "Vlor-visie" in quotes


_WORDS = st.sampled_from(
    ["de", "Vlor", "moet", "de raad", "scholen", ",", "vraagt", "aan", "dat", "door", "minister",
     "worden", "die", "en", ":", "gevraagd", "wij", "volgens", "nota", "zij", "leraren-", "CLB’s"]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=25).map(" ".join)))
def test_any_text_gives_ids_of_the_catalogue(text: str) -> None:
    known = set(actors().by_id)
    unit = unit_of(text, None, previous=unit_of(text), lead_in=unit_of(text), depth=1)
    named = find_actors(unit)
    for mention in named:
        assert mention.id in known
        assert text[mention.start : mention.end].strip()
    found = find_addressees(unit, named, REC)
    assert {mention.id for mention in found} <= {mention.id for mention in named}
    assert all(0 <= mention.probability <= 1 for mention in found)
    speaker = find_speaker(unit, named)
    assert speaker in known
    assert len(find_roles(unit, named, found, speaker)) == len(named)
    assert find_addressees(unit, named, REC) == found


def test_the_weights_are_in_use() -> None:
    assert addressee_weights().features
