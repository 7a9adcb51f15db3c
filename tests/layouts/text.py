"""Text variants of a plan: in the manner of the seeds, and as pdftotext extracts its PDF."""

from __future__ import annotations

import copy
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.layouts.plan import NotePlan, Plan, Unit

_COLUMNS = 96
_SHORT_LINE = 60
_LINES = 40
_ZONE = " " * 160
_TOOLS = {"layout": ["-layout"], "plain": []}


def variants(
    plan: Plan, pdf: Path, gold: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each variant's kind, its text and its gold; none if a mark cannot be told in text."""
    if any(before[-1:].isdigit() for unit in plan.units for _, before in unit.marks):
        return
    pages = _seed_pages(plan)
    yield "seed", _seed_text(plan, pages), _seed_gold(plan, pages, gold)
    for kind, options in _TOOLS.items():
        done = subprocess.run(
            ["pdftotext", *options, "-enc", "UTF-8", str(pdf), "-"],
            capture_output=True,
            check=True,
        )
        shown = _visible_gold(plan, gold)
        _blur(shown, indents=kind == "layout")
        yield kind, done.stdout.decode("utf-8"), shown


def _seed_gold(plan: Plan, pages: list[_Page], gold: dict[str, Any]) -> dict[str, Any]:
    """Take out what a text without title page and furniture does not hold."""
    changed = copy.deepcopy(gold)
    for key in ("title", "date", "ref", "requested_by", "vote", "authors"):
        changed["meta"][key] = None
    _blur(changed, indents=False)
    changed.update(header=None, footer=None, furniture=[], optional_headings=[])
    urls = {note.number: list(note.urls) for note in plan.doc.notes}
    for page in pages:
        # Links follow the notes of a page: where some have none, nothing tells whose they are.
        known = len({bool(urls[number]) for number in page.notes}) == 1
        for number in page.notes:
            changed["footnotes"][number]["links"] = urls[number] if known else None
    return changed


def _blur(gold: dict[str, Any], *, indents: bool) -> None:
    """Void the levels that no text shows: of headings without number, of bullets that look alike.

    Args:
        gold: The gold to change.
        indents: Whether the text keeps indents.
    """
    for heading in gold["headings"]:
        if heading["num"] is None:
            heading["level"] = None
    top = {one["glyph"] for one in gold["bullets"] if one["level"] == 1}
    nested = {one["glyph"] for one in gold["bullets"] if one["level"] > 1}
    if top & nested and not indents:
        for bullet in gold["bullets"]:
            bullet["level"] = None


def _visible_gold(plan: Plan, gold: dict[str, Any]) -> dict[str, Any]:
    """Take out the link targets that the text does not show."""
    changed = copy.deepcopy(gold)
    if plan.profile.note_urls == "hidden":
        for note in changed["footnotes"].values():
            note["links"] = []
    return changed


@dataclass
class _Page:
    """Lines of a page, with their blanks, and the numbers of its notes."""

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    size: int = 0


def _seed_text(plan: Plan, pages: list[_Page]) -> str:
    """Set pages in the manner of the seeds: blank lines between, notes and links last."""
    notes = {note.number: note for note in plan.notes}
    urls = {note.number: note.urls for note in plan.doc.notes}
    return "".join(_page_text(page, notes, urls) for page in pages)


def _seed_pages(plan: Plan) -> list[_Page]:
    """Fill pages; the first line of a page shows the seam."""
    notes = {note.number: note for note in plan.notes}
    pages = [_Page()]
    for unit, following in zip(plan.units, [*plan.units[1:], None], strict=True):
        closes = following is None or following.kind != "bullet" or unit.kind == "paragraph"
        for line, marks in _lines(plan, unit, closes=closes and unit.kind != "heading"):
            size = 1 + sum(len(_note_lines(notes[mark])) for mark in marks)
            if pages[-1].size + size > _LINES and pages[-1].lines:
                pages.append(_Page())
            page = pages[-1]
            seam = "" if page.lines else " "
            page.lines.append(seam + line)
            page.notes += marks
            page.size += size
    pages[-1].lines += _signature(plan)
    return pages


def _lines(plan: Plan, unit: Unit, *, closes: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of a unit with the notes marked in each."""
    words = "".join(run.text for run in unit.runs)
    start = f"{unit.number} " if unit.number else f"{unit.glyph} " * bool(unit.glyph)
    if unit.number and plan.profile.number_alone:
        yield f"{unit.number} ", []
        start = ""
    wrapped = textwrap.wrap(start + words, _COLUMNS, break_on_hyphens=True, break_long_words=False)
    ends = _mark_ends(unit, len(start))
    at = 0
    for index, line in enumerate(wrapped):
        at = _find(start + words, line, at)
        last = index == len(wrapped) - 1
        # A unit mostly ends with two blanks; a short last line now and then with one.
        two = last and closes and (len(line) > _SHORT_LINE or len(line) % 3)
        trail = "" if line.endswith("-") and not last else ("  " if two else " ")
        yield line + trail, [mark for mark, end in ends if at < end <= at + len(line)]
        at += len(line)


def _find(text: str, line: str, at: int) -> int:
    return max(text.find(line, at), at)


def _mark_ends(unit: Unit, offset: int) -> list[tuple[str, int]]:
    ends = []
    for run in unit.runs:
        offset += len(run.text)
        if run.mark is not None:
            ends.append((run.mark, offset))
    return ends


def _note_lines(note: NotePlan) -> list[str]:
    return textwrap.wrap(f"{note.number} {note.text}", _COLUMNS + 16, break_long_words=False)


def _page_text(page: _Page, notes: dict[str, NotePlan], urls: dict[str, tuple[str, ...]]) -> str:
    text = "".join(f"{line}\n\n" for line in page.lines)
    if not page.notes:
        return text
    text += f"{_ZONE}\n\n"
    targets: list[str] = []
    for place, number in enumerate(page.notes):
        lines = _note_lines(notes[number])
        text += " \n\n".join(lines) + " \n"
        last = place == len(page.notes) - 1
        text += "\n" if last and any(urls[one] for one in page.notes) else ""
        links = urls[number]
        for link in links:
            targets += [link] * max(1, len(lines) // len(links))
    return text + "".join(f"{target}\n" for target in targets)


def _signature(plan: Plan) -> list[str]:
    signed = plan.doc.signatories
    blank = [" "] * 6
    if plan.profile.signature == "columns":
        names = "".join(f"{name:<40}" for name, _ in signed).rstrip()
        roles = "".join(f"{role:<40}  " for _, role in signed).rstrip()
        return [*blank, f"{names} ", f"{roles} "]
    if plan.profile.signature == "line":
        return [*blank, *(f"{name}, {role} " for name, role in signed)]
    return blank + [f"{part} " for pair in signed for part in pair]
