"""The record of a diff: which positions of two advisories are on the same thing, and what changed.

A diff is data: it is computed in this room, and shown elsewhere. The keys of its JSON stand in the
order of the fields here; docs/diff.md says what they mean.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from vlortool.model.advisory import Position, Strength
from vlortool.model.place import Place

SCHEMA_VERSION = 1

Relation = Literal[
    "verbatim",
    "reworded",
    "strengthened",
    "weakened",
    "widened",
    "narrowed",
    "opposed",
    "readdressed",
]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
# What a relation is called when old and new change places.
MIRRORED: dict[Relation, Relation] = {
    "strengthened": "weakened",
    "weakened": "strengthened",
    "widened": "narrowed",
    "narrowed": "widened",
}
Kind = Literal[
    "words", "themes", "actors", "works", "embedding",
    "position", "strength", "negation", "addressees", "scope",
]  # fmt: skip
OrderKind = Literal["date", "not-before", "citation", "given"]


class Quote(Struct, frozen=True, kw_only=True, gc=False):
    """Words of an advisory.

    Attributes:
        start: Half-open character offset into the advisory's text.
        end: One past the last character.
        text: The words that stand there.
    """

    start: int
    end: int
    text: str


class Basis(Struct, frozen=True, kw_only=True, gc=False):
    """A reason why two statements are a pair, or why their relation is what it is.

    Attributes:
        kind: `words` that both have, or words of kin; the same `themes`, `actors`, `works` cited;
            an `embedding` that finds them alike. Of the relation: `position`, `strength`,
            `negation`, `addressees` or `scope`.
        old: Words of the older statement that show it.
        new: Words of the newer one.
        value: What it is: ids with a blank between them, one work, or the labels of old and new as
            `ask > must`.
    """

    kind: Kind
    old: list[Quote] = []
    new: list[Quote] = []
    value: str | None = None


class Pair(Struct, frozen=True, kw_only=True, gc=False):
    """Two statements on the same thing.

    Attributes:
        old: Id of the older advisory's statement.
        new: Id of the newer one's.
        relation: What became of the position.
        similarity: Score from 0 to 1, the higher the likelier that they are on the same thing; no
            probability. 1 for the same words only.
        basis: Why they are a pair, and why this is their relation.
    """

    old: str
    new: str
    relation: Relation
    similarity: float
    basis: list[Basis]


class Repeat(Struct, frozen=True, kw_only=True):
    """Statements of one advisory that say the same.

    Attributes:
        advisory: Its id.
        statements: Ids of the statements, in document order.
    """

    advisory: str
    statements: list[str]


class OrderBasis(Struct, frozen=True, kw_only=True):
    """Why one advisory is taken for the older one.

    Attributes:
        by: `date` of both; `not-before`: the newest work that an undated one cites; `citation`:
            the newer cites the older; `given`: nothing tells, so it is the order as typed.
        old: Day of the older advisory, ISO 8601, if that is what tells.
        new: Day of the newer one.
    """

    by: OrderKind
    old: str | None = None
    new: str | None = None


class Sentence(Struct, frozen=True, kw_only=True):
    """A statement that a diff speaks of, with its labels, place and words.

    Attributes:
        advisory: Id of its advisory.
        id: Id of the statement.
        start: Half-open character offset into the advisory's text, by which a quote is found in it.
        end: One past its last character.
        section: Number of its section.
        section_title: Title of its section; None for the text before the first heading.
        place: Pages or lines in the source.
        position: What it does.
        strength: Force of a recommendation.
        confidence: Probability of the position, 0 to 1.
        speaker: Id of the actor whose position it is.
        actors: Ids of the actors named.
        addressees: Ids of the actors named as who must act.
        implied: Ids of the actors who must act as inferred; nobody is named.
        themes: Ids of its themes, those that come from its title or lead-in behind the others.
        footnotes: Numbers of its notes.
        lead_in: Words that introduce the list that it stands in.
        text: Its words, in full.
    """

    advisory: str
    id: str
    start: int
    end: int
    section: str | None
    section_title: str | None
    place: Place | None
    position: Position
    strength: Strength | None
    confidence: float | None
    speaker: str | None
    actors: list[str]
    addressees: list[str]
    implied: list[str]
    themes: list[str]
    footnotes: list[str]
    lead_in: str | None
    text: str


class Diff(Struct, frozen=True, kw_only=True):
    """How the positions of an advisory compare with those of an older one.

    Attributes:
        schema: Version of this record.
        old: Id of the older advisory.
        new: Id of the newer one.
        order_basis: Why it is the older one, the first reason first.
        pairs: Statements on the same thing, in the order of the older advisory; one may stand in
            several pairs.
        only_old: Ids of the older advisory's positions that are not repeated, which does not mean
            that they were withdrawn.
        only_new: Ids of the newer one's positions that the older one lacks.
        repeats: What an advisory says more than once.
        possible: Pairs that a reader may want to look at and that don't count as found; their
            statements stand in `only_old` and `only_new` too, or in other pairs.
        statements: All statements named above, the older advisory's first, in document order.
    """

    schema: int = SCHEMA_VERSION
    old: str
    new: str
    order_basis: list[OrderBasis]
    pairs: list[Pair]
    only_old: list[str]
    only_new: list[str]
    repeats: list[Repeat]
    possible: list[Pair]
    statements: list[Sentence]

    @property
    def has_differences(self) -> bool:
        """Tell whether anything changed, or may have.

        A relation that is not `verbatim`, a lone position, and a pair that is possible.
        """
        changed = any(pair.relation != "verbatim" for pair in self.pairs)
        return changed or bool(self.only_old or self.only_new or self.possible)


class DiffChain(Struct, frozen=True, kw_only=True):
    """Advisories compared one after the other.

    Attributes:
        schema: Version of this record.
        advisories: Ids of the advisories, the oldest first.
        diffs: Each compared with the one before it.
    """

    schema: int = SCHEMA_VERSION
    advisories: list[str]
    diffs: list[Diff]
