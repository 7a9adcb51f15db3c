"""What segmentation hands to tagging: the canonical text, its units, and their places."""

from __future__ import annotations

from msgspec import Struct

from vlortool.model.advisory import (
    Block,
    Footnote,
    Furniture,
    Metadata,
    Section,
    SourceWarning,
)
from vlortool.model.places import Place


class Document(Struct, frozen=True, kw_only=True):
    """A segmented document; offsets are half-open offsets into `text`.

    Attributes:
        metadata: What its front matter says.
        text: The canonical text.
        sections: Headings with what stands under them.
        blocks: Paragraphs and bullets.
        footnotes: Its notes.
        furniture: What was kept out of the text.
        warnings: What was noticed about the source.
        places: The source line of each stretch of the text, in order.
        markers: Where markers stood: offset and number, in order.
    """

    metadata: Metadata
    text: str
    sections: list[Section]
    blocks: list[Block]
    footnotes: list[Footnote]
    furniture: list[Furniture]
    warnings: list[SourceWarning]
    places: list[Place]
    markers: list[tuple[int, str]]
