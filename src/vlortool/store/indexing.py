"""From a record to its rows in the catalogue; `catalogue.sql` says what they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from vlortool.errors import StoreError
from vlortool.lexicon import analyse
from vlortool.model.advisory import Advisory, Footnote, Origin, Statement
from vlortool.model.place import place_of
from vlortool.model.terms import composed, fold, forms_of
from vlortool.store.citing import citing_statements
from vlortool.store.signature import Signature
from vlortool.store.summary import Summary
from vlortool.store.tally import tally

# An advisory has fewer statements, notes, sections and citations than this.
SHIFT = 20
STATEMENT, NOTE, SECTION, TITLE = range(4)
# As many as some thousand advisories have: 60 MB.
_MOST_FORMS = 200_000

_OWNED = ("section", "statement", "tally", "note", "citation")
_BETWEEN = "BETWEEN :first AND :last"


class _Forms(dict[str, str]):
    """Word forms with the further keys that they are found by; all are analysed once.

    Attributes:
        new: Rows of the table of words for the forms that were not known before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.new: list[tuple[str, str, str, str, str]] = []

    def __missing__(self, form: str) -> str:
        found = analyse(form)
        folded = fold(form)
        lemma = fold(found.lemma) or folded
        others = [fold(each) for each in found.others]
        parts = [fold(each) for each in found.parts]
        self.new.append((folded, form, lemma, " ".join(others), " ".join(parts)))
        keys = dict.fromkeys((folded, lemma, *others, *parts))
        self[form] = made = " ".join(key for key in keys if key and key != form)
        # Who types one of these means all that it can be, also where no text has it: *eisen* is a
        # form of *eis* too.
        for other in filter(None, (found.lemma, *found.others, *found.parts)):
            self[other]
        return made


class Indexer:
    """Writes advisories into a catalogue; transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._forms = _Forms()

    def prepare(self) -> None:
        """Load what is known of words; the first word does that otherwise."""
        analyse("")

    def put(self, name: str, state: Signature, record: Advisory | StoreError) -> None:
        """Replace what the catalogue holds of an advisory.

        Args:
            name: Its id.
            state: The state of the file, from before it was read.
            record: What was read, or why it could not be.

        Raises:
            StoreError: It holds what the catalogue has no room for; a part of it may be written.
        """
        self.remove(name)
        problem = str(record) if isinstance(record, StoreError) else None
        key = self._insert_one("advisory", {"id": name, **_state(state), "problem": problem})
        if isinstance(record, StoreError):
            return
        _check(record)
        try:
            self._put(record, key)
        except OverflowError as error:
            raise StoreError(
                f"{name}: the record is damaged: it holds too large a number",
                "Parse its source again, with --force",
            ) from error

    def _put(self, record: Advisory, key: int) -> None:
        known = record.metadata
        self._connection.execute(
            "UPDATE advisory SET title = ?, council = ?, body = ?, date = ?, not_before = ?,"
            " reference = ?, requested_by = ?, url = ?, summary = ? WHERE key = ?",
            (
                *(known.title, known.council, known.body, _iso(known.date)),
                *(_iso(known.not_before), known.reference, known.requested_by, known.url),
                *(msgspec.json.encode(Summary.of(record)).decode(), key),
            ),
        )
        _Rows(self._connection, record, key << SHIFT).insert()
        self._index(record, key << SHIFT)

    def _index(self, advisory: Advisory, first: int) -> None:
        """Write the passages of an advisory, and what is known of the words that are new."""
        rows = []
        for row, text in _passages(advisory, first):
            keys = filter(None, map(self._forms.__getitem__, forms_of(composed(text))))
            rows.append((row, text, " ".join(keys)))
        self._connection.executemany(
            "INSERT INTO passage (rowid, words, keys) VALUES (?, ?, ?)", rows
        )

    def flush(self) -> None:
        """Write what is known of the words that are new, before a transaction ends."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO word (folded, form, lemma, others, parts)"
            " VALUES (?, ?, ?, ?, ?)",
            sorted(self._forms.new),
        )
        self._forms.new.clear()
        if len(self._forms) > _MOST_FORMS:
            # The table has them; in memory they would grow with the store.
            self._forms.clear()

    def learn(self, forms: Iterable[str]) -> None:
        """Have the table of words hold some forms, whatever texts have them."""
        for form in forms:
            self._forms[form]

    def remove(self, name: str) -> None:
        """Remove an advisory; one that is not there is no error."""
        found = self._connection.execute("SELECT key FROM advisory WHERE id = ?", [name]).fetchone()
        if found is None:
            return
        first = found[0] << SHIFT
        span = {"first": first, "last": first + (1 << SHIFT) - 1}
        self._remove_labels(span)
        for table in _OWNED:
            self._connection.execute(f"DELETE FROM {table} WHERE key {_BETWEEN}", span)
        self._connection.execute(f"DELETE FROM citing WHERE citation {_BETWEEN}", span)
        passages = {"first": span["first"] << 2, "last": (span["last"] << 2) + 3}
        self._connection.execute(f"DELETE FROM passage WHERE rowid {_BETWEEN}", passages)
        self._connection.execute("DELETE FROM advisory WHERE id = ?", [name])

    def _remove_labels(self, span: Mapping[str, int]) -> None:
        """Remove actors and themes: by the ids that the statements have, as an index has a cost."""
        labels: set[tuple[str, str]] = set()
        for row in self._connection.execute(
            "SELECT addressees, implied, actors, themes || ' ' || inherited_themes"
            f" FROM statement WHERE key {_BETWEEN}",
            span,
        ):
            for role, names in zip(("addressee", "implied", "mentioned", ""), row, strict=True):
                labels.update((role, name) for name in names.split())
        for role, name in labels:
            which = "actor WHERE role = :role AND" if role else "theme WHERE"
            self._connection.execute(
                f"DELETE FROM {which} id = :id AND statement {_BETWEEN}",
                {**span, "id": name, **({"role": role} if role else {})},
            )

    def _insert_one(self, table: str, row: Mapping[str, object]) -> int:
        cursor = self._connection.execute(_insertion(table, row), tuple(row.values()))
        assert cursor.lastrowid is not None  # noqa: S101 - for the type checker
        return cursor.lastrowid


class _Rows:
    """The rows of one advisory."""

    def __init__(self, connection: sqlite3.Connection, advisory: Advisory, first: int) -> None:
        self._connection = connection
        self._advisory = advisory
        self._first = first

    def insert(self) -> None:
        advisory = self._advisory
        self._insert("section", self._sections())
        statements = [self._statement(index) for index in range(len(advisory.statements))]
        self._insert("statement", statements)
        self._insert("tally", self._tallies(statements))
        self._insert("actor", self._actors(), or_ignore=True)
        self._insert("theme", self._themes(), or_ignore=True)
        self._insert("note", map(self._note, range(len(advisory.footnotes))))
        self._insert("citation", self._citations())
        self._insert("citing", self._citing(), or_ignore=True)

    def _insert(
        self, table: str, rows: Iterable[Mapping[str, object]], *, or_ignore: bool = False
    ) -> None:
        listed = list(rows)
        if listed:
            insertion = _insertion(table, listed[0], or_ignore=or_ignore)
            self._connection.executemany(insertion, [tuple(row.values()) for row in listed])

    def _sections(self) -> Iterator[dict[str, object]]:
        around: list[int] = []
        sections = self._advisory.sections
        for index, section in enumerate(sections):
            around = [one for one in around if sections[one].level < section.level] + [index]
            numbers = [sections[one].number or "" for one in around]
            titles = [(sections[one].title or "").casefold() for one in around]
            yield {
                "key": self._first + index,
                "number": section.number,
                "title": section.title,
                "level": section.level,
                "numbers": f"|{'|'.join(numbers)}|",
                "titles": f"|{'|'.join(titles)}|",
                **_placed(section.origin),
            }

    def _statement(self, index: int) -> dict[str, object]:
        statement = self._advisory.statements[index]
        block = self._advisory.blocks[statement.block]
        above = self._advisory.blocks[block.lead_in] if block.lead_in is not None else None
        return {
            "key": self._first + index,
            "id": statement.id,
            "section": self._first + statement.section,
            "position": statement.position or "none",
            "strength": statement.strength,
            "confidence": statement.confidence,
            "speaker": statement.speaker,
            "actors": _listed([each.id for each in statement.actors]),
            "addressees": _listed(statement.addressees),
            "implied": _listed(statement.implied),
            "themes": _listed([each.id for each in statement.themes if not each.inherited]),
            "inherited_themes": _listed([each.id for each in statement.themes if each.inherited]),
            "footnotes": " ".join(statement.footnotes),
            **_placed(statement.origin),
            "lead_in": self._advisory.text[above.start : above.end] if above else None,
        }

    def _tallies(self, statements: Sequence[Mapping[str, object]]) -> Iterator[dict[str, object]]:
        by_position: dict[str, list[Mapping[str, object]]] = {}
        for row in statements:
            by_position.setdefault(str(row["position"]), []).append(row)
        for key, (position, rows) in enumerate(sorted(by_position.items()), self._first):
            yield {
                "key": key,
                "position": position,
                "statements": len(rows),
                "counts": msgspec.json.encode(tally(rows)).decode(),
            }

    def _actors(self) -> Iterator[dict[str, object]]:
        for key, statement in enumerate(self._advisory.statements, self._first):
            for role, ids in _roles(statement):
                for each in ids:
                    yield {"id": each, "role": role, "statement": key}

    def _themes(self) -> Iterator[dict[str, object]]:
        for key, statement in enumerate(self._advisory.statements, self._first):
            for theme in statement.themes:
                yield {"id": theme.id, "statement": key}

    def _note(self, index: int) -> dict[str, object]:
        note = self._advisory.footnotes[index]
        at = self._statement_at(note)
        section = self._advisory.statements[at].section if at is not None else None
        return {
            "key": self._first + index,
            "number": note.number,
            "text": note.text,
            "urls": " ".join(note.urls),
            "section": self._first + section if section is not None else None,
            "statement": self._first + at if at is not None else None,
            **_placed(note.origin),
        }

    def _statement_at(self, note: Footnote) -> int | None:
        """Find the statement that a note's marker stands in; a marker stands behind its words."""
        for index, statement in enumerate(self._advisory.statements):
            if note.marker is not None and statement.start < note.marker <= statement.end:
                return index
        return None

    def _citations(self) -> Iterator[dict[str, object]]:
        for key, citation in enumerate(self._advisory.citations, self._first):
            yield {
                "key": key,
                "footnote": citation.footnote,
                "council": citation.council,
                "body": citation.body,
                "title": citation.title,
                "date": _iso(citation.date),
                "url": citation.url,
                "resolved": citation.resolved,
                "basis": citation.basis,
            }

    def _citing(self) -> Iterator[dict[str, object]]:
        for citation, statement in citing_statements(self._advisory):
            yield {"citation": self._first + citation, "statement": self._first + statement}


def _check(advisory: Advisory) -> None:
    """Refuse an advisory whose rows would mix with those of others, or their labels with labels.

    Raises:
        StoreError: It has more of something than its keys can number, or ids with blanks.
    """
    counts = (
        *(len(advisory.statements), len(advisory.footnotes)),
        *(len(advisory.sections), len(advisory.citations)),
    )
    if max(counts) >= 1 << SHIFT:
        raise StoreError(
            f"{advisory.id}: has more statements, notes, sections or citations than {1 << SHIFT}",
            "Parse its parts as advisories of their own",
        )
    for statement in advisory.statements:
        names = [name for _, some in _roles(statement) for name in some]
        names += [theme.id for theme in statement.themes]
        for name in {*names, statement.speaker or "-"}:
            if name.split() != [name]:
                raise StoreError(
                    f"{advisory.id}: statement {statement.id} has an actor or theme {name!r}:"
                    " an id holds no blanks",
                    "Correct the id in the resources, and parse again",
                )


def _passages(advisory: Advisory, first: int) -> Iterator[tuple[int, str]]:
    """List what can be searched: the number of its row, and its words."""
    for key, statement in enumerate(advisory.statements, first):
        yield 4 * key + STATEMENT, statement.text
    for key, note in enumerate(advisory.footnotes, first):
        yield 4 * key + NOTE, " ".join([note.text, *note.urls])
    for key, section in enumerate(advisory.sections, first):
        if section.title:
            yield 4 * key + SECTION, section.title
    if advisory.metadata.title:
        yield 4 * first + TITLE, advisory.metadata.title


def _roles(statement: Statement) -> Iterator[tuple[str, Iterable[str]]]:
    yield "addressee", statement.addressees
    yield "implied", statement.implied
    yield "mentioned", (each.id for each in statement.actors)


def _insertion(table: str, row: Mapping[str, object], *, or_ignore: bool = False) -> str:
    # Names come from this file alone; values go as parameters.
    fields = ", ".join(row)
    marks = ", ".join("?" * len(row))
    ignore = " OR IGNORE" if or_ignore else ""
    return f"INSERT{ignore} INTO {table} ({fields}) VALUES ({marks})"


def _state(state: Signature) -> dict[str, object]:
    return {"bytes": state.bytes, "modified": state.modified, "inode": state.inode}


def _placed(origins: Sequence[Origin]) -> dict[str, object]:
    place = place_of(origins)
    if place is None:
        return {"unit": None, "first": None, "last": None}
    return {"unit": place.unit, "first": place.first, "last": place.last}


def _listed(names: list[str]) -> str:
    # Most are empty or have one member.
    return " ".join(dict.fromkeys(names)) if len(names) > 1 else "".join(names)


def _iso(date: object) -> str | None:
    return str(date) if date is not None else None
