"""Settings of a working folder: `vlortool.toml`, or `[tool.vlortool]` in `pyproject.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from vlortool.errors import ResourceError

_KEYS = frozenset({"resources"})


def resources_folder(given: Path | None) -> Path | None:
    """Return the folder of a user's resources: the one given, else the one in the settings.

    Raises:
        ResourceError: A settings file is no TOML, or holds an unknown key or a wrong value.
    """
    if given is not None:
        return given
    for path, keys in ((Path("vlortool.toml"), ()), (Path("pyproject.toml"), ("tool", "vlortool"))):
        settings = _read(path, keys)
        if settings:
            folder = settings.get("resources")
            if folder is not None and (not isinstance(folder, str) or "\0" in folder):
                raise ResourceError(f"{path}: resources: must be a path", "Write it in quotes")
            return path.parent / folder if folder else None
    return None


def _read(path: Path, keys: tuple[str, ...]) -> dict[str, Any]:
    try:
        settings: Any = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    # A ValueError of any kind, even of a number too long; deep nesting exhausts the stack.
    except (ValueError, RecursionError, OSError) as error:
        raise ResourceError(f"{path}: can't be read ({error})", "Correct it") from error
    for key in keys:
        settings = settings.get(key, {})
        if not isinstance(settings, dict):
            raise ResourceError(f"{path}: {key}: must be a table", f"Write [{'.'.join(keys)}]")
    unknown = sorted(set(settings) - _KEYS)
    if unknown:
        known = ", ".join(sorted(_KEYS))
        raise ResourceError(f"{path}: unknown key {unknown[0]!r}", f"Known keys: {known}")
    return dict(settings)
