from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from vlortool.errors import ResourceError
from vlortool.resources.themes import Rule, read_themes, themes
from vlortool.tag.theme_context import NAMES
from vlortool.tag.theme_model import Weights, checked, shipped_weights
from vlortool.tag.theme_rules import RuleIndex
from vlortool.tag.themes import MOST, ThemeFinder, find_all_themes
from vlortool.tag.units import Unit
from vlortool.tag.words import tokenize

INDEX = RuleIndex(themes())
RULES = [
    pytest.param(f"{theme.id}.{rule.id}", rule, id=f"{theme.id}.{rule.id}")
    for theme in themes().themes
    for rule in theme.rule
]


@dataclass
class _Line:
    text: str
    title: str = ""
    lead_in: int | None = None


def _document(*lines: _Line) -> list[Unit]:
    units: list[Unit] = []
    titles: dict[str, Any] = {"": ()}
    offset = 0
    for line in lines:
        if line.title not in titles:
            titles[line.title] = (tuple(tokenize(line.title)),)
        unit = Unit(
            text=line.text,
            start=offset,
            end=offset + len(line.text),
            tokens=tokenize(line.text, offset),
            kind="paragraph" if line.lead_in is None else "bullet",
            depth=0 if line.lead_in is None else 1,
            titles=titles[line.title],
            lead_in=None if line.lead_in is None else units[line.lead_in],
            previous=units[-1] if units else None,
        )
        if units:
            units[-1].following = unit
        units.append(unit)
        offset += len(line.text) + 1
    return units


def _fired(text: str) -> set[str]:
    return {INDEX.names[hit.rule] for hit in INDEX.find(tokenize(text))}


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_rule_fires_in_its_example_and_not_in_its_counterexample(name: str, rule: Rule) -> None:
    assert name in _fired(rule.hit)
    assert name not in _fired(rule.miss)


def test_no_rule_lists_a_word_twice() -> None:
    for theme in themes().themes:
        for rule in theme.rule:
            for words in (rule.words, rule.phrases, rule.parts, rule.exceptions):
                twice = sorted({word for word in words if words.count(word) > 1})
                assert not twice, f"{theme.id}.{rule.id}: {twice}"


def test_parts_of_compounds_count_and_exceptions_do_not() -> None:
    assert "werkplekleren.stage" in _fired("Er zijn te weinig stageplaatsen.")
    assert "financiering.geld" not in _fired("De hulpmiddelen zijn oud.")


def test_a_phrase_may_have_a_gap() -> None:
    assert "financiering.geld" in _fired("De minister trekt daar niets voor uit.")
    assert "financiering.geld" not in _fired("Hij trekt de deur, die klemt en piept, niet uit.")


def test_the_words_that_show_a_theme_are_quoted() -> None:
    units = _document(
        _Line("De raad vergaderde."),
        _Line("De planlast en de formulieren nemen toe.", "Minder planlast"),
        _Line("Er zijn extra middelen nodig voor stageplaatsen en mentoren.", "Stages"),
    )
    text = " ".join(unit.text for unit in units)
    for unit, found in zip(units, find_all_themes(units), strict=True):
        for theme in found:
            if theme.inherited:
                assert (theme.start, theme.end) == (None, None)
            else:
                assert theme.start is not None
                assert theme.end is not None
                assert unit.start <= theme.start < theme.end <= unit.end
    quoted = {
        theme.id: text[theme.start : theme.end]
        for found in find_all_themes(units)
        for theme in found
        if not theme.inherited
    }
    assert quoted["administratieve-lasten"] == "planlast"
    assert quoted["werkplekleren"] == "stageplaatsen"
    assert quoted["financiering"] == "extra middelen"


def test_a_theme_is_inherited_from_the_title() -> None:
    lines = [_Line("De stageplaatsen en de mentoren zijn schaars.", "Stages en mentoren")] * 3
    units = _document(*lines, _Line("Dat is nodig.", "Stages en mentoren"))
    found = {theme.id: theme for theme in find_all_themes(units)[-1]}
    assert found["werkplekleren"].inherited
    assert found["werkplekleren"].rule == "title"
    assert found["werkplekleren"].start is None


def test_a_theme_is_inherited_from_the_lead_in() -> None:
    units = _document(
        _Line("De mentoren en de stageplaatsen hebben nodig:"),
        _Line("een vaste plaats voor stagiairs en mentoren;", lead_in=0),
        _Line("mentoren voor elke stageplaats;", lead_in=0),
        _Line("iets meer rust;", lead_in=0),
        _Line("stagebegeleiding door een mentor.", lead_in=0),
    )
    found = {theme.id: theme for theme in find_all_themes(units)[3]}
    assert found["werkplekleren"].inherited
    assert found["werkplekleren"].rule == "lead-in"


def test_a_theme_beyond_the_model_is_given_by_its_rule() -> None:
    (unit,) = _document(_Line("De zomervakantie."))
    found = [theme for theme in find_all_themes([unit])[0] if theme.id == "schooltijd"]
    assert [theme.rule for theme in found] == ["schooltijd.kalender"]


def test_an_empty_document_has_no_themes() -> None:
    assert find_all_themes([]) == []
    assert find_all_themes([Unit(text="", start=0, end=0, tokens=[])]) == [[]]


WORDS = st.sampled_from(
    ["de", "raad", "middelen", "planlast", "decreet", "leraren", "!", ":", "Dat", "12", "jeugdhulp"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "Middelen", "Stages"])), max_size=6))
def test_any_text_has_at_most_three_themes_of_the_catalogue(lines: list[tuple[str, str]]) -> None:
    units = _document(*(_Line(text, title) for text, title in lines))
    ids = {theme.id for theme in themes().themes}
    for unit, found in zip(units, find_all_themes(units), strict=True):
        assert len(found) <= MOST
        assert len({theme.id for theme in found}) == len(found)
        for theme in found:
            assert theme.id in ids
            assert 0 <= theme.probability <= 1
            assert theme.inherited == (theme.start is None) == (theme.end is None)
            if theme.start is not None and theme.end is not None:
                assert unit.start <= theme.start < theme.end <= unit.end


RULE = {"id": "r", "strength": "strong", "words": ["maan"], "hit": "De maan.", "miss": "De zon."}
THEME = {"id": "maan", "label": "Maan", "description": "De maan.", "rule": [RULE]}


def test_a_theme_of_ones_own_replaces_one_of_the_same_id() -> None:
    own = THEME | {"id": "taal"}
    catalogue = read_themes(
        [
            ("a.toml", {"theme": [THEME | {"id": "taal", "label": "x"}]}),
            ("b.toml", {"theme": [own, THEME]}),
        ]
    )
    assert [theme.label for theme in catalogue.themes] == ["Maan", "Maan"]
    finder = ThemeFinder(catalogue, shipped_weights())
    (found,) = finder.find(_document(_Line("De maan schijnt.")))
    assert "maan" in {theme.id for theme in found}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"themes": []}, "'themes'"),
        ({"theme": {}}, "theme: not a list"),
        ({"theme": [1]}, "theme[0]"),
        ({"theme": [{"id": "x"}]}, "(x)"),
        ({"theme": [THEME, THEME]}, "theme.id: 'maan'"),
        ({"theme": [THEME | {"rule": [RULE, RULE]}]}, "rule 'r': id"),
        ({"theme": [THEME | {"rule": [RULE | {"strength": "firm"}]}]}, "strength: 'firm'"),
        ({"theme": [THEME | {"rule": [RULE | {"words": []}]}]}, "words: no words"),
        ({"theme": [THEME | {"rule": [RULE | {"words": ["Maan"]}]}]}, "words: 'Maan'"),
        ({"theme": [THEME | {"rule": [RULE | {"parts": ["maan"]}]}]}, "parts: 'maan'"),
        ({"theme": [THEME | {"rule": [RULE | {"phrases": [".. maan"]}]}]}, "phrases: '.. maan'"),
        ({"theme": [THEME | {"rule": [RULE | {"word": ["maan"]}]}]}, "word"),
    ],
)
def test_a_wrong_catalogue_is_refused_with_file_and_key(table: Any, words: str) -> None:
    with pytest.raises(ResourceError) as caught:
        read_themes([("eigen.toml", table)])
    assert caught.value.message.startswith("eigen.toml")
    assert words in caught.value.message


def test_weights_of_other_features_are_refused() -> None:
    empty: dict[str, float] = {}
    raw = Weights(thresholds=(0.3,), bias=empty, words={}, context=empty, context_bias=empty)
    with pytest.raises(ResourceError, match="context"):
        checked(raw)
    fitting = replace(raw, context=dict.fromkeys(NAMES, 0.0))
    assert checked(fitting) is fitting
