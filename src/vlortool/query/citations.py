"""What cites what in a store, and which of the works cited it does not hold."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from vlortool.model.place import Place
from vlortool.query.filters import Condition, joined
from vlortool.query.listing import TEXT, place_in
from vlortool.store.matching import SEVERAL, candidates_in, page_of, words_of_title

State = Literal["resolved", "candidates", "absent", "other"]
Direction = Literal["cites", "cited-by"]
# What is known comes before what may be, and both before what the store does not hold.
STATES: tuple[State, ...] = ("resolved", "candidates", "absent", "other")
# A title this short tells an advisory from others only together with a day.
_DISTINCTIVE = 3


class Cited(Struct, frozen=True, kw_only=True, gc=False):
    """A citation.

    Attributes:
        direction: `cites` or `cited-by`, as seen from the advisory that was asked for; None if
            none was.
        citing: Id of the advisory that cites.
        footnote: Number of the note that cites; None in the running text.
        statement: Id of the statement that the note's marker stands in, or whose words cite; None
            outside statements, and where the place in the running text is not known.
        section: Number of its section.
        section_title: Title of its section.
        place: Pages or lines of the note, else of the statement.
        council: Id of the council whose work is cited; None for a work of others.
        body: The part of that council.
        title: Title of the work, as cited.
        date: Its day, ISO 8601.
        url: Its address.
        state: `resolved`: matched with an advisory of the store; `candidates`: several of its
            advisories may be meant; `absent`: a council's work that no advisory of the store was
            matched with; `other`: a work of others.
        resolved: Id of the advisory that it was matched with.
        candidates: Ids of the advisories that may be meant, as far as `basis` names them.
        basis: Why it was matched, or what makes it uncertain; inferred by the toolkit.
        text: Words of the note, else of the statement, in full.
    """

    direction: Direction | None
    citing: str
    footnote: str | None
    statement: str | None
    section: str | None
    section_title: str | None
    place: Place | None
    council: str | None
    body: str | None
    title: str | None
    date: str | None
    url: str | None
    state: State
    resolved: str | None
    candidates: list[str]
    basis: str | None
    text: str | None


class Wanted(Struct, frozen=True, kw_only=True):
    """Which citations to list; by default all.

    Attributes:
        advisory: Id of an advisory: what it cites, and what cites it.
        states: States, any of them.
        council: Id of the council whose works are cited.
    """

    advisory: str | None = None
    states: tuple[State, ...] = ()
    council: str | None = None


class Citations(Struct, frozen=True):
    """What was found.

    Attributes:
        rows: Direction by direction, state by state, as far as the limit goes; citations of one
            work that is absent stand together, the most cited work first.
        total: How many there are without the limit.
        sizes: How many there are of each direction and state, without the limit.
    """

    rows: list[Cited]
    total: int
    sizes: dict[tuple[Direction | None, State], int]


_QUERY = f"""
SELECT w.key, a.id AS citing, w.footnote, s.key AS at, s.id AS statement, f.number AS section,
    f.title AS section_title, s.unit, s.first, s.last,
    {TEXT},
    w.council, w.body, w.title, w.date, w.url, w.resolved, w.basis
FROM citation w JOIN advisory a ON a.key = w.key >> 20
LEFT JOIN statement s ON s.key = (SELECT min(statement) FROM citing WHERE citation = w.key)
LEFT JOIN section f ON f.key = s.section
WHERE {{}} ORDER BY w.key
"""
_NOTES = "SELECT key, number, statement, unit, first, last, text FROM note WHERE {} ORDER BY key"
# For so many rows one look at all notes is quicker than one at those of each advisory.
_MANY = 1000
_SAME = (
    *("citing", "footnote", "statement", "section", "section_title"),
    *("council", "body", "title", "date", "url", "basis"),
)


def list_citations(
    connection: sqlite3.Connection, wanted: Wanted, *, limit: int | None = None
) -> Citations:
    """List what cites what.

    Args:
        connection: The catalogue.
        wanted: Which citations.
        limit: At most so many; None for all.
    """
    reader = _Reader(connection)
    groups: dict[tuple[Direction | None, State], list[sqlite3.Row]] = {
        (direction, state): []
        for direction in _directions(wanted)
        for state in wanted.states or STATES
    }
    for direction in _directions(wanted):
        for row in _rows(connection, wanted, direction):
            group = groups.get((direction, reader.state(row)))
            if group is not None and (direction != "cited-by" or reader.means(row, wanted)):
                group.append(row)
    sizes = {key: len(group) for key, group in groups.items() if group}
    total = sum(sizes.values())
    if min(total, total if limit is None else limit) > _MANY:
        reader.read_all_notes()
    rows: list[Cited] = []
    for (direction, state), group in groups.items():
        group.sort(key=itemgetter("citing"))
        if state == "absent":
            all_of_them = [reader.cited(row, direction, state) for row in group]
            rows += [each for work in works(all_of_them) for each in work]
        else:
            left = max(limit - len(rows), 0) if limit is not None else None
            rows += [reader.cited(row, direction, state) for row in group[:left]]
    return Citations(rows=rows[:limit], total=total, sizes=sizes)


def works(rows: Iterable[Cited]) -> list[list[Cited]]:
    """Put citations of one work together: the same council, day and title, or the same address.

    Returns:
        The citations of each work, the most cited one first.
    """
    listed = list(rows)
    days = _days_of_pages(listed)
    groups: list[list[Cited]] = []
    known: dict[tuple[object, ...], int] = {}
    for row in listed:
        keys = list(_identity(row, days))
        at = next((known[key] for key in keys if key in known), len(groups))
        if at == len(groups):
            groups.append([])
        groups[at].append(row)
        for key in keys:
            known.setdefault(key, at)
    return sorted(groups, key=lambda group: -len(group))


class _Reader:
    """Makes records of the rows of a query."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held = {name for (name,) in connection.execute("SELECT id FROM advisory").fetchall()}
        self._notes: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)

    def read_all_notes(self) -> None:
        self._read_notes("true")

    def state(self, row: sqlite3.Row) -> State:
        # A record may still name an advisory that has since been taken out of the store.
        if row["resolved"] in self._held:
            return "resolved"
        if self._candidates(row):
            return "candidates"
        return "other" if row["council"] is None and row["resolved"] is None else "absent"

    def means(self, row: sqlite3.Row, wanted: Wanted) -> bool:
        """Tell whether it is, or may be, of the advisory asked for, and not of a longer id."""
        return wanted.advisory in (row["resolved"], *self._candidates(row))

    def cited(self, row: sqlite3.Row, direction: Direction | None, state: State) -> Cited:
        note = self._note(row)
        return Cited(
            direction=direction,
            place=place_in(note or row) or place_in(row),
            text=note["text"] if note is not None else row["text"],
            state=state,
            resolved=row["resolved"] if state == "resolved" else None,
            candidates=self._candidates(row) if state == "candidates" else [],
            **{name: row[name] for name in _SAME},
        )

    def _candidates(self, row: sqlite3.Row) -> list[str]:
        return [name for name in candidates_in(row["basis"]) if name in self._held]

    def _note(self, row: sqlite3.Row) -> sqlite3.Row | None:
        """Return the note that cites: of two with its number, the one at its statement."""
        if row["footnote"] is None:
            return None
        advisory = row["key"] >> 20
        if advisory not in self._notes:
            self._read_notes("key BETWEEN ? AND ?", advisory << 20, ((advisory + 1) << 20) - 1)
        found = [note for note in self._notes[advisory] if note["number"] == row["footnote"]]
        same = [note for note in found if note["statement"] == row["at"]]
        return next(iter(same or found), None)

    def _read_notes(self, condition: str, *values: int) -> None:
        for note in self._connection.execute(_NOTES.format(condition), values):
            self._notes[note["key"] >> 20].append(note)


def _directions(wanted: Wanted) -> tuple[Direction | None, ...]:
    return (None,) if wanted.advisory is None else ("cites", "cited-by")


def _rows(
    connection: sqlite3.Connection, wanted: Wanted, direction: Direction | None
) -> Iterator[sqlite3.Row]:
    conditions = []
    if wanted.council is not None:
        conditions.append(Condition("w.council = ?", (wanted.council,)))
    if wanted.advisory is not None and direction == "cites":
        conditions.append(Condition("a.id = ?", (wanted.advisory,)))
    elif wanted.advisory is not None:
        conditions.append(
            Condition(
                "(w.resolved = ? OR instr(w.basis, ?) > 0 AND instr(w.basis, ?) > 0)",
                (wanted.advisory, SEVERAL, wanted.advisory),
            )
        )
    where = joined(conditions)
    yield from connection.execute(_QUERY.format(where.sql), where.values)


def _identity(
    row: Cited, days: dict[tuple[str | None, str], set[str]]
) -> Iterator[tuple[object, ...]]:
    """Yield what tells the work cited from others, as far as that is known."""
    page = page_of(row.url) if row.url else ""
    words = words_of_title(row.title)
    date = row.date
    if date is None and len(days.get((row.council, page), ())) == 1:
        (date,) = days[row.council, page]
    if page:
        yield row.council, date, page
    if words and (date is not None or len(words) >= _DISTINCTIVE):
        yield row.council, date, words
    if not page and date is None and len(words) < _DISTINCTIVE:
        yield row.citing, row.council, row.title


def _days_of_pages(rows: Iterable[Cited]) -> dict[tuple[str | None, str], set[str]]:
    """Return the days of the works with each address: one without a day is known by it."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for row in rows:
        if row.date is not None and row.url and (page := page_of(row.url)):
            found.setdefault((row.council, page), set()).add(row.date)
    return found
