"""One work as a note cites it: author, body, title, date."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vlortool.resources import citation_words
from vlortool.tag.dates import bare_date, first_date
from vlortool.tag.kinds import advice_pattern, author_pattern, law_start, report_pattern
from vlortool.tag.names import (
    body_pattern,
    council_pattern,
    find_code,
    host_council,
    names_in,
    read_author,
)
from vlortool.tag.tails import QUOTES, Tail, clean_title, strip_tail

Kind = Literal["advice", "law", "other"]
Form = Literal["full", "ibid", "opcit", "reference"]

LONGEST_WORK = 1500
_SHORTEST_TITLE = 4
_PERSON = r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þa-z][\w’'-]+){0,2},?\s(?:[A-ZÀ-Þ]\.[\s-]?){1,3}"
_PEOPLE = re.compile(
    rf"{_PERSON}(?:\s?(?:,|&|en|and|;)\s?{_PERSON})*(?:,?\s(?:e\.a\.|et al\.))?"
    r"\s*(?:\((?:19|20)\d\d\w?\))?[.,:]?\s*(?:\((?:red|eds?)\.\)[.,:]?\s*)?"
)
_YEAR_AFTER = re.compile(r"\s*[(\[](?:19|20)\d\d\w?[)\]]\s*[.,:]?\s*")
_URL = re.compile(r"(?:https?://|www\.)[^\s;,<>]+", re.IGNORECASE)
_LONGEST_AUTHOR = 90
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


def read_work(
    item: str, own: str | None, before: Work | None = None, *, linked: bool = False
) -> Work | None:
    """Read one work; a remark gives None.

    Args:
        item: Words of a note about one work, link targets taken out or not.
        own: Council of the document.
        before: The work before it in the same note, whose author it may share.
        linked: Whether the note has a link target, which speaks for a work.
    """
    links = tuple(found[0].rstrip(".)") for found in _URL.finditer(item))
    words = " ".join(_URL.sub(" ", item)[:LONGEST_WORK].split())
    words, seen = _without_see(words)
    short = _short_form(words, own, links)
    if short is not None:
        return short
    # Behind an address alone the day of a visit may still stand.
    if links and not re.search(r"\w", strip_tail(f"- {words}").words):
        return Work(council=host_council(links[0]), links=links)
    code = find_code(words)
    author = None if code and code[1].start() == 0 else read_author(words, own)
    if author is None:
        work = _without_author(words, own, seen=seen, before=before, linked=linked or bool(links))
    else:
        work = _of_council(words[author.end :], author.council, author.body)
        year = re.search(r"\(((?:19|20)\d\d)\w?\)", words[: author.end + 8])
        if work and year and work.year is None:
            work = replace(work, year=int(year[1]))
    return replace(work, links=links) if work else None


def _without_see(words: str) -> tuple[str, bool]:
    see, start = citation_words().see, 0
    for _ in range(4):
        found = see.match(words, start)
        if found is None or found.end() == start:
            break
        start = found.end()
        start += len(words[start:]) - len(words[start:].lstrip(" ,"))
    lead = re.match(
        rf"(?:(?:het|de)\s+)(?=[\w-]*{advice_pattern()}|{law_start()}|[\w-]*{report_pattern()})",
        words[start:],
        re.IGNORECASE,
    )
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
        kind: Kind = "advice" if re.search(advice_pattern(), words, re.IGNORECASE) else "other"
        title = words[: reference.start()].strip(" (,.:")
        named = [one.council for one in names_in(words, own)]
        return Work(
            form="reference",
            note=next(filter(None, reference.groups()), None),
            title=title,
            kind=kind,
            council=next(iter(named), None),
            links=links,
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
    if (
        title
        and title[0].islower()
        and not re.match(rf"[\w-]*(?:{advice_pattern()}|{report_pattern()})", title, re.IGNORECASE)
    ):
        return None
    if title and not rest.dated and _is_sentence(title):
        return None
    return _made(rest, title, council, body, "advice")


def _without_author(
    words: str, own: str | None, *, seen: bool, before: Work | None, linked: bool
) -> Work | None:
    """Read a law, an advisory that names its council elsewhere, or a work of others."""
    if re.match(law_start(), words, re.IGNORECASE):
        return _law(words)
    advice = _named_inside(words, own)
    if advice is not None:
        return advice
    words, authored = _drop_author(words)
    rest = strip_tail(words)
    behind = None if authored else _author_behind().fullmatch(rest.words)
    if behind is not None:
        named = names_in(rest.words[behind.end("title") :], own)
        title, rest.words = clean_title(behind["title"]), behind["title"]
        return _made(rest, title, named[0].council, named[-1].body, "advice") if named else None
    title = clean_title(rest.words)
    if len(title) < _SHORTEST_TITLE:
        code = rest.code and find_code(rest.code)
        return _made(rest, rest.code, code[0], None, "advice") if code else None
    return _of_others(rest, title, before, authored=authored, seen=seen, linked=linked)


def _of_others(
    rest: Tail, title: str, before: Work | None, *, authored: bool, seen: bool, linked: bool
) -> Work | None:
    """Tell a work without a council from a remark: by its author, kind, date or address."""
    is_advice = re.match(rf"(?:[\w-]+-)?{advice_pattern()}\b", title, re.IGNORECASE) is not None
    report = re.match(rf"(?:\w+\s){{0,2}}[\w-]*{report_pattern()}", title, re.IGNORECASE)
    known = is_advice or report is not None
    # *SERV. Advies over A; Advies over B* has one author, *Advies van de Raad van State* its own.
    goes_on = is_advice and not authored and not re.match(r"\S+ van (?:de|het)\b", title)
    shared = before if goes_on else None
    code = find_code(rest.code or title)
    council = shared.council if shared else (code[0] if code else None)
    dated = rest.dated or re.search(r"\b(?:19|20)\d\d\b", title) is not None
    if not (dated or linked or rest.located or council or (known and (seen or authored))):
        return None
    if not authored and not seen and _is_remark(title, known=known):
        return None
    if title[0].islower() and not known:
        return None
    kind: Kind = "advice" if is_advice else "other"
    return _made(rest, title, council, shared.body if shared else None, kind)


def _made(rest: Tail, title: str | None, council: str | None, body: str | None, kind: Kind) -> Work:
    if rest.date is None:
        rest.date = _inner_date(rest.words)
        leading = re.match(rf"(?:{bare_date()})\s*[,.:]\s*", title or "", re.IGNORECASE)
        title = (title or "")[leading.end() :].strip() if leading else title
    return Work(
        council=council,
        body=body,
        title=title or None,
        date=rest.date,
        kind=kind,
        year=rest.year,
        code=rest.code,
    )


@cache
def _author_behind() -> re.Pattern[str]:
    """Return the pattern of *‘Advies over X’, Vlor, Algemene Raad*."""
    names = rf"{council_pattern()}(?:[\s,(/–-]+{body_pattern()})?"
    return re.compile(rf"(?P<title>.{{8,}}?)\s*[,.(–-]\s*(?:{names}|{body_pattern()})\)?")


def _named_inside(words: str, own: str | None) -> Work | None:
    """Read *het SERV-advies over X, 12 mei 2016* and *advies van de Raad Y over X*."""
    head = re.match(
        rf"(?P<before>[^\s‘“]*\s)?(?P<kind>\S*{advice_pattern()})\b(?=(?P<after>.{{0,90}}))",
        words,
        re.IGNORECASE,
    )
    if head is None:
        return None
    named = names_in(words[: head.end()], own)
    if not named:
        of = re.match(
            r"\s(?:nr\.? ?\d+\s|\d{4}[-/]\d+\s)?(?:(?:van|door)\s)?(?:de\s|het\s)?", head["after"]
        )
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
    return _made(rest, clean_title(without_facts(rest.words)), named[0].council, body, "advice")


def _inner_date(words: str) -> dt.date | None:
    """Read *advies van 12 mei 2016 over X* and *12 mei 2016, Advies over X*."""
    facts = _facts().match(words)
    leading = re.match(rf"(?:{bare_date()})(?=\s*[,.:])", words, re.IGNORECASE)
    return first_date(facts["facts"]) if facts else first_date(leading[0]) if leading else None


@cache
def _facts() -> re.Pattern[str]:
    named = rf"(?:{council_pattern()}|{body_pattern()})(?:\s?\([^()]{{1,30}}\))?"
    name = rf"(?:(?:van|door)\s)?(?:de\s|het\s)?{named}"
    return re.compile(
        rf"(?P<kind>^\S*{advice_pattern()})"
        rf"(?P<facts>(?:,?\s(?:{name}|(?:van|op|d\.d\.)\s{bare_date()}|\({bare_date()}\)))+)"
        r"(?=\s(?:over|betreffende|inzake|rond|omtrent|bij|met)\b)",
        re.IGNORECASE,
    )


def without_facts(title: str) -> str:
    """Take council and date out of *advies van de Vlor van 12 mei 2016 over X*."""
    return _facts().sub(lambda hit: hit["kind"], title)


def _law(words: str) -> Work | None:
    rest = strip_tail(words, keep_joined=True)
    title = clean_title(rest.words)
    draft = re.match(r"(?:voor)?ontwerp|voorstel", title, re.IGNORECASE)
    inside = re.search(rf"\b(?:van|d\.d\.|dd\.?)\s(?={bare_date()})", title, re.IGNORECASE)
    date = rest.date
    if inside and not (draft and date):
        date = first_date(title[inside.end() :]) or date
    if _is_sentence(title) and inside is None and not rest.dated:
        return None
    if len(title.split()) < 2 and not re.search(r"(?:grondwet|wetboek)", title, re.IGNORECASE):
        return None
    return Work(title=title, date=date, kind="law", year=rest.year)


def _drop_author(words: str) -> tuple[str, bool]:
    """Take off an author who is no council of the catalogue."""
    people = _PEOPLE.match(words)
    if people and people.end() < len(words):
        return words[people.end() :], True
    row = _AUTHORS_IN_A_ROW.match(words)
    if row and not re.match(report_pattern(), words, re.IGNORECASE):
        return words[row.end() :], True
    found = re.match(
        rf"(?P<name>[^.,:;‘“«]{{2,{_LONGEST_AUTHOR}}}?)\s*(?P<mark>\((?:19|20)\d\d\w?\)[.,:]?|[.,:])\s+(?=\S)",
        words,
    )
    while found:
        name, rest = found["name"], words[found.end() :]
        if _is_author(name, found["mark"], rest):
            deeper = re.match(
                r"(?:Commissie|Vakgroep|Afdeling|Dienst|Faculteit|Departement)\b[^.,:‘“]{0,60}[.,:]\s+(?=\S)",
                rest,
            )
            return rest[deeper.end() if deeper else 0 :], True
        # *ENQA, ESU, EUA en EURASHE. Standards*: the author goes on to the stop.
        longer = re.match(rf"(?P<name>[^.;‘“«]{{2,{_LONGEST_AUTHOR}}})(?P<mark>\.)\s+(?=\S)", words)
        if longer is None or longer["name"] == name:
            break
        found = longer if longer.end() > found.end() else None
    return words, False


def _is_author(name: str, mark: str, rest: str) -> bool:
    known = citation_words()
    first = name.split(maxsplit=1)[0].casefold() if name.split() else ""
    parts = name.split()
    # *Parl. St.* is an abbreviation; an author so short is an acronym.
    if len(name) < 5 and not name.isupper():
        return False
    if not name[:1].isupper() or re.search(r"\d", name) or len(parts) > 9:
        return False
    if (
        first in known.remark_starts - {"de", "het"}
        or set(name.casefold().split()) & known.remark_verbs
    ):
        return False
    if re.match(rf"[\w-]*(?:{advice_pattern()}|{report_pattern()})\b", name, re.IGNORECASE):
        return False
    if strip_tail(rest).words.strip(" .") == "" or not re.match(r"[A-ZÀ-Þ0-9‘“\"'«]", rest):
        return False
    organised = re.match(rf"(?:{author_pattern()})\b", name, re.IGNORECASE) or re.search(
        r"\b[A-Z]{2,}\b", name
    )
    return bool(organised) or "." in mark or ":" in mark or "(" in mark


def _is_remark(title: str, *, known: bool) -> bool:
    first = title.split(maxsplit=1)[0].casefold()
    starts = first in citation_words().remark_starts
    return (starts and not known) or (_is_sentence(title) and title[:1] not in QUOTES)


def _is_sentence(words: str) -> bool:
    bare = {part.strip(".,;:()") for part in words.casefold().split()}
    return bool(bare & citation_words().remark_verbs)
