"""What a statement is about: its words, with what each can be matched by in another statement.

Function words are left out. Words of the frame (*de Vlor vraagt dat ... moet*) and names of actors
count for less: they say who speaks, of whom and how strongly, and match everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from vlortool.model.advisory import Statement
from vlortool.model.terms import Word, fold, words_of
from vlortool.resources.alignment import Alignment, alignment
from vlortool.resources.thesaurus import Thesaurus, thesaurus

# How well two words match that are not the same, if all else is equal.
STEM = 0.9
PART = 0.9
SYNONYM = 1.0
FRAME = 0.2
ACTOR = 0.6
# What keys begin with that are no lemmas.
SIGNS = "+~#"
# Shorter stems meet by chance.
_SHORTEST_STEM = 5
# How many single parts a compound has, by how many there are with all runs of them.
_SINGLES = {2: 2, 5: 3, 9: 4}
_HYPHENS = ("-", "\u2010", "\u2013")
# *- en*, *-, en*
_NEAR = 8
_CUT = re.compile(r"[,;:()–—…]")


class Form(Struct, frozen=True, gc=False):
    """What the lexicon knows of a word form, without accents and what stands between letters.

    Attributes:
        lemma: Its lemma.
        others: Further lemmas that it can have.
        parts: Lemmas of a compound's parts, and of runs of them.
    """

    lemma: str
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


# Looks up forms; those that it does not know may be missing.
Reader = Callable[[Collection[str]], Mapping[str, Form]]


class Term(Struct, frozen=True, gc=False):
    """A word of a statement.

    Attributes:
        start: Offset of its first character in the statement.
        end: One past its last.
        lemma: Its lemma.
        keys: What it can be matched by, with how well: 1 for its lemma and for the same parts of
            a compound (`+`), less for one part, the stem of a derivation (`~`), a group of the
            thesaurus (`#`).
        weight: 1, or less for words of the frame and names of actors.
    """

    start: int
    end: int
    lemma: str
    keys: Mapping[str, float]
    weight: float


class Content(Struct, frozen=True, gc=False):
    """The words of a statement that tell what it is about.

    Attributes:
        terms: The words, in their order.
        asks: Half-open ranges of terms: what the statement enumerates, item by item.
        index: The terms that have a key.
        forms: All its words in lower case, function words too.
    """

    terms: list[Term]
    asks: list[tuple[int, int]]
    index: dict[str, list[int]]
    forms: frozenset[str]


def looked_up(forms: Collection[str]) -> dict[str, Form]:
    """Look word forms up in the lexicon; the first call reads it, which takes half a second."""
    from vlortool.lexicon import analyse  # noqa: PLC0415 - only where no catalogue knows the words

    found = {}
    for form in forms:
        word = analyse(form)
        found[form] = Form(
            fold(word.lemma) or fold(form),
            tuple(map(fold, word.others)),
            tuple(map(fold, word.parts)),
        )
    return found


class Text(Struct, frozen=True, gc=False):
    """Words to look at.

    Attributes:
        text: The words.
        actors: Half-open offsets of the names of actors in them.
    """

    text: str
    actors: Sequence[tuple[int, int]] = ()


def text_of(statement: Statement) -> Text:
    """Return the words of a statement, with the names of actors in them."""
    first = statement.start
    return Text(statement.text, [(one.start - first, one.end - first) for one in statement.actors])


def contents(texts: Iterable[Text], reader: Reader) -> list[Content]:
    """Return the content of each text.

    Args:
        texts: Statements or titles of one or more advisories.
        reader: Looks word forms up.
    """
    listed = list(texts)
    words = [words_of(each.text) for each in listed]
    forms = reader({word.form for some in words for word in some})
    maker = _Maker(forms)
    return [maker.content(one, some) for one, some in zip(listed, words, strict=True)]


class _Maker:
    """Makes contents; each form is looked at once."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms
        self._known: Alignment = alignment()
        self._thesaurus: Thesaurus = thesaurus()
        self._keys: dict[str, tuple[str, dict[str, float]] | None] = {}

    def content(self, text: Text, words: list[Word]) -> Content:
        terms = []
        for word in words:
            found = self._found(word.form)
            if found is not None:
                lemma, keys = found
                weight = self._weight(word, lemma, text.actors)
                terms.append(Term(word.start, word.end, lemma, keys, weight))
        self._complete(text.text, terms)
        self._join_phrases(terms)
        index: dict[str, list[int]] = {}
        for at, term in enumerate(terms):
            for key in term.keys:
                index.setdefault(key, []).append(at)
        forms = frozenset(word.form for word in words)
        return Content(terms, _asks(text.text, terms), index, forms)

    def _weight(self, word: Word, lemma: str, actors: Sequence[tuple[int, int]]) -> float:
        if lemma in self._known.frame:
            return FRAME
        is_named = any(start <= word.start < end for start, end in actors)
        return ACTOR if is_named else 1.0

    def _found(self, form: str) -> tuple[str, dict[str, float]] | None:
        if form not in self._keys:
            self._keys[form] = self._looked_at(form)
        return self._keys[form]

    def _looked_at(self, form: str) -> tuple[str, dict[str, float]] | None:
        known = self._forms.get(form) or Form(fold(form))
        stop = self._known.stop
        if known.lemma in stop or fold(form) in stop or len(known.lemma) < 2:
            return None
        keys: dict[str, float] = {}
        for part in known.parts:
            self._add(keys, part, PART)
        for other in known.others:
            if other not in stop:
                self._add(keys, other, 1.0)
        self._add(keys, known.lemma, 1.0)
        whole = known.parts[: _SINGLES.get(len(known.parts), 0)]
        if whole:
            # *mentoropleiding* and *mentorenopleiding* are one word.
            _raise(keys, f"+{'+'.join(whole)}", 1.0)
        return known.lemma, keys

    def _add(self, keys: dict[str, float], lemma: str, share: float) -> None:
        _raise(keys, lemma, share)
        stem = self._known.stem(lemma)
        if len(stem) >= _SHORTEST_STEM:
            _raise(keys, f"~{stem}", share * STEM)
        for group, kin in self._thesaurus.groups(lemma):
            _raise(keys, f"#{group}", share * kin * SYNONYM)

    def _complete(self, text: str, terms: list[Term]) -> None:
        """Give what ends in a hyphen the end of the compound behind it: *leer- en werkplekken*."""
        for at, term in enumerate(terms[:-1]):
            following = terms[at + 1]
            if text[term.end : term.end + 1] not in _HYPHENS or following.start - term.end > _NEAR:
                continue
            parts = [key for key in following.keys if key[0] not in SIGNS]
            heads = [key for key in parts if key != following.lemma]
            ends = [key for key in heads if following.lemma.endswith(key)]
            if ends:
                keys = dict(term.keys)
                self._add(keys, term.lemma + min(ends, key=len), 1.0)
                terms[at] = replace(term, keys=keys)

    def _join_phrases(self, terms: list[Term]) -> None:
        """Let the last word of an expression be matched by what the expression means."""
        for last, term in enumerate(terms):
            for phrase in self._thesaurus.phrases(term.lemma):
                first = last - len(phrase.lemmas) + 1
                if first >= 0 and phrase.lemmas == tuple(
                    each.lemma for each in terms[first : last + 1]
                ):
                    keys = dict(terms[last].keys)
                    _raise(keys, f"#{phrase.group}", phrase.kin * SYNONYM)
                    terms[last] = replace(term, keys=keys)


def _raise(keys: dict[str, float], key: str, share: float) -> None:
    if share > keys.get(key, 0.0):
        keys[key] = share


def _asks(text: str, terms: list[Term]) -> list[tuple[int, int]]:
    """Return the ranges of terms between commas, dashes, brackets."""
    cuts = [found.start() for found in _CUT.finditer(text)]
    ranges = []
    first = 0
    for cut in (*cuts, len(text)):
        last = first
        while last < len(terms) and terms[last].start < cut:
            last += 1
        if last > first:
            ranges.append((first, last))
        first = last
    return ranges
