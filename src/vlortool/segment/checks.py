"""What a reader should know of the source: its defects are reported, not repaired."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from vlortool.model.advisory import Footnote, Origin, Section, SourceWarning
from vlortool.model.layout import Layout
from vlortool.segment.assemble import Assembled
from vlortool.segment.measure import Measures

_LONG_NOTE = 3000


def check(
    layout: Layout, assembled: Assembled, footnotes: list[Footnote], measures: Measures
) -> Iterator[SourceWarning]:
    """Yield what is missing, doubled or out of order.

    Args:
        layout: Its pages, whose own defects are known already.
        assembled: The document's text and sections.
        footnotes: Its notes.
        measures: The document's typography.
    """
    if not assembled.text and not layout.warnings:
        yield SourceWarning(
            code="no-running-text",
            message="all there is was taken for headers, footers, contents, notes and the like",
        )
    yield from _check_notes(footnotes)
    yield from _check_numbers(assembled.sections)
    signs = measures.styled or measures.trailing or measures.blank_lines
    if measures.wrapped and not signs:
        yield SourceWarning(
            code="paragraph-cue-missing",
            message="neither blanks at line ends nor blank lines tell where paragraphs end;"
            " some may be merged",
        )


def _check_notes(footnotes: list[Footnote]) -> Iterator[SourceWarning]:
    counts = Counter(note.number for note in footnotes)
    places: defaultdict[str, list[Origin]] = defaultdict(list)
    for note in footnotes:
        places[note.number] += note.origin
        if not note.text and not note.urls:
            yield SourceWarning(
                code="footnote-without-text",
                message=f"note {note.number} has a marker but no text",
                origin=note.origin,
            )
        elif note.marker is None and counts[note.number] == 1:
            yield SourceWarning(
                code="footnote-without-marker",
                message=f"note {note.number} has a text but no marker was found",
                origin=note.origin,
            )
        if len(note.text) > _LONG_NOTE:
            yield SourceWarning(
                code="long-footnote",
                message=f"note {note.number} holds {len(note.text)} characters;"
                " its end may not have been found",
                origin=note.origin,
            )
    for number, count in counts.items():
        if count > 1:
            yield SourceWarning(
                code="duplicate-footnote",
                message=f"note {number} stands {count} times",
                origin=places[number],
            )


def _check_numbers(sections: list[Section]) -> Iterator[SourceWarning]:
    """Report a number that skips one among sisters (`2` after `4`, `3.1` after `3.3`)."""
    by_parent: dict[tuple[str, int], list[Section]] = {}
    for section in sections:
        parts = (section.number or "").split(".")
        if parts[-1].isdigit():
            key = (".".join(parts[:-1]), section.level)
            by_parent.setdefault(key, []).append(section)
    for sisters in by_parent.values():
        for before, section in pairwise(sisters):
            last = int((before.number or "0").split(".")[-1])
            this = int((section.number or "0").split(".")[-1])
            if this not in (last + 1, 1):
                yield SourceWarning(
                    code="section-number-gap",
                    message=f"section {section.number} follows section {before.number}",
                    origin=section.origin,
                )
