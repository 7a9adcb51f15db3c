"""Cues: every rule of the catalogue does what its examples say, and patterns mean what they say."""

from __future__ import annotations

import pytest

from vlortool.errors import ResourceError
from vlortool.resources.cues import Cue, cues
from vlortool.tag.cues import CueFinder, compile_pattern
from vlortool.tag.words import tokenize

_CUES = cues()
_FINDER = CueFinder(_CUES.by_id.values(), _CUES.classes)


def _found(text: str) -> set[str]:
    return {each.cue for each in _FINDER.find(tokenize(text))}


@pytest.mark.parametrize("cue", _CUES.by_id.values(), ids=lambda cue: cue.id)
def test_a_cue_is_found_in_its_hit_and_not_in_its_miss(cue: Cue) -> None:
    assert cue.id in _found(cue.hit)
    assert cue.id not in _found(cue.miss)


def _matches(pattern: str, text: str) -> bool:
    cue = Cue(id="x", group="x", patterns=(pattern,), hit="", miss="", label="")
    classes = {"council": frozenset({"vlor", "raad"})}
    return bool(CueFinder([cue], classes).find(tokenize(text)))


@pytest.mark.parametrize(
    ("pattern", "hit", "miss"),
    [
        ("er moet", "Hier moet, zo blijkt: er moet overleg komen.", "Er zal overleg moeten."),
        ("moet|moeten ... worden", "Het moet snel herzien worden.", "Het moet; dat zal worden."),
        ("{vragen} om", "Dat vraagt om overleg.", "De vraag is open."),
        ("<council> ... {steunen}", "De raad steunt dat.", "De school steunt dat."),
        ("^ zo", "‘Zo kan dat.’", "Dat kan zo."),
        (": $", "Namelijk:", "Namelijk: dit."),
        ("in _ context", "in deze context", "in context"),
    ],
)
def test_the_notation_of_patterns(pattern: str, hit: str, miss: str) -> None:
    assert _matches(pattern, hit)
    assert not _matches(pattern, miss)


@pytest.mark.parametrize("pattern", ["", "...", "moet ...", "<unknown> moet"])
def test_a_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ResourceError, match=r"cues\.toml: cue\[x\]: .*(pattern|class)"):
        compile_pattern("x", pattern, {})


def test_a_gap_does_not_cross_a_semicolon() -> None:
    assert _matches("moet ... worden", "Het moet beter worden")
    assert not _matches("moet ... worden", "Het moet; het zal worden")


@pytest.mark.parametrize(
    ("cue", "text", "quoted"),
    [
        ("must-not", "Dat mag scholen in geen geval verplichten.", "mag scholen in geen geval"),
        ("must-not", "Dat mag geen excuus zijn.", "mag geen"),
        (
            "is-a-value",
            "Daar is de kwaliteit van de begeleiding cruciaal.",
            "is de kwaliteit van de begeleiding cruciaal",
        ),
        ("is-a-value", "Stage is een belangrijke hefboom.", "is een belangrijke"),
    ],
)
def test_a_cue_ends_with_the_word_that_tells(cue: str, text: str, quoted: str) -> None:
    tokens = tokenize(text)
    [found] = [each for each in _FINDER.find(tokens) if each.cue == cue]
    assert text[tokens[found.first].start : tokens[found.last - 1].end] == quoted
