"""What became of one input of a batch."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from vlortool.model.advisory import Advisory, SourceWarning

Status = Literal["parsed", "unchanged", "refused"]


class Counts(Struct, frozen=True, kw_only=True):
    """Sizes of an advisory.

    Attributes:
        pages: Pages of the source.
        sections: Sections, an untitled first one included.
        bullets: Bullets of every depth.
        footnotes: Notes.
        sentences: Statements.
        recommendations: Statements that are recommendations.
        warnings: Warnings about the source.
    """

    pages: int
    sections: int
    bullets: int
    footnotes: int
    sentences: int
    recommendations: int
    warnings: int

    @classmethod
    def of(cls, advisory: Advisory) -> Counts:
        """Count the parts of an advisory."""
        return cls(
            pages=advisory.source.pages,
            sections=len(advisory.sections),
            bullets=sum(block.kind == "bullet" for block in advisory.blocks),
            footnotes=len(advisory.footnotes),
            sentences=len(advisory.statements),
            recommendations=sum(
                statement.position == "recommendation" for statement in advisory.statements
            ),
            warnings=len(advisory.warnings),
        )


class Failure(Struct, frozen=True, kw_only=True):
    """Why an input was refused.

    Attributes:
        message: What is wrong, naming the file.
        remedy: What the user can do about it, or an empty string.
        trace: The traceback of an error that nobody foresaw, else an empty string.
    """

    message: str
    remedy: str = ""
    trace: str = ""

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one input.

    Attributes:
        source: The input, as the user named or reached it.
        id: Id of its advisory; None if it was refused before it had one.
        status: `parsed`, `unchanged` (the stored record is up to date) or `refused`.
        counts: Sizes of the stored advisory; None if refused.
        warnings: Warnings about the source.
        replaced: Source that the stored record came from before this run, where that is not known
            to be this input.
        twins: Ids of other records that are made from this input: it had another id.
        failure: Why it was refused; None otherwise.
    """

    source: str
    id: str | None = None
    status: Status
    counts: Counts | None = None
    warnings: tuple[SourceWarning, ...] = ()
    replaced: str | None = None
    twins: tuple[str, ...] = ()
    failure: Failure | None = None


class Parsed(Struct, frozen=True, kw_only=True):
    """An outcome, with the record to store.

    Attributes:
        outcome: What became of the input.
        record: The advisory as JSON; None if there is nothing to store.
        sha256: Digest of the source that was read; None if there is nothing to store.
    """

    outcome: Outcome
    record: bytes | None = None
    sha256: str | None = None
