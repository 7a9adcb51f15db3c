"""A diff as rows and as counts, for programs that read tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from vlortool.diff.records import RELATIONS, Basis, Diff, Pair, Quote, Sentence
from vlortool.diff.selection import NEW, NOT_REPEATED
from vlortool.model.place import Place

RowKind = Literal["pair", "not-repeated", "new", "repeat", "possible"]
Dimension = Literal["relation", "theme"]
POSSIBLE: Literal["possible"] = "possible"
# What is counted, in the order of the counts.
COUNTED: tuple[str, ...] = (*RELATIONS, NOT_REPEATED, NEW, POSSIBLE)


class DiffRow(Struct, frozen=True, kw_only=True):
    """A pair of statements, or a position that stands in one advisory only.

    Attributes:
        older: Id of the older advisory.
        newer: Id of the newer one.
        kind: `pair`; `not-repeated` and `new` for what stands in the older or newer one only;
            `repeat` for what one of them says twice, which fills both sides; `possible` for a
            pair that does not count as found.
        relation: What became of the position, of a pair.
        similarity: Score from 0 to 1, inferred, the higher the likelier that both are on the same
            thing; no probability.
        basis: Why they are a pair, and why this is their relation: what it is, the label or ids,
            and the words of old and new.
        old_statement: `<advisory>#<statement>` of the older one.
        old_section: Number of its section.
        old_section_title: Title of its section; None for the text before the first heading.
        old_place: Pages or lines in the source.
        old_position: What it does.
        old_strength: Force of a recommendation.
        old_addressees: Ids of the actors named as who must act.
        old_implied: Ids of the actors who must act as inferred; nobody is named.
        old_themes: Ids of its themes.
        old_text: Its words, in full.
        new_statement: The same of the newer one.
        new_section: Number of its section.
        new_section_title: Title of its section; None for the text before the first heading.
        new_place: Pages or lines in the source.
        new_position: What it does.
        new_strength: Force of a recommendation.
        new_addressees: Ids of the actors named as who must act.
        new_implied: Ids of the actors who must act as inferred; nobody is named.
        new_themes: Ids of its themes.
        new_text: Its words, in full.
    """

    older: str
    newer: str
    kind: RowKind
    relation: str | None = None
    similarity: float | None = None
    basis: tuple[str, ...] = ()
    old_statement: str | None = None
    old_section: str | None = None
    old_section_title: str | None = None
    old_place: Place | None = None
    old_position: str | None = None
    old_strength: str | None = None
    old_addressees: list[str] = []
    old_implied: list[str] = []
    old_themes: list[str] = []
    old_text: str | None = None
    new_statement: str | None = None
    new_section: str | None = None
    new_section_title: str | None = None
    new_place: Place | None = None
    new_position: str | None = None
    new_strength: str | None = None
    new_addressees: list[str] = []
    new_implied: list[str] = []
    new_themes: list[str] = []
    new_text: str | None = None


class DiffCount(Struct, frozen=True, kw_only=True):
    """How many pairs have a relation, or positions stand in one advisory only.

    Attributes:
        older: Id of the older advisory.
        newer: Id of the newer one.
        dimension: What is counted by: `relation`, or `theme` and relation.
        relation: The relation, `not-repeated`, `new` or `possible`.
        theme: Id of the theme; None for all, and, counted by theme, where none was found.
        count: How many. A pair counts for each theme of either statement.
    """

    older: str
    newer: str
    dimension: Dimension
    relation: str
    theme: str | None
    count: int


def sentences_of(diff: Diff) -> dict[tuple[str, str], Sentence]:
    """Return the statements of a diff by advisory and id."""
    return {(each.advisory, each.id): each for each in diff.statements}


def rows(diffs: Iterable[Diff]) -> Iterator[DiffRow]:
    """Write diffs as rows: pairs, lone positions, repeats, and last the possible pairs."""
    for diff in diffs:
        known = sentences_of(diff)
        for pair in diff.pairs:
            yield _pair(diff, known, pair, "pair")
        for name in diff.only_old:
            yield _row(diff, NOT_REPEATED, old=known[diff.old, name])
        for name in diff.only_new:
            yield _row(diff, NEW, new=known[diff.new, name])
        for repeat in diff.repeats:
            first, *others = (known[repeat.advisory, name] for name in repeat.statements)
            for other in others:
                yield _row(diff, "repeat", old=first, new=other)
        for pair in diff.possible:
            yield _pair(diff, known, pair, POSSIBLE)


def counts(diffs: Iterable[Diff]) -> Iterator[DiffCount]:
    """Count by relation, zeros included, then by theme and relation."""
    for diff in diffs:
        known = sentences_of(diff)
        found: Counter[str] = Counter()
        themes: Counter[tuple[str | None, str]] = Counter()
        for relation, sentences in _counted(diff, known):
            found[relation] += 1
            of_either = {theme for each in sentences for theme in each.themes}
            themes.update((theme, relation) for theme in of_either or [None])
        for relation in COUNTED:
            yield _count(diff, "relation", relation, None, found[relation])
        for theme in sorted({theme for theme, _ in themes}, key=lambda each: (each is None, each)):
            for relation in COUNTED:
                if (theme, relation) in themes:
                    yield _count(diff, "theme", relation, theme, themes[theme, relation])


def _count(
    diff: Diff, dimension: Dimension, relation: str, theme: str | None, count: int
) -> DiffCount:
    return DiffCount(
        older=diff.old,
        newer=diff.new,
        dimension=dimension,
        relation=relation,
        theme=theme,
        count=count,
    )


def _counted(
    diff: Diff, known: dict[tuple[str, str], Sentence]
) -> Iterator[tuple[str, list[Sentence]]]:
    for pairs, relation in ((diff.pairs, None), (diff.possible, POSSIBLE)):
        for pair in pairs:
            both = [known[diff.old, pair.old], known[diff.new, pair.new]]
            yield relation or pair.relation, both
    for name in diff.only_old:
        yield NOT_REPEATED, [known[diff.old, name]]
    for name in diff.only_new:
        yield NEW, [known[diff.new, name]]


def _pair(diff: Diff, known: dict[tuple[str, str], Sentence], pair: Pair, kind: RowKind) -> DiffRow:
    return _row(diff, kind, old=known[diff.old, pair.old], new=known[diff.new, pair.new], pair=pair)


def _row(
    diff: Diff,
    kind: RowKind,
    *,
    old: Sentence | None = None,
    new: Sentence | None = None,
    pair: Pair | None = None,
) -> DiffRow:
    sides = {**_side("old", old), **_side("new", new)}
    return DiffRow(
        older=diff.old,
        newer=diff.new,
        kind=kind,
        relation=pair.relation if pair is not None else None,
        similarity=pair.similarity if pair is not None else None,
        basis=tuple(map(_basis, pair.basis)) if pair is not None else (),
        **sides,
    )


def _side(prefix: str, sentence: Sentence | None) -> dict[str, Any]:
    if sentence is None:
        return {}
    return {
        f"{prefix}_statement": f"{sentence.advisory}#{sentence.id}",
        f"{prefix}_section": sentence.section,
        f"{prefix}_section_title": sentence.section_title,
        f"{prefix}_place": sentence.place,
        f"{prefix}_position": sentence.position,
        f"{prefix}_strength": sentence.strength,
        f"{prefix}_addressees": sentence.addressees,
        f"{prefix}_implied": sentence.implied,
        f"{prefix}_themes": sentence.themes,
        f"{prefix}_text": sentence.text,
    }


def _basis(basis: Basis) -> str:
    """Write a reason on one line: `strength: ask > must: vraagt → moet`."""
    sides = [_quoted(basis.old), _quoted(basis.new)]
    words = " → ".join(side or "-" for side in sides) if any(sides) else None
    return ": ".join(part for part in (basis.kind, basis.value, words) if part)


def _quoted(quotes: Sequence[Quote]) -> str:
    return ", ".join(dict.fromkeys(quote.text for quote in quotes))
