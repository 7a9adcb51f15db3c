"""What made-up advisories are: council, day, title, code, size; drawn before any is composed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from math import log
from random import Random

from msgspec import Struct
from templates import Template
from wording import Vocabulary, Wording

from vlortool.model.identity import slug
from vlortool.resources import Council, councils

_WEIGHTS = {"vlor": 70, "sar-wgg": 13, "serv": 12}
_FIRST_DAY, _LAST_DAY = dt.date(1995, 1, 9), dt.date(2026, 6, 30)
_MEDIAN, _SPREAD = 95, 0.68
_FEWEST, _MOST = 20, 590
_UNDATED, _PDF, _WITH_URL, _WITH_CODE = 0.15, 0.6, 0.6, 0.7
_SLUG = 60
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


class Head(Struct, frozen=True, kw_only=True):
    """An advisory before it is composed.

    Attributes:
        index: Its number.
        id: Its id.
        council: The council.
        body: The part of the council.
        title: Its title.
        day: Its day, also if nobody knows it.
        is_dated: Whether its day is known.
        reference: Its document code.
        url: Where it is published.
        requested_by: Who asked for it.
        size: How many statements it is to have.
        is_pdf: Whether its source is a PDF.
    """

    index: int
    id: str
    council: str
    body: str | None
    title: str
    day: dt.date
    is_dated: bool
    reference: str | None
    url: str | None
    requested_by: str | None
    size: int
    is_pdf: bool

    def cited(self) -> str:
        """Return the words of a note that cites it."""
        author = ", ".join(part for part in (council(self.council).label, self.body) if part)
        return (
            f"{author}. {self.title}, {self.day.day} {_MONTHS[self.day.month - 1]} {self.day.year}."
        )


def draw_heads(
    count: int, templates: Sequence[Template], vocabulary: Vocabulary, seed: int
) -> list[Head]:
    """Draw the heads of all advisories of a store."""
    by_council: dict[str, list[Template]] = {}
    for template in templates:
        by_council.setdefault(template.council, []).append(template)
    names = sorted(by_council)
    weights = [_WEIGHTS.get(name, 1) for name in names]
    rng = Random(f"{seed}/heads")
    return [
        _head(index, by_council[rng.choices(names, weights)[0]], vocabulary, rng)
        for index in range(count)
    ]


def _head(index: int, templates: Sequence[Template], vocabulary: Vocabulary, rng: Random) -> Head:
    template = rng.choice(templates)
    title = Wording(vocabulary, rng).reword(template.title).text
    day = _FIRST_DAY + dt.timedelta(days=rng.randrange((_LAST_DAY - _FIRST_DAY).days))
    body, code = _body(council(template.council), day, index, rng)
    name = f"{slug(title)[:_SLUG].rstrip('-._')}-{index + 1:05d}"
    host = council(template.council).hosts[:1]
    return Head(
        index=index,
        id=name,
        council=template.council,
        body=body,
        title=title,
        day=day,
        is_dated=rng.random() >= _UNDATED,
        reference=code if rng.random() < _WITH_CODE else None,
        url=f"https://www.{host[0]}/adviezen/{name}" if host and rng.random() < _WITH_URL else None,
        requested_by=template.requested_by,
        size=min(max(round(rng.lognormvariate(log(_MEDIAN), _SPREAD)), _FEWEST), _MOST),
        is_pdf=rng.random() < _PDF,
    )


def _body(own: Council, day: dt.date, index: int, rng: Random) -> tuple[str | None, str]:
    """Draw the part of a council that issues an advisory, and the code it gives it."""
    body = rng.choice(own.bodies) if own.bodies else None
    short = body.aliases[0] if body and body.aliases else ""
    if own.id == "vlor":
        short = short or "VB"
        years = f"{(day.year - 1) % 100:02d}{day.year % 100:02d}"
        return body.label if body else None, f"{short}-{short}-ADV-{years}-{index % 1000:03d}"
    name = own.id.replace("-", "").upper()
    return body.label if body else None, f"{name}-{day.year}-{index % 1000:03d}"


@cache
def council(name: str) -> Council:
    """Return a council of the catalogue."""
    return next(each for each in councils() if each.id == name)
