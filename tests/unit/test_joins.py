"""What becomes of a line's end."""

from __future__ import annotations

import pytest

from vlortool.model.layout import Line
from vlortool.resources import structure
from vlortool.segment.joins import Hyphenation, observe


def _observed(*texts: str) -> Hyphenation:
    lines = [Line(page=1, number=number, text=text) for number, text in enumerate(texts, start=1)]
    return observe(lines, structure())


PLAIN = _observed("Een regel zonder afbreking.", "Nog een regel over migratie.")
HYPHENATED = _observed(
    *[
        "De school ver-",
        "andert en de leer-",
        "ling ook, wat be-",
        "tekent dat het onder-",
        "wijs wacht.",
    ]
)


def _join(hyphenation: Hyphenation, before: str, after: str) -> str:
    return hyphenation.join(before, after) + after


def test_hyphenation_by_program_is_noticed() -> None:
    assert HYPHENATED.automatic
    assert not PLAIN.automatic


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("de VDAB-", "studie", "de VDAB-studie"),
        ("met migratie-", "achtergrond", "met migratie-achtergrond"),
        ("het Vlor-", "advies", "het Vlor-advies"),
        ("de zorg-", "en welzijnssector", "de zorg- en welzijnssector"),
        ("in 2018-", "2019", "in 2018-2019"),
        ("de prak-", "tijken", "de praktijken"),
        ("zonder", "streepje", "zonder streepje"),
    ],
)
def test_plain_documents_keep_real_hyphens(before: str, after: str, joined: str) -> None:
    assert _join(PLAIN, before, after) == joined


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("het beroeps-", "onderwijs", "het beroepsonderwijs"),
        ("de STEM-", "richting", "de STEM-richting"),
        ("de lager-", "en kleuterschool", "de lager- en kleuterschool"),
        ("is niet-", "verplicht", "is niet-verplicht"),
    ],
)
def test_hyphenated_documents_lose_breaks_only(before: str, after: str, joined: str) -> None:
    assert _join(HYPHENATED, before, after) == joined


@pytest.mark.parametrize("hyphen", ["\u2010", "\u00ad"])
def test_other_hyphens_at_a_line_end_are_breaks(hyphen: str) -> None:
    assert _join(PLAIN, f"de leer{hyphen}", "lingen") == "de leerlingen"
    assert _join(PLAIN, f"de zorg{hyphen}", "en gezinssector") == "de zorg- en gezinssector"


def test_the_documents_own_form_decides() -> None:
    seen = _observed("De taskforce en de sociaal-artistieke werking.", "Ook beleidsplannen.")
    assert _join(seen, "de sociaal-", "artistieke werking") == "de sociaal-artistieke werking"
    assert _join(seen, "de beleids-", "plannen") == "de beleidsplannen"


def test_a_link_target_runs_over_a_line_end_without_a_blank() -> None:
    before = "Zie https://www.vlor.be/adviezen/advies-over-"
    assert _join(PLAIN, before, "de-beleidsbrief") == f"{before}de-beleidsbrief"
    assert PLAIN.join("www.vlor.be/advies", "studie", ("http://www.vlor.be/adviesstudie",)) == (
        "www.vlor.be/advies"
    )
