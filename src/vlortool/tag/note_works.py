"""The works that one note cites, each with its link target."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

from msgspec.structs import replace

from vlortool.model.titles import title_words
from vlortool.resources import citation_words
from vlortool.tag.dates import bare_date
from vlortool.tag.names import body_pattern, council_pattern, host_council
from vlortool.tag.works import Work, read_work

_OPEN, _CLOSE = "(‘“«[", ")’”»]"
_MOST_CHOICES = 5000


def read_note(text: str, urls: list[str], own: str | None) -> list[Work]:
    """Read the works of a note in order; a remark has none.

    Args:
        text: The note's words.
        urls: Its link targets, in order.
        own: Council of the document.
    """
    works: list[Work] = []
    if not text.strip() and urls:
        return [Work(council=host_council(url), links=(url,)) for url in urls]
    items = split_note(text)
    linked = bool(urls) and len(items) == 1
    for item in items:
        work = read_work(item, own, works[-1] if works else None, linked=linked)
        if work is not None:
            works.append(work)
    return _with_urls(works, urls)


@cache
def _boundary() -> re.Pattern[str]:
    """Where one work ends and the next begins: a semicolon, or a date before another author."""
    others = "|".join(re.escape(name) for name in citation_words().authors)
    published = rf"(?i:{others})\b[^.,;]{{0,60}}[.,]\s"
    author = rf"(?:(?:de|het)\s)?(?:{council_pattern()}|{body_pattern()}|{published})"
    see = r"(?:[Zz]ie|[Vv]gl\.|[Cc]f\.|[Vv]ergelijk)\s"
    end = rf"(?:{bare_date()}|\b(?:19|20)\d\d\)?|\bp\. ?\d[\d –-]*)"
    kinds = r"(?:[Dd]ecreet|[Bb]esluit|[Ww]et|[\w-]*[Aa]dvies)"
    law = rf"(?:(?:het|de)\s)?(?:[Gg]ecoördineerde\s)?{kinds}\s(?:van|over)\b"
    stop = rf"\)?\.\s+(?={see}|{author})"
    linked = rf"\)?,?\s+(?:en|alsook|evenals|of)\s+(?={see}|{author}|{law})"
    comma = rf"\)?,\s+(?={see}|{council_pattern()})"
    return re.compile(rf"(?P<semi>;\s*)|(?:{end})(?P<gap>{stop}|{linked}|{comma})")


def split_note(text: str) -> list[str]:
    """Split a note into the words about each work; quotations and brackets stay whole.

    Example:
        >>> split_note("Vlor, AR. Advies over A, 12 mei 2016; zie ook SERV. Advies over B, 2017.")
        ['Vlor, AR. Advies over A, 12 mei 2016', 'zie ook SERV. Advies over B, 2017.']
    """
    items, start = [], 0
    for found in _boundary().finditer(text):
        group = "semi" if found["semi"] else "gap"
        if _is_inside(text[start : found.start(group)]):
            continue
        items.append(text[start : found.start(group)])
        start = found.end(group)
    items.append(text[start:])
    return [item.strip() for item in items if item.strip()]


def _is_inside(words: str) -> bool:
    """Tell whether a bracket or a quotation is open; the apostrophe closes nothing."""
    depth = {mark: words.count(mark) for mark in _OPEN}
    return any(depth[mark] > words.count(_CLOSE[index]) for index, mark in enumerate(_OPEN))


def _with_urls(works: list[Work], urls: list[str]) -> list[Work]:
    """Give each work its link target: the one among its words, else by order and likeness."""
    printed = [_printed(work, urls) for work in works]
    free = [url for url in urls if url not in printed]
    bare = [index for index, url in enumerate(printed) if url is None]
    chosen = dict(zip(_choose(works, bare, free), free, strict=False))
    return [
        replace(work, links=(url,) if (url := printed[index] or chosen.get(index)) else ())
        for index, work in enumerate(works)
    ]


def _printed(work: Work, urls: list[str]) -> str | None:
    for link in work.links:
        return next((url for url in urls if url.startswith(link)), link)
    return None


def _choose(works: list[Work], bare: list[int], free: list[str]) -> list[int]:
    """Choose the works that the link targets belong to, in order."""
    if len(free) >= len(bare):
        return bare
    ways = combinations(bare, len(free))
    best: tuple[int, list[int]] = (-1, bare[: len(free)])
    for count, way in enumerate(ways):
        score = sum(_fits(works[index], url) for index, url in zip(way, free, strict=True))
        if score > best[0]:
            best = (score, list(way))
        if count > _MOST_CHOICES:
            break
    return best[1]


def _fits(work: Work, url: str) -> int:
    stop = citation_words().stopwords
    words = title_words(work.title or "", stop) & title_words(url.replace("-", " "), stop)
    host = host_council(url)
    return len(words) + (3 if host and host == work.council else 0)
