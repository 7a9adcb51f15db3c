"""Works that running text mentions: *zijn advies over X van 12 mei 2016*, *het Loopbaanadvies*."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from msgspec import Struct

from vlortool.resources import citation_words
from vlortool.tag.dates import bare_date, first_date, month_pattern
from vlortool.tag.kinds import advice_pattern, any_of, law_start
from vlortool.tag.names import Named, body_pattern, council_pattern, find_code, names_in
from vlortool.tag.works import Kind, Work, without_facts

_SUBJECT_WORDS = 16
_LONGEST_SUBJECT = 240
# Whose work it is and whether it is asked for stands this near, in characters.
_FAR = 400
_OWN = re.compile(r"\b(?:ons|onze|mijn)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\s*:?\s*(?P<quoted>[‘“«\"„][^’”»\"]{3,200}(?:’\w[^’”»\"]{0,100})*[’”»\"])")
_POSSESSIVE = re.compile(r"\b(?:zijn|haar|hun)\b", re.IGNORECASE)


class Mention(Struct, frozen=True, kw_only=True):
    """A work mentioned in running text.

    Attributes:
        start: Offset of its first word.
        work: What the words say of it.
        hint: Words to find the full work by, where the title is only a name (*Loopbaanadvies*).
        certain: Whether it is a citation even if the document cites no fuller form.
    """

    start: int
    work: Work
    hint: str | None = None
    certain: bool = True


def find_mentions(sentence: str, own: str | None) -> list[Mention]:
    """Find the works mentioned in a sentence, in order; none of them twice.

    Args:
        sentence: The words of one sentence.
        own: Council of the document, whose voice *ons advies* is.
    """
    found: list[tuple[int, int, Mention]] = []
    for finder in (_codes, _issued, _advice, _laws, _dated, _named):
        for start, end, mention in finder(sentence, own):
            if not any(start < high and low < end for low, high, _ in found):
                found.append((start, end, mention))
    return [mention for _, _, mention in sorted(found, key=lambda one: one[0])]


def _codes(sentence: str, own: str | None) -> list[tuple[int, int, Mention]]:
    del own
    found = []
    position = 0
    while (hit := find_code(sentence[position:])) is not None:
        council, code = hit
        start, end = position + code.start(), position + code.end()
        bracketed = sentence[:start].rstrip().endswith(("(", "(nr."))
        # In brackets the code belongs to the work before it, which is found by its own words.
        if not bracketed:
            work = Work(council=council, title=code[0], code=code[0], kind="advice")
            found.append((start, end, Mention(start=start, work=work)))
        position = end
    return found


@cache
def _issuing() -> re.Pattern[str]:
    verbs = any_of(citation_words().issuing)
    return re.compile(
        rf"\b[Oo]p\s(?P<date>{bare_date()})\s(?:{verbs})\s(?P<who>[^,;.]{{2,80}}?)\s"
        rf"(?:(?:een|zijn|haar)\s)?(?P<kind>{advice_pattern()})(?:\suit)?(?P<about>\sover\s)"
    )


def _issued(sentence: str, own: str | None) -> list[tuple[int, int, Mention]]:
    """Find *op 24 maart 2022 bracht de Vlor advies uit over X*."""
    found = []
    for hit in _issuing().finditer(sentence):
        named = names_in(hit["who"], own)
        voiced = any(voice in hit["who"].casefold() for voice in citation_words().own_voice)
        council = named[0].council if named else own if voiced else None
        end = _subject_end(sentence, hit.end(), own)
        if council is None or end <= hit.end():
            continue
        title = f"{hit['kind']} over {sentence[hit.end() : end]}"
        body = next((one.body for one in named if one.body), None)
        work = Work(
            council=council, body=body, title=title, date=first_date(hit["date"]), kind="advice"
        )
        found.append((hit.start(), end, Mention(start=hit.start(), work=work)))
    return found


@cache
def _head() -> re.Pattern[str]:
    before = r"(?P<det>\b(?:zijn|haar|hun|ons|onze|het|de|een|vorig|eerder)e?\s)?"
    adjectives = any_of(citation_words().mention_adjectives)
    owner = rf"(?P<owner>{council_pattern()}[- ])?"
    return re.compile(
        rf"(?<![\w-]){before}(?:(?:{adjectives})\s){{0,2}}{owner}"
        rf"(?P<kind>{advice_pattern()})\b(?!-)",
        re.IGNORECASE,
    )


def _advice(sentence: str, own: str | None) -> list[tuple[int, int, Mention]]:
    """Find *zijn advies over X van 12 mei 2016*, *het SERV-advies*, *het advies van 3 mei 2018*."""
    found = []
    for hit in _head().finditer(sentence):
        determiner = (hit["det"] or "").strip().casefold()
        tail = _tail(sentence, hit.end(), own)
        owner = names_in(hit["owner"] or "", own) or tail.named
        if not (determiner or owner) or _asked(sentence, hit.start(), determiner):
            continue
        council, body, explicit = _whose(sentence, hit, determiner, owner, own)
        dated = tail.date is not None
        words = sentence[hit.start("owner") if hit["owner"] else hit.start("kind") : tail.title_end]
        is_titled = tail.about > 0
        if determiner == "een" and not (explicit and (tail.quoted or dated)):
            continue
        if not (is_titled or dated or tail.year):
            continue
        pointing = re.match(r"(?:deze|dit|die|dat|dezelfde|hetzelfde)\b", sentence[tail.about :])
        work = Work(
            council=council,
            body=body,
            title=without_facts(words.strip()) if is_titled else None,
            date=tail.date,
            year=tail.year,
            kind="advice",
        )
        certain = dated and (council is not None or is_titled)
        certain = certain or (is_titled and explicit and not pointing)
        hint = sentence[tail.about : tail.title_end] if is_titled else None
        start = hit.start()
        found.append((start, tail.end, Mention(start=start, work=work, hint=hint, certain=certain)))
    return found


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(citation_words().about)})\s+")


class _Tail(Struct):
    """What follows the word *advies*: whose, of which day, about what."""

    end: int
    title_end: int
    about: int = 0
    named: list[Named] = []
    date: dt.date | None = None
    year: int | None = None
    quoted: bool = False


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(
        rf"\s(?:van|door)\s(?:de\s|het\s)?(?P<name>(?:{council_pattern()}|{body_pattern()})"
        rf"(?:\s?\([^()]{{1,30}}\)|\s(?:van\s)?(?:de\s)?(?:{council_pattern()}))*)"
    )


@cache
def _day() -> re.Pattern[str]:
    return re.compile(
        rf",?\s\(?(?:(?:van|d\.d\.|dd\.?|op|uit)\s)?(?P<date>{bare_date()})\)?", re.IGNORECASE
    )


@cache
def _year() -> re.Pattern[str]:
    return re.compile(
        rf"\s\(?(?:van|uit|in)?\s?(?:{month_pattern()}\s)?(?P<year>(?:19|20)\d\d)\b(?![-/]\d)\)?",
        re.IGNORECASE,
    )


def _tail(sentence: str, start: int, own: str | None) -> _Tail:
    tail = _Tail(end=start, title_end=start)
    for _ in range(4):
        at = tail.end
        if (hit := _owner().match(sentence, at)) and not tail.named:
            tail.named, tail.end = names_in(hit["name"], own), hit.end()
        elif (hit := _day().match(sentence, at)) and tail.date is None:
            tail.date, tail.end = first_date(hit["date"]), hit.end()
        elif (hit := _year().match(sentence, at)) and tail.year is None:
            tail.year, tail.end = int(hit["year"]), hit.end()
        elif (hit := _QUOTED.match(sentence, at)) and not tail.about:
            tail.about, tail.quoted = hit.start("quoted"), True
            tail.end = tail.title_end = hit.end()
        elif (hit := _about().match(sentence, at)) and not tail.about:
            end = _subject_end(sentence, hit.end(), own)
            if end <= hit.end():
                break
            tail.about, tail.end, tail.title_end = hit.end(), end, end
        else:
            break
    issued = _later().match(sentence, tail.end) if tail.date is None else None
    if issued:
        tail.date = first_date(issued["date"])
    return tail


@cache
def _later() -> re.Pattern[str]:
    """Return the pattern of *dat de Vlor op 12 mei 2016 uitbracht*."""
    return re.compile(
        rf",?\s(?:dat|die)\s[^,.;]{{2,50}}?\sop\s(?P<date>{bare_date()})\s(?:\w+\s)?(?:{any_of(citation_words().issuing)})\b"
    )


def _subject_end(sentence: str, start: int, own: str | None) -> int:
    """Return where the subject of an advisory ends: at its date, else at a mark or a verb."""
    del own
    window = sentence[start : start + _LONGEST_SUBJECT]
    dated = _day().search(window)
    owned = dated and window[: dated.start()].casefold().endswith(citation_words().date_owners)
    if dated and owned:
        # The elections of a day, not an advisory of that day.
        return start + dated.end()
    if dated and not re.search(
        r"[;:]|[.?!] |\b(?:dat|die|waar\w*|heeft|wordt|werd|is)\b", window[: dated.start()]
    ):
        return start + dated.start()
    end = start
    words = list(re.finditer(r"‘[^’]{2,150}’|“[^”]{2,150}”|\S+", window))[:_SUBJECT_WORDS]
    for index, word in enumerate(words):
        bare = word[0].casefold().strip(".,;:()?!")
        if bare in citation_words().subject_stops or word[0].startswith("("):
            break
        if (
            index
            and _begins_subject(window[word.end() :])
            and word[0][-1:] not in ",’”"
            and bare not in citation_words().links
        ):
            break
        stripped = word[0].rstrip(".,;:)?!")
        end = start + word.start() + len(stripped)
        if stripped != word[0]:
            break
    links = any_of(citation_words().links)
    return start + len(re.sub(rf"(?:\s(?:{links}))+$", "", sentence[start:end]))


def _begins_subject(rest: str) -> bool:
    """Tell whether *de Vlor* or a pronoun follows: the word before it is the verb."""
    return (
        re.match(
            rf"\s(?:(?:de|onze)\sraad\b|we\b|wij\b|hij\b|zij\b|(?:de\s)?{council_pattern()})", rest
        )
        is not None
    )


def _asked(sentence: str, start: int, determiner: str) -> bool:
    """Tell whether the sentence asks for the advice, which is then no work."""
    if determiner in {"zijn", "haar", "hun", "ons", "onze"}:
        return False
    before = sentence[max(start - _FAR, 0) : start].casefold()
    asked = any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", before) for word in citation_words().asking
    )
    return (asked and determiner != "het") or before.rstrip().endswith(
        (" om", " dit", "dit", " elk", " geen")
    )


def _whose(
    sentence: str, hit: re.Match[str], determiner: str, owner: list[Named], own: str | None
) -> tuple[str | None, str | None, bool]:
    """Return council and body of a mentioned advisory, and whether the words name them."""
    if owner:
        return owner[0].council, next((one.body for one in owner if one.body), None), True
    if _OWN.match(determiner):
        return own, None, own is not None
    if _POSSESSIVE.match(determiner) or determiner == "een":
        return _subject(sentence, hit.start(), hit.end(), own)
    after = re.search(
        r"\b(?:dat|die|waarin|waarmee|waarvan)\s(?:(?:de|het)\s)?(?P<who>.{3,60})",
        sentence[hit.end() : hit.end() + _FAR],
    )
    if after and re.match(r"raad\b|we\b|wij\b", after["who"]):
        return own, None, False
    named = names_in(after["who"][:40], own) if after else []
    if named and named[0].start == 0:
        return named[0].council, named[0].body, True
    return None, None, False


def _subject(
    sentence: str, start: int, end: int, own: str | None
) -> tuple[str | None, str | None, bool]:
    earlier, later = sentence[max(start - _FAR, 0) : start], sentence[end : end + _FAR]
    before = names_in(earlier, own)
    if before:
        return before[-1].council, before[-1].body, True
    voice = rf"\b(?:{any_of(citation_words().own_voice)})\b"
    if re.search(voice, earlier, re.IGNORECASE):
        return own, None, own is not None
    after = names_in(later, own)
    voiced = re.search(voice, later, re.IGNORECASE)
    if after and not (voiced and voiced.start() < after[0].start):
        return after[0].council, after[0].body, True
    return (own, None, own is not None) if voiced else (None, None, False)


@cache
def _law() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<title>{law_start()}(?:\s[\w’'-]+){{0,5}}?\s(?:van|d\.d\.)\s(?P<date>{bare_date()}))"
        r"(?P<about>\s(?:betreffende|houdende|tot|inzake|over)\s)?",
        re.IGNORECASE,
    )


def _laws(sentence: str, own: str | None) -> list[tuple[int, int, Mention]]:
    """Find *het decreet van 12 juli 2013 betreffende de integrale jeugdhulp*."""
    found = []
    for hit in _law().finditer(sentence):
        end = _subject_end(sentence, hit.end(), own) if hit["about"] else hit.end("title")
        end = end if end > hit.end() else hit.end("title")
        work = Work(title=sentence[hit.start() : end], date=first_date(hit["date"]), kind="law")
        found.append((hit.start(), end, Mention(start=hit.start(), work=work)))
    return found


@cache
def _other() -> re.Pattern[str]:
    kinds = any_of(citation_words().dated_kinds)
    return re.compile(
        rf"\b(?:de|het|haar|zijn)\s(?P<title>(?:{kinds})(?:\s(?:[‘“][^’”]{{2,150}}[’”]|\S+)){{0,8}}?)\s(?:van\s|\()(?P<date>{bare_date()})",
        re.IGNORECASE,
    )


def _dated(sentence: str, own: str | None) -> list[tuple[int, int, Mention]]:
    """Find *de conceptnota ‘X’ van 14 juli 2017*."""
    found = []
    for hit in _other().finditer(sentence):
        if re.search(r"[.;]|\b(?:die|dat|op|is|wordt|werd|heeft)\b", hit["title"]):
            continue
        named = names_in(hit["title"], own)
        kind: Kind = "advice" if named else "other"
        council = named[0].council if named else None
        work = Work(council=council, title=hit["title"], date=first_date(hit["date"]), kind=kind)
        found.append((hit.start(), hit.end(), Mention(start=hit.start(), work=work)))
    return found


_NAME = re.compile(
    r"\b(?P<det>het|Het|zijn|haar|ons)\s(?:Vlor-)?(?P<name>[A-Z][a-zà-þ]{3,40}(?:-[\w]+)?)advies\b"
)


def _named(sentence: str, own: str | None) -> list[tuple[int, int, Mention]]:
    """Find *het Loopbaanadvies*, a name for a work that the document cites in full."""
    found = []
    for hit in _NAME.finditer(sentence):
        council, body = (own, None) if hit["det"] == "ons" else (None, None)
        work = Work(council=council, body=body, title=f"{hit['name']}advies", kind="advice")
        mention = Mention(start=hit.start(), work=work, hint=hit["name"], certain=False)
        found.append((hit.start(), hit.end(), mention))
    return found
