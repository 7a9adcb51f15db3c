"""The lexicon: lemmas of word forms and parts of compounds, for searching and comparing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlortool.lexicon import Word, analyse, parts


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("beroepskwalificaties", ("beroep", "kwalificatie")),
        ("leerwerkplekken", ("leer", "werk", "plek", "leerwerk", "werkplek")),
        ("begeleidingstaken", ("begeleiding", "taak")),
        ("kinderopvang", ("kind", "opvang")),
        ("energieverbruik", ("energie", "verbruik")),
        ("armoedebestrijding", ("armoede", "bestrijding")),
    ],
)
def test_the_parts_of_a_compound(form: str, found: tuple[str, ...]) -> None:
    assert parts(form) == found


def test_runs_of_parts_are_parts() -> None:
    found = parts("onderwijsloopbaanbegeleiding")
    assert set(found) == {
        *("onderwijs", "loopbaan", "begeleiding"),
        *("onderwijsloopbaan", "loopbaanbegeleiding"),
    }


@pytest.mark.parametrize(
    "form",
    [
        *("betaald", "totaal", "digitaal", "horizontaal", "horizontale", "vertaling", "mentaal"),
        *("fundamenteel", "verplichting", "studenten", "ministers", "natuur", "waardering"),
        *("belangrijk", "geloofwaardigheid", "samenwerking", "gemeenschappelijk"),
    ],
)
def test_what_looks_like_a_compound(form: str) -> None:
    assert parts(form) == ()


@pytest.mark.parametrize(
    ("form", "lemma", "others"),
    [
        ("leerwerkplekken", "leerwerkplek", ()),
        ("beroepskwalificaties", "beroepskwalificatie", ()),
        ("cvo's", "cvo", ()),
        ("Instellingen", "instelling", ()),
        ("VRAGEN", "vraag", ("vragen",)),
        ("staat", "staat", ("staan",)),
        ("Vlaamse", "vlaams", ()),
        ("vóór", "voor", ()),
        ("zij-instromers", "zij-instromer", ()),
        ("onderwijs-", "onderwijs", ()),
        ("", "", ()),
    ],
)
def test_lemmas(form: str, lemma: str, others: tuple[str, ...]) -> None:
    word = analyse(form)
    assert (word.lemma, word.others) == (lemma, others)


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("Vlor-visie", ("vlor", "visie")),
        ("zorg-/welzijnssector", ("zorg", "welzijnssector", "welzijn", "sector")),
        ("VDAB-studie", ("vdab", "studie")),
    ],
)
def test_hyphens_part_words(form: str, found: tuple[str, ...]) -> None:
    assert analyse(form).parts == found


@given(st.text(max_size=200))
def test_any_string_is_analysed(text: str) -> None:
    word = analyse(text)
    assert isinstance(word, Word)
    assert parts(text) is not None
    assert all(word.parts)
