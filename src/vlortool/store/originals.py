"""Whether the sources of records are still what was parsed; that they may not be is no damage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from vlortool.model.advisory import Source
from vlortool.store.soundness import Flaw
from vlortool.store.sources import digest, is_file, path_in

_SIDECAR = ".toml"


class Originals:
    """Looks at the sources of records.

    Attributes:
        gone: Paths of the sources that are not there, by the id of their advisory.
        ids: The ids that sources have now, where these are others.
    """

    def __init__(self, working_folder: Path, whence: Callable[[str, str], Path | None]) -> None:
        """Prepare it.

        Args:
            working_folder: Where the paths of sources start.
            whence: Tells where a source lay when it was parsed, if it is known: of the id of its
                advisory and its digest.
        """
        self._folder = working_folder
        self._whence = whence
        self.gone: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def changes(self, name: str, source: Source) -> Iterator[Flaw]:
        """Find what has changed in a source, and in its sidecar, since it was parsed.

        Args:
            name: Id of its advisory.
            source: What the record says of it.
        """
        if self.named(source) is None:
            yield Flaw("record-source", f"its source {source.path!r} is no path in a folder")
            return
        path = self.place(name, source)
        if path is None:
            self.gone[name] = source.path
            return
        from vlortool.extract.sidecar import current_id  # noqa: PLC0415 - 100 ms

        is_same = _digest(path) == source.sha256
        is_known = path == self._whence(name, source.sha256)
        wanted = current_id(path) if is_same or is_known else None
        if wanted is not None and wanted != name:
            self.ids[name] = wanted
            yield Flaw("source-id", f"its source {source.path} has the id {wanted!r} now")
            return
        if not is_same:
            other = "" if is_known else ", or another file has that name"
            yield Flaw("source-changed", f"its source {source.path} has changed since{other}")
        sidecar = path.with_suffix(_SIDECAR)
        content = _digest(sidecar) if sidecar != path and is_file(sidecar) else None
        if content != source.sidecar:
            yield Flaw("sidecar-changed", f"the sidecar of {source.path} has changed since")

    def place(self, name: str, source: Source) -> Path | None:
        """Return where the source of an advisory is; None if that is not known.

        Args:
            name: Id of the advisory.
            source: What the record says of it.
        """
        # What lies where the record says may be another one of that name.
        places = [self._whence(name, source.sha256), self.named(source)]
        return next((path for path in places if path is not None and is_file(path)), None)

    def is_other(self, name: str, source: Source) -> bool:
        """Tell whether there is a file in the place of a source that holds something else."""
        path = self.place(name, source)
        return path is not None and _digest(path) != source.sha256

    def named(self, source: Source) -> Path | None:
        """Return the path that a record names in the working folder; None if it names none."""
        return path_in(self._folder, source.path)


def _digest(path: Path) -> str | None:
    try:
        return digest(path)
    except OSError as error:
        return f"can't be read ({error.strerror or error})"
