"""Which statement a user means, and where it stands."""

from __future__ import annotations

import sqlite3
import textwrap
from pathlib import Path

from msgspec import Struct

from vlortool.errors import UnknownNameError
from vlortool.model.advisory import Advisory, Statement
from vlortool.query.listing import TEXT
from vlortool.store import advisory_ids, find, read_advisory, record_path
from vlortool.store.catalogue import Catalogue

_MOST = 8
_SHORT = 60
# No character sorts behind it.
_LAST = "\U0010ffff"
_LISTED = "List them: vlortool list {} --position any --limit 0"


class Located(Struct, frozen=True):
    """A statement with its advisory.

    Attributes:
        advisory: The advisory.
        statement: The statement.
        key: Key of the statement in the catalogue.
    """

    advisory: Advisory
    statement: Statement
    key: int


def means_statement(folder: Path, name: str) -> bool:
    """Tell whether a name stands for a statement: it has a `#`, or no advisory's id begins so."""
    if "#" in name:
        return True
    ids = advisory_ids(folder)
    return bool(ids and name) and not any(each.startswith(name.lower()) for each in ids)


def find_statement(catalogue: Catalogue, name: str) -> Located:
    """Find the one statement that a name stands for.

    Args:
        catalogue: The catalogue.
        name: `<advisory>#<statement>`, or a statement's id alone (`#<statement>` too); of either
            a beginning that no other has will do.

    Raises:
        UnknownNameError: No statement has the name, or several have.
        StoreError: The record of its advisory can't be read.
    """
    advisory, _, wanted = name.lower().rpartition("#")
    within = find(catalogue.folder, advisory).stem if advisory else None
    # SQLite takes text only, which an argument need not be; an id is ASCII.
    is_id = bool(wanted) and wanted.isascii()
    found = _called(catalogue.connection, wanted, within) if is_id else []
    if len(found) == 1:
        parsed = read_advisory(record_path(catalogue.folder, found[0]["advisory"]))
        for statement in parsed.statements:
            if statement.id == found[0]["id"]:
                return Located(parsed, statement, found[0]["key"])
        # The record was written anew since the catalogue was opened.
        raise UnknownNameError(f"{parsed.id} no longer holds {name!r}", _LISTED.format(parsed.id))
    if found:
        raise _several(catalogue.connection, name, wanted, within, found)
    raise _nothing(catalogue.folder, name, within)


def beginning(
    connection: sqlite3.Connection, prefix: str, advisory: str | None = None, most: int = _MOST
) -> list[sqlite3.Row]:
    """List the statements whose id begins so, by id: id, advisory, key, place and text."""
    condition, values = _within("s.id >= ? AND s.id < ?", [prefix, prefix + _LAST], advisory)
    return _rows(connection, condition, values, most)


def _called(connection: sqlite3.Connection, name: str, advisory: str | None) -> list[sqlite3.Row]:
    """List the statements with an id, else those whose id begins so."""
    condition, values = _within("s.id = ?", [name], advisory)
    # One that repeats (`3f2a-2`) begins like the first, whose whole id this is.
    return _rows(connection, condition, values, _MOST) or beginning(connection, name, advisory)


def _within(condition: str, values: list[str], advisory: str | None) -> tuple[str, list[str]]:
    if advisory is None:
        return condition, values
    return f"{condition} AND a.id = ?", [*values, advisory]


def _rows(
    connection: sqlite3.Connection, condition: str, values: list[str], most: int
) -> list[sqlite3.Row]:
    return connection.execute(
        f"SELECT s.id, a.id AS advisory, s.key, s.unit, s.first, s.last, {TEXT}"
        " FROM statement s JOIN advisory a ON a.key = s.key >> 20"
        f" WHERE {condition} ORDER BY s.id, s.key LIMIT ?",
        [*values, most],
    ).fetchall()


def _several(
    connection: sqlite3.Connection,
    name: str,
    wanted: str,
    advisory: str | None,
    found: list[sqlite3.Row],
) -> UnknownNameError:
    """List statements with enough to choose from."""
    condition, values = _within("s.id >= ? AND s.id < ?", [wanted, wanted + _LAST], advisory)
    is_exact = found[0]["id"] == wanted
    if is_exact:
        condition, values = "s.id = ?", [wanted]
    total = connection.execute(
        "SELECT count(*) FROM statement s JOIN advisory a ON a.key = s.key >> 20"
        f" WHERE {condition}",
        values,
    ).fetchone()[0]
    lines = [f"\n  {each['advisory']}#{each['id']}{_place(each)}: {_first(each)}" for each in found]
    if total > len(found):
        lines.append(f"\n  and {total - len(found)} more")
    said = f"{total} advisories have {name!r}" if is_exact else f"{total} ids begin with {name!r}"
    how = "Name the advisory too" if is_exact else "Type more of one"
    return UnknownNameError(said, f"{how}:{''.join(lines)}")


def _nothing(folder: Path, name: str, advisory: str | None) -> UnknownNameError:
    if advisory is not None:
        return UnknownNameError(f"{advisory} holds no statement {name!r}", _LISTED.format(advisory))
    if "#" in name:
        return UnknownNameError(f"{folder} holds no statement {name!r}", _LISTED.format("ADVISORY"))
    try:
        found = find(folder, name).stem
    except UnknownNameError as error:
        if not means_statement(folder, name):
            return error
        return UnknownNameError(
            f"{folder} holds no advisory and no statement {name!r}", error.remedy
        )
    return UnknownNameError(
        f"{name!r} is an advisory, no statement of one",
        f"Write {found}#<statement>. {_LISTED.format(found)}",
    )


def _place(row: sqlite3.Row) -> str:
    if row["unit"] is None:
        return ""
    if row["first"] == row["last"]:
        return f", {row['unit']} {row['first']}"
    return f", {row['unit']}s {row['first']}-{row['last']}"


def _first(row: sqlite3.Row) -> str:
    return textwrap.shorten(row["text"], _SHORT, placeholder=" ...")
