"""A statement in its context: what stands around it, its labels and why, notes, works, origin."""

from __future__ import annotations

import sqlite3

from msgspec import Struct
from msgspec.structs import replace

from vlortool.model.advisory import Advisory, Citation, Origin, Statement
from vlortool.model.place import Place, place_of
from vlortool.query.notes import notes_in, with_markers
from vlortool.query.reasons import Reason, reasons
from vlortool.query.sections import around
from vlortool.query.statements import Located


class Heading(Struct, frozen=True):
    """The heading of a section; without both it is the text before the first heading.

    Attributes:
        number: As printed; None if unnumbered.
        title: Its words.
    """

    number: str | None
    title: str | None


class Note(Struct, frozen=True):
    """A note of a statement.

    Attributes:
        number: As printed.
        text: Its words; empty if the source has none.
        urls: Its links.
        place: Where it stands in the source.
    """

    number: str
    text: str
    urls: list[str]
    place: Place | None


class Ground(Struct, frozen=True):
    """A rule that fired.

    Attributes:
        label: The label that it speaks for.
        explanation: The rule in Dutch words.
        words: The words that it rests on.
    """

    label: str
    explanation: str
    words: str


class StatementView(Struct, frozen=True, kw_only=True):
    """A statement in its context.

    Attributes:
        advisory: Id of the advisory.
        title: Its title.
        council: Id of the council.
        body: The part of the council that issued it.
        date: Day of issue, ISO 8601; None if unknown.
        not_before: Day of the newest work cited, ISO 8601.
        path: Headings of the sections around it, outermost first, and of its own.
        place: Pages or lines in the source.
        statement: Id of the statement: `<advisory>#<statement>` names it in every command.
        position: What it does.
        strength: Force of a recommendation.
        confidence: Probability of the position, 0 to 1.
        speaker: Id of the actor whose position it is.
        addressees: Ids of the actors named as who must act.
        implied: Ids of the actors who must act as inferred; nobody is named.
        actors: Ids of the actors named.
        themes: Ids of the themes that its words show.
        inherited_themes: Ids of the themes that come from its title or lead-in.
        lead_ins: Words that introduce the list that it stands in, those of the outermost first.
        before: The sentence before it in its section.
        text: Its words, in full.
        marked: Its words, note markers put back as `[n]`.
        after: The sentence after it in its section.
        footnotes: Numbers of its notes.
        notes: Its notes in full.
        cues: The rules that its labels rest on.
        works: The works that it cites; `resolved` is the id of an advisory in the data folder.
        source: The file that was parsed.
        origin: Where it stands there: boxes on pages, or lines.
    """

    advisory: str
    title: str | None
    council: str | None
    body: str | None
    date: str | None
    not_before: str | None
    path: list[Heading]
    place: Place | None
    statement: str
    position: str
    strength: str | None
    confidence: float | None
    speaker: str | None
    addressees: list[str]
    implied: list[str]
    actors: list[str]
    themes: list[str]
    inherited_themes: list[str]
    lead_ins: list[str]
    before: str | None
    text: str
    marked: str
    after: str | None
    footnotes: list[str]
    notes: list[Note]
    cues: list[Ground]
    works: list[Citation]
    source: str
    origin: list[Origin]


def in_context(located: Located, connection: sqlite3.Connection) -> StatementView:
    """Put a statement in its context.

    Args:
        located: The statement.
        connection: The catalogue: it knows which works the statement cites.

    Returns:
        All that is known of it.
    """
    advisory, statement = located.advisory, located.statement
    known = advisory.metadata
    sections = [advisory.sections[index] for index in around(advisory, statement.section)]
    before, after = _neighbours(advisory, statement)
    return StatementView(
        advisory=advisory.id,
        title=known.title,
        council=known.council,
        body=known.body,
        date=str(known.date) if known.date is not None else None,
        not_before=str(known.not_before) if known.not_before is not None else None,
        path=[Heading(one.number, one.title) for one in sections],
        place=place_of(statement.origin),
        statement=statement.id,
        position=statement.position or "none",
        strength=statement.strength,
        confidence=statement.confidence,
        speaker=statement.speaker,
        addressees=statement.addressees,
        implied=statement.implied,
        actors=list(dict.fromkeys(each.id for each in statement.actors)),
        themes=[each.id for each in statement.themes if not each.inherited],
        inherited_themes=[each.id for each in statement.themes if each.inherited],
        lead_ins=_lead_ins(advisory, statement),
        before=before,
        text=statement.text,
        marked=with_markers(advisory, statement.start, statement.end),
        after=after,
        footnotes=statement.footnotes,
        notes=[
            Note(note.number, note.text, note.urls, place_of(note.origin))
            for note in notes_in(advisory, statement)
        ],
        cues=_grounds(reasons(advisory, statement)),
        works=_works(located, connection),
        source=advisory.source.path,
        origin=statement.origin,
    )


def _neighbours(advisory: Advisory, statement: Statement) -> tuple[str | None, str | None]:
    """Return the sentences before and after it in its section."""
    index = next(at for at, one in enumerate(advisory.statements) if one.id == statement.id)
    before = advisory.statements[index - 1] if index else None
    after = advisory.statements[index + 1] if index + 1 < len(advisory.statements) else None
    words = [
        one.text if one is not None and one.section == statement.section else None
        for one in (before, after)
    ]
    return words[0], words[1]


def _lead_ins(advisory: Advisory, statement: Statement) -> list[str]:
    found: list[str] = []
    at = statement.block
    # What introduces a list stands before it: a record that says otherwise must not go on forever.
    while (above := advisory.blocks[at].lead_in) is not None and above < at:
        found.insert(0, advisory.text[advisory.blocks[above].start : advisory.blocks[above].end])
        at = above
    return found


def _grounds(found: list[Reason]) -> list[Ground]:
    grounds = [Ground(one.label, one.explanation, one.words) for one in found]
    return list(dict.fromkeys(grounds))


def _works(located: Located, connection: sqlite3.Connection) -> list[Citation]:
    first = located.key >> 20 << 20
    rows = connection.execute(
        "SELECT citation FROM citing WHERE citation BETWEEN ? AND ? AND statement = ?"
        " ORDER BY citation",
        [first, first + (1 << 20) - 1, located.key],
    ).fetchall()
    # A record that was written anew since then may cite fewer.
    indexes = [row[0] - first for row in rows if row[0] - first < len(located.advisory.citations)]
    cited = [located.advisory.citations[index] for index in indexes]
    return [one if _is_held(one, connection) else replace(one, resolved=None) for one in cited]


def _is_held(citation: Citation, connection: sqlite3.Connection) -> bool:
    # A record may still name an advisory that has since been taken out of the store.
    named = [citation.resolved]
    return connection.execute("SELECT 1 FROM advisory WHERE id = ?", named).fetchone() is not None
