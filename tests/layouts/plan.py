"""What will stand on paper: a corpus advisory with a profile's choices made, ready to render."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.layouts.corpus import Block, Doc, Kind, Note, Sentence
from tests.layouts.profile import HeadStyle, Profile

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
TOC_TITLE = "Inhoud"
NOTES_TITLE = "Noten"

_PLAIN = HeadStyle()
_LONGEST_CELL = 22

_OFFICERS = ("An Peeters", "Koen Verstraete", "Lies De Smet", "Bart Claeys")
_VOTES = (
    "met eenparigheid van stemmen",
    "unaniem",
    "met 24 stemmen voor, 3 tegen en 2 onthoudingen",
    "met 31 stemmen voor en 1 onthouding",
)
_ELABORATION = (
    (
        "De cijfers hebben betrekking op het volledige Vlaamse Gewest en op de "
        "Nederlandstalige instellingen in het Brussels Hoofdstedelijk Gewest."
    ),
    (
        "Voor de jaren waarvoor geen volledige gegevens beschikbaar waren, werd een schatting "
        "gemaakt op basis van de voorgaande jaren."
    ),
    (
        "De bevraging liep van 3 februari tot 14 maart en bereikte 412 respondenten, onder "
        "wie 96 leidinggevenden en 203 personeelsleden."
    ),
    (
        "Een uitvoerige verantwoording van de methode staat in de bijlage bij dat rapport, "
        "samen met de vragenlijst en de antwoorden per provincie."
    ),
    (
        "Vergelijkbare vaststellingen zijn te vinden in de rapporten van de inspectie en in "
        "het jaarverslag van de administratie."
    ),
    (
        "De auteurs waarschuwen er zelf voor om de resultaten te veralgemenen naar andere "
        "sectoren of naar andere leeftijdsgroepen."
    ),
    (
        "Sinds de wijziging van het decreet wordt een ruimere omschrijving gehanteerd, zodat "
        "oudere en recente cijfers niet zonder meer naast elkaar gelegd kunnen worden."
    ),
    (
        "In de commentaar bij de tabellen wordt bovendien gewezen op verschillen tussen grote "
        "en kleine gemeenten."
    ),
    "Een herhaling van het onderzoek is aangekondigd, maar nog niet begroot.",
)


@dataclass(frozen=True)
class Run:
    """A stretch of text; with `mark` it is a note's marker, with `url` a hidden or shown link."""

    text: str
    mark: str | None = None
    url: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Unit:
    """A printed heading, paragraph or bullet; `number` as printed, `key` as in the gold."""

    kind: Kind
    level: int
    runs: Runs
    number: str = ""
    glyph: str = ""
    style: HeadStyle = _PLAIN
    section: str | None = None

    @property
    def text(self) -> str:
        """The words without the markers."""
        return "".join(run.text for run in self.runs if run.mark is None)

    @property
    def key(self) -> str | None:
        """A heading's number without its final dot."""
        return self.number.rstrip(".") or None

    @property
    def numbered(self) -> bool:
        """Whether a bullet's glyph counts (`1.`, `a)`, `1°`)."""
        return bool(re.match(r"\w", self.glyph)) and self.glyph != "o"

    @property
    def marks(self) -> Iterator[tuple[str, str]]:
        """Each marker's number with the words before it."""
        before = ""
        for run in self.runs:
            if run.mark is not None:
                yield run.mark, before
            else:
                before += run.text


@dataclass(frozen=True)
class NotePlan:
    """A note: `paragraphs` as printed, printed links among them; `text` and `urls` as gold."""

    number: str
    paragraphs: tuple[Runs, ...]
    text: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A covering letter; it stands before the advisory and carries the signatures."""

    address: tuple[str, ...]
    place_date: str
    subject: str
    paragraphs: tuple[str, ...]
    closing: str = "Met de meeste hoogachting,"


@dataclass(frozen=True)
class Plan:
    """All that a renderer needs."""

    doc: Doc
    profile: Profile
    title: str
    date: str
    labels: tuple[tuple[str, str], ...]
    author: str | None
    vote: str | None
    letter: Letter | None
    units: tuple[Unit, ...]
    notes: tuple[NotePlan, ...]

    @property
    def short(self) -> str:
        """The title, cut short for running lines."""
        words = self.title.split()
        short = ""
        for word in words:
            if len(short) + len(word) > 44:
                return short.rstrip(" ,:") + " …"
            short = f"{short} {word}".strip()
        return short

    @property
    def header(self) -> tuple[str, str]:
        """The running header: left and right part."""
        if self.profile.header is None:
            return "", ""
        if self.profile.header == "code":
            return self.doc.reference, self.date
        return "", f"{self.doc.council_name} – {self.short}"

    @property
    def even_header(self) -> tuple[str, str]:
        """The running header of even pages."""
        if self.profile.header == "odd-even":
            return self.doc.reference, ""
        return self.header

    @property
    def footer(self) -> tuple[str, str, str]:
        """The footer with `{n}` and `{t}` for page and pages: left, middle, right."""
        forms = {
            None: ("", "", ""),
            "n/t": ("", "", "{n}/{t}"),
            "-n-": ("", "- {n} -", ""),
            "pagina": ("", "Pagina {n} van {t}", ""),
            "page-title": ("Page {n}: " + self.short, "", ""),
            "advies-bar": ("", "", "Advies " + self.doc.reference + " | {n}"),
            "n": ("", "{n}", ""),
            "code-n": (self.doc.reference, "", "{n}"),
        }
        return forms[self.profile.footer]

    @property
    def signed_in_letter(self) -> bool:
        """Whether the signatures stand under the letter and not at the end."""
        return self.letter is not None

    @property
    def toc(self) -> list[Unit]:
        """The headings that a table of contents lists."""
        return [unit for unit in self.units if unit.kind == "heading" and unit.level <= 2]


def long_date(iso: str) -> str:
    """Spell a date: `2019-01-24` becomes `24 januari 2019`."""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def make_plan(doc: Doc, profile: Profile, seed: str) -> Plan:
    """Make all choices that are left, from a seed."""
    if profile.front == "block" and len(doc.reference) > _LONGEST_CELL:
        # A code without a place to break would be cut in the middle by a table cell.
        profile = replace(profile, front="line")
    rng = random.Random(seed)
    date = long_date(doc.date)
    author = rng.choice(_OFFICERS)
    vote = rng.choice(_VOTES)
    labels = tuple(_labels(doc, date, author, vote)) if profile.labels else ()
    units = tuple(_units(doc, profile, rng))
    printed = {mark for unit in units for mark, _ in unit.marks}
    notes = [note for note in doc.notes if note.number in printed]
    longest = rng.choice(notes).number if notes and profile.long_note else None
    return Plan(
        doc=doc,
        profile=profile,
        title=doc.title,
        date=date,
        labels=labels,
        author=author if any(author in value for _, value in labels) else None,
        vote=vote if any(vote in value for _, value in labels) else None,
        letter=_letter(doc, date, rng) if profile.letter and doc.signatories else None,
        units=units,
        notes=tuple(_note(note, profile, elaborate=note.number == longest) for note in notes),
    )


def _labels(doc: Doc, date: str, author: str, vote: str) -> Iterator[tuple[str, str]]:
    """Yield the labels of the title block in the manner of the council; no label: a sentence."""
    if doc.council != "vlor":
        if doc.requested_by:
            subject = re.sub(r"^Advies (over|bij) ", "", doc.title)
            yield "Adviesvraag", subject[0].upper() + subject[1:]
            yield "Adviesvrager", doc.requested_by
            asked = dt.date.fromisoformat(doc.date) - dt.timedelta(days=30)
            yield "Ontvangst adviesvraag", long_date(asked.isoformat())
            yield "Adviestermijn", "30 dagen"
        else:
            yield "", "Advies op eigen initiatief"
        yield "Goedkeuring raad", date
        return
    if doc.requested_by:
        yield "Adviesvrager", doc.requested_by
    else:
        yield "", "Advies op eigen initiatief"
    yield "", f"Uitgebracht door de {doc.body} op {date} {vote}"
    yield "Voorbereiding", f"werkgroep van de {doc.body}"
    yield "Dossierbeheerder", author


def _letter(doc: Doc, date: str, rng: random.Random) -> Letter:
    to = (doc.requested_by or "Vlaams minister van Onderwijs").split(",")[0]
    opening = (
        f"Als bijlage vindt u het advies van de {doc.council_name} dat op {date} werd bezorgd."
    )
    closing = rng.choice(
        (
            "Uiteraard zijn we graag bereid om het advies mondeling toe te lichten.",
            "Voor bijkomende toelichting kunt u steeds contact opnemen met het secretariaat.",
        )
    )
    return Letter(
        address=("Aan", to, "Koning Albert II-laan 15", "1210 Brussel"),
        place_date=f"Brussel, {date}",
        subject=f"Betreft: {doc.title}",
        paragraphs=("Geachte heer of mevrouw", opening, closing),
    )


def _units(doc: Doc, profile: Profile, rng: random.Random) -> Iterator[Unit]:
    counters = [0, 0, 0, 0]
    section: str | None = None
    for block in doc.blocks:
        if block.kind == "heading":
            unit = _heading(block, profile, counters)
            section = unit.key or unit.text
            yield unit
        else:
            yield Unit(
                block.kind,
                block.level,
                tuple(_runs(block.sentences, profile, rng)),
                glyph=_glyph(block, profile) if block.kind == "bullet" else "",
                section=section,
            )


def _heading(block: Block, profile: Profile, counters: list[int]) -> Unit:
    style = profile.heads[min(block.level, 3) - 1]
    title = block.title.upper() if style.caps else block.title
    number = _number(block, profile, counters) if block.number else ""
    return Unit("heading", block.level, (Run(title),), number=number, style=style)


def _number(block: Block, profile: Profile, counters: list[int]) -> str:
    own = block.number or ""
    decimal = re.fullmatch(r"[\d.]+", own) is not None
    level = block.level
    counters[level - 1] += 1
    counters[level:] = [0] * (len(counters) - level)
    if profile.numbering in {"roman", "letters"}:
        if level == 1:
            return (_roman if profile.numbering == "roman" else _letter_of)(counters[0])
        return ".".join(str(max(n, 1)) for n in counters[1:level])
    if decimal and profile.numbering == "dot":
        return own.rstrip(".") + "."
    if decimal and profile.numbering == "nodot":
        return own.rstrip(".")
    return own


def _roman(number: int) -> str:
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    roman = ""
    for value, sign in parts:
        roman += sign * (number // value)
        number %= value
    return roman


def _letter_of(number: int) -> str:
    return chr(ord("A") + number - 1)


def _glyph(block: Block, profile: Profile) -> str:
    own = block.glyph or "•"
    counts = re.match(r"\w", own) is not None and own != "o"
    if counts or profile.glyphs is None:
        return own
    return profile.glyphs[min(block.level, 2) - 1]


def _runs(sentences: tuple[Sentence, ...], profile: Profile, rng: random.Random) -> Iterator[Run]:
    for index, sentence in enumerate(sentences):
        if index:
            yield Run(" ")
        rest = sentence.text
        for number in sentence.notes:
            words = sentence.after.get(number)
            cut = rest.find(words) + len(words) if words and words in rest else 0
            cut = cut or _mark_offset(rest, profile, rng)
            yield Run(rest[:cut])
            yield Run(number, mark=number)
            rest = rest[cut:]
        if rest:
            yield Run(rest)


def _mark_offset(text: str, profile: Profile, rng: random.Random) -> int:
    """Choose where in its sentence a marker stands; never after a digit if it could be misread."""
    if profile.marker_place == "before-stop" and re.search(r"[^\W\d][.;:]$", text):
        return len(text) - 1
    if profile.marker_place == "inside":
        places = [
            found.end()
            for found in re.finditer(r"[’”,)](?= )|\d(?= )|[a-zà-ÿ]{5}(?= )", text)
            if found.end() > 12
        ]
        quotes = [place for place in places if text[place - 1] in "’”),"]
        digits = [place for place in places if text[place - 1].isdigit()]
        choice = quotes or digits or places
        if choice:
            return rng.choice(choice)
    return len(text)


def _note(note: Note, profile: Profile, *, elaborate: bool) -> NotePlan:
    urls = () if profile.note_urls == "none" else note.urls
    more = (" ".join(_ELABORATION[:5]), " ".join(_ELABORATION[5:])) if elaborate else ()
    first = _linked(note.text, urls) if profile.note_urls == "hidden" else (Run(note.text),)
    paragraphs = [first, *((Run(text),) for text in more)]
    shown = tuple(
        Run(url, url=url if profile.note_urls == "below-link" else None)
        for url in urls
        if profile.note_urls != "hidden"
    )
    if profile.note_urls == "inline":
        tail = tuple(part for run in shown for part in (Run(" "), run))
        paragraphs[-1] = (*paragraphs[-1], *tail)
    else:
        paragraphs += [(run,) for run in shown]
    return NotePlan(note.number, tuple(paragraphs), " ".join([note.text, *more]), urls)


def _linked(text: str, urls: tuple[str, ...]) -> Runs:
    """Spread hidden links over the parts of a note: what semicolons part, else its words."""
    if not urls:
        return (Run(text),)
    parts = re.split(r"(?<=;) ", text)
    if len(parts) < len(urls):
        words = text.split(" ")
        step = -(-len(words) // len(urls))
        parts = [" ".join(words[at : at + step]) for at in range(0, len(words), step)]
    runs: list[Run] = []
    for index, part in enumerate(parts):
        runs += [Run(" ")] * bool(index)
        runs.append(Run(part, url=urls[index] if index < len(urls) else None))
    return tuple(runs)
