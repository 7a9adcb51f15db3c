"""What follows a title in a citation: pages, places, dates, codes."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from msgspec import Struct

from vlortool.resources import citation_words
from vlortool.tag.dates import bare_date, first_date, month_pattern
from vlortool.tag.names import find_code

QUOTES = {"‘": "’", "“": "”", "«": "»", "„": "”", '"': '"', "'": "'", "‚": "’", "‹": "›"}
_LONGEST_TAIL = 220


class Tail(Struct):
    """What is left of a citation's words, and what was found behind them."""

    words: str
    date: dt.date | None = None
    year: int | None = None
    code: str | None = None
    dated: bool = False
    located: bool = False


def strip_tail(words: str, *, keep_joined: bool = False) -> Tail:
    """Take off what follows a title: pages, places, dates, codes.

    Args:
        words: The title and what follows it.
        keep_joined: Whether a date without a mark before it (*wet van 10 mei 2015*) stays.
    """
    rest = Tail(words=words.strip())
    for _ in range(12):
        before = rest.words
        _strip_once(rest, keep_joined=keep_joined)
        if rest.words == before:
            break
    return rest


def _strip_once(rest: Tail, *, keep_joined: bool) -> None:
    known = citation_words()
    rest.words = rest.words.rstrip(" .,;:–-")
    if _strip_locator(rest, known.journals):
        return
    if _strip_code(rest) or _strip_date(rest, keep_joined=keep_joined):
        return
    place = _place().search(rest.words)
    if place:
        rest.words, rest.dated = rest.words[: place.start()], True
        return
    _strip_locator(rest, known.locators)


def _strip_locator(rest: Tail, patterns: tuple[re.Pattern[str], ...]) -> bool:
    for pattern in patterns:
        found = pattern.search(rest.words, max(len(rest.words) - _LONGEST_TAIL, 0))
        if found and found.start() > 0 and found[0].strip():
            # The date of a decision on the text counts, that of a journal or of a visit does not.
            if rest.date is None and not citation_words().other_dates.search(found[0]):
                rest.date = first_date(found[0])
            rest.words, rest.located = rest.words[: found.start()], True
            return True
    return False


def _strip_code(rest: Tail) -> bool:
    code = find_code(rest.words)
    if code is None or not re.match(r"[)\].,\s]*$", rest.words[code[1].end() :]):
        return False
    rest.code = rest.code or code[1][0]
    before = rest.words[: code[1].start()]
    rest.words = re.sub(
        r"[\s,.;(\[–-]*(?:(?:nr\.?|ref\.?|code|kenmerk|documentcode)\s*:?\s*)?$",
        "",
        before,
        flags=re.IGNORECASE,
    )
    return True


@cache
def _tail_date() -> re.Pattern[str]:
    link = (
        r"(?P<link>\s*[,.(;–—:]\s*|\s+)(?:-\s*)?(?P<word>(?:(?:uitgebracht|goedgekeurd|gepubliceerd|vastgesteld)\s+)?"
        r"(?:van|op|d\.d\.|dd\.?|d\.d|dated|of)\s+)?"
    )
    return re.compile(
        rf"{link}(?:(?P<full>{bare_date()})|(?P<month>{month_pattern()}\s+)?(?P<year>(?:19|20)\d\d))\)?$",
        re.IGNORECASE,
    )


def _strip_date(rest: Tail, *, keep_joined: bool) -> bool:
    found = _tail_date().search(rest.words, max(len(rest.words) - 70, 0))
    if found is None:
        return False
    marked = bool(found["link"].strip())
    whole = found["full"]
    if not whole and not marked and not (found["month"] and found["word"]):
        return False
    before = rest.words[: found.start()].casefold()
    owned = not marked and any(before.endswith(owner) for owner in citation_words().date_owners)
    if owned or (keep_joined and not marked):
        return False
    stated = re.search(r",?\s*(?:stand|toestand|situatie|cijfers)$", before)
    if whole and not stated and rest.date is None:
        rest.date = first_date(whole)
    if rest.year is None:
        rest.year = int(re.findall(r"(?:19|20)\d\d", found[0])[0])
    cut = stated.start() if stated else found.start()
    rest.words, rest.dated = rest.words[:cut], True
    return True


@cache
def _place() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in citation_words().places)
    return re.compile(rf"(?:[,.(]|(?<=[!?]))\s*(?:{names})(?:\s?[/:–-]\s?[\w\s]{{2,30}})?\)?$")


def clean_title(words: str) -> str:
    """Take off what surrounds a title: marks, and quotes if they enclose the whole."""
    title = words.strip().strip(",;:–- ").rstrip(".")
    title = re.sub(r"^(?:over|getiteld)\s+(?=[‘“«\"])", "", title)
    close = QUOTES.get(title[:1])
    if close and title.endswith(close) and len(title) > 2:
        inside = title[1:-1]
        opens = inside.count(title[0]) if close != title[0] else 0
        parted = close in inside and re.search(rf"{re.escape(close)}(?!\w)", inside) is not None
        if not opens and not (parted and not re.search(rf"\w{re.escape(close)}\w", inside)):
            title = inside.strip().rstrip(",")
    if title.endswith(")") and title.count(")") > title.count("("):
        title = title[:-1]
    return title.strip()
