"""What the steps of segmentation pass on to each other, line by line."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from vlortool.model.advisory import FurnitureKind
from vlortool.model.layout import Line


class Stray(Struct, frozen=True):
    """A line that is no part of the text, with the reason."""

    kind: FurnitureKind
    line: Line


class Note(Struct, kw_only=True):
    """A note as it stands in the source.

    Attributes:
        number: Its number as printed.
        lines: The lines of its words.
        skip: Characters of the first line taken by the number.
        url_lines: Lines that hold only a link target.
    """

    number: str
    lines: list[Line]
    skip: int
    url_lines: list[Line]


class Style(Struct, frozen=True):
    """How a unit is set; units of one style are of one kind and level."""

    size: float
    bold: bool
    italic: bool
    caps: bool


class Unit(Struct, kw_only=True):
    """Lines that belong together: a heading, a paragraph or a bullet.

    Attributes:
        kind: What it is; `numbered` as long as heading or bullet is undecided.
        lines: Its lines.
        skip: Characters of the first line taken by the glyph or number.
        mark: The glyph or number as printed, None without one.
        x0: Left edge of its first line, the mark included.
        text_x: Left edge of its words.
        loose: Whether a gap, or another sure sign, parts it from the unit before.
        depth: 0 for running text, 1 for a top bullet ...
        level: Level of a heading, 0 for others.
        lead_in: The unit that introduces the list of this bullet.
    """

    kind: Literal["heading", "paragraph", "bullet", "numbered"]
    lines: list[Line]
    skip: int = 0
    mark: str | None = None
    x0: float = 0.0
    text_x: float = 0.0
    loose: bool = False
    depth: int = 0
    level: int = 0
    lead_in: Unit | None = None

    @property
    def words(self) -> str:
        """Its words on one line, as printed, markers and line-end hyphens included."""
        first, *rest = (line.text for line in self.lines)
        return " ".join([first[self.skip :].lstrip(), *rest]).strip()

    @property
    def style(self) -> Style:
        """How it is set, judged by its letters."""
        words = self.words
        return Style(
            size=max(line.size for line in self.lines),
            bold=all(line.bold for line in self.lines if any(map(str.isalpha, line.text))),
            italic=all(line.italic for line in self.lines if any(map(str.isalpha, line.text))),
            caps=words.isupper() and sum(map(str.isalpha, words)) >= 4,
        )
