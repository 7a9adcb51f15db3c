"""Sentence boundaries, in words that policy prose is full of."""

from __future__ import annotations

import pytest

from vlortool.model.identity import statement_hash
from vlortool.resources import structure
from vlortool.tag.sentences import split_sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, structure().abbreviations)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["De Vlor vraagt overleg.", "Hij rekent daarop."],
        ["Hoe kan dat?", "De opleidingen werken eraan."],
        ["Dat kost tijd, geld, ...", "Niemand betaalt het."],
        ["De nota telt o.m. acht doelen.", "Ze zijn niet nieuw."],
        ["Zie art. 4 van het decreet.", "Het geldt nog."],
        ["Minister H. Crevits vroeg advies.", "De raad gaf het."],
        ["Het actieplan 4.0 loopt.", "De nota 3.1 niet."],
        ["In 2018 kwam de nota ‘Nieuw professionalisme. Een kader’ uit.", "Ze is kort."],
        ["De CLB’s wachten.", "‘Zorg’ is een woord.", "(Dat weet men.)"],
        ["Er zijn 12 scholen.", "12 is weinig."],
        ["De raad (zie ook p. 3) stemt in.", "Eén lid niet."],
        ["Wat ontbreekt, is tijd…", "En geld!"],
    ],
)
def test_a_block_is_split_into_its_sentences(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "De leraren, CLB’s, enz. wachten af.",
        "Dat geldt bv. voor kleine scholen en dgl.",
        "De score op 2.5 volstaat niet.",
        "Ook J.-P. Sartre wordt gelezen.",
        "welzijnsberoepen;",
    ],
)
def test_a_stop_inside_a_sentence_ends_nothing(text: str) -> None:
    assert _split(text) == [text]


def test_an_id_looks_through_case_quotes_and_blanks() -> None:
    plain = statement_hash("De Vlor vraagt 'overleg'.")
    assert plain == statement_hash("de  vlor vraagt ‘overleg’")
    assert plain != statement_hash("De Vlor vraagt geen overleg.")
