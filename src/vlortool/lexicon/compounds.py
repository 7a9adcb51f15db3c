"""Compounds: which words a Dutch word is made of.

A compound is split where its longest last part begins that the lexicon knows, if what stands
before is a word (with or without letters that join: *beroep-s-kwalificatie*) or a compound itself.
Short words are parts only if `lexicon.toml` lists them, as the general lexicon holds too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vlortool.lexicon.knowledge import LISTED, SHORTEST, START, Knowledge, knowledge, noun_of

FORMS = 500_000
# No Dutch word in use is longer; what is may take time that grows with its square.
LONGEST = 64
SHORTEST_COMPOUND = 6
# A compound of more parts has no runs: they grow with the square of their number.
_MANY = 5


class Part(NamedTuple):
    """A part of a compound: as it stands there, with the letters that join, and its lemma.

    A prefix that nobody looks for (*zelf-*) has an empty one.
    """

    text: str
    lemma: str


def parts(form: str) -> tuple[str, ...]:
    """Return the lemmas of the words that a lower-case compound is made of.

    Every run of neighbouring parts counts too: *onderwijsloopbaanbegeleiding* has *onderwijs*,
    *loopbaan* and *begeleiding*, but *onderwijsloopbaan* and *loopbaanbegeleiding* as well.

    Args:
        form: A word of letters; for others see `vlortool.lexicon.analyse`.

    Returns:
        The lemmas, each once: single parts, then runs of them; () for no compound.

    Example:
        >>> parts("beroepskwalificaties")
        ('beroep', 'kwalificatie')
    """
    return runs(split(form))


def runs(found: Sequence[Part]) -> tuple[str, ...]:
    """Return the lemmas of parts, and of runs of them that are not the whole."""
    if not found:
        return ()
    lemmas = [part.lemma for part in found if part.lemma]
    many = len(found)
    if 2 < many <= _MANY:
        lemmas += (
            joined(found[first:end])
            for first in range(many)
            for end in range(first + 2, many + 1)
            if end - first < many
        )
    return tuple(dict.fromkeys(lemmas))


def joined(found: Sequence[Part]) -> str:
    """Return the lemma of parts that follow each other: the last one's, with what goes before."""
    return "".join(part.text for part in found[:-1]) + found[-1].lemma


@lru_cache(maxsize=FORMS)
def split(form: str) -> tuple[Part, ...]:
    """Return the parts of a lower-case compound, in their order; () for no compound."""
    if not SHORTEST_COMPOUND <= len(form) <= LONGEST or not form.isalpha():
        return ()
    known = knowledge()
    return split_known(known, form, known.lemma(form) or form)


def split_known(known: Knowledge, form: str, whole: str) -> tuple[Part, ...]:
    """Return the parts of a compound whose lemma has been looked up; see `split`."""
    if whole in known.atomic:
        return ()
    if whole != form and whole[:SHORTEST] == form[:SHORTEST]:
        # Its ending tells no more: *kinderdagverblijven* is a verb's to the general lexicon.
        form = whole
    starts = known.starts
    for place in range(SHORTEST, len(form) - SHORTEST + 1):
        if form[place : place + START] not in starts:
            continue
        last = _last(form[place:])
        if last is None or _joins(known, form, place):
            continue
        before = _before(form[:place])
        if before is not None:
            return before + (split(form[place:]) or (Part(form[place:], last),))
    return ()


def _joins(known: Knowledge, form: str, place: int) -> bool:
    """Return whether an s joins what stands before to a word behind it: *begeleiding-s-taken*."""
    return (
        form[place] == "s"
        and form.endswith(known.s_after, 0, place)
        and _last(form[place + 1 :]) is not None
    )


@lru_cache(maxsize=FORMS)
def _last(text: str) -> str | None:
    """Return the lemma of a word that can be a compound's last part; None for any other."""
    known = knowledge()
    lemma = known.lemma(text)
    if lemma is None:
        return None
    lemma = noun_of(known, text, lemma)
    if lemma in known.lasts:
        return lemma
    return lemma if len(text) > LISTED < len(lemma) and lemma not in known.not_last else None


@lru_cache(maxsize=FORMS)
def _before(text: str) -> tuple[Part, ...] | None:
    """Return the parts of what stands before a last part; None for no word."""
    known = knowledge()
    if text in known.prefixes:
        return (Part(text, ""),)
    if text in known.not_first:
        return None
    links = known.links.get(text[-1], ())
    bare = [text[: -len(link)] for link in links if text.endswith(link)]
    # *examens* is *examen* here, but *hoge* is no *hog*.
    bare.insert(len(bare) if text[-1] == "s" else 0, text)
    for word in bare:
        lemma = _first(known, word)
        if lemma is not None:
            return _widened(split(word), text) or (Part(text, lemma),)
    for word in bare:
        inner = split(word)
        if inner:
            return _widened(inner, text)
    return None


def _first(known: Knowledge, word: str) -> str | None:
    """Return the lemma of a word that can be a first part; None for any other."""
    if word in known.not_first:
        return None
    lemma = known.lemma(word)
    if word in known.firsts:
        return lemma or word
    if lemma is None or lemma in known.firsts:
        return lemma
    return lemma if len(word) > LISTED < len(lemma) else None


def _widened(found: tuple[Part, ...], text: str) -> tuple[Part, ...]:
    """Give the last part the letters that join it to the next one."""
    if not found:
        return ()
    done = sum(len(part.text) for part in found[:-1])
    return (*found[:-1], Part(text[done:], found[-1].lemma))
