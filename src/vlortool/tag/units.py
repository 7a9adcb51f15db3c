"""What the finders look at: a sentence with its words and with the text around it."""

from __future__ import annotations

from msgspec import Struct, field


class Token(Struct, frozen=True, gc=False):
    """A word or a mark, with half-open offsets into the text it comes from.

    Attributes:
        text: As printed.
        lower: In lower case.
        lemma: Its lemma.
        start: Offset of its first character.
        end: One past its last character.
        verb: What it is as a verb, where a trained pipeline says so: `finite`, `plural` (also the
            infinitive), `part`, or empty for no verb; None where only its form tells.
    """

    text: str
    lower: str
    lemma: str
    start: int
    end: int
    verb: str | None = None


class Unit(Struct, eq=False, kw_only=True):
    """One sentence, or a bullet without a verb, as the finders see it.

    Attributes:
        text: Its words as printed.
        start: Offset of its first character.
        end: One past its last character.
        tokens: Its words and marks.
        kind: The kind of its block.
        depth: Depth of its bullet, 0 in a paragraph.
        place: Which sentence of its block it is, from 0.
        count: How many sentences its block has.
        previous: The sentence before it in the document, also of another block.
        following: The sentence after it in the document, also of another block.
        lead_in: The sentence that introduces its list (the last one of that block).
        titles: Titles of its sections, the innermost first, as tokens.
        council: Id of the council that speaks.
        asked_by: Actor ids of who asked for the advisory; empty if that is not known.
    """

    text: str
    start: int
    end: int
    tokens: list[Token]
    kind: str = "paragraph"
    depth: int = 0
    place: int = 0
    count: int = 1
    previous: Unit | None = None
    following: Unit | None = None
    lead_in: Unit | None = None
    titles: tuple[tuple[Token, ...], ...] = field(default_factory=tuple)
    council: str | None = None
    asked_by: tuple[str, ...] = ()
