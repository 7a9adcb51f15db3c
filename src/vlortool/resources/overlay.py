"""Reading of the resource files, with what a user adds to them or overrides.

A user's folder holds files of the same names. Tables are merged key by key; arrays of tables (such
as `[[actor]]` and its `[[actor.rule]]`) are merged by `id`; any other value replaces ours.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vlortool.errors import ResourceError
from vlortool.resources.shape import check_shape

Model = TypeVar("Model")

_NAMES = (
    "actors.toml",
    "alignment.toml",
    "citations.toml",
    "councils.toml",
    "cues.toml",
    "explanations.toml",
    "frames.toml",
    "grammar.toml",
    "lemmas.toml",
    "lexicon.toml",
    "relations.toml",
    "structure.toml",
    "themes.toml",
    "thesaurus.toml",
    "vocabulary.toml",
)
# Trained models: one of the user's replaces ours whole.
_MODELS = (
    "addressees.json",
    "alignment.json",
    "positions.json",
    "theme_model.json",
    "vectors.json",
)


class _Overlay:
    """The user's folder of this process; fixed once something has been read."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.has_read = False


_overlay = _Overlay()


def use_resources(folder: Path | None) -> None:
    """Read a user's resources on top of ours, in this process.

    Args:
        folder: A folder with files named like ours; None for ours alone.

    Raises:
        ResourceError: The folder is none or holds no resource, or others have been read already.
    """
    if folder is not None:
        folder = folder.resolve()
    if folder == _overlay.folder:
        return
    if _overlay.has_read:
        wrong = f"{folder}: resources of {_overlay.folder or 'the package'} are in use already"
        raise ResourceError(wrong, "Set resources before anything is parsed")
    if folder is not None:
        if not folder.is_dir():
            raise ResourceError(f"{folder}: is no folder", "Name a folder with TOML files")
        if not list(overlaid(folder)):
            known = ", ".join((*_NAMES, *_MODELS))
            raise ResourceError(f"{folder}: holds none of the resource files", f"They are {known}")
    _overlay.folder = folder


def resources_digest(names: Collection[str] = (*_NAMES, *_MODELS)) -> str | None:
    """Return a short hash of the user's resources, or of some of them; None without any."""
    found = list(overlaid(_overlay.folder, names)) if _overlay.folder is not None else []
    if not found:
        return None
    digest = hashlib.sha256()
    for path in found:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def overlaid(folder: Path, names: Collection[str] = (*_NAMES, *_MODELS)) -> Iterator[Path]:
    """Yield the files of a user's folder that are read on top of ours."""
    yield from (folder / name for name in names if (folder / name).is_file())


def _theirs(name: str) -> Path | None:
    """Return the user's file of a name, if there is one."""
    path = _overlay.folder / name if _overlay.folder is not None else None
    return path if path is not None and path.is_file() else None


def read_toml(name: str) -> dict[str, Any]:
    """Read a resource file, with the user's on top.

    Raises:
        ResourceError: The user's file is no TOML, or its shape is not that of ours.
    """
    _overlay.has_read = True
    ours = tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
    theirs = _theirs(name)
    if theirs is None:
        return ours
    try:
        added = tomllib.loads(theirs.read_text("utf-8"))
    # A ValueError of any kind, even of a number too long; deep nesting exhausts the stack.
    except (ValueError, RecursionError, OSError) as error:
        raise ResourceError(f"{theirs}: is no TOML ({error})", "Correct it there") from error
    check_shape(added, [ours], str(theirs))
    return _merged(ours, added, str(theirs), "")


def read_model(name: str, kind: type[Model]) -> Model:
    """Read a trained model: the user's where there is one, else ours.

    Raises:
        ResourceError: The user's file has another shape.
    """
    _overlay.has_read = True
    theirs = _theirs(name)
    try:
        if theirs is not None:
            return msgspec.json.decode(theirs.read_bytes(), type=kind)
        return msgspec.json.decode(files(__package__).joinpath(name).read_bytes(), type=kind)
    except (msgspec.DecodeError, OSError) as error:
        wrong = f"{source_of(name)}: is no trained model ({error})"
        raise ResourceError(wrong, "Make it with python -m vlortool.train") from error


def source_of(name: str) -> str:
    """Return the file that an error in a resource is most likely in."""
    theirs = _theirs(name)
    return str(theirs) if theirs is not None else name


def _merged(ours: dict[str, Any], added: dict[str, Any], file: str, at: str) -> dict[str, Any]:
    found = dict(ours)
    for key, value in added.items():
        where = f"{at}.{key}" if at else key
        old = ours.get(key)
        if isinstance(old, dict):
            found[key] = _merged(old, value, file, where)
        elif isinstance(old, list) and _has_ids(old):
            found[key] = _merged_list(old, value, file, where)
        else:
            found[key] = value
    return found


def _has_ids(entries: list[Any]) -> bool:
    return bool(entries) and all(isinstance(each, dict) and "id" in each for each in entries)


def _merged_list(
    ours: list[dict[str, Any]], added: list[Any], file: str, at: str
) -> list[dict[str, Any]]:
    if not _has_ids(added):
        raise ResourceError(f"{file}: {at}: an entry has no id", "Give each an `id`")
    found = {each["id"]: each for each in ours}
    for entry in added:
        name = entry["id"]
        # Records and tables list ids with blanks between them.
        if not isinstance(name, str) or name.split() != [name]:
            raise ResourceError(f"{file}: {at}: {name!r} is no id", "Write it without blanks")
        old = found.get(name)
        found[name] = entry if old is None else _merged(old, entry, file, f"{at}[{name}]")
    return list(found.values())
