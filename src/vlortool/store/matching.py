"""Which advisory of a store a citation means; refusing beats guessing."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from vlortool.model.advisory import Citation, Metadata
from vlortool.model.titles import likeness, share, title_words
from vlortool.resources import citation_words

# With the same day and council, half of the words tell one advisory from another.
_ENOUGH_DATED = 0.5
# Without a day the title alone must tell, and a short one never does (*Advies over de begroting*).
_ENOUGH_UNDATED = 0.8
_DISTINCTIVE = 3
_MARGIN = 0.1
_MOST_NAMED = 5
# How the basis begins where nothing tells which of several advisories is meant; ids follow.
SEVERAL = "may be any of "
_MORE = re.compile(r" and \d+ more$")


class Entry(Struct, frozen=True, kw_only=True):
    """What is known of an advisory that a citation may mean."""

    id: str
    metadata: Metadata
    words: frozenset[str]


class Match(Struct, frozen=True):
    """The advisory that a citation means, or why there is none."""

    id: str | None
    basis: str | None


_NONE = Match(None, None)


def entry_of(name: str, metadata: Metadata) -> Entry:
    """Describe an advisory of the store."""
    return Entry(id=name, metadata=metadata, words=words_of_title(metadata.title))


class Index:
    """The advisories of a store by what citations name: day, words of the title, code, address."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_date: dict[dt.date, list[Entry]] = {}
        self._by_word: dict[str, list[Entry]] = {}
        self._by_code: dict[str, list[Entry]] = {}
        self._by_url: dict[str, list[Entry]] = {}
        # Sorted: which one comes first in a folder must not show in the result.
        for entry in sorted(entries, key=lambda one: one.id):
            known = entry.metadata
            if known.date is not None:
                self._by_date.setdefault(known.date, []).append(entry)
            for word in entry.words:
                self._by_word.setdefault(word, []).append(entry)
            if known.reference:
                self._by_code.setdefault(_code(known.reference), []).append(entry)
            if known.url and (page := page_of(known.url)):
                self._by_url.setdefault(page, []).append(entry)
        self._frequency = Counter({word: len(found) for word, found in self._by_word.items()})

    def match(self, citation: Citation, citing: Entry, code: str | None = None) -> Match:
        """Find the advisory that a citation means.

        Args:
            citation: The citation.
            citing: The advisory that it stands in, which cites others and not itself.
            code: A document code that stands beside it.
        """
        coded = self._by_code.get(_code(code), []) if code else []
        linked = self._by_url.get(page_of(citation.url), []) if citation.url else []
        linked = [one for one in linked if not _is_another(one, citation)]
        for candidates, what in ((coded, "document code"), (linked, "web address")):
            fitting = [one for one in candidates if _fits(one, citation, citing)]
            if len(fitting) == 1:
                return Match(fitting[0].id, _agreement(what, citation, fitting[0]))
            if len(fitting) > 1:
                return self._by_title(citation, citing, fitting) or _several(fitting)
        return self._by_title(citation, citing, None) or _NONE

    def _by_title(
        self, citation: Citation, citing: Entry, among: list[Entry] | None
    ) -> Match | None:
        words = words_of_title(citation.title)
        if citation.council is None or not words:
            return None
        if citation.date is not None:
            pool = self._by_date.get(citation.date, []) if among is None else among
            same_day = [
                one
                for one in pool
                if one.metadata.date == citation.date and _fits(one, citation, citing)
            ]
            found = _best(same_day, words, _dated_score, "same council, date and title")
            if found is not None:
                return found
        pool = self._alike(words) if among is None else among
        undated = [
            one
            for one in pool
            if (one.metadata.date is None or citation.date is None)
            and one.metadata.council == citation.council
            and _fits(one, citation, citing)
        ]
        missing = "its date is unknown" if citation.date is not None else "cited without a date"
        return _best(undated, words, _undated_score, f"same council and title, {missing}")

    def _alike(self, words: frozenset[str]) -> list[Entry]:
        """Return the advisories whose title may be like enough.

        What shares `_ENOUGH_UNDATED` of its words shares one of the rarest few, so that common
        words need no look: that keeps a large store from comparing all with all.
        """
        needed = math.ceil(_ENOUGH_UNDATED / (2 - _ENOUGH_UNDATED) * len(words))
        rarest = sorted(words, key=lambda word: (self._frequency[word], word))
        found = {
            entry.id: entry
            for word in rarest[: len(words) - needed + 1]
            for entry in self._by_word.get(word, ())
        }
        return [found[name] for name in sorted(found)]


def _fits(entry: Entry, citation: Citation, citing: Entry) -> bool:
    """Tell whether nothing that is known speaks against it."""
    known = entry.metadata
    if entry.id == citing.id:
        return False
    if citation.council and known.council and citation.council != known.council:
        return False
    if citation.date is not None:
        if known.date is not None:
            return known.date == citation.date
        # An advisory is younger than what it cites.
        return known.not_before is None or known.not_before <= citation.date
    # Nobody cites what is still to be written.
    return not (known.date and citing.metadata.date and known.date > citing.metadata.date)


def _is_another(entry: Entry, citation: Citation) -> bool:
    """Tell whether a page is shared by works that have no word of their titles in common."""
    if citation.date is not None and entry.metadata.date == citation.date:
        return False
    words = words_of_title(citation.title)
    return bool(words and entry.words) and not share(words, entry.words)


def _agreement(what: str, citation: Citation, entry: Entry) -> str:
    """Say what else a citation and an advisory have in common."""
    known = entry.metadata
    score = likeness(words_of_title(citation.title), entry.words)
    same = [what]
    same += ["council"] if citation.council and citation.council == known.council else []
    same += ["date"] if citation.date and citation.date == known.date else []
    same += [f"title ({_shown(score)} of its words)"] if score >= _ENOUGH_DATED else []
    listed = f"{', '.join(same[:-1])} and {same[-1]}" if len(same) > 1 else same[0]
    return f"same {listed}"


def _shown(score: float) -> str:
    # Rounded down: 1.00 means all of them.
    return f"{math.floor(score * 100) / 100:.2f}"


def _dated_score(words: frozenset[str], entry: Entry) -> float:
    score = likeness(words, entry.words)
    if score >= _ENOUGH_DATED:
        return score
    part = min(len(words), len(entry.words)) >= 2 and max(
        share(words, entry.words), share(entry.words, words)
    )
    return float(part) if part and part >= _ENOUGH_UNDATED else 0.0


def _undated_score(words: frozenset[str], entry: Entry) -> float:
    score = likeness(words, entry.words)
    distinctive = len(words & entry.words) >= _DISTINCTIVE
    return score if distinctive and score >= _ENOUGH_UNDATED else 0.0


def _best(
    candidates: list[Entry],
    words: frozenset[str],
    score: Callable[[frozenset[str], Entry], float],
    basis: str,
) -> Match | None:
    scored = [(score(words, one), one) for one in candidates]
    fitting = [(value, one) for value, one in scored if value > 0]
    if not fitting:
        return None
    top = max(value for value, _ in fitting)
    near = [one for value, one in fitting if value > top - _MARGIN]
    if len(near) > 1:
        return _several(near)
    return Match(near[0].id, f"{basis} ({_shown(top)} of its words)")


def _several(candidates: list[Entry]) -> Match:
    names = sorted(one.id for one in candidates)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return Match(None, f"{SEVERAL}{', '.join(names[:_MOST_NAMED])}{more}")


def candidates_in(basis: str | None) -> list[str]:
    """Return the advisories that a basis names where several may be meant.

    Of many it names the first ones only, and says how many more there are.

    Example:
        >>> candidates_in("short form of the work in note 2; may be any of a, b and 3 more")
        ['a', 'b']
        >>> candidates_in("same document code")
        []
    """
    # What parsing said stands before it, so that the last one is the match's.
    _, found, names = (basis or "").rpartition(SEVERAL)
    return _MORE.sub("", names).split(", ") if found else []


def words_of_title(title: str | None) -> frozenset[str]:
    """Return the words that tell a title from others."""
    return title_words(title or "", citation_words().stopwords)


def _code(reference: str) -> str:
    return re.sub(r"[\W_]+", "", reference).casefold()


def page_of(url: str) -> str:
    """Return what tells a page from others; nothing for a site's front page."""
    try:
        parts = urlsplit(url.casefold())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}" if path else ""
