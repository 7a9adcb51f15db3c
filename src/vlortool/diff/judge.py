"""What became of a position: the relation of a pair, with the words that show it.

The questions come in the order of gold/GUIDELINES.md: is it contrary; did a view become an ask, or
an ask a view; how strong is the ask; who is asked; how much is it about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from vlortool.diff.content import Content
from vlortool.diff.records import Basis, Kind, Quote, Relation
from vlortool.model.advisory import STRENGTHS, Cue, Statement
from vlortool.resources.relations import relations
from vlortool.resources.thesaurus import thesaurus

# By one word more or less for the whole or the part, nothing is wider or narrower.
_SCOPE = 2
_STRENGTH = "strength/cue:"
_POSITION = "position/cue:"


class Judged(Struct, frozen=True):
    """A relation and what it rests on."""

    relation: Relation
    basis: list[Basis] = []


class Said(Struct, frozen=True):
    """A statement, with what its words say of its position.

    Attributes:
        statement: The statement.
        lemmas: Lemmas of its content, with the offsets of the words.
        is_against: Whether it is against its subject, or asks that something is not or ends.
        against: The words that say so, also where another word turns them round.
        scope: Words for the whole less words for a part.
        whole: Words for the whole.
        part: Words for a part.
    """

    statement: Statement
    lemmas: dict[str, tuple[int, int]]
    is_against: bool
    against: list[Quote]
    scope: int
    whole: list[Quote]
    part: list[Quote]


def said(statement: Statement, content: Content) -> Said:
    """Look at the words of a statement that a relation can rest on."""
    known = relations()
    low = statement.text.lower()
    # *niet alleen* forbids nothing.
    bare = known.exempt.sub(lambda found: " " * len(found[0]), low)
    lemmas = {term.lemma: (term.start, term.end) for term in content.terms}
    against = _found(statement, bare, known.against)
    ends = _found(statement, bare, known.ends)
    forbids = _found(statement, bare, known.forbids)
    is_against = bool(against)
    if statement.position == "recommendation":
        is_against = is_against or bool(ends)
        if forbids:
            # To forbid what does harm is to ask for the good; *niet zonder* asks too.
            is_against = not (ends or lemmas.keys() & known.harm or known.unless.search(bare))
    whole, part = _found(statement, low, known.whole), _found(statement, bare, known.part)
    return Said(
        statement=statement,
        lemmas=lemmas,
        is_against=is_against,
        against=against + ends + forbids,
        scope=len(whole) - len(part),
        whole=whole,
        part=part,
    )


def judge(old: Said, new: Said) -> Judged:
    """Judge a pair whose words are not the same.

    Args:
        old: The older statement.
        new: The newer one.
    """
    for question in (_opposed, _level, _strength, _addressees, _scope):
        found = question(old, new)
        if found is not None:
            return found
    return Judged("reworded")


def _opposed(old: Said, new: Said) -> Judged | None:
    positions = {_position(old), _position(new)}
    if positions == {"support", "concern"}:
        return Judged("opposed", [_labels("position", old, new)])
    if not positions & {"recommendation", "support"}:
        return None
    contrary = _contrary(old, new)
    if old.is_against != new.is_against:
        # *afschaffen* against *niet behouden*: both turn round, so that nothing does.
        if contrary is not None:
            return None
        return Judged("opposed", [Basis(kind="negation", old=old.against, new=new.against)])
    if contrary is None or positions != {"recommendation"}:
        return None
    return Judged("opposed", [contrary])


def _contrary(old: Said, new: Said) -> Basis | None:
    """Return a word that has its contrary in the other statement, and is not in both."""
    known = thesaurus()
    for word, place in old.lemmas.items():
        if word in new.lemmas or word not in known.opposites:
            continue
        for other, its_place in new.lemmas.items():
            if other not in old.lemmas and known.are_opposite(word, other):
                quotes = [_quote(old.statement, *place)], [_quote(new.statement, *its_place)]
                return Basis(kind="negation", old=quotes[0], new=quotes[1])
    return None


def _level(old: Said, new: Said) -> Judged | None:
    asks = _position(old) == "recommendation", _position(new) == "recommendation"
    if asks[0] == asks[1] or _is_alike(old, new):
        return None
    return Judged("strengthened" if asks[1] else "weakened", [_labels("position", old, new)])


def _is_alike(old: Said, new: Said) -> bool:
    """Tell whether one merely tells what the other asks, by the word that makes it an ask.

    What obliges today, and what should, are told apart with less certainty than this.
    """
    for one, other in ((old, new), (new, old)):
        if _position(one) == "none" and _position(other) == "recommendation":
            asking = {word for quote in _cues(other.statement) for word in quote.text.split()}
            return bool(asking & set(one.statement.text.split()))
    return False


def _strength(old: Said, new: Said) -> Judged | None:
    one, other = old.statement.strength, new.statement.strength
    if one is None or other is None or one == other:
        return None
    is_stronger = STRENGTHS.index(other) < STRENGTHS.index(one)
    return Judged("strengthened" if is_stronger else "weakened", [_labels("strength", old, new)])


def _addressees(old: Said, new: Said) -> Judged | None:
    one, other = set(old.statement.addressees), set(new.statement.addressees)
    if not one or not other or one & other:
        return None
    basis = Basis(
        kind="addressees",
        old=_naming(old.statement, one),
        new=_naming(new.statement, other),
        value=f"{' '.join(sorted(one))} > {' '.join(sorted(other))}",
    )
    return Judged("readdressed", [basis])


def _scope(old: Said, new: Said) -> Judged | None:
    if _position(old) != _position(new) and not _is_alike(old, new):
        return None
    change = new.scope - old.scope
    if abs(change) < _SCOPE:
        return None
    if change > 0:
        return Judged("widened", [Basis(kind="scope", old=old.part, new=new.whole)])
    return Judged("narrowed", [Basis(kind="scope", old=old.whole, new=new.part)])


def _position(one: Said) -> str:
    return one.statement.position or "none"


def _labels(kind: Kind, old: Said, new: Said) -> Basis:
    """Show the labels of both sides with the words that they rest on."""
    names = [_label(kind, one.statement) for one in (old, new)]
    return Basis(
        kind=kind,
        old=_cues(old.statement),
        new=_cues(new.statement),
        value=" > ".join(names),
    )


def _label(kind: Kind, statement: Statement) -> str:
    label = statement.strength if kind == "strength" else statement.position
    return label or "none"


def _cues(statement: Statement) -> list[Quote]:
    """Return the words of the strongest cue for the strength, else for the position.

    Cues that show a reader nothing are left out: then no words are better than *vaak* or a comma.
    """
    connectives = relations().connectives
    ours = [
        one
        for one in statement.cues
        if one.end - one.start < len(statement.text) and _cue_of(one) not in connectives
    ]
    best = [one for one in ours if one.rule.startswith(_STRENGTH)] or [
        one for one in ours if one.rule.startswith(_POSITION)
    ]
    if not best:
        return []
    first = max(best, key=lambda one: one.weight)
    return [_quote(statement, first.start - statement.start, first.end - statement.start)]


def _cue_of(cue: Cue) -> str:
    """Return the id of a cue from the name of its rule: `strength/cue:must@m`."""
    return cue.rule.partition(":")[2].partition("@")[0]


def _naming(statement: Statement, names: Iterable[str]) -> list[Quote]:
    wanted = set(names)
    return [
        _quote(statement, one.start - statement.start, one.end - statement.start)
        for one in statement.actors
        if one.id in wanted
    ]


def _found(statement: Statement, low: str, pattern: re.Pattern[str]) -> list[Quote]:
    # Capitals of some scripts get longer as small letters: then offsets would be wrong.
    if len(low) != len(statement.text):
        return []
    return [_quote(statement, *found.span()) for found in pattern.finditer(low)]


def _quote(statement: Statement, start: int, end: int) -> Quote:
    """Return words of a statement with their place in the advisory's text."""
    first = statement.start + start
    return Quote(start=first, end=statement.start + end, text=statement.text[start:end])
