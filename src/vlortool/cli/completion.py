"""What a shell offers to complete: names from the data folder and from the lists of names.

It is asked at each press of a key, on a line that is not finished: it is quick, takes the data
folder as it is, and where something is wrong it offers nothing.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import typer

from vlortool import data_folder
from vlortool.cli.settings import resources_folder
from vlortool.model.advisory import Section
from vlortool.query.statements import beginning
from vlortool.resources import councils as all_councils
from vlortool.resources.actors import actors as all_actors
from vlortool.resources.overlay import use_resources
from vlortool.resources.themes import themes as all_themes
from vlortool.store import advisory_ids, find, read_advisory
from vlortool.store.catalogue import look

_MOST = 200
_WIDTH = 70
# The scripts of the shells evaluate what they are offered: it comes from documents.
_SAFE_NAME = re.compile(r"[\w.-]*#?[\w.-]*")
_RISKY = re.compile(r"[^\w .,;/()–’-]+")
_WORD = re.compile(r"[^\W\d_]{4,}")


class Offer(NamedTuple):
    """A name that a shell may complete, and what it is."""

    name: str
    help: str = ""


Completer = Callable[[typer.Context, str], Iterable[Offer]]


def _quiet(complete: Completer) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Keep errors off the user's command line, and in names what a shell would interpret."""

    @wraps(complete)
    def offered(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        # Whatever it is, the command itself says it better.
        try:
            found = list(islice(complete(context, incomplete), _MOST))
        except Exception:  # noqa: BLE001
            return []
        return [(one.name, _plain(one.help)) for one in found if _SAFE_NAME.fullmatch(one.name)]

    return offered


@_quiet
def advisories(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer ids of advisories."""
    return _advisories(_folder(context), incomplete)


@_quiet
def statements(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer ids of statements: those of the one advisory meant, else the advisories, with a `#`."""
    folder = _folder(context)
    if "#" in incomplete:
        return _statements(folder, incomplete)
    found = _advisories(folder, incomplete)
    if len(found) == 1:
        return _statements(folder, f"{found[0].name}#")
    return [Offer(f"{one.name}#", one.help) for one in found] or _statements(folder, incomplete)


@_quiet
def advisories_and_statements(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer ids of advisories; of statements behind a `#`, or where no advisory begins so."""
    folder = _folder(context)
    found = [] if "#" in incomplete else _advisories(folder, incomplete)
    return found or _statements(folder, incomplete)


@_quiet
def sections(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the sections of the advisory that was named before."""
    given = context.params.get("name") or context.params.get("names")
    # Before an option that still lacks its value, arguments have no names yet.
    names = [given] if isinstance(given, str) else list(given or context.args)
    if len(names) != 1:
        return
    headings = read_advisory(find(_folder(context), names[0])).sections
    for heading in headings:
        offer = _section(heading, headings)
        if offer is not None and offer.name.startswith(incomplete):
            yield offer


@_quiet
def actors(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer ids of actors."""
    _use_resources(context)
    return _beginning(incomplete, ((one.id, one.label) for one in all_actors().by_id.values()))


@_quiet
def themes(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer ids of themes."""
    _use_resources(context)
    return _beginning(incomplete, ((one.id, one.label) for one in all_themes().themes))


@_quiet
def councils(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer ids of councils."""
    _use_resources(context)
    return _beginning(incomplete, ((one.id, one.label) for one in all_councils()))


def _folder(context: typer.Context) -> Path:
    # A catalogue that was made with the user's resources is known by them.
    _use_resources(context)
    given = context.params.get("data")
    # The shell has not replaced what stands on the line.
    return data_folder(Path(given).expanduser() if given else None)


def _use_resources(context: typer.Context) -> None:
    given = context.params.get("resources")
    use_resources(resources_folder(Path(given).expanduser() if given else None))


def _beginning(incomplete: str, names: Iterable[tuple[str, str]]) -> list[Offer]:
    return [Offer(name, label) for name, label in names if name.startswith(incomplete)]


def _advisories(folder: Path, incomplete: str) -> list[Offer]:
    ids = [each for each in advisory_ids(folder) if each.startswith(incomplete)][:_MOST]
    titles = _titles(folder, ids)
    return [Offer(each, titles.get(each) or "") for each in ids]


def _titles(folder: Path, ids: list[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(ids))
    # Without titles the ids are still of use.
    with contextlib.suppress(sqlite3.Error), _looking(folder) as connection:
        if connection is not None:
            query = f"SELECT id, title FROM advisory WHERE id IN ({marks})"  # noqa: S608 - marks
            return dict(connection.execute(query, ids).fetchall())
    return {}


def _statements(folder: Path, incomplete: str) -> list[Offer]:
    advisory, mark, wanted = incomplete.rpartition("#")
    start = f"{advisory}{mark}"
    if advisory:
        # Its record is at hand, and true.
        parsed = read_advisory(find(folder, advisory))
        found = [(one.id, one.text) for one in parsed.statements if one.id.startswith(wanted)]
    else:
        with _looking(folder) as connection:
            rows = beginning(connection, wanted, most=_MOST) if connection is not None else []
            found = [(row["id"], row["text"]) for row in rows]
    return [Offer(f"{start}{name}", text) for name, text in dict(found).items()]


@contextlib.contextmanager
def _looking(folder: Path) -> Iterator[sqlite3.Connection | None]:
    connection = look(folder)
    try:
        yield connection
    finally:
        if connection is not None:
            connection.close()


def _section(heading: Section, headings: list[Section]) -> Offer | None:
    """Name a section as a user would: its number, else the longest word that is its own."""
    if heading.number is not None:
        return Offer(heading.number, heading.title or "")
    if heading.title is None:
        return Offer("0", "vóór de eerste kop")
    titles = [one.title.casefold() for one in headings if one.title]
    words = _WORD.findall(heading.title.casefold())
    own = [word for word in words if sum(word in title for title in titles) == 1]
    return Offer(max(own, key=len), heading.title) if own else None


def _plain(words: str) -> str:
    return textwrap.shorten(_RISKY.sub(" ", words), _WIDTH, placeholder=" ...")
