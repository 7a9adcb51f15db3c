"""One work as a note cites it: author, body, title, date."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vlortool.resources import citation_words
from vlortool.tag.dates import bare_date, first_date, month_pattern
from vlortool.tag.names import find_code, names_in, read_author

Kind = Literal["advice", "law", "other"]
Form = Literal["full", "ibid", "opcit", "reference"]

LONGEST_WORK = 1500
_PERSON = r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þa-z][\w’'-]+){0,2},?\s(?:[A-ZÀ-Þ]\.[\s-]?){1,3}"
_PEOPLE = re.compile(
    rf"{_PERSON}(?:\s?(?:,|&|en|and|;)\s?{_PERSON})*(?:,?\s(?:e\.a\.|et al\.))?"
    r"\s*(?:\((?:19|20)\d\d\w?\))?[.,:]?\s*(?:\((?:red|eds?)\.\)[.,:]?\s*)?"
)
_QUOTES = {"‘": "’", "“": "”", "«": "»", "„": "”", '"': '"', "'": "'", "‚": "’", "‹": "›"}
_YEAR_AFTER = re.compile(r"\s*[(\[](?:19|20)\d\d\w?[)\]]\s*[.,:]?\s*")
_URL = re.compile(r"(?:https?://|www\.)[^\s;,<>]+", re.IGNORECASE)
_LONGEST_AUTHOR = 90
_LONGEST_TAIL = 220
# *ENQA, ESU, EUA en EURASHE.*
_AUTHORS_IN_A_ROW = re.compile(
    r"[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)?(?:,\s[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)?){0,6},?\s(?:en|and|&)\s[A-Z][\w&-]*"
    r"(?:\s[A-Z][\w&-]*){0,3}\.\s+(?=\S)"
)


class Work(Struct, frozen=True, kw_only=True):
    """A work as cited; see `Citation` for the first fields.

    Attributes:
        kind: Advice of a council, a law, or anything else.
        form: Whether it is named in full, or how it refers to another one.
        note: Number of the note that it refers to.
        year: Year, where no full date is given.
        code: Document code.
        links: Addresses printed among its words.
    """

    council: str | None = None
    body: str | None = None
    title: str | None = None
    date: dt.date | None = None
    kind: Kind = "other"
    form: Form = "full"
    note: str | None = None
    year: int | None = None
    code: str | None = None
    links: tuple[str, ...] = ()


class _Rest(Struct):
    """What is left of a citation's words, and what was found behind them."""

    words: str
    date: dt.date | None = None
    year: int | None = None
    code: str | None = None
    dated: bool = False
    located: bool = False


def read_work(item: str, own: str | None, before: Work | None = None) -> Work | None:
    """Read one work; a remark gives None.

    Args:
        item: Words of a note about one work, link targets taken out or not.
        own: Council of the document.
        before: The work before it in the same note, whose author it may share.
    """
    links = tuple(found[0].rstrip(".)") for found in _URL.finditer(item))
    words = " ".join(_URL.sub(" ", item)[:LONGEST_WORK].split())
    words, seen = _without_see(words)
    short = _short_form(words, own, links)
    if short is not None:
        return short
    author = read_author(words, own)
    if author is None:
        work = _without_author(words, own, seen=seen, before=before, linked=bool(links))
    else:
        work = _of_council(words[author.end :], author.council, author.body)
    return replace(work, links=links) if work else None


def _without_see(words: str) -> tuple[str, bool]:
    see, start = citation_words().see, 0
    for _ in range(4):
        found = see.match(words, start)
        if found is None or found.end() == start:
            break
        start = found.end()
        start += len(words[start:]) - len(words[start:].lstrip(" ,"))
    lead = re.match(rf"(?:(?:het|de)\s+)(?=[\w-]*{_advice()}|{law_start()}|[\w-]*{_report()})", words[start:], re.I)
    return words[start + (lead.end() if lead else 0) :], start > 0


def _short_form(words: str, own: str | None, links: tuple[str, ...]) -> Work | None:
    """Read *ibid.*, *SERV, o.c.* and *zie voetnoot 3*."""
    known = citation_words()
    reference = known.note_reference.search(words)
    author = read_author(words, own)
    council = author.council if author else None
    rest = words[author.end :].strip(" ,.:") if author else words
    if known.ibid.match(rest):
        return Work(form="ibid", council=council, links=links)
    if known.opcit.search(words[:120]):
        named = [one.council for one in names_in(words, own)]
        return Work(form="opcit", council=next(iter(named), council), title=rest, links=links)
    if reference:
        kind: Kind = "advice" if re.search(_advice(), words, re.I) else "other"
        title = words[: reference.start()].strip(" (,.:")
        named = [one.council for one in names_in(words, own)]
        return Work(
            form="reference", note=reference[1], title=title, kind=kind,
            council=next(iter(named), None), links=links,
        )
    return None


def _of_council(words: str, council: str | None, body: str | None) -> Work | None:
    words = _YEAR_AFTER.sub("", words, count=1) if _YEAR_AFTER.match(words) else words
    words = words.strip().lstrip(".,:;/–—- ")
    rest = strip_tail(words)
    title = clean_title(rest.words)
    if not title and rest.code:
        title = rest.code
    if not title and rest.date is None:
        return None
    if title and title[0].islower() and not re.match(rf"[\w-]*(?:{_advice()}|{_report()})", title, re.I):
        return None
    if title and not rest.dated and _is_sentence(title):
        return None
    return _made(rest, title, council, body, "advice")


def _without_author(
    words: str, own: str | None, *, seen: bool, before: Work | None, linked: bool
) -> Work | None:
    if re.match(law_start(), words, re.I):
        return _law(words)
    advice = _named_inside(words, own)
    if advice is not None:
        return advice
    words, authored = _drop_author(words)
    rest = strip_tail(words)
    title = clean_title(rest.words)
    if not title or len(title) < 4:
        code = rest.code and find_code(rest.code)
        return _made(rest, rest.code, code[0], None, "advice") if code else None
    is_advice = re.match(rf"(?:[\w-]+-)?{_advice()}", title, re.I) is not None
    shared = before if before and is_advice and not authored else None
    known = is_advice or re.match(rf"(?:\w+\s){{0,2}}[\w-]*{_report()}", title, re.I) is not None
    code = find_code(rest.code) if rest.code else None
    council = shared.council if shared else (code[0] if code else None)
    evidence = rest.dated or linked or rest.located or bool(re.search(r"\b(?:19|20)\d\d\b", title))
    if not (evidence or (seen and known) or (authored and known) or council):
        return None
    if not authored and not seen and _is_remark(title, known=known):
        return None
    if title[0].islower() and not known:
        return None
    kind: Kind = "advice" if is_advice and council else "other"
    return _made(rest, title, council, shared.body if shared else None, kind)


def _made(
    rest: _Rest, title: str | None, council: str | None, body: str | None, kind: Kind
) -> Work:
    return Work(
        council=council, body=body, title=title or None, date=rest.date,
        kind=kind, year=rest.year, code=rest.code,
    )


def _named_inside(words: str, own: str | None) -> Work | None:
    """Read *het SERV-advies over X, 12 mei 2016* and *advies van de Raad Y over X*."""
    head = re.match(rf"(?P<before>[^\s‘“]*\s)?(?P<kind>\S*{_advice()})\b(?=(?P<after>.{{0,90}}))", words, re.I)
    if head is None:
        return None
    named = names_in(words[: head.end()], own)
    if not named:
        of = re.match(r"\s(?:nr\.? ?\d+\s|\d{4}[-/]\d+\s)?(?:van|door)\s(?:de\s|het\s)?", head["after"])
        start = head.end() + of.end() if of else 0
        # Body and council may both stand there, in either order.
        named = [one for one in names_in(words, own) if of and one.start - start in range(3)]
        if named:
            after = names_in(words[named[0].end : named[0].end + 40], own)
            near = [one for one in after if one.start <= 10 and one.body]
            named += near
    if not named:
        return None
    rest = strip_tail(words)
    body = next((one.body for one in named if one.body), None)
    return _made(rest, clean_title(rest.words), named[0].council, body, "advice")


def _law(words: str) -> Work | None:
    rest = strip_tail(words, keep_joined=True)
    title = clean_title(rest.words)
    draft = re.match(r"(?:voor)?ontwerp|voorstel", title, re.I)
    inside = re.search(rf"\b(?:van|d\.d\.|dd\.?)\s(?={bare_date()})", title, re.I)
    date = rest.date
    if inside and not (draft and date):
        date = first_date(title[inside.end() :]) or date
    if _is_sentence(title) and inside is None and not rest.dated:
        return None
    if len(title.split()) < 2 and not re.search(r"(?:grondwet|wetboek)", title, re.I):
        return None
    return Work(title=title, date=date, kind="law", year=rest.year)


def _drop_author(words: str) -> tuple[str, bool]:
    """Take off an author who is no council of the catalogue."""
    people = _PEOPLE.match(words)
    if people and people.end() < len(words):
        return words[people.end() :], True
    row = _AUTHORS_IN_A_ROW.match(words)
    if row and not re.match(_report(), words, re.I):
        return words[row.end() :], True
    found = re.match(rf"(?P<name>[^.,:;‘“«]{{2,{_LONGEST_AUTHOR}}}?)\s*(?P<mark>\((?:19|20)\d\d\w?\)[.,:]?|[.,:])\s+(?=\S)", words)
    while found:
        name, rest = found["name"], words[found.end() :]
        if _is_author(name, found["mark"], rest):
            deeper = re.match(r"(?:Commissie|Vakgroep|Afdeling|Dienst|Faculteit|Departement)\b[^.,:‘“]{0,60}[.,:]\s+(?=\S)", rest)
            return rest[deeper.end() if deeper else 0 :], True
        # *ENQA, ESU, EUA en EURASHE. Standards*: the author goes on to the stop.
        longer = re.match(rf"(?P<name>[^.;‘“«]{{2,{_LONGEST_AUTHOR}}})(?P<mark>\.)\s+(?=\S)", words)
        if longer is None or longer["name"] == name:
            break
        found = longer if longer.end() > found.end() else None
    return words, False


def _is_author(name: str, mark: str, rest: str) -> bool:
    known = citation_words()
    first = name.split()[0].casefold() if name.split() else ""
    parts = name.split()
    if not name[:1].isupper() or re.search(r"\d", name) or len(parts) > 9:
        return False
    if first in known.remark_starts - {"de", "het"} or set(name.casefold().split()) & known.remark_verbs:
        return False
    if re.match(rf"[\w-]*(?:{_advice()}|{_report()})\b", name, re.I):
        return False
    if strip_tail(rest).words.strip(" .") == "" or not re.match(r"[A-ZÀ-Þ0-9‘“\"'«]", rest):
        return False
    organised = re.match(rf"(?:{_authors()})\b", name, re.I) or re.search(r"\b[A-Z]{2,}\b", name)
    return bool(organised) or "." in mark or ":" in mark or "(" in mark


def strip_tail(words: str, *, keep_joined: bool = False) -> _Rest:
    """Take off what follows a title: pages, places, dates, codes.

    Args:
        words: The title and what follows it.
        keep_joined: Whether a date without a mark before it (*wet van 10 mei 2015*) stays.
    """
    rest = _Rest(words=words.strip())
    for _ in range(12):
        before = rest.words
        _strip_once(rest, keep_joined=keep_joined)
        if rest.words == before:
            break
    return rest


def _strip_once(rest: _Rest, *, keep_joined: bool) -> None:
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


def _strip_locator(rest: _Rest, patterns: tuple[re.Pattern[str], ...]) -> bool:
    for pattern in patterns:
        found = pattern.search(rest.words, max(len(rest.words) - _LONGEST_TAIL, 0))
        if found and found.start() > 0 and found[0].strip():
            # The date of a decision on the text counts, that of a journal or of a visit does not.
            if rest.date is None and not citation_words().other_dates.search(found[0]):
                rest.date = first_date(found[0])
            rest.words, rest.located = rest.words[: found.start()], True
            return True
    return False


def _strip_code(rest: _Rest) -> bool:
    code = find_code(rest.words)
    if code is None or not re.match(r"[)\].,\s]*$", rest.words[code[1].end() :]):
        return False
    rest.code = rest.code or code[1][0]
    before = rest.words[: code[1].start()]
    rest.words = re.sub(r"[\s,.;(\[–-]*(?:(?:nr\.?|ref\.?|code|kenmerk|documentcode)\s*:?\s*)?$", "", before, flags=re.I)
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


def _strip_date(rest: _Rest, *, keep_joined: bool) -> bool:
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
    return re.compile(rf"[,.(]\s*(?:{names})(?:\s?[/:–-]\s?[\w\s]{{2,30}})?\)?$")


def clean_title(words: str) -> str:
    """Take off what surrounds a title: marks, and quotes if they enclose the whole."""
    title = words.strip().strip(",;:–- ").rstrip(".")
    title = re.sub(r"^(?:over|getiteld)\s+(?=[‘“«\"])", "", title)
    close = _QUOTES.get(title[:1])
    if close and title.endswith(close) and len(title) > 2:
        inside = title[1:-1]
        opens = inside.count(title[0]) if close != title[0] else 0
        parted = close in inside and re.search(rf"{re.escape(close)}(?!\w)", inside) is not None
        if not opens and not (parted and not re.search(rf"\w{re.escape(close)}\w", inside)):
            title = inside.strip().rstrip(",")
    if title.endswith(")") and title.count(")") > title.count("("):
        title = title[:-1]
    return title.strip()


def _is_remark(title: str, *, known: bool) -> bool:
    first = title.split()[0].casefold()
    starts = first in citation_words().remark_starts
    return (starts and not known) or (_is_sentence(title) and not title[:1] in _QUOTES)


def _is_sentence(words: str) -> bool:
    bare = {part.strip(".,;:()") for part in words.casefold().split()}
    return bool(bare & citation_words().remark_verbs)


@cache
def _advice() -> str:
    return "(?:" + "|".join(sorted(map(re.escape, citation_words().advice_kinds), key=len)[::-1]) + ")"


@cache
def _report() -> str:
    return "(?:" + "|".join(sorted(map(re.escape, citation_words().report_kinds), key=len)[::-1]) + ")"


@cache
def _authors() -> str:
    return "|".join(map(re.escape, citation_words().authors))


@cache
def law_start() -> str:
    """Return a pattern of the words that a law opens with, without a group."""
    known = citation_words()
    kinds = "|".join(sorted(map(re.escape, known.law_kinds), key=len)[::-1])
    adjectives = "|".join(known.law_adjectives)
    return rf"(?:(?:{adjectives})\s)?(?:{kinds}|[a-z]{{3,20}}(?:decreet|wet|wetboek)|Vlarem)\b"
