"""PDFs of several producers against what stands on their pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.seeds import NEWER, OLDER, RAW, quote
from vlortool.model.advisory import Advisory
from vlortool.pipeline import parse_file

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"
PAIRS = sorted(
    path.with_suffix("").with_suffix("").name for path in FIXTURES.glob("*.expected.json")
)
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


@pytest.fixture(scope="module", params=PAIRS)
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Advisory]:
    expected = json.loads((FIXTURES / f"{request.param}.expected.json").read_text("utf-8"))
    return expected, parse_file(FIXTURES / f"{request.param}.pdf")


Pair = tuple[dict[str, Any], Advisory]


def test_headings(pair: Pair) -> None:
    expected, advisory = pair
    assert [(one.level, one.number or "", one.title) for one in advisory.sections if one.title] == [
        (one["level"], (one["num"] or "").rstrip("."), one["text"]) for one in expected["headings"]
    ]


def test_paragraphs(pair: Pair) -> None:
    expected, advisory = pair
    found = [quote(advisory, block) for block in advisory.blocks if block.kind == "paragraph"]
    assert found == expected["paragraphs"]


def test_bullets_with_depth_and_lead_in(pair: Pair) -> None:
    expected, advisory = pair
    found = [
        (
            block.depth,
            quote(advisory, block),
            quote(advisory, advisory.blocks[block.lead_in]) if block.lead_in is not None else None,
        )
        for block in advisory.blocks
        if block.kind == "bullet"
    ]
    assert found == [(one["level"], one["text"], one["lead_in"]) for one in expected["bullets"]]


def test_notes_with_links_and_markers(pair: Pair) -> None:
    expected, advisory = pair
    found = {
        # The gold gives 30 characters, or fewer where a paragraph begins.
        note.number: (
            note.text,
            note.urls,
            advisory.text[: note.marker or 0][-30:].rpartition("\n")[2],
        )
        for note in advisory.footnotes
    }
    assert found == {
        number: (one["text"], one["links"], one["marker"][0]["after"])
        for number, one in expected["footnotes"].items()
    }


def test_front_matter_and_signatures(pair: Pair) -> None:
    expected, advisory = pair
    meta, found = expected["meta"], advisory.metadata
    day, month, year = meta["date"].split()
    assert found.title == meta["title"]
    assert str(found.date) == f"{year}-{_MONTHS.split().index(month) + 1:02}-{int(day):02}"
    assert found.reference == meta["ref"]
    if meta["council"] == "Vlaamse Onderwijsraad":
        # The other councils advise as a whole here, and their own name is no part of them.
        assert found.body == meta["body"]
    assert [[one.name, one.function] for one in found.signatories] == expected["signature"]


def test_furniture_stays_out_of_the_text(pair: Pair) -> None:
    expected, advisory = pair
    strings = [expected["header"], *expected.get("furniture", [])]
    for words in strings:
        assert not words or words not in advisory.text
    assert not re.search(r"(?m)^\d+/\d+$", advisory.text)
    assert {piece.kind for piece in advisory.furniture} & {"page-number", "footer"}


@pytest.mark.parametrize(
    ("pdf", "text"), [("lo-zorg40", NEWER), ("weasy-generalist", OLDER)], ids=["newer", "older"]
)
def test_pdf_and_text_give_the_same_sentences(pdf: str, text: str) -> None:
    printed = parse_file(FIXTURES / f"{pdf}.pdf")
    extracted = parse_file(RAW / f"{text}.txt")
    # The one printed by LibreOffice has its ellipses as one character in one place.
    assert [one.text for one in printed.statements] == [one.text for one in extracted.statements]
    assert [one.id for one in printed.statements] == [one.id for one in extracted.statements]
