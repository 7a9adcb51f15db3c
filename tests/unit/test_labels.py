"""Laws of the NLP stage, for any text; and labels whose reasons can be read in the words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from vlortool.model.advisory import POSITIONS, STRENGTHS, Block, Metadata, Section, Statement
from vlortool.model.document import Document
from vlortool.resources.actors import actors
from vlortool.resources.themes import themes
from vlortool.tag.context import speaking_council
from vlortool.tag.statements import find_statements

_PIECES = [
    "De Vlor dringt er bij de minister op aan", "om", "dat", "moet", "nog", "scholen", "niet", ",",
    ".", ":", "Pas nadat", "een", "piste", "worden", "leraren", "‘", "?", "Hij", "EVC", "en", "12%",
    "werkplekleren", "Vlor-visie", "de raad", "Vlaamse Raad WVG", ";", "maar", "(", "uitbouwen",
]  # fmt: skip
_texts = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
)


def _document(words: list[str]) -> Document:
    text, blocks = "", []
    for number, part in enumerate(words):
        start = len(text)
        text += part
        blocks.append(
            Block(
                kind="bullet" if number % 2 else "paragraph",
                depth=number % 2,
                glyph=None,
                section=0,
                lead_in=number - 1 if number % 2 else None,
                start=start,
                end=len(text),
                origin=[],
            )
        )
        text += "\n\n"
    section = Section(number="1", title="Werkplekleren", level=1, start=0, end=len(text), origin=[])
    return Document(
        metadata=Metadata(council="vlor", requested_by="minister van Onderwijs"),
        text=text,
        sections=[section],
        blocks=blocks,
        footnotes=[],
        furniture=[],
        warnings=[],
        places=[],
        markers=[],
    )


@given(st.lists(_texts, min_size=1, max_size=4))
@settings(deadline=None, max_examples=150)
def test_any_text_is_labelled_by_the_rules_of_the_record(words: list[str]) -> None:
    document = _document(words)
    for one in find_statements(document):
        assert document.text[one.start : one.end] == one.text
        _check(document.text, one)


def _check(text: str, one: Statement) -> None:
    known = actors().by_id
    assert one.position in POSITIONS
    assert one.confidence is not None
    assert 0 <= one.confidence <= 1
    assert (one.strength in STRENGTHS) == (one.position == "recommendation")
    assert one.speaker in known
    assert {each.id for each in one.actors} <= known.keys()
    assert set(one.addressees) <= {each.id for each in one.actors}
    assert set(one.implied) <= known.keys()
    assert not (one.implied and one.addressees)
    assert {each.id for each in one.themes} <= {each.id for each in themes().themes}
    assert len(one.themes) <= 3
    spans = [(each.start, each.end) for each in one.actors]
    for start, end in [*spans, *((each.start, each.end) for each in one.cues)]:
        assert one.start <= start < end <= one.end
        assert text[start:end].strip()
    for theme in one.themes:
        assert (theme.start is None) == theme.inherited
        if theme.start is not None and theme.end is not None:
            assert one.start <= theme.start < theme.end <= one.end


@given(st.lists(_texts, min_size=1, max_size=3))
@settings(deadline=None, max_examples=30)
def test_labelling_twice_gives_the_same(words: list[str]) -> None:
    assert find_statements(_document(words)) == find_statements(_document(words))


def test_an_impersonal_ask_implies_who_asked_for_the_advisory() -> None:
    [one] = find_statements(_document(["Er moet dringend meer overleg komen."]))
    assert one.addressees == []
    assert one.implied == ["vlaamse-regering"]


def test_reasons_name_the_words_that_decided() -> None:
    document = _document(["De Vlor dringt erop aan om de regeling te herzien."])
    [one] = find_statements(document)
    assert (one.position, one.strength) == ("recommendation", "urge")
    words = {
        document.text[each.start : each.end]
        for each in one.cues
        if each.rule == "strength/cue:urge"
    }
    assert words == {"dringt erop aan"}


def test_de_raad_is_the_council_that_an_unsigned_text_names_most() -> None:
    words = ["De Minaraad vraagt overleg. De Minaraad steunt dat. Volgens de Minaraad is het goed."]
    assert speaking_council(words[0]) == "minaraad"
    assert speaking_council("De SERV vraagt dat. De Minaraad ook, en de SERV weer.") is None
    document = _document([*words, "De raad vraagt een evaluatie."])
    unsigned = replace(document, metadata=Metadata())
    assert find_statements(unsigned)[-1].speaker == "minaraad"
