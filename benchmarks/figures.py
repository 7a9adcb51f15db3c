"""What `performance.py` measures, as it is kept beside the page: raw times, no medians."""

from __future__ import annotations

import statistics
from typing import Literal

from msgspec import Struct

OURS = "vlortool parse"
OURS_READING = "vlortool, reading only"
READING, STRUCTURE, TAGS, STORING = "reading", "structure", "tags", "storing"

Kind = Literal["ours", "text", "structure"]


class Machine(Struct, frozen=True, kw_only=True):
    """Where it was measured, and when.

    Attributes:
        load: Load average of the last minute, before and after.
    """

    cpu: str
    cores: int
    memory: int
    system: str
    python: str
    date: str
    load: tuple[float, float]


class File(Struct, frozen=True):
    """A PDF that all tools read."""

    name: str
    pages: int


class Turn(Struct, frozen=True, kw_only=True):
    """A tool went once over all files.

    Attributes:
        round: Which round.
        seconds: How long it took.
        worked: Processor time of its process and of those that it started, in seconds.
        characters: How many it gave back.
        peak: Most memory that its process, or one that it started, had held by then, in bytes.
        parts: Seconds of each part of the work, where the tool is ours.
    """

    round: int
    seconds: float
    worked: float
    characters: int
    peak: int
    parts: dict[str, float] = {}


class Tool(Struct, frozen=True, kw_only=True):
    """A tool with its turns.

    Attributes:
        name: What the tables call it.
        kind: What it gives.
        how: How it was called.
        version: Its version.
        absent: Why it was not measured; empty if it was.
        turns: One for each round that it took part in.
    """

    name: str
    kind: Kind
    how: str
    version: str = ""
    absent: str = ""
    turns: tuple[Turn, ...] = ()


class Command(Struct, frozen=True):
    """A whole process, again and again: seconds of each time."""

    name: str
    seconds: tuple[float, ...]
    is_help: bool


class OnePdf(Struct, frozen=True, kw_only=True):
    """`vlortool parse` of one PDF, as a whole process.

    Attributes:
        pages: Of the PDF.
        seconds: Of each time.
        peak: Most memory of the command itself, in bytes.
        worker: Most memory of a process that it started, in bytes; 0 if it started none.
        reader: Most memory of a process that only read the PDF, in bytes.
    """

    pages: int
    seconds: tuple[float, ...]
    peak: int
    worker: int
    reader: int


class Folder(Struct, frozen=True, kw_only=True):
    """`vlortool parse` of a folder, and again with nothing changed.

    Attributes:
        documents: How many.
        pages: Of all.
        seconds: The first time.
        again: The second time.
        peak: Most memory of the command itself, in bytes.
        worker: Most memory of a process that it started, in bytes; 0 if it started none.
    """

    documents: int
    pages: int
    seconds: float
    again: float
    peak: int
    worker: int


class Figures(Struct, frozen=True, kw_only=True):
    """All of a run."""

    version: str
    machine: Machine
    is_quick: bool
    jobs: int
    files: tuple[File, ...]
    tools: tuple[Tool, ...]
    commands: tuple[Command, ...]
    pdfs: tuple[OnePdf, ...]
    folders: tuple[Folder, ...]

    @property
    def pages(self) -> int:
        """Pages that a tool reads in a turn."""
        return sum(file.pages for file in self.files)

    def tool(self, name: str) -> Tool:
        """Return a tool by its name."""
        return next(tool for tool in self.tools if tool.name == name)

    def speeds(self, tool: Tool) -> list[float]:
        """Return the pages a second of a tool's turns, slowest first."""
        return sorted(self.pages / turn.seconds for turn in tool.turns)

    def times_ours(self, tool: Tool, *, worked: bool = False) -> float:
        """Return how many times as long as our parse a tool takes.

        The median over the rounds in which both took part: what else the machine did in a round
        fell on both.

        Args:
            tool: The tool.
            worked: Whether to compare processor time, which other work on the machine changes less.
        """
        ours = {turn.round: turn for turn in self.tool(OURS).turns}
        return statistics.median(
            turn.worked / ours[turn.round].worked
            if worked
            else turn.seconds / ours[turn.round].seconds
            for turn in tool.turns
            if turn.round in ours
        )
