"""Other words for a Dutch sentence: nouns and adjectives that end alike, and new compounds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random

from msgspec import Struct

from vlortool.tag.clauses import verb_shape

_DETERMINERS = "de|het|een|deze|dit|die|hun|haar|onze|elke|alle|geen"
# Behind a noun stands one of these, or a stop; behind an adjective stands a noun.
_BEHIND = (
    "aan|als|bij|die|door|en|in|is|kan|met|moet|naar|of|om|onder|op|over|te|tot|tussen|uit|van"
    "|voor|waar|wordt|worden|zijn|zonder"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LOWER = "[a-zàâäéèêëïîôöûüç]{5,}"
_NOUN = re.compile(rf"\b(?:{_DETERMINERS}) ({_LOWER})(?=[.,;:)]| (?:{_BEHIND})\b)")
_ADJECTIVE = re.compile(rf"\b(?:{_DETERMINERS}) ({_LOWER}e) (?=({_LOWER})\b)")
# Found where nouns stand, and never the part of a compound.
_OTHERS = frozenset({"andere", "aantal", "beide", "eerste", "eigen", "volgende", "zelfde"})

_ENDING = 3
_SHORTEST_PART, _LONGEST_PART = 4, 13
# Classes this small would put the same few words everywhere.
_SMALLEST_CLASS = 6
# A word that can be a verb is a noun where one in so many stands as one.
_NOUN_SHARE = 5
_REPLACED = 0.7
_ALIKE = 0.8
_COMPOUND = 0.7
_OWN_HEAD = 0.35
_VOWELS = frozenset("aeiou")


class Line(Struct, frozen=True):
    """A text with the words in it that may become others.

    Attributes:
        pieces: The text in pieces; every second one is such a word.
        ends: Where those words end in the text.
    """

    pieces: list[str]
    ends: list[int]


class Reworded(Struct, frozen=True):
    """A line in other words.

    Attributes:
        text: Its text.
        ends: Where the words that may differ ended before.
        shifts: By how much the text moved behind each of them, with 0 for the text before.
    """

    text: str
    ends: list[int]
    shifts: list[int]

    def moved(self, offset: int) -> int:
        """Return where an offset of the old text is in the new one."""
        return offset + self.shifts[bisect_right(self.ends, offset)]


class Vocabulary:
    """Nouns and adjectives by their ending, and the first parts of compounds, common ones first."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        nouns: Counter[str] = Counter()
        adjectives: Counter[str] = Counter()
        for text in texts:
            counts.update(_WORD.findall(text))
            nouns.update(_NOUN.findall(text))
            adjectives.update(word for word, _ in _ADJECTIVE.findall(text))
        self._class: dict[str, str] = {}
        self._words: dict[str, list[str]] = {}
        self._firsts = _first_parts(counts, nouns)
        # Many a compound stands once, where no determiner gives it away.
        heads = {word for word, number in nouns.items() if number > 1}
        for word, _ in counts.most_common():
            kind = _kind(word, nouns, adjectives, heads)
            # An infinitive is a noun at times (*het vinden van*), and a verb nearly always.
            if kind == "n" and verb_shape(word) and nouns[word] * _NOUN_SHARE < counts[word]:
                continue
            if kind:
                name = kind + word[-_ENDING:]
                self._class[word] = name
                self._words.setdefault(name, []).append(word)
        self._parts = {
            name: [word for word in words if len(word) <= _LONGEST_PART]
            for name, words in self._words.items()
        }

    def line(self, text: str, kept: Sequence[tuple[int, int]] = ()) -> Line:
        """Find the words of a text that may become others.

        Args:
            text: The text.
            kept: Half-open spans whose words stay as they are.
        """
        pieces, ends, last = [], [], 0
        for found in _WORD.finditer(text):
            start, end = found.span()
            if found[0] not in self._class or any(a < end and start < b for a, b in kept):
                continue
            pieces += [text[last:start], found[0]]
            ends.append(end)
            last = end
        return Line([*pieces, text[last:]], ends)

    def other(self, word: str, rng: Random) -> str:
        """Return another word with the same ending: one of the vocabulary, or a new compound."""
        name = self._class[word]
        words = self._words[name]
        if self._firsts and name.startswith("n") and rng.random() < _COMPOUND:
            parts = self._parts[name]
            own = len(word) <= _LONGEST_PART and rng.random() < _OWN_HEAD
            if own or parts:
                return _joined(_drawn(self._firsts, rng), word if own else _drawn(parts, rng))
        return _drawn(words, rng) if len(words) >= _SMALLEST_CLASS else word


class Wording:
    """The other words of one advisory: what became another word mostly does so again."""

    def __init__(self, vocabulary: Vocabulary, rng: Random) -> None:
        self._vocabulary = vocabulary
        self._rng = rng
        self._known: dict[str, str] = {}

    def reword(self, line: Line) -> Reworded:
        """Put a line in other words."""
        if not line.ends:
            return Reworded(line.pieces[0], [], [0])
        pieces = list(line.pieces)
        moves = [0]
        for place in range(1, len(pieces), 2):
            old = pieces[place]
            pieces[place] = new = self._other(old)
            moves.append(len(new) - len(old))
        return Reworded("".join(pieces), line.ends, list(accumulate(moves)))

    def _other(self, word: str) -> str:
        known = self._known.get(word)
        if known is not None and self._rng.random() < _ALIKE:
            return known
        new = self._vocabulary.other(word, self._rng) if self._rng.random() < _REPLACED else word
        self._known[word] = new
        return new


def _kind(word: str, nouns: Counter[str], adjectives: Counter[str], heads: set[str]) -> str:
    """Return `n` for a noun, `a` for an adjective, nothing for another word."""
    if word in _OTHERS or verb_shape(word) == "finite":
        return ""
    if adjectives[word] > nouns[word]:
        return "a"
    if nouns[word]:
        return "n"
    is_compound = word.islower() and any(
        word[cut:] in heads for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART)
    )
    return "n" if is_compound else ""


def _first_parts(counts: Counter[str], nouns: Counter[str]) -> list[str]:
    """Return what stands before a noun in compounds (*kwaliteits*, *school*)."""
    found: Counter[str] = Counter()
    for word in counts:
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, head = word[:cut], word[cut:]
            is_word = first in nouns or (first.endswith("s") and first[:-1] in nouns)
            if is_word and nouns[head]:
                found[first] += 1
    return [first for first, _ in found.most_common()]


def _joined(first: str, head: str) -> str:
    hyphen = "-" if first[-1] in _VOWELS and head[0] in _VOWELS else ""
    return first + hyphen + head


def _drawn(words: Sequence[str], rng: Random) -> str:
    """Draw a word, common ones more often, as Zipf found."""
    return words[int(len(words) ** rng.random()) - 1]
