"""Clauses: the finite verb of the main clause, and which words stand outside it."""

from __future__ import annotations

import pytest

from vlortool.tag.clauses import MAIN, clauses_of, verb_shape
from vlortool.tag.words import tokenize


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("De Vlor vraagt dat de minister het decreet herziet.", "vraagt"),
        ("Als scholen dat willen, moet de overheid het mogelijk maken.", "moet"),
        ("Hoewel de nota ambitieus is, blijft de financiering vaag.", "blijft"),
        ("Leerlingen die willen doorstromen, krijgen extra begeleiding.", "krijgen"),
        ("Daarom pleiten de sociale partners voor overleg.", "pleiten"),
        ("Scholen moeten daarop rekenen.", "moeten"),
        ("Om het beroep aantrekkelijk te maken, zijn stappen nodig.", "zijn"),
    ],
)
def test_the_finite_verb_of_the_main_clause(sentence: str, verb: str) -> None:
    tokens = tokenize(sentence)
    assert tokens[clauses_of(tokens).finite].text == verb


@pytest.mark.parametrize(
    ("sentence", "outside"),
    [
        ("De Vlor vraagt dat de minister het decreet herziet.", "herziet"),
        ("Leerlingen die willen doorstromen, krijgen begeleiding.", "willen"),
        ("Dat gebeurt vóór ze een keuze maken, omdat ze moeten kiezen.", "moeten"),
    ],
)
def test_words_of_a_subordinate_clause_are_not_in_the_main_one(sentence: str, outside: str) -> None:
    tokens = tokenize(sentence)
    zones = clauses_of(tokens).zones
    place = [token.text for token in tokens].index(outside)
    assert zones[place] != MAIN


@pytest.mark.parametrize(
    ("form", "shape"),
    [
        ("moet", "finite"),
        ("vraagt", "finite"),
        ("vragen", "plural"),
        ("uitbouwen", "plural"),
        ("uitgebouwd", "part"),
        ("gevraagd", "part"),
        ("hervormd", "part"),
        ("leerlingen", ""),
        ("geen", ""),
    ],
)
def test_the_shape_of_a_verb(form: str, shape: str) -> None:
    assert verb_shape(form) == shape


def test_noun_or_verb_is_told_by_the_word_before() -> None:
    assert tokenize("De vragen blijven open.")[1].lemma == "vraag"
    assert tokenize("Wij vragen overleg.")[1].lemma == "vragen"
