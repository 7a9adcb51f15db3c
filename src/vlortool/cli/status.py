"""Exit statuses, in one place."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """How a command ended.

    Attributes:
        FINE: It did what was asked.
        FOUND: Differences were found, a check failed, or nothing was found.
        USAGE: The command line is wrong, or names what does not exist.
        UNREADABLE: An input could not be read; the others are done.
        INTERRUPTED: The user stopped it.
    """

    FINE = 0
    FOUND = 1
    USAGE = 2
    UNREADABLE = 3
    INTERRUPTED = 130
