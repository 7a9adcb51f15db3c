"""The tree of sections: which one a user means, what is in it, how much."""

from __future__ import annotations

from itertools import takewhile

from msgspec import Struct

from vlortool.errors import UnknownNameError
from vlortool.model.advisory import Advisory
from vlortool.model.place import Place, place_of


class OutlineEntry(Struct, frozen=True, kw_only=True):
    """A section in the outline; what is counted is its own, without its subsections.

    Attributes:
        number: As printed; None if unnumbered.
        title: Heading; None for the text before the first heading.
        level: 1 for the top.
        paragraphs: Paragraphs.
        bullets: Bullets of every depth.
        statements: Sentences, and bullets without a verb.
        footnotes: Notes whose marker stands in it.
        place: From its heading to its last block; None if the source names no place.
    """

    number: str | None
    title: str | None
    level: int
    paragraphs: int
    bullets: int
    statements: int
    footnotes: int
    place: Place | None


def outline(advisory: Advisory) -> list[OutlineEntry]:
    """List the sections of an advisory with their sizes, in document order."""
    entries = []
    for index, section in enumerate(advisory.sections):
        blocks = [block for block in advisory.blocks if block.section == index]
        bullets = sum(block.kind == "bullet" for block in blocks)
        entries.append(
            OutlineEntry(
                number=section.number,
                title=section.title,
                level=section.level,
                paragraphs=len(blocks) - bullets,
                bullets=bullets,
                statements=sum(one.section == index for one in advisory.statements),
                footnotes=sum(
                    note.marker is not None and section_at(advisory, note.marker) == index
                    for note in advisory.footnotes
                ),
                place=place_of(
                    [*section.origin, *(origin for block in blocks for origin in block.origin)]
                ),
            )
        )
    return entries


def section_at(advisory: Advisory, offset: int) -> int | None:
    """Find the innermost section at an offset of the text; None before the first one."""
    # A marker stands at the end of what it marks, never at the start of the next section.
    begun = takewhile(
        lambda pair: pair[1].start < offset or pair[1].start == offset == 0,
        enumerate(advisory.sections),
    )
    return max((index for index, _ in begun), default=None)


def subtree(advisory: Advisory, index: int) -> range:
    """Number a section and all its subsections."""
    level = advisory.sections[index].level
    below = takewhile(lambda one: one.level > level, advisory.sections[index + 1 :])
    return range(index, index + 1 + sum(1 for _ in below))


def around(advisory: Advisory, index: int) -> list[int]:
    """Number the sections around a section and itself, outermost first."""
    sections = advisory.sections
    found = [index]
    for other in range(index - 1, -1, -1):
        has_heading = sections[other].title is not None or sections[other].number is not None
        if has_heading and sections[other].level < sections[found[0]].level:
            found.insert(0, other)
    return found


def find_section(advisory: Advisory, name: str) -> int:
    """Find the section that a user means.

    Args:
        advisory: The advisory.
        name: A number (`3.1`, `II`), a part of a title that no other title has, or `0` for the
            text before the first heading.

    Returns:
        Index of the section.

    Raises:
        UnknownNameError: No section is meant, or several are.
    """
    wanted = _fold(name)
    sections = list(enumerate(advisory.sections))
    tries = (
        [i for i, one in sections if one.number and _fold(one.number) == wanted.rstrip(".")],
        [i for i, one in sections if one.title is None and wanted == "0"],
        [i for i, one in sections if one.title and _fold(one.title) == wanted],
        [i for i, one in sections if one.title and wanted and wanted in _fold(one.title)],
    )
    found = next((hits for hits in tries if hits), [])
    if len(found) == 1:
        return found[0]
    if found:
        meant = "; ".join(_label(advisory, index) for index in found)
        raise UnknownNameError(
            f"{advisory.id}: {name!r} means several sections: {meant}",
            "Type its number, or more of its title",
        )
    raise UnknownNameError(
        f"{advisory.id} has no section {name!r}",
        f"See its sections: vlortool outline {advisory.id}",
    )


def _label(advisory: Advisory, index: int) -> str:
    section = advisory.sections[index]
    return " ".join(part for part in (section.number, section.title) if part)


def _fold(words: str) -> str:
    return " ".join(words.casefold().split())
