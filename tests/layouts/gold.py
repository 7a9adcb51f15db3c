"""The gold of a plan: what a parser should find in its rendering."""

from __future__ import annotations

import re
from typing import Any

from tests.layouts.plan import NOTES_TITLE, TOC_TITLE, Plan, Unit

CONTEXT = 30


def expected(plan: Plan, pages: int | None = None) -> dict[str, Any]:
    """Return the gold in the format of the hand-made PDF fixtures, with `furniture` added.

    Args:
        plan: What was printed.
        pages: Number of pages, to list the footers; None if it has none.
    """
    doc = plan.doc
    return {
        "meta": {
            "council": doc.council_name,
            "council_id": doc.council,
            "body": doc.body,
            "title": plan.title,
            "date": plan.date,
            "ref": doc.reference,
            "short": plan.short,
            "requested_by": doc.requested_by if plan.labels else None,
            "vote": plan.vote,
            "authors": [plan.author] if plan.author else None,
            "producer": plan.profile.producer,
            "profile": plan.profile.name,
        },
        "headings": [
            {"level": unit.level, "num": unit.key, "text": unit.text}
            for unit in plan.units
            if unit.kind == "heading"
        ],
        "paragraphs": [unit.text for unit in plan.units if unit.kind == "paragraph"],
        "bullets": _bullets(plan.units),
        "footnotes": _footnotes(plan),
        "signature": [list(one) for one in doc.signatories],
        "header": " ".join(part for part in plan.header if part) or None,
        "footer": _footer(plan, "N", "TOTAL") or None,
        "optional_headings": [NOTES_TITLE] if plan.profile.note_place == "end" else [],
        "furniture": _furniture(plan, pages),
    }


def _bullets(units: tuple[Unit, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    above: list[str | None] = [None]
    for unit in units:
        if unit.kind != "bullet":
            above = [unit.text if unit.kind == "paragraph" else None]
            continue
        del above[unit.level :]
        found.append(
            {
                "level": unit.level,
                "section": unit.section,
                "lead_in": above[-1],
                "text": unit.text,
                "footnotes": [int(mark) for mark, _ in unit.marks],
                "glyph": unit.glyph,
            }
        )
        above.append(unit.text)
    return found


def _footnotes(plan: Plan) -> dict[str, Any]:
    markers = {
        number: {
            "n": int(number),
            "after": before[-CONTEXT:],
            "block": unit.kind[0],
            "section": unit.section,
        }
        for unit in plan.units
        for number, before in unit.marks
    }
    return {
        note.number: {
            "text": note.text,
            "links": list(note.urls),
            "marker": [markers[note.number]],
        }
        for note in plan.notes
    }


def _footer(plan: Plan, page: str, total: str) -> str:
    parts = (part for part in plan.footer if part)
    return " ".join(parts).replace("{n}", page).replace("{t}", total)


def _furniture(plan: Plan, pages: int | None) -> list[str]:
    """List what must not occur in the parsed text, short of what the text itself holds."""
    wanted = [*plan.header, *plan.even_header, *plan.footer]
    wanted += [_footer(plan, str(page), str(pages)) for page in range(1, (pages or 0) + 1)]
    wanted += [label for label, _ in plan.labels] + [value for _, value in plan.labels]
    wanted += [plan.title, plan.doc.reference]
    if plan.profile.toc:
        wanted += [TOC_TITLE, "....", ". . . ."]
    if plan.letter:
        letter = plan.letter
        wanted += [*letter.address[1:], letter.place_date, *letter.paragraphs, letter.closing]
    wanted += [function for _, function in plan.doc.signatories]
    text = " ".join([*(unit.text for unit in plan.units), *(note.text for note in plan.notes)])
    text = " ".join(text.split()).lower()
    kept = (one for one in dict.fromkeys(wanted) if "{" not in one and len(one) > 2)
    return [
        one for one in kept if not re.fullmatch(r"[\d\W]{0,4}", one) and one.lower() not in text
    ]
