"""What a check of a data folder finds."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["unreadable", "problem", "note"]
Code = Literal[
    "record-unreadable",
    "record-id",
    "record-span",
    "record-order",
    "record-link",
    "record-statement-id",
    "record-place",
    "record-source",
    "record-bytes",
    "source-changed",
    "sidecar-changed",
    "source-gone",
    "source-id",
    "citations-unmatched",
    "citations-outdated",
    "leftover",
    "temporary",
    "no-record",
    "catalogue-missing",
    "catalogue-other",
    "catalogue-outdated",
    "catalogue-differs",
    "catalogue-damaged",
]


class Finding(Struct, frozen=True, kw_only=True):
    """Something that a check of a data folder found.

    Attributes:
        file: Name of the file in the data folder; None for what is about the sources.
        advisories: Ids of the advisories concerned; empty if it is all of them, or none.
        severity: `unreadable` (a record that no command can read), `problem` (something is wrong),
            or `note` (nothing is wrong, or the next command mends it by itself).
        code: Its kind; stable.
        message: What was found.
        remedy: What to do about it, or an empty string.
        repaired: Whether it was repaired.
    """

    file: str | None
    advisories: list[str] = []
    severity: Severity
    code: Code
    message: str
    remedy: str = ""
    repaired: bool = False


class Report(Struct, frozen=True):
    """What a check came to.

    Attributes:
        advisories: How many records were there.
        findings: What was found: of records by id, then of other files. Empty if all is well.
    """

    advisories: int
    findings: list[Finding]
