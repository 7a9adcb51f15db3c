"""The words of a pair with what changed in them, and in Dutch why it is a pair."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence, Set
from itertools import chain, groupby
from typing import Literal

from msgspec import Struct

from vlortool.diff.records import Basis, Kind, Pair, Quote, Sentence
from vlortool.diff.wording import Edit, edits, kept_share
from vlortool.query.names import (
    POSITION_LABELS,
    STRENGTH_LABELS,
    label_of_actor,
    label_of_theme,
)

State = Literal["kept", "gone", "came"]
# Between what was and what is.
ARROW = "→"
# What stands around words that went or came, where colour can't say it.
MARKS: dict[State, tuple[str, str]] = {"kept": ("", ""), "gone": ("[-", "-]"), "came": ("{+", "+}")}
MARKS_LEGEND = (
    f"{MARKS['gone'][0]}weg{MARKS['gone'][1]} stond enkel in het oudere advies,"
    f" {MARKS['came'][0]}nieuw{MARKS['came'][1]} staat enkel in het nieuwere"
)
# With less in common than this, two sentences in one can't be read: one follows the other.
_READABLE = 0.25
# With less than this nearly all of it would be marked, which marks nothing.
_MARKABLE = 0.1
_NO_WORDS = "(geen woord gevonden)"
_OF_RELATION: dict[Kind, str] = {
    "position": "standpunt",
    "strength": "sterkte",
    "negation": "ontkenning of tegendeel",
    "addressees": "gericht aan",
    "scope": "reikwijdte",
}
_OF_PAIR: dict[Kind, str] = {
    "words": "woorden",
    "themes": "thema",
    "actors": "actor",
    "works": "geciteerd werk",
    "embedding": "betekenis",
}


class Run(Struct, frozen=True):
    """Words that look the same.

    Attributes:
        text: The words.
        state: Whether they were kept, went or came.
        is_telling: Whether the relation rests on them, or the pair where nothing else shows it.
    """

    text: str
    state: State
    is_telling: bool = False


class Wording(Struct, frozen=True):
    """The words of a pair.

    Attributes:
        old: Those of the older statement.
        new: Those of the newer one.
        both: Both in one; empty if they have too little in common to be read so.
    """

    old: list[Run]
    new: list[Run]
    both: list[Run]


def wording(pair: Pair, old: Sentence, new: Sentence) -> Wording:
    """Show what changed between the words of a pair."""
    made = edits(old.text, new.text)
    share = kept_share(made)
    telling = [one for one in pair.basis if one.kind in _OF_RELATION]
    if share < _READABLE:
        # What they have in common tells more here than what they have not.
        telling += [one for one in pair.basis if one.kind == "words"]
    ours = _offsets(old, chain.from_iterable(one.old for one in telling))
    theirs = _offsets(new, chain.from_iterable(one.new for one in telling))
    if share < _MARKABLE:
        sides = _runs([Edit(old.text, old.text)], ours), _runs([Edit(new.text, new.text)], theirs)
        return Wording(*sides, [])
    # Each side has its own words only: who copies them has a quotation.
    old_side = [one if one.is_kept else Edit(one.old, "") for one in made]
    new_side = [one if one.is_kept else Edit("", one.new) for one in made]
    both = _runs(made, ours, theirs) if share >= _READABLE else []
    return Wording(_runs(old_side, ours), _runs(new_side, frozenset(), theirs), both)


def reasons(pair: Pair) -> list[str]:
    """Say in Dutch what a relation rests on: `sterkte: vraag → moet (‘vraagt’ → ‘moet’)`."""
    return [
        f"{_OF_RELATION[one.kind]}: {_change(one)}"
        for one in pair.basis
        if one.kind in _OF_RELATION
    ]


def evidence(pair: Pair, leave_out: Container[Kind] = ()) -> list[str]:
    """Say in Dutch what two statements have in common: words, themes, actors, works.

    Args:
        pair: The pair.
        leave_out: What is shown elsewhere.
    """
    return [
        f"{_OF_PAIR[one.kind]}: {words}"
        for one in pair.basis
        if one.kind in _OF_PAIR and one.kind not in leave_out and (words := _common(one))
    ]


def changes(runs: Iterable[Run]) -> Iterator[tuple[State, list[Run]]]:
    """Put together what was kept, what went and what came."""
    for state, some in groupby(runs, lambda run: run.state):
        yield state, list(some)


def marked(runs: Iterable[Run]) -> str:
    """Write words with what went and came between marks: `[-vraagt-]{+eist+}`."""
    return "".join(
        f"{MARKS[state][0]}{''.join(run.text for run in some)}{MARKS[state][1]}"
        for state, some in changes(runs)
    )


def _offsets(sentence: Sentence, quotes: Iterable[Quote]) -> set[int]:
    """Return the offsets in a statement of what is quoted from it."""
    return {at - sentence.start for quote in quotes for at in range(quote.start, quote.end)}


def _runs(made: Sequence[Edit], ours: Set[int], theirs: Set[int] = frozenset()) -> list[Run]:
    return [
        Run("".join(letter for letter, _, _ in some), state, is_telling)
        for (state, is_telling), some in groupby(
            _letters(made, ours, theirs), lambda letter: letter[1:]
        )
    ]


def _letters(
    made: Sequence[Edit], ours: Set[int], theirs: Set[int]
) -> Iterator[tuple[str, State, bool]]:
    old = new = 0
    for one in made:
        if one.is_kept:
            for at, letter in enumerate(one.old):
                yield letter, "kept", old + at in ours or new + at in theirs
        else:
            yield from _changed(one.old, "gone", {at - old for at in ours})
            yield from _changed(one.new, "came", {at - new for at in theirs})
        old += len(one.old)
        new += len(one.new)


def _changed(text: str, state: State, telling: Set[int]) -> Iterator[tuple[str, State, bool]]:
    """Yield the letters of a change; the blanks around it are no part of what is marked."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    for at, letter in enumerate(text):
        yield letter, state if first <= at < last else "kept", at in telling


def _change(basis: Basis) -> str:
    """Show the labels of both sides, and the words that they rest on."""
    sides = [_quoted(basis.old) or _NO_WORDS, _quoted(basis.new) or _NO_WORDS]
    words = f" {ARROW} ".join(sides) if basis.old or basis.new else ""
    if basis.value is None:
        return words or _NO_WORDS
    labels = f" {ARROW} ".join(
        ", ".join(_label(basis.kind, name) for name in side.split())
        for side in basis.value.split(" > ")
    )
    return f"{labels} ({words})" if words else labels


def _label(kind: Kind, name: str) -> str:
    if kind == "addressees":
        return label_of_actor(name)
    labels = STRENGTH_LABELS if kind == "strength" else POSITION_LABELS
    return labels.get(name, name)


def _common(basis: Basis) -> str:
    if basis.kind in {"themes", "actors"}:
        label = label_of_theme if basis.kind == "themes" else label_of_actor
        return ", ".join(label(name) for name in (basis.value or "").split())
    if basis.value is not None:
        return basis.value
    # Many words are the same on both sides: they are named once.
    old, new = _words(basis.old), _words(basis.new)
    same = [word for key, word in old.items() if key in new]
    kin = [word for key, word in (old | new).items() if not (key in old and key in new)]
    named = f"verwant: {', '.join(kin)}" if kin else ""
    return "; ".join(part for part in (", ".join(same), named) if part)


def _words(quotes: Iterable[Quote]) -> dict[str, str]:
    """Return words by their form without capitals, each once."""
    found: dict[str, str] = {}
    for quote in quotes:
        found.setdefault(quote.text.casefold(), quote.text)
    return found


def _quoted(quotes: Iterable[Quote]) -> str:
    return ", ".join(f"‘{word}’" for word in _words(quotes).values())
