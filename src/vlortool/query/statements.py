"""Which statement a user means, and where it stands."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from vlortool.errors import UnknownNameError
from vlortool.model.advisory import Advisory, Statement
from vlortool.store import find, read_advisory
from vlortool.store.files import SUFFIX
from vlortool.store.lookup import advisory_ids

_MOST = 5


class Located(Struct, frozen=True):
    """A statement with its advisory."""

    advisory: Advisory
    statement: Statement


def find_statement(folder: Path, name: str) -> Located:
    """Find the one statement that a name stands for.

    Args:
        folder: The data folder.
        name: `<advisory>#<statement>`, or a statement's id alone; of either a beginning that no
            other has will do.

    Raises:
        UnknownNameError: No statement has the name, or several have.
    """
    advisory, _, wanted = name.rpartition("#")
    if advisory:
        paths = [find(folder, advisory)]
    else:
        paths = [folder / f"{each}{SUFFIX}" for each in advisory_ids(folder)]
    if not paths or not wanted:
        raise UnknownNameError(
            f"{folder} holds no statement {name!r}",
            f"Make a store: vlortool parse PATH --data {folder}",
        )
    found: list[Located] = []
    for path in paths:
        parsed = read_advisory(path)
        matches = [each for each in parsed.statements if each.id.startswith(wanted)]
        exact = [each for each in matches if each.id == wanted]
        found += [Located(parsed, each) for each in exact or matches]
    return _the_one(found, name, folder)


def _the_one(found: list[Located], name: str, folder: Path) -> Located:
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownNameError(
            f"{folder} holds no statement {name!r}",
            "Statement ids stand in the record, and in what eval and show list",
        )
    some = ", ".join(f"{each.advisory.id}#{each.statement.id}" for each in found[:_MOST])
    more = " ..." if len(found) > _MOST else ""
    raise UnknownNameError(f"{name!r} begins several statements: {some}{more}", "Type more of it")
