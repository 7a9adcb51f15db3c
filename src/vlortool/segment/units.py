"""Gathering lines into units: paragraphs, bullets and candidates for headings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from vlortool.model.layout import Line
from vlortool.resources import Structure
from vlortool.segment.breaks import Verdict, ended, judge
from vlortool.segment.marks import Opening, family, opening, value
from vlortool.segment.measure import Measures
from vlortool.segment.records import Unit

_ALIGNED = 4.0
_SHORT_LINE = 0.7
_MOST_LINES = 200


def build_units(lines: list[Line], measures: Measures, structure: Structure) -> list[Unit]:
    """Gather the lines of the running text into units.

    Args:
        lines: Body lines in reading order.
        measures: The document's typography.
        structure: Words by which structure is recognised.

    Returns:
        Units of kind `paragraph`, `bullet` or `numbered`, in order, each line in one of them.
    """
    units: list[Unit] = []
    for line, after in zip_longest(lines, lines[1:]):
        mark = opening(line)
        if not units:
            units.append(_unit(line, mark, loose=True))
            continue
        unit = units[-1]
        before = unit.lines[-1]
        verdict = judge(before, line, after, unit, measures, structure)
        if _only_a_mark(unit) and not (mark and mark.kind != "number"):
            _add_words(unit, line)
        elif mark is not None and _opens(mark, verdict, line, units, measures):
            units.append(_unit(line, mark, loose=verdict is Verdict.BREAK))
        elif verdict is Verdict.BREAK or (
            verdict is Verdict.OPEN and _stands_apart(before, line, unit, measures)
        ):
            units.append(_unit(line, None, loose=verdict is Verdict.BREAK))
        else:
            unit.lines.append(line)
    for unit in units:
        if _only_a_mark(unit):
            unit.kind, unit.mark, unit.skip = "paragraph", None, 0
    return units


def _unit(line: Line, mark: Opening | None, *, loose: bool) -> Unit:
    if mark is None:
        return Unit(kind="paragraph", lines=[line], x0=line.x0, text_x=line.x0, loose=loose)
    return Unit(
        kind="numbered" if mark.kind == "number" else "bullet",
        lines=[line],
        skip=mark.skip,
        mark=mark.mark,
        x0=line.x0,
        text_x=mark.text_x,
        loose=loose,
    )


def _only_a_mark(unit: Unit) -> bool:
    # Not by its words: joining those of a long paragraph at each of its lines is quadratic.
    return unit.mark is not None and not any(_words_of(unit))


def _words_of(unit: Unit) -> Iterator[str]:
    yield unit.lines[0].text[unit.skip :].strip()
    for line in unit.lines[1:]:
        yield line.text.strip()


def _add_words(unit: Unit, line: Line) -> None:
    unit.lines.append(line)
    unit.text_x = line.x0


def _opens(
    mark: Opening, verdict: Verdict, line: Line, units: list[Unit], measures: Measures
) -> bool:
    """Tell whether a mark at the start of a line opens a unit or belongs to a sentence."""
    if verdict is Verdict.BREAK:
        return True
    unit, before = units[-1], units[-1].lines[-1]
    if mark.kind == "glyph":
        return True
    if verdict is Verdict.OPEN and family(mark.mark) == "decimal":
        return True
    if mark.kind == "dash":
        return _dash_opens(mark, verdict, line, unit, measures)
    last = _last_of_family(units, mark.mark)
    follows = last is not None and value(mark.mark) == value(last.mark or "") + 1
    aligned = last is not None and (not measures.styled or abs(last.x0 - line.x0) < _ALIGNED)
    if follows and aligned and mark.mark[-1] in ".)°":
        return verdict is Verdict.OPEN or ended(before.text) or mark.set_off
    first = value(mark.mark) == 1 and mark.mark[-1] in ".)°"
    return first and before.text.rstrip("0123456789").endswith(":")


def _dash_opens(
    mark: Opening, verdict: Verdict, line: Line, unit: Unit, measures: Measures
) -> bool:
    before = unit.lines[-1]
    if verdict is Verdict.OPEN or ended(before.text) or mark.set_off:
        return True
    if measures.styled:
        return abs(line.x0 - before.x0) > _ALIGNED and (
            unit.mark is None or abs(line.x0 - unit.text_x) > _ALIGNED
        )
    if unit.mark != mark.mark:
        return False
    # An item that goes on for pages is no longer one of a list of dashes.
    return len(unit.lines) <= _MOST_LINES and f" {mark.mark} " not in unit.words


def _last_of_family(units: list[Unit], mark: str) -> Unit | None:
    kind = family(mark)
    for unit in reversed(units[-12:]):
        if unit.kind == "numbered" and unit.mark is not None and family(unit.mark) == kind:
            return unit
    return None


def _stands_apart(before: Line, line: Line, unit: Unit, measures: Measures) -> bool:
    """Decide where room was left on a line that does not end a sentence."""
    if line.text[:1].islower() or not measures.styled:
        return False
    alike = before.size == line.size and before.bold == line.bold
    set_large = before.size > 1.06 * measures.size or (before.bold and not measures.bold)
    if alike and set_large and len(unit.lines) < 3:
        return False
    width = measures.right - measures.left
    return before.x1 - measures.left < _SHORT_LINE * width
