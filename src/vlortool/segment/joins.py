"""Joining lines: what becomes of the hyphen and the blank at a line's end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from vlortool.model.layout import Line
from vlortool.resources import Structure
from vlortool.segment.links import URL_REST

HYPHENS = "-\u2010\u00ad"
_ENDS = frozenset(HYPHENS)
# Above this share of lines that end in a plain hyphen, the program that set the text hyphenated
# it. The two seeds, which are not hyphenated, have 1 in 255; hyphenated files have 2 to 15 in 100.
_HYPHENATED_SHARE = 0.008
_MIN_HYPHENS = 3
# No word or link target of an advisory is longer.
TAIL = 400
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST = re.compile(rf"([\w'’.]*[^\W_])[{HYPHENS}]$")
_FIRST = re.compile(r"^[(‘'“\"]?([^\W\d_]+)")
_URL_TAIL = re.compile(r"(?:https?:/?/?|www\.)\S*$", re.IGNORECASE)


class Hyphenation(Struct, frozen=True, kw_only=True):
    """What a document shows of its own hyphenation.

    Attributes:
        automatic: Whether its lines were hyphenated by the program that set them.
        marked: Whether breaks have another hyphen (U+2010, U+00AD), so that a plain one is real.
        words: Words of the document in lower case, with how often each occurs.
        structure: The language's list of first parts that keep their hyphen.
    """

    automatic: bool
    marked: bool
    words: Counter[str]
    structure: Structure

    def join(self, before: str, after: str, uris: tuple[str, ...] = ()) -> str:
        """Join two lines of one paragraph.

        Args:
            before: The text so far.
            after: The next line.
            uris: Link targets under the lines; one may be printed over a line's end.

        Returns:
            The text so far as it ends before `after` is added: without its hyphen where a word
            was broken, with a blank where words meet.
        """
        # Only the last word matters: searching all of a long paragraph at each line is quadratic.
        text, before = before, before[-TAIL:]
        return text[: len(text) - len(before)] + self._joined(before, after, uris)

    def _joined(self, before: str, after: str, uris: tuple[str, ...]) -> str:
        if _goes_on_as_url(before, after, uris):
            return before.rstrip("\u2010\u00ad")
        broken = _broken(before, after)
        if broken is not None:
            return self._mend(before, *broken)
        if before.endswith(("–", "—")) and before[-2:-1].isdigit() and after[:1].isdigit():
            return before
        if before.endswith("-") and before[-2:-1].isdigit() and after[:1].isdigit():
            return before
        return before + " "

    def _mend(self, before: str, left: str, right: str) -> str:
        mark = before[-1]
        suspended = right.casefold() in self.structure.suspending
        if suspended and not self.words[(left + right).casefold()]:
            return f"{before[:-1]}- "  # zorg- | en welzijnssector
        if self._keeps(left, right, mark):
            return f"{before[:-1]}-"
        return before[:-1]

    def _keeps(self, left: str, right: str, mark: str) -> bool:
        bare = left.rsplit(".", maxsplit=1)[-1].rsplit("’", maxsplit=1)[-1].casefold()
        tail = right.casefold()
        hyphenated, closed = self.words[f"{bare}-{tail}"], self.words[bare + tail]
        if hyphenated != closed:
            return hyphenated > closed
        if right[0].isupper() or left[-1].isdigit() or (len(left) > 1 and left.isupper()):
            return True
        if bare in self.structure.hyphen_prefixes or (mark == "-" and self.marked):
            return True
        return mark == "-" and not self.automatic and _are_words(left, tail)


@cache
def _are_words(left: str, right: str) -> bool:
    """Tell whether a hyphen joins two words (*migratie-achtergrond*) or broke one (*prak-tijken*).

    Where a document was hyphenated so seldom that its own lines do not show it, the lexicon does.
    """
    import simplemma  # noqa: PLC0415 - loads its lexicon, 0.3 s, for the few who need it

    def known(word: str) -> bool:
        return simplemma.is_known(word, lang="nl")

    # A name is in no lexicon: Vlor-advies.
    whole = left[0].isupper() or known(left)
    return whole and known(right) and not known(left + right)


def _goes_on_as_url(before: str, after: str, uris: tuple[str, ...]) -> bool:
    tail = _URL_TAIL.search(before, before.rfind(" ") + 1)
    if not tail:
        return False
    token = after.split(" ", 1)[0].rstrip(".,;)")
    if any(tail[0].rstrip("\u2010\u00ad") + token in uri for uri in uris):
        return True
    return tail[0][-1] in ":/-_=&?%\u2010\u00ad" or bool(URL_REST.match(token))


def observe(lines: Iterable[Line], structure: Structure) -> Hyphenation:
    """Gather a document's words and decide whether it was hyphenated by program."""
    words: Counter[str] = Counter()
    ends = total = marked = 0
    before = ""
    for line in lines:
        found = _WORD.findall(line.text.replace("\u2010", "-"))
        words.update([word.casefold() for word in _whole(found, line.text)])
        total += 1
        broken = _broken(before, line.text)
        if broken is not None:
            left, right = broken
            if before[-1] != "-":
                marked += 1
            elif right.casefold() not in structure.suspending:
                ends += left[-1].islower() and right[0].islower()
        before = line.text
    return Hyphenation(
        marked=marked >= _MIN_HYPHENS and marked > ends,
        automatic=ends >= _MIN_HYPHENS and ends > _HYPHENATED_SHARE * total,
        words=words,
        structure=structure,
    )


def _broken(before: str, after: str) -> tuple[str, str] | None:
    """Return what stands before a hyphen at a line's end and behind it, if words do."""
    last = _LAST.search(before[-TAIL:]) if before[-1:] in _ENDS else None
    first = _FIRST.match(after) if last is not None else None
    return None if last is None or first is None else (last[1], first[1])


def _whole(words: list[str], line: str) -> list[str]:
    """Leave out the first part of a word that goes on in the next line."""
    return words[:-1] if line[-1:] in HYPHENS else words
