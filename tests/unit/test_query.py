"""Questions to one advisory: which section, which notes, in which order to read."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.unit.samples import advisory, line
from vlortool.errors import UnknownNameError
from vlortool.model.advisory import Footnote, Origin, Section
from vlortool.model.place import Place, place_of
from vlortool.query.notes import notes, with_markers
from vlortool.query.reading import NotesAt, units
from vlortool.query.sections import find_section, outline, section_at, subtree

MADE = advisory()


def section(number: str | None, title: str | None, level: int = 1) -> Section:
    return Section(number=number, title=title, level=level, start=0, end=0, origin=[])


TREE = replace(
    MADE,
    sections=[
        section(None, None),
        section("I", "Situering"),
        section("II", "Instroom"),
        section("II.1", "Instroom in de opleiding", 2),
        section("II.1.1", "Later", 3),
        section("III", "Instroom in de sector"),
        section(None, "Bijlage"),
    ],
    blocks=[],
    footnotes=[],
    statements=[],
)


@pytest.mark.parametrize(
    ("name", "index"),
    [("II", 2), ("ii", 2), ("II.", 2), ("II.1", 3), ("0", 0), ("situ", 1), ("Instroom", 2),
     ("in de  SECTOR", 5), ("bijlage", 6)],
)  # fmt: skip
def test_a_section_is_found_by_number_or_title(name: str, index: int) -> None:
    assert find_section(TREE, name) == index


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("4", "has no section '4'.*vlortool outline advies"),
        ("", "has no section"),
        ("in de", "several sections: II.1 Instroom in de opleiding; III Instroom in de sector"),
    ],
)
def test_an_unknown_or_doubtful_section_says_what_to_type(name: str, says: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        find_section(TREE, name)
    assert error.match(says)


def test_subsections_belong_to_their_section() -> None:
    assert [list(subtree(TREE, index)) for index in (1, 2, 3, 6)] == [[1], [2, 3, 4], [3, 4], [6]]


def test_the_outline_counts_what_is_a_sections_own() -> None:
    first, second = outline(MADE)
    assert (first.paragraphs, first.bullets, first.statements, first.footnotes) == (1, 0, 1, 0)
    assert (second.paragraphs, second.bullets, second.statements, second.footnotes) == (1, 1, 2, 2)
    assert second.place == Place(unit="line", first=2, last=4)


def test_a_marker_belongs_to_the_section_that_it_ends() -> None:
    assert [section_at(MADE, offset) for offset in (0, 7, 8, 9, 50)] == [0, 0, 0, 1, 1]


def test_places_span_lines_else_pages_else_nothing() -> None:
    assert place_of([*line(3), Origin(line=5, last_line=9)]) == Place(unit="line", first=3, last=9)
    assert place_of([Origin(page=2, top=1.0), Origin(page=1)]) == Place(
        unit="page", first=1, last=2
    )
    assert place_of([]) is None


def test_notes_have_the_sentence_of_their_marker() -> None:
    first, second = notes(MADE)
    assert first.sentence == "De Vlor vraagt overleg.[1]"
    assert (first.statement, first.section, first.defects) == ("b2", "1", [])
    assert second.sentence == "Met scholen.[2]"
    assert second.defects == ["no-text"]


def test_orphans_and_doubles_are_told() -> None:
    lost = Footnote(number="1", text="Nog een.", urls=[], marker=None, origin=line(6))
    found = notes(replace(MADE, footnotes=[MADE.footnotes[0], lost]))
    assert found[0].defects == ["duplicate-number"]
    assert found[1].defects == ["no-marker", "duplicate-number"]
    assert (found[1].sentence, found[1].statement, found[1].section) == (None, None, None)


def test_a_marker_in_a_heading_has_the_heading() -> None:
    made = replace(MADE, footnotes=[Footnote(number="1", text="x", urls=[], marker=13, origin=[])])
    assert notes(made)[0].sentence == "Vraag[1]"
    heading = next(unit for unit in units(made) if unit.kind == "heading")
    assert heading.text == "Vraag[1]"
    assert sum(unit.text.count("[1]") for unit in units(made)) == 1


def test_markers_are_put_back_where_they_stood() -> None:
    assert with_markers(MADE, 14, 50) == "De Vlor vraagt overleg.[1]\nMet scholen.[2]"
    assert with_markers(MADE, 38, 50, "({})") == "Met scholen.(2)"


@pytest.mark.parametrize(
    ("notes_at", "kinds"),
    [
        ("section", ["paragraph", "heading", "paragraph", "bullet", "note", "note", "note"]),
        ("end", ["paragraph", "heading", "paragraph", "bullet", "note", "note", "note"]),
        ("none", ["paragraph", "heading", "paragraph", "bullet"]),
    ],
)
def test_units_stand_in_reading_order(notes_at: NotesAt, kinds: list[str]) -> None:
    lost = Footnote(number="9", text="Los.", urls=[], marker=None, origin=[])
    made = replace(MADE, footnotes=[*MADE.footnotes, lost])
    assert [unit.kind for unit in units(made, notes_at=notes_at)] == kinds
    # A section has its own notes; one without a marker belongs to the whole.
    numbers = [unit.number for unit in units(made, 1, notes_at) if unit.kind == "note"]
    assert numbers == ([] if notes_at == "none" else ["1", "2"])


def test_each_note_stands_exactly_once() -> None:
    places: list[NotesAt] = ["section", "end"]
    for notes_at in places:
        found = [unit.number for unit in units(MADE, notes_at=notes_at) if unit.kind == "note"]
        assert found == ["1", "2"]
