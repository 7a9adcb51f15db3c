"""A check of a data folder, and the repair of what is derived in it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from vlortool.errors import StoreError, UnknownNameError
from vlortool.model.advisory import Advisory
from vlortool.model.identity import is_id, path_from
from vlortool.store.catalogue import remake
from vlortool.store.equality import Comparison
from vlortool.store.files import (
    SUFFIX,
    again,
    clear_leftovers,
    command,
    encode,
    read_advisory,
    read_source,
    record_path,
    temporary_files,
    unwritable,
)
from vlortool.store.findings import Code, Finding, Report
from vlortool.store.lookup import make, some
from vlortool.store.originals import Originals
from vlortool.store.resolve import MARK, is_unresolved, outdated_citations, resolve_store
from vlortool.store.signature import Signature, signature, signatures
from vlortool.store.soundness import Flaw, flaws
from vlortool.store.writer import CatalogueWriter

Progress = Callable[[int, int], None]

# The record is still what was parsed, or reads the same: the user may have had reasons.
_NOTES = frozenset({"source-changed", "sidecar-changed", "record-bytes"})
_CITATIONS = frozenset({"citations-unmatched", "citations-outdated"})
_CATALOGUE = frozenset({"catalogue-damaged", "catalogue-differs"})


def check_store(
    folder: Path, working_folder: Path | None = None, progress: Progress | None = None
) -> Report:
    """Check a data folder; nothing in it is changed.

    Checked are the schema of each record, its spans, links, ids and bytes; whether its source is
    still what was parsed; the matched citations; what a crash left; every row of the catalogue.

    Args:
        folder: The data folder.
        working_folder: Where the paths of sources start; the current folder if None.
        progress: Called after each record: how many are checked, of how many.

    Returns:
        What was found.

    Raises:
        StoreError: The folder can't be listed.
        UnknownNameError: The folder holds no advisories.
    """
    states = signatures(folder)
    if not states:
        raise UnknownNameError(f"{folder} holds no advisories", make(folder))
    with Comparison(folder) as catalogue:
        check = _Check(folder, working_folder or Path(), states, catalogue)
        for done, (name, state) in enumerate(states.items(), 1):
            check.record(name, state)
            if progress is not None:
                progress(done, len(states))
        return Report(len(states), check.findings())


def repair_store(
    folder: Path,
    report: Report,
    working_folder: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Repair what is derived: what a crash left, matched citations, the catalogue.

    Args:
        folder: The data folder.
        report: What `check_store` found in it.
        working_folder: As in `check_store`.
        progress: As in `check_store`.

    Returns:
        What was found, marked as repaired where a second check finds it no more, and what only
        that one found.

    Raises:
        StoreError: Something can't be written.
    """
    codes = {one.code for one in report.findings}
    if "leftover" in codes:
        try:
            clear_leftovers(folder)
        except OSError as error:
            raise unwritable(folder, error) from error
    if codes & _CITATIONS:
        resolve_store(folder)
    if codes & _CATALOGUE:
        remake(folder, progress).connection.close()
    else:
        with CatalogueWriter(folder) as catalogue:
            catalogue.complete()
    after = check_store(folder, working_folder, progress)
    left, known = set(map(_told, after.findings)), set(map(_told, report.findings))
    return Report(
        after.advisories,
        [
            *(
                one if _told(one) in left else replace(one, repaired=True)
                for one in report.findings
            ),
            *(one for one in after.findings if _told(one) not in known),
        ],
    )


def _told(one: Finding) -> tuple[str | None, str, str]:
    return one.file, one.code, one.message


class _Check:
    """One check of a data folder."""

    def __init__(
        self,
        folder: Path,
        working_folder: Path,
        states: dict[str, Signature],
        catalogue: Comparison,
    ) -> None:
        self._folder = folder
        self._working_folder = working_folder
        self._states = states
        self._catalogue = catalogue
        self._originals = Originals(working_folder, catalogue.whence)
        self._found: list[Finding] = []
        self._astray: dict[str, list[str]] = {}

    def record(self, name: str, state: Signature) -> None:
        """Check a record, which may be written or removed meanwhile."""
        path = record_path(self._folder, name)
        try:
            record: Advisory | StoreError = read_advisory(path)
        except StoreError as error:
            record = error
        found = list(self._of(name, path, record))
        now = signature(path)
        if now is None:
            # It went; a folder that went as a whole shows when the rest is looked at.
            return
        if now == state:
            self._catalogue.compare(name, state, record)
        self._found += found

    def findings(self) -> list[Finding]:
        """Check what is not a record, and return all that was found."""
        about_catalogue = self._catalogue.finding(self._states)
        return [
            *self._found,
            *self._of_citations(),
            *_of_other_files(self._folder),
            *([about_catalogue] if about_catalogue is not None else []),
            *_of_sources(self._originals.gone),
        ]

    def _of(self, name: str, path: Path, record: Advisory | StoreError) -> Iterator[Finding]:
        if isinstance(record, StoreError):
            yield Finding(
                file=path.name,
                advisories=[name],
                severity="unreadable",
                code="record-unreadable",
                message=record.message.removeprefix(f"{path}: "),
                remedy=self._unread(name, path, record.remedy),
            )
            return
        others = {one.resolved for one in record.citations} - self._states.keys() - {None}
        if others:
            self._astray[name] = sorted(map(str, others))
        by_code: dict[Code, list[Flaw]] = {}
        for flaw in self._flaws(name, path, record):
            by_code.setdefault(flaw.code, []).append(flaw)
        for code, some_ in by_code.items():
            more = f" (and {len(some_) - 1} more of the kind)" if len(some_) > 1 else ""
            yield Finding(
                file=path.name,
                advisories=[name],
                severity="note" if code in _NOTES else "problem",
                code=code,
                message=f"{some_[0].message}{more}",
                remedy=self._remedy(code, name, path, record),
            )

    def _flaws(self, name: str, path: Path, record: Advisory) -> Iterator[Flaw]:
        found = list(flaws(record, name))
        yield from found
        if not found and not _is_as_written(path, record):
            yield Flaw("record-bytes", "its bytes are not those that vlortool writes")
        yield from self._originals.changes(name, record.source)

    def _unread(self, name: str, path: Path, remedy: str) -> str:
        """Name the source of a record that is to be made again, where that is known."""
        if remedy != again(self._folder):
            return remedy
        try:
            place = self._originals.place(name, read_source(path))
        except StoreError:
            place = next(iter(self._catalogue.sources_there(name)), None)
        return self._parse(self._typed(place)) if place is not None else remedy

    def _remedy(self, code: str, name: str, path: Path, record: Advisory) -> str:
        # A change is noticed without it, and what has the name of the source may be another file.
        is_forced = code != "sidecar-changed" and not self._originals.is_other(name, record.source)
        place = self._originals.place(name, record.source)
        source = self._typed(place) if place is not None else record.source.path
        parse = self._parse(source, is_forced=is_forced)
        if code not in {"record-id", "source-id"} or not is_id(record.id):
            return parse
        # Parsing would not make this record again, but its own one.
        own = path.with_name(f"{self._originals.ids.get(name, record.id)}{SUFFIX}")
        if code == "source-id" and not own.exists():
            return f"{parse}; then remove {path.name}"
        if not own.exists():
            return f"Name it {own.name}, or remove it. {parse}"
        try:
            is_twin = read_source(own).sha256 == record.source.sha256
        except StoreError:
            return f"Mend {own.name} first, which can't be read"
        if is_twin:
            return f"Remove {path.name}: {own.name} is there as well"
        return f"{own.name} was made from another source: give this one an `id` in its sidecar"

    def _parse(self, source: str, *, is_forced: bool = False) -> str:
        # Else it would be an option.
        source = f"./{source}" if source.startswith("-") else source
        words = f"parse {shlex.quote(source)}{' --force' * is_forced}"
        return f"Make it again: {command(words, self._folder)}"

    def _typed(self, place: Path) -> str:
        return str(path_from(place, self._working_folder))

    def _of_citations(self) -> Iterator[Finding]:
        if is_unresolved(self._folder):
            yield _of_file(
                self._folder / MARK,
                "citations-unmatched",
                "citations are still to be matched: a parse is on, or was ended; the next does it",
            )
        outdated = outdated_citations(self._folder)
        if outdated:
            astray = sorted({other for name in outdated for other in self._astray.get(name, [])})
            told = f"; not in it: {some(astray)}" if astray else ""
            yield Finding(
                file=None,
                advisories=outdated,
                severity="problem",
                code="citations-outdated",
                message=f"citations don't fit the advisories that the store holds now, in"
                f" {some(outdated)}{told}",
                remedy=_repair(self._folder),
            )


def _is_as_written(path: Path, record: Advisory) -> bool:
    try:
        return path.read_bytes() == encode(record)
    except OSError:
        return False


def _of_other_files(folder: Path) -> Iterator[Finding]:
    try:
        for path, is_left in temporary_files(folder).items():
            if is_left:
                yield _of_file(path, "leftover", "a crash left it; nothing reads it")
            else:
                yield Finding(
                    file=path.name,
                    severity="note",
                    code="temporary",
                    message="a record is being written, or a crash left it within the hour",
                )
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            if not path.name.startswith(".") and not is_id(path.stem):
                yield Finding(
                    file=path.name,
                    severity="note",
                    code="no-record",
                    message="no command reads it: its name is no id of an advisory",
                    remedy="If it is one, name it by a-z, 0-9, dot, hyphen and underscore",
                )
    except OSError as error:
        raise StoreError(
            f"{folder}: can't be listed ({error.strerror or error})",
            "Check that it still exists, and its permissions",
        ) from error


def _of_file(path: Path, code: Code, message: str) -> Finding:
    return Finding(
        file=path.name,
        severity="problem",
        code=code,
        message=message,
        remedy=_repair(path.parent),
    )


def _repair(folder: Path) -> str:
    return f"Repair it: {command('check --repair', folder)}"


def _of_sources(gone: dict[str, str]) -> Iterator[Finding]:
    if gone:
        yield Finding(
            file=None,
            advisories=sorted(gone),
            severity="note",
            code="source-gone",
            message=f"sources that are no longer there, or were parsed in another folder than this:"
            f" {some(sorted(gone.values()))}",
        )
