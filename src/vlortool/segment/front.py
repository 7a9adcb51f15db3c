"""Front matter: what stands before the text, and what it says of the advisory."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from vlortool.model.advisory import Metadata
from vlortool.model.layout import Line
from vlortool.resources import Council, Label, Structure
from vlortool.segment.assemble import join_lines
from vlortool.segment.columns import placed_columns
from vlortool.segment.joins import Hyphenation
from vlortool.segment.measure import Measures
from vlortool.segment.records import Unit

_MAX_FRONT_PAGE = 4
_MAX_FRONT_UNITS = 400
_RUNNING_TEXT = 90
_TITLE_SIZE = 1.2
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISSUED_BY = re.compile(
    r"(?:uitgebracht|goedgekeurd) door (?:de |het )?(.{3,70}?) op \d", re.IGNORECASE
)
# These labels are everyday words: they count only with a colon, a gap, or alone on their line.
_NEEDS_SIGN = frozenset({"title", "body", "reference", "ignore", "own_initiative"})


class Entry(Struct, frozen=True):
    """A label of a title block with the words that belong to it."""

    field: str
    value: str


def split_front(units: list[Unit], measures: Measures, structure: Structure) -> int:
    """Return the index of the first unit of the text proper; what stands before is front matter."""
    first = next(
        (
            index
            for index, unit in enumerate(units[:_MAX_FRONT_UNITS])
            if _is_text(unit, units, index, measures, structure)
        ),
        0,
    )
    while first and _heads(units[first - 1], units[first], units, measures, structure):
        first -= 1
    if units and units[first].lines[0].page > _MAX_FRONT_PAGE:
        return 0
    shows = any(_shows_front(unit, measures, structure) for unit in units[:first])
    return first if shows else 0


def _shows_front(unit: Unit, measures: Measures, structure: Structure) -> bool:
    """Tell whether a unit speaks for front matter: a label, a date, a title ..."""
    words = unit.words
    return (
        _is_front_line(words, structure)
        or _label_of(unit.lines[0], structure) is not None
        or words.split(" ", 1)[0].casefold() in structure.document_kinds
        or structure.reference.search(words) is not None
        or (len(words) < _RUNNING_TEXT and structure.bodies.search(words) is not None)
        or (measures.styled and unit.style.size > _TITLE_SIZE * measures.size)
    )


def _is_text(
    unit: Unit, units: list[Unit], index: int, measures: Measures, structure: Structure
) -> bool:
    if unit.kind == "heading":
        return unit.mark is not None and not _is_front_line(unit.words, structure)
    if unit.kind == "bullet":
        return index > 0 and units[index - 1].kind != "heading"
    words = unit.words
    if _is_front_line(words, structure) or _label_of(unit.lines[0], structure) is not None:
        return False
    if measures.styled:
        style = unit.style
        if abs(style.size - measures.size) > 0.12 * measures.size:
            return False
        if unit.x0 > measures.left + 60:
            return False
    sentence = bool(re.search(r"[.:?!][’”\"')]*\d{0,3}$", words)) and len(words.split()) >= 6
    if not sentence:
        return False
    headed = index > 0 and units[index - 1].kind == "heading"
    return len(words) >= _RUNNING_TEXT or headed


def _heads(
    unit: Unit, following: Unit, units: list[Unit], measures: Measures, structure: Structure
) -> bool:
    """Tell whether a unit before the text is its first heading, and not the title."""
    if unit.kind != "heading" or (following.kind == "heading" and following.mark is None):
        return False
    if _is_front_line(unit.words, structure) or _label_of(unit.lines[0], structure) is not None:
        return False
    index = units.index(unit)
    if measures.styled:
        others = [other for other in units if other.kind == "heading" and other is not unit]
        larger = any(other.style.size > unit.style.size + 0.5 for other in others[: index + 1])
        again = any(other.style == unit.style for other in units[index + 1 :])
        return larger or again
    return index > 0


def _is_front_line(words: str, structure: Structure) -> bool:
    bare = words.strip(" .:").casefold()
    return (
        bare in structure.document_kinds
        or structure.issued_by.search(words) is not None
        or _is_date_only(words, structure)
        or structure.reference.fullmatch(words.strip()) is not None
        or (len(words) < 120 and structure.own_initiative.search(words) is not None)
        or (len(words) < 120 and structure.vote.match(words) is not None)
    )


def _is_date_only(words: str, structure: Structure) -> bool:
    rest = re.sub(r"^\w+,? ", "", words) if not words[:1].isdigit() else words
    return len(rest) < 22 and find_date(rest, structure) is not None


def find_date(text: str, structure: Structure) -> dt.date | None:
    """Return the first full date in a text: *28 juni 2018*, 28/06/2018 or 2018-06-28."""
    written = _written(structure.months).search(text)
    if written:
        month = structure.months.index(written[2].casefold()) + 1
        return _date(int(written[3]), month, int(written[1]))
    iso = _ISO.search(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = _NUMERIC.search(text)
    if numeric:
        return _date(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    return None


@cache
def _written(months: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\b(\d{{1,2}})\s+({'|'.join(map(re.escape, months))})\s+(\d{{4}})\b", re.IGNORECASE
    )


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _label_of(line: Line, structure: Structure) -> tuple[Label, str] | None:
    """Return the label that a line opens with, and the rest of the line."""
    folded = line.text.casefold()
    for label in structure.labels:
        name = label.text.casefold()
        if not folded.startswith(name):
            continue
        rest = line.text[len(label.text) :]
        if rest[:1].isalnum():
            continue
        alone = placed_columns(line)[0][1].strip(" :").casefold() == name
        if rest.lstrip()[:1] == ":" or alone or label.field not in _NEEDS_SIGN:
            if label.text == "Aan" and not (rest.lstrip()[:1] == ":" or alone):
                continue
            return label, rest.lstrip(" :").strip()
    return None


def read_metadata(
    lines: list[Line],
    titles: list[Unit],
    furniture: list[Line],
    structure: Structure,
    councils: tuple[Council, ...],
    hyphenation: Hyphenation,
) -> Metadata:
    """Read what the front matter says.

    Args:
        lines: The lines before the text, and those of a covering letter.
        titles: Units of the front matter, candidates for the title.
        furniture: Running headers and footers, which may carry council and reference.
        structure: Labels and patterns.
        councils: The catalogue of councils.
        hyphenation: How the document breaks words.
    """
    entries = list(_entries(lines, structure))
    found: dict[str, str] = {}
    for entry in entries:
        if entry.value:
            found.setdefault(entry.field, entry.value)
    labelled = {id(line) for line in lines if _label_of(line, structure)}
    free = [line.text for line in lines if id(line) not in labelled]
    edges = [line.text for line in furniture]
    issued = " ".join(entry.value for entry in entries if entry.field == "issued")
    statement = " ".join([*(text for text in free if _is_front_line(text, structure)), issued])
    everything = "\n".join([*(line.text for line in lines), *edges])
    requested = found.get("requested_by")
    own = structure.own_initiative.search(everything) is not None
    if requested and structure.own_initiative.search(requested):
        requested = None
    return Metadata(
        title=_title(titles, found, structure, councils, hyphenation),
        council=_council([*free, issued, *edges], councils),
        body=_body(found, statement, free, structure),
        date=find_date(issued, structure) or _first_date(free, edges, structure),
        reference=_reference(found, everything, structure),
        requested_by=requested,
        own_initiative=True if own else (False if requested else None),
        vote=_vote(found, statement, structure),
        authors=_people(found.get("authors")),
    )


def _entries(lines: list[Line], structure: Structure) -> Iterator[Entry]:
    """Yield labels with their values; a value goes on until the next label or a gap."""
    label: Label | None = None
    value: list[str] = []
    for line in lines:
        hit = _label_of(line, structure)
        if hit is not None:
            if label is not None:
                yield Entry(label.field, " ".join(value).strip())
            label, value = hit[0], [hit[1]] if hit[1] else []
            if label.field == "issued":
                value.insert(0, label.text)
        elif label is not None and _goes_on(line, value):
            value.append(line.text)
        elif label is not None:
            yield Entry(label.field, " ".join(value).strip())
            label, value = None, []
    if label is not None:
        yield Entry(label.field, " ".join(value).strip())


def _goes_on(line: Line, value: list[str]) -> bool:
    return len(value) < 4 and (not value or line.blank_before <= 1) and len(line.text) < 200


def _title(
    units: list[Unit],
    found: dict[str, str],
    structure: Structure,
    councils: tuple[Council, ...],
    hyphenation: Hyphenation,
) -> str | None:
    names = sorted((name for council in councils for name in council.aliases), key=len)[::-1]
    candidates = [
        unit
        for unit in units
        if not _is_front_line(unit.words, structure)
        and not _only_facts(unit.words, names, structure)
        and _label_of(unit.lines[0], structure) is None
        and len(unit.words) > 8
    ]
    styled = [unit for unit in candidates if unit.lines[0].size]
    if styled:
        size = max(unit.style.size for unit in styled)
        group: list[str] = []
        for unit in styled:
            if abs(unit.style.size - size) < 0.5:
                group.append(join_lines(unit.lines, unit.skip, [], hyphenation).text)
            elif group:
                break
        words = " ".join(dict.fromkeys(group))
        return words or found.get("title")
    # A label such as *Adviesvraag* names the subject; a line that says *Advies over* is the title.
    named = [unit for unit in candidates if re.search(r"\b[Aa]dvies\b", unit.words)]
    if found.get("title") and not named:
        return found["title"]
    first = next(iter(named or candidates), None)
    return join_lines(first.lines, first.skip, [], hyphenation).text if first else None


def _only_facts(words: str, names: list[str], structure: Structure) -> bool:
    """Tell whether a line holds nothing but council, body, date and reference."""
    rest = structure.bodies.sub(" ", structure.reference.sub(" ", words))
    for name in names:
        rest = rest.replace(name, " ")
    rest = re.sub(
        rf"\b\d{{1,2}} (?:{'|'.join(map(re.escape, structure.months))}) \d{{4}}\b", " ", rest
    )
    return not re.search(r"\w{5,}", rest)


def _council(texts: list[str], councils: tuple[Council, ...]) -> str | None:
    for text in texts:
        named = [
            (text.find(alias), council.id)
            for council in councils
            for alias in council.aliases
            if re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", text)
        ]
        if named:
            return min(named)[1]
    return None


def _body(
    found: dict[str, str], statement: str, free: list[str], structure: Structure
) -> str | None:
    for text in [found.get("body", ""), statement, *free]:
        hit = structure.bodies.search(text)
        if hit:
            return hit[0]
    issued = _ISSUED_BY.search(statement)
    return issued[1] if issued else found.get("body")


def _first_date(free: list[str], edges: list[str], structure: Structure) -> dt.date | None:
    dates = [find_date(text, structure) for text in [*free, *edges] if len(text) < 160]
    return next((date for date in dates if date), None)


def _reference(found: dict[str, str], everything: str, structure: Structure) -> str | None:
    # A code that runs over a line's end is found whole in the running header.
    everything = everything.replace("-\n", "-").replace("_\n", "_")
    codes = [hit[0] for hit in structure.reference.finditer(everything)]
    return max(codes, key=len) if codes else found.get("reference")


def _vote(found: dict[str, str], statement: str, structure: Structure) -> str | None:
    if found.get("vote"):
        return found["vote"]
    hit = structure.vote.search(statement)
    return hit[0].strip(" .") if hit else None


def _people(value: str | None) -> list[str] | None:
    if not value:
        return None
    return [name.strip() for name in re.split(r",| en |;", value) if name.strip()] or None


def merge_metadata(printed: Metadata, given: dict[str, object]) -> Metadata:
    """Let what a sidecar gives replace what was read in the document."""
    return replace(printed, **given) if given else printed
