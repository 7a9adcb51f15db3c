"""A statement with its labels, above the rules that gave them."""

from __future__ import annotations

from vlortool.model.advisory import Advisory, Statement
from vlortool.model.place import Place
from vlortool.query.names import POSITION_LABELS, STRENGTH_LABELS
from vlortool.render.output import write
from vlortool.render.plain import visible
from vlortool.render.table import Column, out, place_text, trimmed

REASON_COLUMNS = [
    Column("label", "label", share=3),
    Column("words", "woorden", share=3),
    Column("explanation", "regel", share=4),
    Column("weight", "gewicht", right=True),
    Column("precision", "precisie", right=True),
    Column("n", "n", right=True),
]


def show_statement(advisory: Advisory, statement: Statement, place: Place | None) -> None:
    """Print a statement's words, place and labels."""
    section = advisory.sections[statement.section]
    title = " ".join(part for part in (section.number, section.title) if part)
    where = " · ".join(part for part in (place_text(place), title) if part)
    position = statement.position or "none"
    judged = f"{POSITION_LABELS[position]} ({position})"
    if statement.strength:
        judged += f", {STRENGTH_LABELS[statement.strength]} ({statement.strength})"
    if statement.confidence is not None:
        judged += f", zekerheid {statement.confidence:.2f}"
    lines = [
        f"{advisory.id}#{statement.id}  {where}",
        statement.text,
        f"standpunt: {judged}",
        f"spreker: {statement.speaker}",
        f"gericht aan: {', '.join(statement.addressees) or 'niemand genoemd'}",
    ]
    about = [f"{each.id} (afgeleid)" if each.inherited else each.id for each in statement.themes]
    lines.append(f"thema's: {', '.join(about) or 'niet gevonden'}")
    if statement.implied:
        lines.append(f"afgeleid: wellicht gericht aan {', '.join(statement.implied)}")
    from rich.text import Text  # noqa: PLC0415 - takes 40 ms

    write(trimmed(out(), Text("\n".join(map(visible, lines)))))
