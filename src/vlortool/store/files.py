"""Writing and reading the JSON file of one advisory."""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import time
from pathlib import Path
from typing import TypeVar

import msgspec

from vlortool.errors import StoreError
from vlortool.model.advisory import SCHEMA_VERSION, Advisory, Source
from vlortool.model.identity import is_id

SUFFIX = ".json"
# A temporary file this old belongs to no living writer: writing one record takes milliseconds.
STALE_SECONDS = 3600.0

_Record = TypeVar("_Record", bound=msgspec.Struct)


class _Version(msgspec.Struct):
    schema: int


class _Head(msgspec.Struct):
    source: Source


def command(words: str, folder: Path) -> str:
    """Write a command on a data folder so that it can be typed as it is."""
    return f"vlortool {words} --data {shlex.quote(str(folder))}"


def again(folder: Path) -> str:
    """Say how a record that can't be read is made again, when its source is not known.

    Without --force: nothing that can be read is replaced, should the source be another one.
    """
    parse = command("parse PATH", folder)
    return f"Parse its source again, or all of them (others are skipped): {parse}"


def record_path(folder: Path, name: str) -> Path:
    """Name the file of an advisory.

    Raises:
        StoreError: The id isn't safe as a file name.
    """
    if not is_id(name):
        raise StoreError(
            f"{name!r} can't name a file in {folder}",
            "Give the advisory an `id` of a-z, 0-9, dot, hyphen and underscore in its sidecar",
        )
    return folder / f"{name}{SUFFIX}"


def encode(advisory: Advisory) -> bytes:
    """Write an advisory as JSON: keys in the order of the record, the same bytes every time.

    Raises:
        StoreError: A text holds half a surrogate pair, which UTF-8 has no bytes for.
    """
    try:
        return msgspec.json.format(msgspec.json.encode(advisory), indent=1) + b"\n"
    except UnicodeEncodeError as error:
        raise StoreError(
            f"{advisory.id}: the text holds a character that can't be stored ({error.reason})",
            f"Check the encoding of {advisory.source.path}",
        ) from error


def prepare(folder: Path) -> None:
    """Make the data folder if need be, and clear temporary files that a crash left there.

    Raises:
        StoreError: The folder can't be made or isn't a folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_leftovers(folder)
    except OSError as error:
        raise unwritable(folder, error) from error


def temporary_files(folder: Path) -> dict[Path, bool]:
    """Find the files that records are first written to, and tell of each if a crash left it.

    Raises:
        OSError: The folder can't be listed.
    """
    found: dict[Path, bool] = {}
    for path in sorted(folder.glob(f".*{SUFFIX}.*.tmp")):
        # Another run may clear it, or be done with it, at the same time.
        with contextlib.suppress(FileNotFoundError):
            found[path] = time.time() - path.stat().st_mtime > STALE_SECONDS
    return found


def clear_leftovers(folder: Path) -> None:
    """Remove the temporary files that a crash left.

    Raises:
        OSError: The folder can't be listed, or a file can't be removed.
    """
    for path, is_left in temporary_files(folder).items():
        if is_left:
            path.unlink(missing_ok=True)


def write_advisory(folder: Path, advisory: Advisory) -> Path:
    """Store an advisory: at every moment the file holds the old record or the new one.

    Args:
        folder: The data folder; it is made if need be.
        advisory: The advisory.

    Returns:
        The file.

    Raises:
        StoreError: The file can't be written.
    """
    return write_record(folder, advisory.id, encode(advisory))


def write_record(folder: Path, name: str, data: bytes) -> Path:
    """Store an advisory that is JSON already, as `write_advisory` does.

    Args:
        folder: The data folder; it is made if need be.
        name: Its id.
        data: What `encode` made of it.

    Returns:
        The file.

    Raises:
        StoreError: The file can't be written.
    """
    path = record_path(folder, name)
    temporary = folder / f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(temporary, data)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(folder)
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def read_advisory(path: Path) -> Advisory:
    """Read a stored advisory.

    Raises:
        StoreError: The file can't be read, is damaged, or was written for another schema.
    """
    data = _read(path)
    try:
        advisory = _decode(path, data, Advisory)
    except StoreError:
        # Another version may have other fields: that says more than which of them is wrong.
        _check_version(path, _decode(path, data, _Version).schema)
        raise
    _check_version(path, advisory.schema)
    wrong = _broken_link(advisory)
    if wrong:
        raise StoreError(f"{path}: the record is damaged: {wrong}", again(path.parent))
    return advisory


def _check_version(path: Path, version: int) -> None:
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"{path}: the record has schema {version}, this vlortool reads {SCHEMA_VERSION}",
            again(path.parent),
        )


def read_source(path: Path) -> Source:
    """Read only which file a stored advisory was made from, and by which version.

    Raises:
        StoreError: The file can't be read or is damaged.
    """
    return _decode(path, _read(path), _Head).source


def _write_through(path: Path, data: bytes) -> None:
    # Not tempfile: its files are for the owner only, which would lock colleagues out.
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows opens no folders, and some network drives sync none. The record is whole without it.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def unwritable(path: Path, error: OSError) -> StoreError:
    """Say that a file or folder can't be written, and what to do."""
    return StoreError(
        f"{path}: can't be written ({error.strerror or error})",
        "Check the folder, its permissions and the free space, or name another with --data",
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"{path}: can't be read ({error.strerror or error})",
            "Check that it is a file, and its permissions",
        ) from error


def _decode(path: Path, data: bytes, kind: type[_Record]) -> _Record:
    try:
        return msgspec.json.decode(data, type=kind)
    # msgspec's errors are ValueErrors; deep nesting exhausts the stack.
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path}: the record is damaged: {error}", again(path.parent)) from error


def _broken_link(advisory: Advisory) -> str:
    """Name an index or offset that points at nothing: readers follow them unchecked."""
    size = len(advisory.text)
    sections, blocks = range(len(advisory.sections)), range(len(advisory.blocks))
    for section in advisory.sections:
        if not 0 <= section.start <= section.end <= size:
            return f"section {section.number or section.title!r} lies outside the text"
    for index, block in enumerate(advisory.blocks):
        if not 0 <= block.start <= block.end <= size or block.section not in sections:
            return f"block {index} lies outside the text or its section"
        if block.lead_in is not None and block.lead_in not in blocks:
            return f"block {index} has no lead-in {block.lead_in}"
    for statement in advisory.statements:
        inside = 0 <= statement.start <= statement.end <= size
        if not inside or statement.block not in blocks or statement.section not in sections:
            return f"statement {statement.id} lies outside the text, its block or its section"
    for note in advisory.footnotes:
        if note.marker is not None and not 0 <= note.marker <= size:
            return f"the marker of note {note.number} lies outside the text"
    return ""
