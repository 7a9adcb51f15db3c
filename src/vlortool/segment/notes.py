"""Footnotes: the zone at the foot of a page, the notes in it, and endnotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain, islice

from msgspec import Struct

from vlortool.model.layout import Layout, Line, Page
from vlortool.resources import Structure
from vlortool.segment.furniture import is_rule
from vlortool.segment.links import URL, URL_REST, share_out
from vlortool.segment.marks import family, opening
from vlortool.segment.measure import Measures
from vlortool.segment.records import Note, Stray
from vlortool.segment.signature import find_signature

_SMALLER = 0.94
_NUMBER = re.compile(
    r"^(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})(?=[\s.):]|[^\W\d_]|[‘“\"'(]|$)|(\*{1,3}|†)(?=\s))[.):]?\s*"
)
_URL_LINE = re.compile(r"^<?(?:https?://|www\.)\S+>?$", re.IGNORECASE)
# What a note of an advisory nearly always holds: a year, a link, a pointer.
_CITES = re.compile(r"\b(?:19|20)\d{2}\b|https?://|www\.|\bp\.|\bart\.|[Zz]ie\b")
_FIRST_LINES = 4
_MAX_JUMP = 4
# A note that found no place at the foot of its page stands on the next one or the one after.
_MAX_ABOVE = 90
_MAX_ZONE = 0.55


class Zones(Struct, kw_only=True):
    """What was told apart on the pages.

    Attributes:
        body: Lines of the running text, in order.
        notes: The notes, in order.
        strays: Separators, titles above endnotes, and lines in a zone that belong to no note.
        numbers: The numbers of the notes.
        highest: The highest of them; 0 without one.
    """

    body: list[Line]
    notes: list[Note]
    strays: list[Stray]
    numbers: set[str]
    highest: int = 0

    def add(self, note: Note) -> None:
        """Add a note."""
        self.notes.append(note)
        self.numbers.add(note.number)
        if note.number.isdigit():
            self.highest = max(self.highest, int(note.number))


def split_notes(
    layout: Layout, pages: list[list[Line]], measures: Measures, structure: Structure
) -> Zones:
    """Tell the notes of each page from its running text.

    Args:
        layout: The document; its rules and separators open zones.
        pages: Each page's lines, without furniture.
        measures: The document's typography.
        structure: Titles that endnotes stand under.
    """
    zones = Zones(body=[], notes=[], strays=[], numbers=set())
    for page, lines in zip(layout.pages, pages, strict=True):
        if measures.styled:
            start = _styled_start(page, lines, measures, zones)
            zones.body += lines[:start]
            _collect(lines[start:], zones, styled=True)
        else:
            _split_text_page(page, lines, zones)
    _take_endnotes(zones, measures, structure)
    _give_back_signature(zones, structure)
    return zones


def _give_back_signature(zones: Zones, structure: Structure) -> None:
    """Take a signature out of the last note: on the last page it may stand below the notes."""
    if not zones.notes:
        return
    lines = zones.notes[-1].lines
    signature = find_signature(lines[1:], structure)
    if signature:
        cut = signature.start + 1
        zones.body += lines[cut:]
        zones.notes[-1].lines = lines[:cut]


def _styled_start(page: Page, lines: list[Line], measures: Measures, zones: Zones) -> int:
    """Return the index of the first note line: small print at the foot, or below a rule."""
    start = len(lines)
    while start and lines[start - 1].size <= _SMALLER * measures.size:
        start -= 1
    ruled = _below_rule(page, lines, measures)
    if ruled is not None and ruled < start and _opens(lines[ruled], zones):
        start = ruled
    numbered = next((i for i in range(start, len(lines)) if _opens(lines[i], zones)), None)
    if numbered is None:
        goes_on = bool(zones.notes) and start < len(lines) and ruled == start
        return start if goes_on or _carries_over(zones, lines, start) else len(lines)
    # Small print above the first number is the rest of a note of the page before, or no note.
    if numbered > start and not (zones.notes and _unfinished(zones.notes[-1])):
        return start if ruled == start and zones.notes else numbered
    return start


def _below_rule(page: Page, lines: list[Line], measures: Measures) -> int | None:
    """Return the index of the first line below the lowest short rule that crosses no text."""
    best: int | None = None
    for rule in page.rules:
        short = rule.x1 - rule.x0 < 0.75 * (measures.right - measures.left)
        if not short or abs(rule.x0 - measures.left) > 12:
            continue
        below = [index for index, line in enumerate(lines) if line.top >= rule.top - 1]
        above = [line for line in lines if line.bottom <= rule.top + 2]
        if not below or len(below) + len(above) < len(lines):
            continue
        underlines = any(
            abs(line.bottom - rule.top) < 0.25 * line.size and line.x0 - 2 <= rule.x0 < line.x1
            for line in above[-1:]
        )
        if not underlines:
            best = below[0] if best is None else max(best, below[0])
    return best


def _carries_over(zones: Zones, lines: list[Line], start: int) -> bool:
    return bool(zones.notes) and start < len(lines) and _unfinished(zones.notes[-1])


def _unfinished(note: Note) -> bool:
    if not note.lines or note.url_lines:
        return False
    return not note.lines[-1].text.rstrip("’”\"')").endswith((".", "!", "?", "/"))


def _opens(line: Line, zones: Zones) -> bool:
    """Tell whether a line opens a note, after the notes found so far."""
    if not _number(line):
        return False
    if not _number(line).isdigit():
        return bool(line.spans)  # in text an asterisk is a bullet
    number, expected = int(_number(line)), zones.highest + 1
    if number == expected or _is_marked(line):
        return True
    if _is_date(line.text):
        return False
    if line.spans and zones.notes and _counts_anew(number, line, zones.notes[-1]):
        return True
    # A note that found no room on its page may stand behind the one after it.
    overtaken = number < expected and str(number) not in zones.numbers
    return overtaken or expected < number <= expected + _MAX_JUMP


def _counts_anew(number: int, line: Line, last: Note) -> bool:
    """Tell whether notes count anew on each page: a 1 on a new one, or what follows it there."""
    page = last.lines[-1].page
    if number == 1:
        return page < line.page
    return page == line.page and last.number == str(number - 1)


def _is_marked(line: Line) -> bool:
    """Tell whether a line begins with a superscript or a link inside the document."""
    return bool(line.spans) and (line.spans[0].raised or line.spans[0].internal)


def _is_date(text: str) -> bool:
    return bool(re.match(r"^\d{1,2} [a-z]+ \d{4}|^\d{1,2} [a-z]+\b", text))


def _split_text_page(page: Page, lines: list[Line], zones: Zones) -> None:
    """Split a page of text: notes stand below a drawn rule, or show by their numbers alone."""
    rules = [line.number for line in page.lines if is_rule(line)]
    parts: list[list[Line]] = [[] for _ in range(len(rules) + 1)]
    for line in lines:
        parts[bisect_left(rules, line.number)].append(line)
    opened = False
    for part in parts[1:]:
        opened = opened or _zone_like(part, zones)
    if not opened:
        start = _unruled_start(lines, zones)
        zones.body += lines[:start]
        _collect(lines[start:], zones, styled=False)
        return
    zones.body += parts[0]
    for part in parts[1:]:
        if _zone_like(part, zones):
            _collect(part, zones, styled=False, resumes=len(rules) > 1)
        else:
            zones.body += part


def _zone_like(lines: list[Line], zones: Zones) -> bool:
    if not lines:
        return False
    goes_on = bool(zones.notes) and _unfinished(zones.notes[-1])
    return goes_on or any(_opens(line, zones) for line in lines[:6])


def _unruled_start(lines: list[Line], zones: Zones) -> int:
    """Find notes by their numbers: from a line on, all that opens counts up to the page's end.

    A note's marker must stand above it on the same page, glued to a word or a stop. The last line
    that qualifies counts: a heading or a list on the page may begin with the same number.
    """
    expected = zones.highest + 1
    first = _first_possible(lines)
    opening_with: dict[str, list[int]] = {
        str(number): [] for number in range(expected, expected + _MAX_JUMP)
    }
    for index in range(len(lines) - 1, first - 1, -1):
        opening_with.get(_number(lines[index]), []).append(index)
    for number, places in opening_with.items():
        glued = re.compile(rf"(?<=[\w.,;:!?)’”\"'])(?<!\d){number}(?=\s|$|[.,;:)])")
        likely = [index for index in places if _note_like(lines, index)]
        if not likely:
            continue
        # The last candidate has all lines above it that the others have.
        above = chain(islice(lines, likely[0]), zones.body[-_MAX_ABOVE:])
        if any(glued.search(before.text) for before in above):
            return likely[0]
    return len(lines)


def _first_possible(lines: list[Line]) -> int:
    """Return the first line that a block of notes at a page's end can begin with.

    They take about half of the page at most, and there is no list in them.
    """
    first = max(len(lines) - int(_MAX_ZONE * len(lines)), 1)
    for index in range(len(lines) - 1, first - 1, -1):
        mark = opening(lines[index])
        if mark and (mark.kind == "glyph" or family(mark.mark) == "decimal"):
            return index + 1
    return first


def _number(line: Line) -> str:
    """Return the number that a line opens with, or an empty string."""
    found = _NUMBER.match(line.text)
    return next(group for group in found.groups() if group) if found else ""


def _note_like(lines: list[Line], index: int) -> bool:
    """Tell a block of notes at the page's end from a numbered list or a heading."""
    rest = lines[index : index + _FIRST_LINES]
    if rest[0].text.isupper():
        return False
    alone = _NUMBER.fullmatch(rest[0].text)
    if alone and (len(rest) < 2 or rest[1].blank_before):
        return False
    text = " ".join(line.text for line in rest)
    return bool(_CITES.search(text))


def _collect(lines: list[Line], zones: Zones, *, styled: bool, resumes: bool = False) -> None:
    """Cut a zone into notes; what stands before the first number continues the last note.

    Args:
        lines: The lines of the zone.
        zones: What was found so far; notes and their links are added.
        styled: Whether links are known from annotations, so that none stand on lines apart.
        resumes: Whether the running text goes on behind the link targets that end the zone, as
            in text that lost its page seams.
    """
    links: list[Line] = []
    first = len(zones.notes)
    for index, line in enumerate(lines):
        if not styled and (_is_url_line(lines, index) or _wraps_url(links, lines, index)):
            links.append(line)
        elif _opens(line, zones) and _breaks(zones, line):
            if links and len(zones.notes) > first:
                zones.notes[-1].url_lines += links
                links, first = [], len(zones.notes)
            found = _NUMBER.match(line.text)
            skip = found.end() if found else 0
            zones.add(Note(number=_number(line), lines=[line], skip=skip, url_lines=[]))
        elif resumes and (links or _is_finished(zones.notes, first)):
            zones.body += lines[index:]
            break
        elif zones.notes:
            zones.notes[-1].lines.append(line)
        else:
            zones.body.append(line)
    if links:
        _give_links(links, zones, first)


def _is_finished(notes: list[Note], first: int) -> bool:
    """Tell whether the last note of this zone ends in a stop."""
    return len(notes) > first and not _unfinished(notes[-1])


def _is_url_line(lines: list[Line], index: int) -> bool:
    """Tell whether a line is a link target of its own, not the rest of one begun above."""
    begun = index > 0 and lines[index - 1].text.endswith(("://", ":/", "http", "https"))
    return not begun and _URL_LINE.match(lines[index].text) is not None


def _wraps_url(links: list[Line], lines: list[Line], index: int) -> bool:
    """Tell whether a line is the rest of a link target that stood on the line before."""
    if not links or links[-1] is not lines[index - 1]:
        return False
    return " " not in lines[index].text and bool(URL_REST.match(lines[index].text))


def _breaks(zones: Zones, line: Line) -> bool:
    """Tell a new note from a line of the last one that happens to begin with a number."""
    if not zones.notes or not zones.notes[-1].lines:
        return True
    before = zones.notes[-1].lines[-1]
    if before.page != line.page or _is_marked(line):
        return True
    if _is_date(line.text) and not before.text.rstrip("’”\"')").endswith("."):
        return False
    ended = before.text.rstrip("’”\"')").endswith((".", "!", "?", "/")) or before.trailing >= 2
    return ended or _ends_in_url(zones.notes[-1].lines) or line.x0 < before.x0 - 3


def _ends_in_url(lines: list[Line]) -> bool:
    """Tell whether lines end in a printed link target, which may run over a line's end."""
    if lines[-1].spans and lines[-1].spans[-1].uri:
        return True
    return any(
        URL.search("".join(line.text for line in lines[-count:]).rsplit(" ", 1)[-1])
        for count in (1, 2, 3)
    )


def _give_links(links: list[Line], zones: Zones, first: int) -> None:
    """Give link targets to the notes above them, or to the last note of the page before."""
    here = zones.notes[first:] or zones.notes[-1:]
    if not here:
        zones.strays += [Stray("footer", line) for line in links]
        return
    for note, line in share_out(links, here):
        note.url_lines.append(line)


def _take_endnotes(zones: Zones, measures: Measures, structure: Structure) -> None:
    """Take notes that stand under a title (*Noten*) at the end of the document."""
    start = next(
        (
            index
            for index, line in enumerate(zones.body)
            if line.text.strip(" .:").casefold() in structure.notes_titles
            and _notes_follow(zones.body[index + 1 :], zones.notes)
        ),
        None,
    )
    if start is None:
        return
    rest = zones.body[start + 1 :]
    end = _endnotes_end(rest, structure)
    zones.strays.append(Stray("note-separator", zones.body[start]))
    zones.body = zones.body[:start] + rest[end:]
    _collect(rest[:end], zones, styled=measures.styled)


def _notes_follow(lines: list[Line], notes: list[Note]) -> bool:
    """Tell whether notes stand below a title, or stood there and are found already."""
    if not lines or all(_URL_LINE.match(line.text) for line in lines):
        return bool(notes)
    return bool(_NUMBER.match(lines[0].text))


def _endnotes_end(lines: list[Line], structure: Structure) -> int:
    """Return where the endnotes end: before a signature, else with the document."""
    for index, line in enumerate(lines):
        signs = structure.functions.search(line.text) and len(line.text) < 60
        if index and signs and not _NUMBER.match(line.text):
            return max(index - 1, 1)
    return len(lines)
