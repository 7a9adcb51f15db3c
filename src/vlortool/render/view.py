"""What the output goes to: a terminal of some width, with colour or not, or a pipe."""

from __future__ import annotations

import os
from enum import StrEnum
from io import StringIO
from typing import TextIO

from msgspec import Struct
from rich.console import Console


class Format(StrEnum):
    """How a reading command writes its answer."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


class View(Struct, frozen=True, kw_only=True):
    """Where text will be read.

    Attributes:
        width: Columns of the terminal; None where nothing may be wrapped or cut.
        colour: Whether bold and colours may be used.
    """

    width: int | None = None
    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> View:
        """Look at a stream: a terminal, or a pipe or file that takes lines of any length."""
        if not stream.isatty():
            return cls()
        terminal = Console(file=stream)
        # An old Windows console shows escape sequences as they are.
        plain = "NO_COLOR" in os.environ or terminal.legacy_windows
        return cls(width=terminal.width, colour=not plain and terminal.color_system is not None)


def console(view: View, width: int) -> Console:
    """Make a console that writes into memory, untouched by markup and environment."""
    return Console(
        file=StringIO(),
        width=width,
        color_system="standard" if view.colour else None,
        no_color=not view.colour,
        force_terminal=view.colour,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def written(made: Console) -> str:
    """Return what a console of `console()` holds, without blanks at line ends."""
    file = made.file
    text = file.getvalue() if isinstance(file, StringIO) else ""
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n")[:-1])
