"""Names of councils and of their bodies, as works cited are introduced with."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from vlortool.resources import Council, councils, structure

_SEPARATOR = r"[\s,.:;/–—-]"


class Author(Struct, frozen=True):
    """The council and body that a citation opens with, and where its words end."""

    council: str | None
    body: str | None
    end: int


class Named(Struct, frozen=True):
    """A council or one of its bodies named in a text."""

    council: str
    body: str | None
    start: int
    end: int


@cache
def _aliases() -> dict[str, Council]:
    return {alias.casefold(): one for one in councils() for alias in one.aliases}


@cache
def _bodies() -> dict[str, list[tuple[str, str]]]:
    """Councils and full names of bodies, by name or abbreviation."""
    found: dict[str, list[tuple[str, str]]] = {}
    for council in councils():
        for body in council.bodies:
            for name in (body.label, *body.aliases):
                found.setdefault(name.casefold(), []).append((council.id, body.label))
    return found


def _any(names: list[str]) -> str:
    # Long names in any capitals, for sources vary; short ones as they stand, for some are words.
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return (
        "(?:"
        + "|".join(
            f"(?i:{re.escape(name)})" if " " in name else re.escape(name) for name in ordered
        )
        + ")"
    )


@cache
def council_pattern() -> str:
    """Return a pattern of the names of councils, without a group."""
    return rf"(?<!\w){_any([alias for one in councils() for alias in one.aliases])}(?!\w)"


@cache
def body_pattern() -> str:
    """Return a pattern of the names and abbreviations of bodies, without a group."""
    listed = [
        name for one in councils() for body in one.bodies for name in (body.label, *body.aliases)
    ]
    return rf"(?<!\w){_any(listed)}(?!\w)"


@cache
def _opening() -> re.Pattern[str]:
    one = council_pattern()
    return re.compile(
        rf"(?:(?:de|het)\s+)?(?P<council>{one})(?:\s*(?:,|/|&|\ben\b)\s*(?:de\s+)?{one})*"
        r"(?:\s*[(\[](?P<aside>[^()\[\]]{1,40})[)\]])*"
    )


@cache
def _body_opening() -> re.Pattern[str]:
    other = structure().bodies.pattern
    one = rf"(?:{body_pattern()}|{other})"
    return re.compile(
        rf"(?:de\s+)?(?P<bodies>{one}(?:\s*(?:,|/|\+|&|\ben\b)\s*(?:de\s+)?{one})*)"
        r"(?:\s*\([^()]{1,40}\))*"
    )


@cache
def _mention() -> re.Pattern[str]:
    long = [body.label for one in councils() for body in one.bodies]
    return re.compile(rf"(?P<council>{council_pattern()})|(?P<body>(?<!\w){_any(long)}(?!\w))")


def read_author(text: str, own: str | None) -> Author | None:
    """Read the council and body that a citation opens with.

    Args:
        text: The citation.
        own: The council of the document, whose bodies need no council before them.

    Returns:
        None unless a council or a body of one stands there and a mark that parts it from the rest.
    """
    found = _opening().match(text)
    if found:
        council = _aliases()[found["council"].casefold()].id
        end = found.end()
        body = _body_after(text, end, council)
        if body:
            return body
        aside = _body_opening().fullmatch(found["aside"] or "")
        inside = full_body(aside["bodies"], council) if aside else None
        return Author(council, inside, end) if _parted(text, end) else None
    part = _body_opening().match(text)
    if part is None or not _parted(text, part.end()):
        return None
    owner = body_owner(part["bodies"], own)
    return Author(owner, full_body(part["bodies"], owner), part.end()) if owner else None


def _body_after(text: str, end: int, council: str) -> Author | None:
    gap = re.compile(rf"{_SEPARATOR}+(?:van de\s+)?").match(text, end)
    found = _body_opening().match(text, gap.end()) if gap else None
    if found is None or not _parted(text, found.end()):
        return None
    return Author(council, full_body(found["bodies"], council), found.end())


def _parted(text: str, end: int) -> bool:
    """Tell whether a mark, or the title in quotes or capitals behind a year, follows a name."""
    rest = text[end:]
    return (
        not rest.strip()
        or re.match(r"\s*[,.:;/–—]|\s+-\s|\s+[‘“\"«„]", rest) is not None
        or (text[:end].endswith(")") and re.match(r"\s+[A-Z]", rest) is not None)
        or re.match(r"\s+(?:[A-Z]\w*)?[Aa]dvies\b(?! van\b)", rest) is not None
    )


def body_owner(words: str, own: str | None) -> str | None:
    """Return the council whose body this is; its own council first, None if several have one."""
    first = re.match(body_pattern(), words)
    owners = {council for council, _ in _bodies().get(first[0].casefold(), [])} if first else set()
    if own in owners:
        return own
    if "vlor" in owners:
        return "vlor"
    return next(iter(owners)) if len(owners) == 1 else None


def full_body(words: str, council: str | None) -> str:
    """Write out the abbreviations of bodies (*RBO en RSO*)."""

    def expand(found: re.Match[str]) -> str:
        named = _bodies().get(found[0].casefold(), [])
        return next((label for owner, label in named if owner == council), found[0])

    return re.sub(body_pattern(), expand, words).strip()


def names_in(text: str, own: str | None) -> list[Named]:
    """Return the councils and bodies that a text names, in order."""
    found = []
    for one in _mention().finditer(text):
        if one["council"]:
            council: str | None = _aliases()[one["council"].casefold()].id
            body = None
        else:
            council = body_owner(one["body"], own)
            body = full_body(one["body"], council)
        if council:
            found.append(Named(council, body, one.start(), one.end()))
    return found


@cache
def _codes() -> list[tuple[str, re.Pattern[str]]]:
    return [(one.id, re.compile(code)) for one in councils() for code in one.codes]


def find_code(text: str) -> tuple[str, re.Match[str]] | None:
    """Return the first document code of a council in a text, with the council."""
    hits = [(council, hit) for council, code in _codes() if (hit := code.search(text))]
    return min(hits, key=lambda one: one[1].start(), default=None)


def host_council(url: str) -> str | None:
    """Return the council on whose site a page stands."""
    host = re.sub(r"^\w+://(?:www\.)?", "", url.casefold()).split("/", 1)[0]
    return next((one.id for one in councils() if host in one.hosts), None)
