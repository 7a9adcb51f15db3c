"""The record of a parsed advisory, field by field as it stands in `data/parsed/<id>.json`.

Offsets are half-open character offsets into `Advisory.text`; lists are in document order.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

SCHEMA_VERSION = 1

# `gc=False`: the small records are many and hold no cycles, so the garbage collector need not look.

Position = Literal["recommendation", "support", "concern", "view", "none"]
Strength = Literal["urge", "must", "ask", "suggest"]
# In the order in which models and counts list them.
POSITIONS: tuple[Position, ...] = ("recommendation", "concern", "support", "view", "none")
STRENGTHS: tuple[Strength, ...] = ("urge", "must", "ask", "suggest")
Role = Literal["speaker", "addressee", "mentioned"]
FurnitureKind = Literal[
    "header",
    "footer",
    "page-number",
    "toc",
    "note-separator",
    "front-matter",
    "letter",
    "signature",
]


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A place in the source: a box on a page of a PDF, or a range of lines of a text file.

    Attributes:
        page: 1-based page (PDF).
        top: Upper edge in points from the top of the page (PDF).
        bottom: Lower edge in points from the top of the page (PDF).
        x0: Left edge in points (PDF).
        x1: Right edge in points (PDF).
        line: First source line, 1-based (text).
        last_line: Last source line, 1-based, inclusive (text).
    """

    page: int | None = None
    top: float | None = None
    bottom: float | None = None
    x0: float | None = None
    x1: float | None = None
    line: int | None = None
    last_line: int | None = None


class Source(Struct, frozen=True, kw_only=True):
    """The file that was parsed.

    Attributes:
        path: Relative to the working folder, with `/`; the bare name for a file outside it.
        media_type: `application/pdf` or `text/plain`.
        sha256: Hex digest of the file's bytes.
        bytes: Size of the file.
        pages: Number of pages.
        parser: Program and version (`vlortool 0.1.0`).
        sidecar: Hex digest of the sidecar's bytes, None without one.
    """

    path: str
    media_type: str
    sha256: str
    bytes: int
    pages: int
    parser: str
    sidecar: str | None = None


class Signatory(Struct, frozen=True, kw_only=True):
    """Who signed, with the function as printed."""

    name: str
    function: str | None = None


class Metadata(Struct, frozen=True, kw_only=True):
    """What the front matter or the sidecar says of the advisory; None is unknown.

    Attributes:
        title: Title, on one line.
        council: Council id from the catalogue (`vlor`, `serv` ...).
        body: The part of the council that issued it (*Algemene Raad*).
        date: Day of issue.
        not_before: Day of the newest work cited.
        reference: Document code.
        requested_by: Who asked for it, as printed.
        own_initiative: Whether the council advised of its own accord.
        url: Where it is published.
        vote: The vote, as printed.
        authors: Who prepared it, as printed.
        signatories: Who signed; empty if no signature was found.
    """

    title: str | None = None
    council: str | None = None
    body: str | None = None
    date: dt.date | None = None
    not_before: dt.date | None = None
    reference: str | None = None
    requested_by: str | None = None
    own_initiative: bool | None = None
    url: str | None = None
    vote: str | None = None
    authors: list[str] | None = None
    signatories: list[Signatory] = []


class Section(Struct, frozen=True, kw_only=True):
    """A heading with all that stands under it, subsections included.

    Attributes:
        number: As printed, without a final dot (`3.1`, `II`); None if unnumbered.
        title: The heading's words; None for the text before the first heading.
        level: 1 for the top.
        start: Offset of the heading (of the first block where there is none).
        end: End of the last block, subsections included.
        origin: Place of the heading; of the first block where there is none.
    """

    number: str | None
    title: str | None
    level: int
    start: int
    end: int
    origin: list[Origin]


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph or a bullet.

    Attributes:
        kind: `paragraph` or `bullet`.
        depth: 0 for a paragraph of the running text, 1 for a top bullet, 2 below it ...
        glyph: The bullet's mark as printed (`•`, `1.`), None for a paragraph.
        section: Index of its section, the innermost one.
        lead_in: Index of the block that introduces the list (a nested bullet's parent).
        start: Offset of its first character, after the glyph.
        end: One past its last character.
        origin: Where it stands, a place for each page it touches.
    """

    kind: Literal["paragraph", "bullet"]
    depth: int
    glyph: str | None
    section: int
    lead_in: int | None
    start: int
    end: int
    origin: list[Origin]


class Citation(Struct, frozen=True, kw_only=True):
    """A work cited, and the advisory in the store that it was matched with.

    Attributes:
        council: Council id, None for works of others (laws, reports).
        body: The part of the council, written out.
        title: Title as printed, without quotes around the whole.
        date: Day of the work; None if only a month or year is given.
        url: Its link target.
        footnote: Number of the note that cites it, None in the running text.
        resolved: Id of the advisory in the store, None if there is none or several may be meant.
        basis: Why it was matched, or taken for a work cited in full elsewhere.
    """

    council: str | None = None
    body: str | None = None
    title: str | None = None
    date: dt.date | None = None
    url: str | None = None
    footnote: str | None = None
    resolved: str | None = None
    basis: str | None = None


class Footnote(Struct, frozen=True, kw_only=True):
    """A note.

    Attributes:
        number: As printed.
        text: Its words, on one line; empty if the source has the marker only.
        urls: Link targets of the note, in order, each once.
        marker: Offset in the text where the marker stood; None if it was not found.
        origin: Place of the note's words; of its marker if it has none.
        citations: Works cited in it.
    """

    number: str
    text: str
    urls: list[str]
    marker: int | None
    origin: list[Origin]
    citations: list[Citation] = []


class Mention(Struct, frozen=True, kw_only=True, gc=False):
    """An actor named in a statement, with the role played there."""

    id: str
    role: Role
    start: int
    end: int


class Theme(Struct, frozen=True, kw_only=True, gc=False):
    """A theme with its evidence; `inherited` themes come from above and have no offsets."""

    id: str
    start: int | None
    end: int | None
    inherited: bool


class Cue(Struct, frozen=True, kw_only=True, gc=False):
    """A rule that fired, with its words and its weight."""

    rule: str
    start: int
    end: int
    weight: float


class Statement(Struct, frozen=True, kw_only=True, gc=False):
    """One sentence of the body, or a bullet without a verb.

    Attributes:
        id: Short hash of the normalised words, with `-2`, `-3` ... for a repeat.
        block: Index of its block.
        section: Index of its section.
        start: Offset of its first character.
        end: One past its last character.
        text: Its words: `Advisory.text[start:end]`.
        position: What it does, or None as long as it was not judged.
        confidence: Probability of the position, 0 to 1.
        strength: Force of a recommendation.
        speaker: Actor id of whose position it is.
        actors: Actors named.
        addressees: Actor ids of who must act, as named.
        implied: Actor ids of who must act, as inferred.
        themes: What it is about.
        cues: Why it was judged so.
        footnotes: Numbers of the notes whose markers stand in it.
        origin: Where it stands in the source.
    """

    id: str
    block: int
    section: int
    start: int
    end: int
    text: str
    position: Position | None = None
    confidence: float | None = None
    strength: Strength | None = None
    speaker: str | None = None
    actors: list[Mention] = []
    addressees: list[str] = []
    implied: list[str] = []
    themes: list[Theme] = []
    cues: list[Cue] = []
    footnotes: list[str] = []
    origin: list[Origin] = []


class SourceWarning(Struct, frozen=True, kw_only=True):
    """Something about the source that a reader should know; `code` is stable."""

    code: str
    message: str
    origin: list[Origin] = []


class Furniture(Struct, frozen=True, kw_only=True):
    """Words of the source that are kept out of the text, and why."""

    kind: FurnitureKind
    text: str
    origin: list[Origin]


class Advisory(Struct, frozen=True, kw_only=True):
    """One advisory, parsed. The keys of its JSON stand in this order."""

    schema: int = SCHEMA_VERSION
    id: str
    source: Source
    metadata: Metadata
    text: str
    sections: list[Section]
    blocks: list[Block]
    footnotes: list[Footnote]
    statements: list[Statement]
    citations: list[Citation] = []
    warnings: list[SourceWarning] = []
    furniture: list[Furniture] = []
