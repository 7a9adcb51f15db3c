"""The finders as spaCy components, for pipelines of others: `nlp.add_pipe("vlortool_positions")`.

Works with `spacy.blank("nl")`. A doc is read as one advisory: its sentences are those that an
earlier component set, else the toolkit's own. Extension attributes:

- `Span._.vlortool_actors` of a sentence: ids of the actors named, by `vlortool_actors`;
- `Span._.vlortool_themes` of a sentence: ids of its themes, by `vlortool_themes`;
- `Span._.vlortool_position`, `_.vlortool_confidence`, `_.vlortool_strength` of a sentence, by
  `vlortool_positions`;
- `Doc.spans["vlortool_actors"]`, `Doc.spans["vlortool_themes"]`: the words that are the evidence,
  labelled with the ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from vlortool.resources import structure
from vlortool.tag.actors import find_actors
from vlortool.tag.labels import position_judge
from vlortool.tag.sentences import split_sentences
from vlortool.tag.themes import find_all_themes
from vlortool.tag.units import Unit
from vlortool.tag.words import tokens_of

_SENTENCE_ATTRIBUTES: dict[str, Any] = {
    "vlortool_actors": (),
    "vlortool_themes": (),
    "vlortool_position": None,
    "vlortool_confidence": None,
    "vlortool_strength": None,
}


class _Component:
    """A component that reads the sentences of a doc as units."""

    def __init__(self, council: str | None) -> None:
        self._council = council
        for name, default in _SENTENCE_ATTRIBUTES.items():
            if not Span.has_extension(name):
                Span.set_extension(name, default=default)

    def _sentences(self, doc: Doc) -> list[tuple[Span, Unit]]:
        spans = list(doc.sents if doc.has_annotation("SENT_START") else _own_sentences(doc))
        tokens = tokens_of(doc)
        units: list[Unit] = []
        for place, span in enumerate(spans):
            unit = Unit(
                text=span.text,
                start=span.start_char,
                end=span.end_char,
                tokens=[each for each in tokens if span.start_char <= each.start < span.end_char],
                place=place,
                count=len(spans),
                previous=units[-1] if units else None,
                council=self._council,
            )
            if units:
                units[-1].following = unit
            units.append(unit)
        return list(zip(spans, units, strict=True))


class Actors(_Component):
    """Names the actors of each sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Return the doc with its actors."""
        evidence: list[Span] = []
        for span, unit in self._sentences(doc):
            named = find_actors(unit)
            span._.vlortool_actors = tuple(dict.fromkeys(each.id for each in named))
            for each in named:
                evidence += _span(doc, each.start, each.end, each.id)
        doc.spans["vlortool_actors"] = evidence
        return doc


class Themes(_Component):
    """Names the themes of each sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Return the doc with its themes."""
        evidence: list[Span] = []
        sentences = self._sentences(doc)
        found = find_all_themes([unit for _, unit in sentences])
        for (span, _), themes in zip(sentences, found, strict=True):
            span._.vlortool_themes = tuple(each.id for each in themes)
            for each in themes:
                if each.start is not None and each.end is not None:
                    evidence += _span(doc, each.start, each.end, each.id)
        doc.spans["vlortool_themes"] = evidence
        return doc


class Positions(_Component):
    """Judges the position and strength of each sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Return the doc with its positions."""
        sentences = self._sentences(doc)
        units = [unit for _, unit in sentences]
        judgements = position_judge().judge(units)
        for (span, _), judgement in zip(sentences, judgements, strict=True):
            span._.vlortool_position = judgement.position
            span._.vlortool_confidence = judgement.confidence
            span._.vlortool_strength = judgement.strength
        return doc


def _span(doc: Doc, start: int, end: int, label: str) -> list[Span]:
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    return [span] if span is not None else []


def _own_sentences(doc: Doc) -> Iterator[Span]:
    for start, end in split_sentences(doc.text, structure().abbreviations):
        yield from _span(doc, start, end, "")


@Language.factory(
    "vlortool_actors",
    default_config={"council": None},
    assigns=["span._.vlortool_actors"],
)
def make_actors(nlp: Language, name: str, council: str | None) -> Actors:  # noqa: ARG001
    """Make the component; `council` is the id of the council that *de raad* stands for."""
    return Actors(council)


@Language.factory(
    "vlortool_themes",
    default_config={"council": None},
    assigns=["span._.vlortool_themes"],
)
def make_themes(nlp: Language, name: str, council: str | None) -> Themes:  # noqa: ARG001
    """Make the component."""
    return Themes(council)


@Language.factory(
    "vlortool_positions",
    default_config={"council": None},
    assigns=[
        "span._.vlortool_position",
        "span._.vlortool_confidence",
        "span._.vlortool_strength",
    ],
)
def make_positions(nlp: Language, name: str, council: str | None) -> Positions:  # noqa: ARG001
    """Make the component."""
    return Positions(council)
