"""A part of a diff: what is on a theme, of an actor, in a relation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vlortool.diff.records import Diff, Pair, Relation, Sentence

# What a position that stands in one advisory only is asked for by.
Lone = Literal["not-repeated", "new"]
NOT_REPEATED: Lone = "not-repeated"
NEW: Lone = "new"


class Selection(Struct, frozen=True, kw_only=True):
    """What is wanted of a diff; an empty selection is all of it.

    Attributes:
        themes: Ids of themes, any of them; of a pair either statement may have it.
        actor: Id of an actor that is asked, speaks or is named, in either statement of a pair.
        relations: Relations of pairs, any of them. Positions of one advisory only are then left
            out unless `not-repeated` or `new` is among them, and so is what an advisory repeats.
        min_similarity: Least similarity of a pair. What stands in a pair that is left out does
            not become a position of one advisory only.
        only_changed: Whether pairs with the same words are left out, and what an advisory
            repeats; other words are a change, also for the same position.
    """

    themes: tuple[str, ...] = ()
    actor: str | None = None
    relations: tuple[Relation | Lone, ...] = ()
    min_similarity: float = 0.0
    only_changed: bool = False


def selected(diff: Diff, wanted: Selection) -> Diff:
    """Return the part of a diff that is wanted, with the statements that it names.

    Args:
        diff: A diff.
        wanted: What is wanted of it.
    """
    chosen = _Chosen(diff, wanted)
    pairs = [pair for pair in diff.pairs if chosen.has(pair)]
    possible = [pair for pair in diff.possible if chosen.has(pair)]
    only_old = chosen.lone(diff.old, diff.only_old, NOT_REPEATED)
    only_new = chosen.lone(diff.new, diff.only_new, NEW)
    with_repeats = not (wanted.relations or wanted.only_changed)
    repeats = [
        repeat
        for repeat in diff.repeats
        if with_repeats and chosen.any_of((repeat.advisory, name) for name in repeat.statements)
    ]
    named = {(diff.old, name) for name in only_old} | {(diff.new, name) for name in only_new}
    named |= {(repeat.advisory, name) for repeat in repeats for name in repeat.statements}
    for pair in (*pairs, *possible):
        named |= {(diff.old, pair.old), (diff.new, pair.new)}
    return replace(
        diff,
        pairs=pairs,
        only_old=only_old,
        only_new=only_new,
        repeats=repeats,
        possible=possible,
        statements=[each for each in diff.statements if (each.advisory, each.id) in named],
    )


class _Chosen:
    """Tells what of a diff is wanted."""

    def __init__(self, diff: Diff, wanted: Selection) -> None:
        self._diff = diff
        self._wanted = wanted
        self._sentences = {(each.advisory, each.id): each for each in diff.statements}

    def has(self, pair: Pair) -> bool:
        wanted = self._wanted
        if wanted.relations and pair.relation not in wanted.relations:
            return False
        if wanted.only_changed and pair.relation == "verbatim":
            return False
        if pair.similarity < wanted.min_similarity:
            return False
        return self.any_of([(self._diff.old, pair.old), (self._diff.new, pair.new)])

    def lone(self, advisory: str, names: list[str], kind: Lone) -> list[str]:
        if self._wanted.relations and kind not in self._wanted.relations:
            return []
        return [name for name in names if self.any_of([(advisory, name)])]

    def any_of(self, names: Iterable[tuple[str, str]]) -> bool:
        """Tell whether one of some statements has both a theme and the actor, or they together."""
        sentences = [self._sentences[name] for name in names]
        return _on(sentences, self._wanted.themes) and _of(sentences, self._wanted.actor)


def _on(sentences: list[Sentence], themes: tuple[str, ...]) -> bool:
    return not themes or any(not set(themes).isdisjoint(each.themes) for each in sentences)


def _of(sentences: list[Sentence], actor: str | None) -> bool:
    return actor is None or any(
        actor in {each.speaker, *each.actors, *each.addressees, *each.implied} for each in sentences
    )
