"""Made-up advisories: sections of several documents, in other words, as one stored record."""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from heads import Head
from msgspec.structs import replace
from templates import BlockPart, SectionPart, SentencePart, Template
from wording import Reworded, Vocabulary, Wording

from vlortool.model.advisory import (
    Advisory,
    Block,
    Citation,
    Footnote,
    Furniture,
    Metadata,
    Origin,
    Section,
    Source,
    Statement,
)
from vlortool.model.identity import statement_hash
from vlortool.pipeline import PARSER

_MOST_WORKS = 6
_OF_STORE = 0.6
_MORE = 1.5
_LONGEST_RUN = 5
_DEEPEST = 3
_BASIS = "same council, date and title (1.00 of its words)"
# The source: characters a line, lines a page, and where they stand on it, in points.
_LINE, _PAGE = 95, 46
_TOP, _STEP, _TALL, _LEFT, _RIGHT = 72.0, 15.0, 11.0, 71.0, 524.0


class Composer:
    """Makes advisories of the parts of others."""

    def __init__(
        self,
        templates: Sequence[Template],
        vocabulary: Vocabulary,
        heads: Sequence[Head],
        seed: int,
    ) -> None:
        self._templates = templates
        self._vocabulary = vocabulary
        self._seed = seed
        self._dated = sorted((one for one in heads if one.is_dated), key=lambda one: one.day)
        self._days = [one.day for one in self._dated]
        self._notes = [
            note
            for template in templates
            for section in template.sections
            for block in section.blocks
            for sentence in block.sentences
            for note in sentence.notes
            if note.citations
        ]

    def compose(self, head: Head) -> Advisory:
        """Compose the advisory of a head; it doesn't matter which were composed before."""
        rng = Random(f"{self._seed}/{head.index}")
        earlier = self._dated[: bisect_left(self._days, head.day)]
        maker = _Maker(head, Wording(self._vocabulary, rng), rng, earlier, self._notes)
        for section in self._sections(head.council, rng):
            if len(maker.statements) >= head.size:
                break
            maker.section(section)
        return maker.advisory()

    def _sections(self, council: str, rng: Random) -> Iterator[SectionPart]:
        """Yield sections without end, some of one document and then some of another."""
        templates = [one for one in self._templates if one.council == council]
        while True:
            sections = rng.choice(templates).sections
            first = rng.randrange(len(sections))
            for section in sections[first : first + rng.randint(1, _LONGEST_RUN)]:
                if section.blocks:
                    yield section


class _Maker:
    """The record of one advisory as it grows."""

    def __init__(
        self,
        head: Head,
        wording: Wording,
        rng: Random,
        earlier: Sequence[Head],
        cited: Sequence[Footnote],
    ) -> None:
        self.statements: list[Statement] = []
        self._head, self._wording, self._rng = head, wording, rng
        self._earlier, self._cited_elsewhere = earlier, cited
        self._works = rng.randint(0, _MOST_WORKS)
        self._parts: list[str] = []
        self._length, self._row = 0, 1
        self._sections: list[Section] = []
        self._blocks: list[Block] = []
        self._notes: list[Footnote] = []
        self._numbers = [0] * _DEEPEST
        self._repeats: Counter[str] = Counter()

    def section(self, part: SectionPart) -> None:
        """Add a section, or as much of it as the advisory has room for."""
        if part.title is None and self._sections:
            self._body(part)
            return
        level = min(part.level, self._sections[-1].level + 1 if self._sections else 1, _DEEPEST)
        number = self._number(level) if part.numbered else None
        title = self._wording.reword(part.title).text if part.title else None
        start = self._length + (2 if self._parts else 0)
        place = self._origin(self._row, self._row)
        if title is not None:
            self._add(f"{number} {title}" if number else title)
            self._row += 2
        self._sections.append(
            Section(number=number, title=title, level=level, start=start, end=start, origin=place)
        )
        self._body(part)

    def advisory(self) -> Advisory:
        """Return the record."""
        head, text = self._head, "".join(self._parts)
        data = text.encode()
        citations = [one for note in self._notes for one in note.citations]
        suffix, kind = (".pdf", "application/pdf") if head.is_pdf else (".txt", "text/plain")
        pages = self._row // _PAGE + 1
        return Advisory(
            id=head.id,
            source=Source(
                path=f"data/raw/{head.id}{suffix}",
                media_type=kind,
                sha256=hashlib.sha256(data).hexdigest(),
                bytes=len(data),
                pages=pages,
                parser=PARSER,
            ),
            metadata=self._metadata([one.date for one in citations if one.date is not None]),
            text=text,
            sections=self._closed(),
            blocks=self._blocks,
            footnotes=self._notes,
            statements=self.statements,
            citations=citations,
            furniture=_page_numbers(pages) if head.is_pdf else [],
        )

    def _metadata(self, cited: list[dt.date]) -> Metadata:
        head = self._head
        return Metadata(
            title=head.title,
            council=head.council,
            body=head.body,
            date=head.day if head.is_dated else None,
            not_before=max(cited, default=None),
            reference=head.reference,
            requested_by=head.requested_by,
            own_initiative=None if head.requested_by else self._rng.choice((True, None)),
            url=head.url,
        )

    def _closed(self) -> list[Section]:
        """Return the sections, each ending where the last of its subsections does."""
        closed = list(self._sections)
        ends = [0] * (_DEEPEST + 1)
        for index in range(len(closed) - 1, -1, -1):
            one = closed[index]
            end = max(one.end, *ends[one.level + 1 :], 0)
            ends[one.level :] = [end, *[0] * (_DEEPEST - one.level)]
            closed[index] = replace(one, end=end)
        return closed

    def _body(self, part: SectionPart) -> None:
        first = len(self._blocks)
        for block in part.blocks:
            if len(self.statements) >= self._head.size:
                break
            self._block(block, first)
        self._sections[-1] = replace(self._sections[-1], end=self._length)

    def _block(self, part: BlockPart, first: int) -> None:
        gap = "\n\n" if self._parts else ""
        start = self._length + len(gap)
        notes = len(self._notes)
        for sentence in part.sentences:
            self._sentence(sentence, gap or sentence.gap, start)
            gap = ""
        last = self._row + (self._length - 1 - start) // _LINE
        self._blocks.append(
            Block(
                kind="bullet" if part.kind == "bullet" else "paragraph",
                depth=part.depth,
                glyph=part.glyph,
                section=len(self._sections) - 1,
                lead_in=None if part.lead_in is None else first + part.lead_in,
                start=start,
                end=self._length,
                origin=self._origin(self._row, last),
            )
        )
        # Notes follow the block that calls them, as they do where pages become text.
        self._row = last + 2
        for place in range(notes, len(self._notes)):
            origin = self._origin(self._row, self._row)
            self._notes[place] = replace(self._notes[place], origin=origin)
            self._row += 1

    def _sentence(self, part: SentencePart, gap: str, block_start: int) -> None:
        new = self._wording.reword(part.line)
        self._parts += [gap, new.text] if gap else [new.text]
        start = self._length + len(gap)
        self._length = end = start + len(new.text)
        digest = statement_hash(new.text)
        self._repeats[digest] += 1
        times = self._repeats[digest]
        notes = part.notes or self._more_notes()
        rows = [self._row + (at - block_start) // _LINE for at in (start, end - 1)]
        self.statements.append(
            replace(
                _moved(part.statement, new, start),
                id=f"{digest}-{times}" if times > 1 else digest,
                block=len(self._blocks),
                section=len(self._sections) - 1,
                start=start,
                end=end,
                text=new.text,
                footnotes=[number for note in notes for number in self._note(note, end)],
                origin=self._origin(*rows),
            )
        )

    def _more_notes(self) -> list[Footnote]:
        """Return a note for a sentence without one, so often that all works find a place."""
        is_due = self._rng.random() * self._head.size < _MORE * self._works
        return [self._rng.choice(self._cited_elsewhere)] if is_due and self._cited_elsewhere else []

    def _note(self, note: Footnote, marker: int) -> list[str]:
        """Add a note as it is, or with a work of the store in it; return its number, if any."""
        number = str(len(self._notes) + 1)
        if note.citations:
            found = self._cited(note, number)
            if found is None:
                return []
            note = found
            self._works -= len(note.citations)
        self._notes.append(replace(note, number=number, marker=marker))
        return [number]

    def _cited(self, note: Footnote, number: str) -> Footnote | None:
        day, works = self._head.day, note.citations
        if self._works < len(works):
            return None
        if self._earlier and self._rng.random() < _OF_STORE:
            work = self._rng.choice(self._earlier)
            citation = Citation(
                council=work.council,
                body=work.body,
                title=work.title,
                date=work.day,
                url=work.url,
                footnote=number,
                resolved=work.id,
                basis=_BASIS,
            )
            urls = [work.url] if work.url else []
            return replace(note, text=work.cited(), urls=urls, citations=[citation])
        if any(one.date is not None and one.date >= day for one in works):
            return None
        return replace(note, citations=[replace(one, footnote=number) for one in works])

    def _number(self, level: int) -> str:
        self._numbers[level - 1] += 1
        self._numbers[level:] = [0] * (_DEEPEST - level)
        return ".".join(str(max(number, 1)) for number in self._numbers[:level])

    def _add(self, words: str) -> None:
        gap = "\n\n" if self._parts else ""
        self._parts += [gap, words]
        self._length += len(gap) + len(words)

    def _origin(self, first: int, last: int) -> list[Origin]:
        if not self._head.is_pdf:
            return [Origin(line=first, last_line=last)]
        return [
            Origin(
                page=page + 1,
                top=_TOP + _STEP * (max(first, page * _PAGE) % _PAGE),
                bottom=_TOP + _STEP * (min(last, page * _PAGE + _PAGE - 1) % _PAGE) + _TALL,
                x0=_LEFT,
                x1=_RIGHT,
            )
            for page in range(first // _PAGE, last // _PAGE + 1)
        ]


def _moved(statement: Statement, new: Reworded, start: int) -> Statement:
    """Move the actors, themes and cues of a statement to where their words now stand."""

    def at(offset: int) -> int:
        return start + new.moved(offset)

    return replace(
        statement,
        actors=[replace(one, start=at(one.start), end=at(one.end)) for one in statement.actors],
        themes=[
            replace(one, start=at(one.start), end=at(one.end))
            if one.start is not None and one.end is not None
            else one
            for one in statement.themes
        ],
        cues=[replace(one, start=at(one.start), end=at(one.end)) for one in statement.cues],
    )


def _page_numbers(pages: int) -> list[Furniture]:
    bottom = _TOP + _STEP * _PAGE + _TALL
    return [
        Furniture(
            kind="page-number",
            text=str(page),
            origin=[
                Origin(page=page, top=bottom, bottom=bottom + _TALL, x0=_RIGHT - _TALL, x1=_RIGHT)
            ],
        )
        for page in range(1, pages + 1)
    ]
