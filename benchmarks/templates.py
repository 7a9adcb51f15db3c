"""Sections of real and labelled advisories, taken apart so that others can be made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from wording import Line, Vocabulary

from vlortool.evaluate.gold import read_gold
from vlortool.model.advisory import Advisory, Footnote, Statement
from vlortool.model.document import Document
from vlortool.pipeline import parse_file
from vlortool.tag.citations import cite
from vlortool.tag.statements import label_sentences

# A cue this long is evidence from the sentence as a whole, not from words in it.
_LONGEST_CUE = 40


class SentencePart(Struct, frozen=True):
    """A sentence: its statement, with its offsets from the start of the sentence.

    Attributes:
        gap: What stands between it and the sentence before it in its block.
        line: Its words.
        statement: What is said of it; actors, themes and cues count from its first character.
        notes: The notes whose markers stand in it.
    """

    gap: str
    line: Line
    statement: Statement
    notes: list[Footnote]


class BlockPart(Struct, frozen=True):
    """A paragraph or bullet; `lead_in` counts from the first block of its section."""

    kind: str
    depth: int
    glyph: str | None
    lead_in: int | None
    sentences: list[SentencePart]


class SectionPart(Struct, frozen=True):
    """A section without its subsections."""

    numbered: bool
    title: Line | None
    level: int
    blocks: list[BlockPart]


class Template(Struct, frozen=True):
    """A document in parts, with the council that speaks in it."""

    council: str
    title: Line
    requested_by: str | None
    sections: list[SectionPart]


class _Labelled(Struct, frozen=True):
    document: Document | Advisory
    statements: list[Statement]
    notes: list[Footnote]


def read_templates(paths: Sequence[Path]) -> tuple[list[Template], Vocabulary]:
    """Parse or label documents, and take them apart.

    Args:
        paths: Sources (.txt, .pdf) and labelled advisories in the shape of `corpus/` (.json).

    Returns:
        The documents in parts, and the words of all.
    """
    read = [_labelled(path) if path.suffix == ".json" else _parsed(path) for path in paths]
    vocabulary = Vocabulary(each.document.text for each in read)
    return [_template(each, vocabulary) for each in read], vocabulary


def _parsed(path: Path) -> _Labelled:
    advisory = parse_file(path)
    return _Labelled(advisory, advisory.statements, advisory.footnotes)


def _labelled(path: Path) -> _Labelled:
    gold = read_gold(path)
    assert gold.document is not None
    blocks = json.loads(path.read_text("utf-8"))["blocks"]
    marks = [sentence["notes"] for block in blocks for sentence in block.get("sentences", ())]
    statements = [
        replace(statement, footnotes=numbers)
        for statement, numbers in zip(
            label_sentences(gold.document, gold.spans), marks, strict=True
        )
    ]
    return _Labelled(gold.document, statements, cite(gold.document).footnotes)


def _template(read: _Labelled, vocabulary: Vocabulary) -> Template:
    document = read.document
    notes = {note.number: note for note in read.notes if note.text}
    sentences: dict[int, list[SentencePart]] = {}
    last = 0
    for statement in read.statements:
        row = sentences.setdefault(statement.block, [])
        gap = document.text[last : statement.start] if row else ""
        row.append(_sentence(statement, gap, notes, vocabulary))
        last = statement.end
    metadata = document.metadata
    return Template(
        council=metadata.council or "vlor",
        title=vocabulary.line(metadata.title or "Advies"),
        requested_by=metadata.requested_by,
        sections=[
            SectionPart(
                numbered=section.number is not None,
                title=vocabulary.line(section.title) if section.title else None,
                level=section.level,
                blocks=_blocks(document, index, sentences),
            )
            for index, section in enumerate(document.sections)
        ],
    )


def _blocks(
    document: Document | Advisory, section: int, sentences: dict[int, list[SentencePart]]
) -> list[BlockPart]:
    own = [
        index
        for index, block in enumerate(document.blocks)
        if block.section == section and index in sentences
    ]
    place = {index: number for number, index in enumerate(own)}
    return [
        BlockPart(
            kind=block.kind,
            depth=block.depth,
            glyph=block.glyph,
            lead_in=place.get(block.lead_in) if block.lead_in is not None else None,
            sentences=sentences[index],
        )
        for index in own
        for block in [document.blocks[index]]
    ]


def _sentence(
    statement: Statement, gap: str, notes: dict[str, Footnote], vocabulary: Vocabulary
) -> SentencePart:
    start = statement.start
    actors = [
        replace(one, start=one.start - start, end=one.end - start) for one in statement.actors
    ]
    cues = [replace(one, start=one.start - start, end=one.end - start) for one in statement.cues]
    themes = [
        replace(one, start=one.start - start, end=one.end - start)
        if one.start is not None and one.end is not None
        else one
        for one in statement.themes
    ]
    kept = [(one.start, one.end) for one in actors]
    kept += [(one.start, one.end) for one in cues if one.end - one.start <= _LONGEST_CUE]
    kept += [(a.start, a.end) for a in themes if a.start is not None and a.end is not None]
    # An edge of a long cue is an empty span: no word around it may become another.
    kept += [(edge, edge) for one in cues for edge in (one.start, one.end)]
    return SentencePart(
        gap=gap,
        line=vocabulary.line(statement.text, kept),
        statement=replace(statement, actors=actors, themes=themes, cues=cues),
        notes=[notes[number] for number in statement.footnotes if number in notes],
    )
