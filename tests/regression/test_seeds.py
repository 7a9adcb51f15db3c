"""The seeds as text, against their double-coded gold and the facts known of them."""

from __future__ import annotations

import pytest

from tests.seeds import (
    RAW,
    SEEDS,
    gold,
    gold_headings,
    gold_notes,
    gold_units,
    headings,
    notes,
    quote,
    units,
)
from vlortool.model.advisory import Advisory, Origin
from vlortool.pipeline import parse_file


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> tuple[str, Advisory]:
    return request.param, parse_file(RAW / f"{request.param}.txt")


def test_sections_are_those_of_the_gold(seed: tuple[str, Advisory]) -> None:
    name, advisory = seed
    assert headings(advisory) == gold_headings(name)


def test_notes_are_those_of_the_gold(seed: tuple[str, Advisory]) -> None:
    name, advisory = seed
    assert notes(advisory) == gold_notes(name)


def test_sentences_are_those_of_the_gold(seed: tuple[str, Advisory]) -> None:
    name, advisory = seed
    assert units(advisory) == gold_units(name)


def test_each_marker_stands_in_its_sentence(seed: tuple[str, Advisory]) -> None:
    name, advisory = seed
    by_id = {unit["id"]: unit["text"] for unit in gold(name)["units"]}
    found = {number: one.text for one in advisory.statements for number in one.footnotes}
    assert found == {note["number"]: by_id[note["marker"]] for note in gold(name)["footnotes"]}


def test_the_text_before_the_first_heading_is_a_section(newer: Advisory) -> None:
    intro = newer.sections[0]
    assert (intro.number, intro.title) == (None, None)
    assert quote(newer, intro).startswith("Op 19 oktober hechtte")
    assert quote(newer, intro).endswith("te maken hebben.")


def test_bullets_are_counted_by_depth(newer: Advisory, older: Advisory) -> None:
    assert [sum(b.depth == depth for b in newer.blocks) for depth in (1, 2)] == [27, 4]
    assert [sum(b.depth == depth for b in older.blocks) for depth in (1, 2)] == [18, 0]


def test_a_list_is_introduced_by_the_block_above_it(newer: Advisory) -> None:
    nested = next(b for b in newer.blocks if quote(newer, b).startswith("om leerlingen van de"))
    assert nested.lead_in is not None
    parent = newer.blocks[nested.lead_in]
    assert quote(newer, parent) == "De modernisering van het secundair onderwijs biedt kansen:"
    assert parent.lead_in is not None
    assert quote(newer, newer.blocks[parent.lead_in]).endswith("initiatieven uitgebouwd worden:")


def test_a_marker_without_a_note_is_reported_and_not_repaired(newer: Advisory) -> None:
    assert [warning.code for warning in newer.warnings] == ["footnote-without-text"]
    five = next(note for note in newer.footnotes if note.number == "5")
    assert (five.text, five.urls) == ("", [])
    assert five.marker is not None
    assert newer.text[: five.marker].endswith("hierin een rol spelen.")


def test_the_older_seed_has_no_defects(older: Advisory) -> None:
    assert older.warnings == []


@pytest.mark.parametrize("words", ["hbo5", "NT2", "4.0", "VDAB-studie", "STEM-actieplan"])
def test_digits_and_hyphens_of_words_stay(newer: Advisory, words: str) -> None:
    assert words in newer.text


@pytest.mark.parametrize("words", ["VIA-4", "t/m 5", "welzijn 4.0’", "–vorm"])
def test_digits_and_dashes_of_the_older_seed_stay(older: Advisory, words: str) -> None:
    assert words in older.text


def test_line_end_hyphens_are_kept(newer: Advisory) -> None:
    for words in ("VDAB-studie", "STEM-actieplan", "migratie-achtergrond", "Vlor-advies"):
        assert words in newer.text


def test_the_same_sentence_has_its_place_in_either_file(newer: Advisory, older: Advisory) -> None:
    def place(advisory: Advisory) -> list[Origin]:
        (one,) = (s for s in advisory.statements if s.text.startswith("De Vlor blijft aandringen"))
        return one.origin

    assert place(newer) == [Origin(line=340, last_line=344)]
    assert place(older) == [Origin(line=175, last_line=179)]


def test_a_sentence_over_a_page_seam_names_both_places(older: Advisory) -> None:
    (one,) = (s for s in older.statements if s.text.startswith("Die zijn gebaseerd op"))
    assert one.text == (
        "Die zijn gebaseerd op beroepskwalificatiedossiers die zijn opgemaakt door de sectoren."
    )
    assert one.origin == [Origin(line=152, last_line=153)]


def test_two_columns_of_signatures_are_two_signatories(older: Advisory) -> None:
    assert [(one.name, one.function) for one in older.metadata.signatories] == [
        ("Mia Douterlungne", "administrateur-generaal"),
        ("Patriek Delbaere", "wnd. voorzitter"),
    ]


def test_a_repeated_sentence_has_an_id_of_its_own(newer: Advisory) -> None:
    repeats = [s for s in newer.statements if s.text.startswith("Gecombineerde loopbanen waar")]
    assert len(repeats) == 2
    assert repeats[1].id == f"{repeats[0].id}-2"
    assert len({s.id for s in newer.statements}) == len(newer.statements)
