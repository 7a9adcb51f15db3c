"""What changed in the words of a sentence: which were kept, and which went or came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, takewhile

from msgspec import Struct

from vlortool.model.terms import words_of

# A kept word this short says nothing by itself: *de*, *en*, *van*.
_SHORT = 3
_MOST_SHORT = 2
# So many pairs of equal words and signs are those of no sentence, and would take minutes to match.
_MOST_WORK = 50_000
# So many words and signs are no sentence either: where they match one by one, time is quadratic.
_MOST_TOKENS = 4_000


class Edit(Struct, frozen=True, gc=False):
    """A piece of a sentence: kept where old and new are the same, else changed.

    Attributes:
        old: The older words; empty for what came.
        new: The newer words; empty for what went.
    """

    old: str
    new: str

    @property
    def is_kept(self) -> bool:
        """Tell whether it stands in both."""
        return self.old == self.new


class _Token(Struct, frozen=True, gc=False):
    """A word or sign, with the blanks before it."""

    blank: str
    core: str


def edits(old: str, new: str) -> list[Edit]:
    """Find what changed between two sentences, in words and signs.

    A change is never torn apart by a word or two that say nothing. What was kept is not always
    the most that could have been, but exchanging the sentences only exchanges both sides.

    Args:
        old: The older sentence.
        new: The newer one.

    Returns:
        Pieces, kept and changed in turn, whose sides join to the sentences.

    Example:
        >>> [(one.old, one.new) for one in edits("De Vlor vraagt dat.", "De Vlor eist dat.")]
        [('De Vlor ', 'De Vlor '), ('vraagt', 'eist'), (' dat.', ' dat.')]
    """
    # The matcher prefers its first sequence: which that is must not hang on who is older.
    if (len(new), new) < (len(old), old):
        return [Edit(one.new, one.old) for one in edits(new, old)]
    pieces = _joined(_pieces(_tokens(old), _tokens(new)))
    whole = _joined(_without_islands(pieces))
    return _joined(piece for one in whole for piece in _without_blanks(one))


def applied(old: str, made: Iterable[Edit]) -> str:
    """Make the newer sentence of the older one.

    Raises:
        ValueError: The edits are those of another sentence.
    """
    listed = list(made)
    if "".join(one.old for one in listed) != old:
        raise ValueError("The edits are not of this text")
    return "".join(one.new for one in listed)


def kept_share(made: Sequence[Edit]) -> float:
    """Return how much of the sentence that has fewer words was kept, 0 to 1."""
    sizes = [(len(words_of(one.old)), len(words_of(one.new)), one.is_kept) for one in made]
    fewest = min(sum(old for old, _, _ in sizes), sum(new for _, new, _ in sizes))
    return sum(old for old, _, is_kept in sizes if is_kept) / fewest if fewest else 0.0


def _tokens(text: str) -> list[_Token]:
    """Take a text apart; what is behind the last word is a token without a core."""
    found: list[_Token] = []
    blank, last = "", 0
    for word in words_of(text):
        signs, blank = _signs(text[last : word.start])
        found += [*signs, _Token(blank, text[word.start : word.end])]
        last = word.end
    signs, blank = _signs(text[last:])
    return [*found, *signs, _Token(blank, "")]


def _signs(between: str) -> tuple[list[_Token], str]:
    """Take apart what stands between words: the signs, and the blanks behind them."""
    found: list[_Token] = []
    at = 0
    while at < len(between):
        blank, at = _blanks(between, at)
        if at == len(between):
            return found, blank
        found.append(_Token(blank, between[at]))
        at += 1
    return found, ""


def _blanks(text: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(text) and text[end].isspace():
        end += 1
    return text[at:end], end


def _pieces(ours: Sequence[_Token], theirs: Sequence[_Token]) -> Iterator[Edit]:
    """Put tokens that match beside each other, and the others on their own."""
    for old_start, old_end, new_start, new_end, is_same in _blocks(ours[:-1], theirs[:-1]):
        if is_same:
            pairs = zip(ours[old_start:old_end], theirs[new_start:new_end], strict=True)
            for one, other in pairs:
                yield Edit(one.blank, other.blank)
                yield Edit(one.core, other.core)
        else:
            yield Edit(_text(ours[old_start:old_end]), _text(theirs[new_start:new_end]))
    yield Edit(ours[-1].blank, theirs[-1].blank)


def _blocks(
    ours: Sequence[_Token], theirs: Sequence[_Token]
) -> Iterator[tuple[int, int, int, int, bool]]:
    keys, other_keys = ([token.core.casefold() for token in side] for side in (ours, theirs))
    if len(keys) + len(other_keys) > _MOST_TOKENS or _work(keys, other_keys) > _MOST_WORK:
        start = _common_start(keys, other_keys)
        end = _common_start(keys[start:][::-1], other_keys[start:][::-1])
        old_end, new_end = len(keys) - end, len(other_keys) - end
        yield 0, start, 0, start, True
        yield start, old_end, start, new_end, False
        yield old_end, len(keys), new_end, len(other_keys), True
        return
    matcher = SequenceMatcher(None, keys, other_keys, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield old_start, old_end, new_start, new_end, tag == "equal"


def _work(keys: Sequence[str], other_keys: Sequence[str]) -> int:
    others = Counter(other_keys)
    return sum(others[key] for key in keys)


def _common_start(keys: Sequence[str], other_keys: Sequence[str]) -> int:
    pairs = zip(keys, other_keys, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _text(tokens: Iterable[_Token]) -> str:
    return "".join(f"{token.blank}{token.core}" for token in tokens)


def _joined(pieces: Iterable[Edit]) -> list[Edit]:
    """Join neighbours that are both kept, or both changed."""
    filled = (one for one in pieces if one.old or one.new)
    return [
        Edit("".join(one.old for one in some), "".join(one.new for one in some))
        for some in (list(group) for _, group in groupby(filled, lambda one: one.is_kept))
    ]


def _without_islands(pieces: Sequence[Edit]) -> Iterator[Edit]:
    """Take what was kept between two changes, but says nothing, for changed."""
    for at, one in enumerate(pieces):
        is_inside = 0 < at < len(pieces) - 1
        if one.is_kept and is_inside and _says_nothing(one.old):
            # To be joined with its neighbours: its sides are the same.
            yield Edit(one.old, "")
            yield Edit("", one.new)
        else:
            yield one


def _says_nothing(text: str) -> bool:
    words = [text[word.start : word.end] for word in words_of(text)]
    return len(words) <= _MOST_SHORT and all(
        len(word) <= _SHORT and word.isalpha() and word.islower() for word in words
    )


def _without_blanks(one: Edit) -> Iterator[Edit]:
    """Take the blanks at both ends that both sides of a change have out of it."""
    if one.is_kept:
        yield one
        return
    start = _shared(_blanks(one.old, 0)[0], _blanks(one.new, 0)[0])
    old, new = one.old[len(start) :], one.new[len(start) :]
    end = _shared(old[len(old.rstrip()) :], new[len(new.rstrip()) :])
    yield Edit(start, start)
    yield Edit(old.removesuffix(end), new.removesuffix(end))
    yield Edit(end, end)


def _shared(one: str, other: str) -> str:
    return one if one == other else ""
