"""The lexicon: lemmas of word forms and parts of compounds, for searching and comparing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seeds import ROOT
from vlortool.lexicon import Word, analyse, parts
from vlortool.lexicon.compounds import split

# Floors a little below what is reached: set, precision and recall of parts.
FLOORS = [("tune", 0.99, 0.98), ("seen", 0.98, 0.93), ("held", 0.97, 0.85)]


def labelled(name: str) -> list[tuple[str, list[set[str]]]]:
    """Read a set of labelled forms: each with its parts, and what will do for each."""
    lines = (ROOT / "tests" / "fixtures" / "compounds.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        (form, [set(part.split("/")) for part in found.split()])
        for of, form, found in rows
        if of == name
    ]


@pytest.mark.parametrize(("name", "precision", "recall"), FLOORS)
def test_parts_are_as_good_as_they_were(name: str, precision: float, recall: float) -> None:
    right = said = found = wanted = 0
    for form, gold in labelled(name):
        ours = [part.lemma for part in split(form) if part.lemma]
        right += sum(any(lemma in each for each in gold) for lemma in ours)
        said += len(ours)
        found += sum(bool(each & set(ours)) for each in gold)
        wanted += len(gold)
    assert right / said >= precision
    assert found / wanted >= recall


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
        ("opleidings-", "opleiding", ()),
        ("leren", "leren", ("leer",)),
        ("werkgevers", "werkgever", ()),
        ("zelfevaluaties", "zelfevaluatie", ()),
        ("superdiversiteiten", "superdiversiteit", ()),
        ("werkplekleren", "werkplekleren", ()),
        ("energieverbruik", "energieverbruik", ()),
        ("", "", ()),
        ("zorg\ud800", "zorg", ()),
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
        ("zorgregio\u2019s", ("zorg", "regio")),
        ("Woonregio's", ("wonen", "regio")),
    ],
)
def test_parts_of_words_with_marks(form: str, found: tuple[str, ...]) -> None:
    assert analyse(form).parts == found


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("plekken", "leerwerkplekken"),
        ("werkplek", "leerwerkplekken"),
        ("leren", "leerwerkplekken"),
        ("leer", "leerwerkplekken"),
        ("kwalificaties", "beroepskwalificatie"),
        ("toetsen", "toetsbeleid"),
        ("verbruik", "energieverbruik"),
        ("gericht", "arbeidsmarktgerichte"),
        ("psycholoog", "eerstelijnspsychologen"),
        ("zorgen", "jeugdzorg"),
        ("scholen", "schoolbestuur"),
        ("kinderen", "kinderopvang"),
        ("loopbaanbegeleiding", "onderwijsloopbaanbegeleiding"),
    ],
)
def test_whoever_types_a_part_finds_the_compound(typed: str, form: str) -> None:
    asked = analyse(typed)
    assert {asked.lemma, *asked.others} & set(analyse(form).parts)


@pytest.mark.parametrize("form", ["onderwijs" * 5_000, "a-" * 50_000, "e\u0301" * 50_000])
def test_long_words_take_no_time(form: str) -> None:
    analyse("een")
    start = time.perf_counter()
    assert analyse(form).parts == ()
    assert time.perf_counter() - start < 0.5


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_string_is_analysed(text: str) -> None:
    word = analyse(text)
    assert isinstance(word, Word)
    assert all(word.parts)
    assert all(parts(text))


@given(st.text(alphabet="aeioulnrstdkgpmv's-", max_size=80))
def test_what_looks_like_words_is_analysed(text: str) -> None:
    assert all(analyse(text).parts)
