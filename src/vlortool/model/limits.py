"""What one document may take."""

from __future__ import annotations

from msgspec import Struct

MEGABYTE = 1 << 20


class Limits(Struct, frozen=True, kw_only=True):
    """What one document may take; the defaults are far above what an advisory needs.

    Attributes:
        seconds: From the moment that a worker process takes it up.
        memory: Megabytes that the worker process may hold.
        pages: Pages of a PDF.
        size: Megabytes of the file, and of what is packed in it once unpacked.
    """

    seconds: float = 300
    memory: int = 2048
    pages: int = 5000
    size: int = 500


DEFAULT = Limits()
