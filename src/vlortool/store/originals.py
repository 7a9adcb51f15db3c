"""Whether the sources of records are still what was parsed; that they may not be is no damage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from vlortool.model.advisory import Source
from vlortool.store.soundness import Flaw
from vlortool.store.whence import is_file

_SIDECAR = ".toml"


class Originals:
    """Looks at the sources of records.

    Attributes:
        gone: Paths of the sources that are not there, by the id of their advisory.
    """

    def __init__(self, working_folder: Path, whence: Callable[[str, str], Path | None]) -> None:
        """Prepare it.

        Args:
            working_folder: Where the paths of sources start.
            whence: Tells where a source lay that was outside that folder, if it is known: of the
                id of its advisory and its digest.
        """
        self._folder = working_folder
        self._whence = whence
        self.gone: dict[str, str] = {}

    def changes(self, name: str, source: Source) -> Iterator[Flaw]:
        """Find what has changed in a source, and in its sidecar, since it was parsed.

        Args:
            name: Id of its advisory.
            source: What the record says of it.
        """
        relative = PurePosixPath(source.path)
        # A record is data: it names no device, and nothing outside the folder.
        if relative.is_absolute() or ".." in relative.parts or "\0" in source.path:
            yield Flaw("record-source", f"its source {source.path!r} is no path in a folder")
            return
        path = self._place(name, source, self._folder / relative)
        if path is None:
            self.gone[name] = source.path
            return
        if _digest(path) != source.sha256:
            yield Flaw("source-changed", f"its source {source.path} has changed since")
        sidecar = path.with_suffix(_SIDECAR)
        digest = _digest(sidecar) if sidecar != path and sidecar.is_file() else None
        if digest != source.sidecar:
            yield Flaw("sidecar-changed", f"the sidecar of {source.path} has changed since")

    def _place(self, name: str, source: Source, path: Path) -> Path | None:
        """Return where a source is; None if it is not there."""
        known = self._whence(name, source.sha256)
        places = [path] if known is None else [path, known]
        if "/" not in source.path:
            # A bare name is that of a file anywhere: what lies here may be another one.
            places.reverse()
        return next(filter(is_file, places), None)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"can't be read ({error.strerror or error})"
