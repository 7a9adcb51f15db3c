"""The finders in a spaCy pipeline of somebody else, and a trained pipeline of the user's."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from vlortool.errors import ResourceError
from vlortool.resources.actors import actors
from vlortool.tag.clauses import clauses_of
from vlortool.tag.words import tokenize, tokens_of, use_model

_TEXT = (
    "De Vlor vraagt dat de minister de stages en het werkplekleren versterkt. "
    "In 2016 telde het secundair onderwijs drie stelsels."
)


def test_components_are_found_by_name_and_fill_what_they_assign() -> None:
    nlp = spacy.blank("nl")
    for name in ("vlortool_actors", "vlortool_themes", "vlortool_positions"):
        nlp.add_pipe(name)
    doc = nlp(_TEXT)
    first, second = doc[:13], doc[13:]
    assert first._.vlortool_position == "recommendation"
    assert first._.vlortool_strength == "ask"
    assert first._.vlortool_confidence > 0.5
    assert set(first._.vlortool_actors) == {"vlor", "vlaamse-regering"}
    assert "werkplekleren" in first._.vlortool_themes
    assert second._.vlortool_position == "none"
    assert {span.label_ for span in doc.spans["vlortool_actors"]} <= actors().by_id.keys()
    assert "stages" in {span.text for span in doc.spans["vlortool_themes"]}


def test_sentences_of_an_earlier_component_are_kept() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("vlortool_positions")
    doc = nlp("Er moet overleg komen! Dat is zo.")
    assert [sentence._.vlortool_position is not None for sentence in doc.sents] == [True, True]


def test_the_council_that_speaks_is_a_setting() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("vlortool_actors", config={"council": "serv"})
    doc = nlp("De raad vraagt overleg.")
    assert doc[:]._.vlortool_actors == ("serv",)


def test_an_empty_doc_passes() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("vlortool_actors")
    nlp.add_pipe("vlortool_positions")
    assert len(nlp("")) == 0


def test_verb_forms_of_a_trained_pipeline_go_before_ours() -> None:
    words = ["Scholen", "schrappen", "keuzes", "."]
    nlp = spacy.blank("nl")
    as_noun = Doc(
        nlp.vocab,
        words=words,
        pos=["NOUN", "VERB", "NOUN", "PUNCT"],
        morphs=["Number=Plur", "VerbForm=Fin|Number=Plur", "Number=Plur", ""],
        lemmas=["school", "schrappen", "keuze", "."],
    )
    tokens = tokens_of(as_noun)
    assert [token.verb for token in tokens] == ["", "plural", "", ""]
    assert [token.lemma for token in tokens] == ["school", "schrappen", "keuze", "."]
    assert clauses_of(tokens).finite == 1


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """Train a tiny tagger, good for one sentence."""
    nlp = spacy.blank("nl")
    nlp.add_pipe("morphologizer")
    doc = nlp.make_doc("Wij eisen overleg.")
    labels = {
        "morphs": ["", "VerbForm=Fin|Number=Plur", "", ""],
        "pos": ["PRON", "VERB", "NOUN", "PUNCT"],
    }
    example = Example.from_dict(doc, labels)
    nlp.initialize(lambda: [example])
    for _ in range(20):
        nlp.update([example])
    nlp.to_disk(tmp_path / "tiny")
    return tmp_path / "tiny"


def test_a_trained_pipeline_is_used_where_the_user_has_one(pipeline: Path) -> None:
    assert [token.verb for token in tokenize("Wij eisen overleg.")] == [None] * 4
    use_model(str(pipeline))
    try:
        tokens = tokenize("Wij eisen overleg. Wij eisen overleg.", 0, [(0, 18), (19, 37)])
        assert tokens[1].verb == "plural"
        assert tokens[2].verb == ""
    finally:
        use_model(None)


def test_a_pipeline_that_is_none_or_not_dutch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="spaCy pipeline"):
        use_model(str(tmp_path / "none"))
    spacy.blank("en").to_disk(tmp_path / "english")
    with pytest.raises(ResourceError, match="'en'"):
        use_model(str(tmp_path / "english"))
