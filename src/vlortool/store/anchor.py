"""Whether a data folder is still the one that a run began to write to."""

from __future__ import annotations

import os
from pathlib import Path

from vlortool.errors import StoreError


class Anchor:
    """Holds a data folder, so that one that goes while a run writes to it is told.

    The next record would make the folder anew, and those that went with it be called stored.
    Leaving it as a context lets go of it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        try:
            # Held open, so that no folder made after it gets its number.
            self._descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            # Windows opens no folders; nor does it let go of one in which the catalogue is open.
            self._descriptor = None

    def __enter__(self) -> Anchor:
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def verify(self) -> None:
        """Make sure that the folder is still there.

        Raises:
            StoreError: It was removed or renamed, its disk went, or another took its place.
        """
        if self._descriptor is None:
            return
        try:
            if os.path.samestat(os.fstat(self._descriptor), self._folder.stat()):
                return
        except OSError:
            pass
        raise StoreError(
            f"{self._folder}: was removed, renamed or replaced during the run, and with it what the"
            " run had stored",
            "See that the folder stays where it is, and run the command again: what is missing is"
            " parsed, the rest is skipped",
        )
