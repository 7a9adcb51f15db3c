"""Does a unit end between two lines? Each route has its own signs, the answer is one of three."""

from __future__ import annotations

import re
from enum import Enum

from vlortool.model.layout import Line
from vlortool.resources import Structure
from vlortool.segment.measure import Measures
from vlortool.segment.records import Unit

_ENDED = re.compile(r"[.?!:;…][’”\"')\]]*(?:\d{1,3})?$")
_STARTS = re.compile(r"^(?:[(\dIVX.]+[.)]?\s+)?[‘“\"'(]?[A-ZÀ-ÖØ-Þ]|^[\dIVX]{1,4}[\d.]*\.?$")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})\.?\s+[‘“(]?[A-ZÀ-ÖØ-Þ]")
_LOOSE = 0.16
_INDENT = (5.0, 50.0)
_ASIDE = 4.0
_SHORT = 0.35
_FULL = 0.88
_FULL_WITH_BLANKS = 0.65


class Verdict(Enum):
    """Whether a new unit begins: surely, surely not, or only if its words say so."""

    BREAK = "break"
    JOIN = "join"
    OPEN = "open"


def ended(text: str) -> bool:
    """Tell whether a line ends as a sentence, clause or item does, a note's marker aside."""
    return bool(_ENDED.search(text))


def judge(
    before: Line,
    line: Line,
    after: Line | None,
    unit: Unit,
    measures: Measures,
    structure: Structure,
) -> Verdict:
    """Judge whether a new unit begins with `line`.

    Args:
        before: The line above, last of `unit`.
        line: The line in question.
        after: The line below it.
        unit: The unit being read.
        measures: The document's typography.
        structure: Words that no unit ends in.
    """
    if measures.styled:
        if before.page != line.page:
            return _over_page(before, line, unit, measures)
        if _leaves_list(before, line, after, unit, measures):
            return Verdict.BREAK
        return _styled(before, line, unit, measures)
    if unit.mark is not None and before.page == line.page and line.x0 < unit.x0:
        # Less far in than the item's mark: the list has ended, unless a sentence has not.
        return Verdict.BREAK if ended(before.text) or line.text[:1].isupper() else Verdict.OPEN
    return _text(before, line, measures, structure)


def _styled(before: Line, line: Line, unit: Unit, measures: Measures) -> Verdict:
    step = line.bottom - before.bottom
    usual = max(measures.leading * max(line.size, before.size) / max(measures.size, 1), 1.0)
    if step > usual * (1 + _LOOSE) + 0.5:
        return Verdict.BREAK
    full = not _room_left(before, line, measures)
    resized = abs(line.size - before.size) >= 0.6
    if resized or (line.bold != before.bold and not full) or _moved(line, unit, measures):
        return Verdict.BREAK
    if full:
        return Verdict.JOIN
    if not ended(before.text):
        return Verdict.OPEN
    width = measures.right - measures.left
    if measures.gaps and measures.right - before.x1 < _SHORT * width:
        return Verdict.OPEN  # a paragraph's end would show by a gap
    return Verdict.BREAK


def _moved(line: Line, unit: Unit, measures: Measures) -> bool:
    """Tell whether a line's left edge says that something else begins."""
    shift = line.x0 - unit.text_x
    if unit.mark is not None and unit.kind == "bullet" and measures.hanging:
        return shift < -_ASIDE
    if unit.mark is not None and unit.kind != "heading":
        hangs = len(unit.lines) == 1 or abs(unit.lines[-1].x0 - unit.text_x) < 3
        return (hangs and line.x0 < unit.x0 - 3) or (len(unit.lines) > 1 and hangs and shift < -3)
    step = line.x0 - unit.lines[-1].x0
    # To the right: a first line's indent. To the left: the second line of such a paragraph, or
    # the end of a block that was set further in.
    return step > _ASIDE or (step < -_ASIDE and len(unit.lines) > 1)


def _leaves_list(
    before: Line, line: Line, after: Line | None, unit: Unit, measures: Measures
) -> bool:
    """Tell whether an indented paragraph begins below an item whose words stand as far in."""
    if not measures.indented or unit.mark is None or after is None or not ended(before.text):
        return False
    back = after.page == line.page and after.x0 < line.x0 - _ASIDE
    return back and abs(after.x0 - measures.left) < 2 and line.text[:1].isupper()


def _room_left(before: Line, line: Line, measures: Measures) -> bool:
    """Tell whether the first word of `line` would still have fitted on the line before."""
    word = line.text.split(" ", 1)[0]
    per_char = (line.x1 - line.x0) / max(len(line.text), 1)
    return measures.right - before.x1 > (len(word) + 1) * per_char * 1.2 + 2


def _over_page(before: Line, line: Line, unit: Unit, measures: Measures) -> Verdict:
    if abs(line.size - before.size) >= 0.6 or line.bold != before.bold:
        return Verdict.BREAK
    if not ended(before.text):
        return Verdict.OPEN if _room_left(before, line, measures) else Verdict.JOIN
    if line.text[:1].islower():
        return Verdict.JOIN
    indented = measures.indented and _INDENT[0] < line.x0 - measures.left < _INDENT[1]
    moved = abs(line.x0 - unit.text_x) > 4 and unit.mark is not None
    if _room_left(before, line, measures) or indented or moved:
        return Verdict.BREAK
    return Verdict.JOIN


def _text(before: Line, line: Line, measures: Measures, structure: Structure) -> Verdict:
    if measures.trailing and before.trailing >= 2:
        return Verdict.BREAK
    if before.text.rsplit(" ", 1)[-1].casefold() in structure.heading_tails:
        return Verdict.JOIN
    same_page = before.page == line.page
    blank = 2 if measures.double_spaced else 1
    if same_page and measures.blank_lines | measures.double_spaced and line.blank_before >= blank:
        return Verdict.BREAK
    # Where blank lines part paragraphs, only a line that is short indeed ends one without.
    full = _FULL_WITH_BLANKS if measures.blank_lines else _FULL
    if before.page != line.page and ended(before.text) and _NUMBERED.match(line.text):
        return Verdict.BREAK
    room = measures.right * full - len(before.text) > len(line.text.split(" ", 1)[0]) + 1
    if room and ended(before.text):
        return Verdict.BREAK
    tight = measures.double_spaced and same_page and line.blank_before == 0
    if room and _STARTS.match(line.text) and not tight:
        return Verdict.BREAK
    return Verdict.OPEN if room else Verdict.JOIN
