"""Which units are headings, and of which level."""

from __future__ import annotations

import re
from itertools import pairwise

from vlortool.resources import Structure
from vlortool.segment.marks import family, value
from vlortool.segment.measure import Measures
from vlortool.segment.records import Style, Unit

_MAX_TITLE = 180
_MAX_PLAIN_TITLE = 110
_LARGER = 1.06
_NO_TITLE_END = re.compile(r"[.;:,…]$|[.;:,]\d{1,3}$")
_PLAIN_NUMBER = re.compile(r"\d{1,2}|[A-Z]|[IVX]+")


def find_headings(units: list[Unit], measures: Measures, structure: Structure) -> None:
    """Decide what each `numbered` unit is, and which paragraphs are headings."""
    listed = _listed(units)
    counted = _sequences(units, listed, structure)
    styled = measures.styled and any(
        _set_apart(unit, measures) and _title_like(unit, structure) for unit in units
    )
    for index, unit in enumerate(units):
        if unit.kind == "bullet":
            continue
        if not _title_like(unit, structure) or id(unit) in listed:
            title = False
        elif styled:
            title = _is_styled_heading(unit, units, index, measures)
        else:
            title = _is_plain_heading(unit, units, index, counted, structure)
        if title:
            unit.kind = "heading"
    for unit in units:
        if unit.kind == "numbered":
            _demote(unit)


def _title_like(unit: Unit, structure: Structure) -> bool:
    """Tell whether a unit's words could be a title: short, and no sentence."""
    words = unit.words
    if not 1 < len(words) <= _MAX_TITLE or len(unit.lines) > 4 or not any(map(str.isalpha, words)):
        return False
    last = words.rsplit(" ", 1)[-1].casefold()
    if _NO_TITLE_END.search(words) and last not in structure.abbreviations:
        return False
    return not re.search(r"https?://|www\.|@", words)


def _set_apart(unit: Unit, measures: Measures) -> bool:
    style = unit.style
    return style.size > _LARGER * measures.size or (style.bold and not measures.bold) or style.caps


def _listed(units: list[Unit]) -> set[int]:
    """Return the ids of numbered units that follow each other directly: items of a list."""
    found: set[int] = set()
    plain = [unit for unit in units if unit.kind != "bullet"]
    for before, unit in pairwise(plain):
        if before.kind == unit.kind == "numbered" and before.mark and unit.mark:
            kind = family(unit.mark)
            alike = family(before.mark) == kind and kind != "decimal"
            if alike and value(unit.mark) == value(before.mark) + 1:
                found |= {id(before), id(unit)}
    return found


def _is_styled_heading(unit: Unit, units: list[Unit], index: int, measures: Measures) -> bool:
    if _set_apart(unit, measures):
        return unit.loose or unit.kind == "numbered" or unit.style.size > measures.size
    if unit.mark is not None and family(unit.mark) == "decimal" and unit.loose:
        return len(unit.words) <= _MAX_PLAIN_TITLE
    style = unit.style
    slanted = style.italic and not measures.italic and unit.loose and unit.kind == "paragraph"
    following = units[index + 1] if index + 1 < len(units) else None
    return (
        slanted
        and len(unit.words) <= _MAX_PLAIN_TITLE
        and abs(unit.x0 - measures.left) < 3
        and following is not None
        and not following.style.italic
    )


def _is_plain_heading(
    unit: Unit, units: list[Unit], index: int, counted: set[int], structure: Structure
) -> bool:
    """Judge a unit that is set like the running text: by number, shortness and neighbours."""
    if len(unit.words) > _MAX_PLAIN_TITLE or index + 1 >= len(units):
        return False
    following = units[index + 1]
    if unit.words[0].islower():
        return False
    if unit.kind == "numbered":
        return id(unit) in counted
    before = units[index - 1] if index else None
    # On a cover, short lines without a stop stand below each other.
    after_end = before is None or _ends_sentence(before) or _title_like(before, structure)
    if not (unit.loose and following.loose and after_end and len(unit.lines) <= 2):
        return False
    if len(unit.words) > 90 or following.kind == "bullet":
        return False
    return following.words[:1].isupper() or following.kind == "numbered"


def _ends_sentence(unit: Unit) -> bool:
    bare = unit.words.rstrip("’”\"')0123456789 ")
    return bare.endswith((".", "?", "!", "…", ";")) or unit.kind == "bullet"


def _sequences(units: list[Unit], listed: set[int], structure: Structure) -> set[int]:
    """Return the ids of numbered units that count up as headings do: 1, 2, 3 with text between.

    One number may be missing between two; a document's first number may be 2, not more.
    """
    chosen: set[int] = set()
    candidates: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.kind == "numbered" and id(unit) not in listed:
            if not _title_like(unit, structure) or unit.words[0].islower():
                continue
            if _family_of(unit) == "decimal":
                chosen.add(id(unit))
            else:
                candidates.setdefault(_family_of(unit), []).append(unit)
    for sisters in candidates.values():
        chosen |= _counting_up(sisters)
    return chosen


def _counting_up(sisters: list[Unit]) -> set[int]:
    """Return the ids of the longest runs that count up; a run may start anew under a parent."""
    found: set[int] = set()
    run: list[Unit] = []
    for unit in sisters:
        number = value(unit.mark or "")
        step = number - value(run[-1].mark or "") if run else 0
        if run and 1 <= step <= 2:
            run.append(unit)
        elif number <= 2:
            found |= _accepted(run)
            run = [unit]
    return found | _accepted(run)


def _accepted(run: list[Unit]) -> set[int]:
    if len(run) < 2:
        # One number alone is a heading only if it is the first, or a stop says that it counts.
        run = [one for one in run if value(one.mark or "") == 1 or not _is_bare(one.mark)]
    return {id(unit) for unit in run}


def _is_bare(mark: str | None) -> bool:
    return _PLAIN_NUMBER.fullmatch(mark or "") is not None


def _family_of(unit: Unit) -> str:
    return family(unit.mark) if unit.mark else ""


def _demote(unit: Unit) -> None:
    """Make an item of a number with a stop, a paragraph of a line that begins with a number."""
    mark = unit.mark or ""
    if mark[-1:] in ".)°" and family(mark) != "decimal":
        unit.kind = "bullet"
        return
    unit.kind = "paragraph"
    unit.mark, unit.skip, unit.text_x = None, 0, unit.x0


def set_levels(units: list[Unit], measures: Measures) -> None:
    """Give each heading its level: by its number where it has one, else by how it is set."""
    headings = [unit for unit in units if unit.kind == "heading"]
    schemes = _scheme_levels(headings)
    known: dict[Style, int] = {}
    for unit in headings:
        if unit.mark:
            unit.level = schemes[_scheme(unit.mark)] + _parts(unit.mark) - 1
            known.setdefault(unit.style, unit.level)
    unnumbered = [unit for unit in headings if not unit.mark]
    if measures.styled:
        _levels_by_style(unnumbered, known)
    else:
        _levels_by_place(headings)


def _scheme(mark: str) -> str:
    kind = family(mark)
    return "1" if kind == "decimal" else kind.strip("().°")


def _parts(mark: str) -> int:
    return len([part for part in mark.strip("().°").split(".") if part])


def _scheme_levels(headings: list[Unit]) -> dict[str, int]:
    """Order numbering schemes by nesting: one that first appears below another is under it."""
    levels: dict[str, int] = {}
    open_schemes: list[str] = []
    for unit in headings:
        if not unit.mark:
            continue
        scheme = _scheme(unit.mark)
        if scheme not in levels:
            levels[scheme] = len(open_schemes) + 1
        open_schemes = [other for other in open_schemes if levels[other] < levels[scheme]]
        open_schemes.append(scheme)
    return levels


def _levels_by_style(unnumbered: list[Unit], known: dict[Style, int]) -> None:
    """Level of unnumbered headings: that of numbered ones set alike, else by rank of style."""
    # In the order of the document: a set of records has another order in each process.
    styles = dict.fromkeys(unit.style for unit in unnumbered if unit.style not in known)
    new = sorted(styles, key=_prominence, reverse=True)
    if not known:
        ranks = sorted({_prominence(style) for style in new}, reverse=True)
        levels = {style: ranks.index(_prominence(style)) + 1 for style in new}
    else:
        levels = dict(known)
        for style in new:
            above = [known[other] for other in known if _prominence(other) > _prominence(style)]
            levels[style] = max(above, default=0) + 1
    for unit in unnumbered:
        unit.level = levels.get(unit.style) or _nearest(unit.style, levels)


def _prominence(style: Style) -> tuple[float, bool, bool, bool]:
    return round(style.size), style.caps, style.bold, not style.italic


def _nearest(style: Style, levels: dict[Style, int]) -> int:
    return levels[min(levels, key=lambda other: abs(other.size - style.size))]


def _levels_by_place(headings: list[Unit]) -> None:
    """Level of unnumbered headings in plain text: below numbered ones, capitals above others."""
    numbered = [index for index, unit in enumerate(headings) if unit.mark]
    capitals = {unit.words.isupper() for unit in headings if not unit.mark}
    for index, unit in enumerate(headings):
        if unit.mark:
            continue
        below_capitals = capitals == {True, False} and not unit.words.isupper()
        inside = bool(numbered) and numbered[0] < index < numbered[-1]
        unit.level = 2 if inside or below_capitals else 1
