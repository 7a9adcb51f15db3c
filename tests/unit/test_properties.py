"""Laws that hold for any text at all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.seeds import RAW, SEEDS
from vlortool.errors import ExtractionError
from vlortool.extract.characters import clean
from vlortool.model.advisory import Advisory
from vlortool.pipeline import parse_file

_SEED_LINES = [
    line for name in SEEDS for line in (RAW / f"{name}.txt").read_text("utf-8").split("\n")
]
_ODD_LINES = [
    "", " ", " " * 160, "\f", "1 ", "1.", "II", "a)", "¬", "• ", "- ", "o o", "Inhoud", "Noten",
    "1 Inleiding ..... 2", "2/9", "Pagina 3 van 9", "Geachte minister,", "Met vriendelijke groet",
    "Jan Peeters   An Maes", "voorzitter   secretaris", "Adviesvrager: de minister", "‘", "\u00ad",
    "Een zin die afbreekt aan het ein-", "de van de regel.12 En verder", "5 Zie nota, 3 mei 2018.",
    "GROTE KOP", "Wat nu?", "\ttab", "\u200b", "ﬁets", "e\u0301e\u0301n", "(zie p. 3).", "1° punt",
]  # fmt: skip
# A link target is kept as a note's field, each once, and so left out where letters are counted.
_PLAIN_LINES = [line for line in [*_SEED_LINES, *_ODD_LINES] if "http" not in line]
_lines = st.one_of(
    st.sampled_from(_SEED_LINES),
    st.sampled_from(_ODD_LINES),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60),
)
_texts = st.lists(_lines, max_size=60).map("\n".join)


def _parse(text: str) -> Advisory | None:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "advies.txt"
        source.write_bytes(text.encode())
        try:
            return parse_file(source)
        except ExtractionError:
            return None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_texts)
def test_any_text_is_parsed_with_true_spans(text: str) -> None:
    advisory = _parse(text)
    if advisory is None:
        return
    size = len(advisory.text)
    for one in advisory.statements:
        assert advisory.text[one.start : one.end] == one.text
        block = advisory.blocks[one.block]
        assert block.start <= one.start < one.end <= block.end
        assert one.section == block.section
        assert one.origin
    for block in advisory.blocks:
        section = advisory.sections[block.section]
        assert section.start <= block.start < block.end <= section.end
        assert block.lead_in is None or block.lead_in < advisory.blocks.index(block)
    for before, after in zip(advisory.blocks, advisory.blocks[1:], strict=False):
        assert before.end < after.start
    for section in advisory.sections:
        assert 0 <= section.start < section.end <= size
        quoted = advisory.text[section.start : section.end]
        assert quoted.strip() == quoted
    for note in advisory.footnotes:
        assert note.marker is None or 0 <= note.marker <= size
        assert note.origin


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_texts)
def test_no_line_of_the_source_is_lost(text: str) -> None:
    advisory = _parse(text)
    if advisory is None:
        return
    covered: set[int] = set()
    units: list[Any] = [
        *advisory.sections,
        *advisory.blocks,
        *advisory.footnotes,
        *advisory.furniture,
    ]
    for unit in units:
        for place in unit.origin:
            assert place.line is not None
            assert place.last_line is not None
            covered.update(range(place.line, place.last_line + 1))
    filled = {
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if clean(line.replace("\f", "")).replace("\u00ad", "").strip()
    }
    assert filled <= covered


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_PLAIN_LINES), max_size=60).map("\n".join))
def test_no_letter_of_the_source_is_lost_or_doubled(text: str) -> None:
    advisory = _parse(text)
    if advisory is None:
        return
    kept = [advisory.text]
    kept += [block.glyph or "" for block in advisory.blocks]
    kept += [note.text for note in advisory.footnotes]
    kept += [piece.text for piece in advisory.furniture]
    assert _letters("\n".join(kept)) == _letters(clean(text))


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalpha() and char.isascii())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_texts)
def test_parsing_is_a_function(text: str) -> None:
    assert _parse(text) == _parse(text)
