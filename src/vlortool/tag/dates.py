"""Dates as works are cited with: *12 mei 2016*, 12/05/2016, 2016-05-12; months and years alone."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from vlortool.resources import citation_words

_ISO = r"\b(?P<y2>(?:19|20)\d\d)-(?P<m2>\d{2})-(?P<d2>\d{2})\b"
_NUMERIC = r"\b(?P<d3>\d{1,2})\s?[/.-]\s?(?P<m3>\d{1,2})\s?[/.-]\s?(?P<y3>(?:19|20)\d\d)\b"


@cache
def _months() -> dict[str, int]:
    return {
        name: number for number, names in enumerate(citation_words().months, 1) for name in names
    }


def month_pattern() -> str:
    """Return a pattern of the names of months, without a group."""
    names = sorted(_months(), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name) for name in names) + ")"


@cache
def date_pattern() -> re.Pattern[str]:
    """Return the pattern of a full date; read what it found with `read_date`."""
    written = (
        rf"\b(?P<d1>\d{{1,2}})(?:ste|de|e)?\s+(?P<m1>{month_pattern()})\s+(?P<y1>(?:19|20)\d\d)\b"
    )
    return re.compile(f"{written}|{_ISO}|{_NUMERIC}", re.IGNORECASE)


def bare_date() -> str:
    """Return the same pattern without groups, to build others with."""
    return "(?:" + re.sub(r"\?P<\w+>", "?:", date_pattern().pattern) + ")"


def read_date(found: re.Match[str]) -> dt.date | None:
    """Return the day that a match of `date_pattern` names; None if the calendar has no such day."""
    groups = found.groupdict()
    for form in "123":
        if groups[f"y{form}"]:
            named = groups[f"m{form}"].casefold()
            month = _months().get(named) or int(named)
            try:
                return dt.date(int(groups[f"y{form}"]), month, int(groups[f"d{form}"]))
            except ValueError:
                return None
    return None


def first_date(text: str) -> dt.date | None:
    """Return the first full date in a text."""
    return next(
        (date for found in date_pattern().finditer(text) if (date := read_date(found))), None
    )
