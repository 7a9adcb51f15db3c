"""The error tree: every error that the toolkit raises on purpose is a `VlortoolError`."""

from __future__ import annotations


class VlortoolError(Exception):
    """An error with a message for the user.

    Attributes:
        message: What is wrong, naming the file and the place where there is one.
        remedy: What the user can do about it, or an empty string.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[VlortoolError], tuple[str, str]]:
        """Pickle both parts, so that an error crosses a process border whole."""
        return type(self), (self.message, self.remedy)

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class ExtractionError(VlortoolError):
    """A source file could not be read: missing, encrypted, damaged, without text ..."""


class ResourceError(VlortoolError):
    """A sidecar or a language resource (TOML) is wrong; the message names file and key."""


class StoreError(VlortoolError):
    """A parsed advisory could not be read from, or written to, the data folder."""


class WorkerError(VlortoolError):
    """No process to parse in can be had: none starts, or a cluster gives none that serves."""


class UnknownNameError(VlortoolError):
    """No advisory or section has the name that was asked for, or more than one has."""


class QueryError(VlortoolError):
    """A filter or a search query says nothing that can be asked; the message says where."""


class GoldError(VlortoolError):
    """A gold file or a training file is wrong; the message names it."""
