"""`docs/performance.md`, of the figures of a run; its words are those of `page.md` and of here."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from figures import (
    OURS,
    OURS_READING,
    READING,
    STORING,
    STRUCTURE,
    TAGS,
    Command,
    Figures,
    Kind,
    OnePdf,
    Tool,
)
from plot import number
from starting import EMPTY, times_empty

_MEGABYTE = 1 << 20
_KINDS: dict[Kind, str] = {"ours": "all", "structure": "structure", "text": "text"}
_ASKED_SPEED, _ASKED_TIMES, _ASKED_AGAIN, _ASKED_PEAK = 40, 5, 2.0, 300
_AHEAD_OF = (
    "pymupdf4llm",
    "pymupdf4llm, no model",
    "markitdown",
    "opendataloader-pdf",
    "opendataloader-pdf, all at once",
)
_THOUSAND = 1000


def write_page(figures: Figures) -> str:
    """Write the page."""
    ours = figures.tool(OURS)
    words = Path(__file__).with_name("page.md").read_text("utf-8")
    return words.format(
        quick=" --quick" if figures.is_quick else "",
        machine=_machine(figures),
        alt=", ".join(
            f"{tool.name} {number(_speed(figures, tool))}" for tool in figures.tools if tool.turns
        ),
        asked=_table(("asked", "measured", ""), _asked(figures), "l l l"),
        count=len(figures.files),
        pages=figures.pages,
        files=", ".join(f"`{file.name}` ({file.pages})" for file in figures.files),
        tools=_table(
            (
                "tool",
                "gives",
                "pages/s",
                "slowest–fastest",
                "x vlortool",
                "x, CPU",
                "MB",
                "characters",
                "n",
            ),
            (_tool_row(figures, tool) for tool in figures.tools),
            "l l r r r r r r r",
        ),
        first=number(figures.pages / ours.turns[0].seconds),
        calls="\n".join(
            f"- **{tool.name}** {tool.version}".rstrip() + f": {tool.how}."
            for tool in figures.tools
        ),
        parts=_table(
            ("part", "ms a page", "share", "x reading", "n"), _part_rows(figures), "l r r r r"
        ),
        commands=_table(
            ("command", "median ms", "x empty", "n"),
            (_command_row(command, figures.commands) for command in figures.commands),
            "l r r r",
        ),
        growth=_table(
            (
                "pages",
                "s",
                "ms a page more",
                "MB, command",
                "MB, worker",
                "MB, reading only",
                "n",
            ),
            _pdf_rows(figures.pdfs),
            "r r r r r r r",
        ),
        jobs=figures.jobs,
        folders=_table(
            (
                "documents",
                "s",
                "documents/s",
                "ms a document more",
                "again, s",
                "MB, command",
                "MB, worker",
                "n",
            ),
            _folder_rows(figures),
            "r r r r r r r r",
        ),
        short="\n".join(f"- {words}" for words in _short(figures)),
    )


def _machine(figures: Figures) -> str:
    machine = figures.machine
    before, after = machine.load
    lines = [
        f"{machine.date}: vlortool {figures.version} on {machine.cpu}, {machine.cores} cores,",
        f"{machine.memory / (1 << 30):.0f} GB; {machine.system}; {machine.python}.",
        f"Load of the machine {before:.1f} before and {after:.1f} after.",
    ]
    if before > 1:
        lines.append("**It was not idle: take the ratios, not the speeds.**")
    if figures.is_quick:
        lines.append("**A quick run, with few rounds: only to see that it works.**")
    return "\n".join(lines)


def _asked(figures: Figures) -> Iterator[tuple[str, ...]]:
    """Yield what issue 6 asks, what was measured, and whether that is enough."""
    speed = _speed(figures, figures.tool(OURS))
    yield (
        f"full parse, warm, one core: at least {_ASKED_SPEED} pages/s",
        f"{number(speed)} pages/s",
        _verdict(speed >= _ASKED_SPEED),
    )
    for name in _AHEAD_OF:
        tool = figures.tool(name)
        # A way to call a tool that has another name than the tool: the one that suits it best.
        best = " (its best case)" if "," in name else ""
        asked = f"{_ASKED_TIMES} times as fast as {name}{best}"
        if tool.turns:
            times = figures.times_ours(tool)
            yield asked, f"{number(times)} times", _verdict(times >= _ASKED_TIMES)
        else:
            yield asked, "not measured", ""
    parts = _parts(figures)
    added = sum(parts.values()) - parts[READING]
    yield (
        "structure, tags and storing take at most the time of reading",
        f"{added / parts[READING]:.2f} times",
        _verdict(added <= parts[READING]),
    )
    for folder in figures.folders:
        if folder.documents == _THOUSAND:
            yield (
                f"{_THOUSAND:,} documents: the command itself below {_ASKED_PEAK} MB",
                f"{_megabytes(folder.peak)} MB",
                _verdict(folder.peak < _ASKED_PEAK * _MEGABYTE),
            )
            yield (
                f"{_THOUSAND:,} documents, nothing changed: below {_ASKED_AGAIN:g} s",
                f"{folder.again:.2f} s",
                _verdict(folder.again < _ASKED_AGAIN),
            )


def _verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "**not reached**"


def _tool_row(figures: Figures, tool: Tool) -> tuple[str, ...]:
    name = f"**{tool.name}**" if tool.kind == "ours" else tool.name
    if not tool.turns:
        return name, _KINDS[tool.kind], tool.absent, *[""] * 6
    speeds = figures.speeds(tool)
    return (
        name,
        _KINDS[tool.kind],
        number(statistics.median(speeds)),
        f"{number(speeds[0])}–{number(speeds[-1])}",
        f"{figures.times_ours(tool):.2f}",
        f"{figures.times_ours(tool, worked=True):.2f}",
        _megabytes(max(turn.peak for turn in tool.turns)),
        f"{tool.turns[-1].characters:,}",
        str(len(tool.turns)),
    )


def _parts(figures: Figures) -> dict[str, float]:
    """Return the seconds of each part of our parse: the medians of the rounds."""
    turns = figures.tool(OURS).turns
    known = (READING, STRUCTURE, TAGS)
    parts = {part: statistics.median(turn.parts[part] for turn in turns) for part in known}
    parts[STORING] = statistics.median(turn.seconds - sum(turn.parts.values()) for turn in turns)
    return parts


def _part_rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    parts = _parts(figures)
    whole = sum(parts.values())
    rows = [*parts.items(), ("*all but reading*", whole - parts[READING])]
    for name, seconds in rows:
        yield (
            name,
            f"{seconds / figures.pages * 1000:.1f}",
            f"{seconds / whole:.0%}",
            f"{seconds / parts[READING]:.2f}",
            str(len(figures.tool(OURS).turns)),
        )


def _command_row(command: Command, commands: Sequence[Command]) -> tuple[str, ...]:
    words = f"{command.name} --help" if command.is_help else command.name
    return (
        words if command.name == EMPTY else f"`{words}`",
        f"{statistics.median(command.seconds) * 1000:.0f}",
        f"{times_empty(command, commands):.2f}",
        str(len(command.seconds)),
    )


def _pdf_rows(pdfs: Sequence[OnePdf]) -> Iterator[tuple[str, ...]]:
    for before, pdf in zip((None, *pdfs), pdfs, strict=False):
        seconds = statistics.median(pdf.seconds)
        yield (
            f"{pdf.pages:,}",
            f"{seconds:.2f}",
            f"{_more(before, pdf) * 1000:.1f}" if before else "",
            _megabytes(pdf.peak),
            _megabytes(pdf.worker),
            _megabytes(pdf.reader),
            str(len(pdf.seconds)),
        )


def _more(before: OnePdf, pdf: OnePdf) -> float:
    """Return the seconds that a page more costs."""
    seconds = statistics.median(pdf.seconds) - statistics.median(before.seconds)
    return seconds / (pdf.pages - before.pages)


def _folder_rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    for before, folder in zip((None, *figures.folders), figures.folders, strict=False):
        more = folder.documents - before.documents if before else 0
        yield (
            f"{folder.documents:,}",
            f"{folder.seconds:.1f}",
            number(folder.documents / folder.seconds),
            f"{(folder.seconds - before.seconds) / more * 1000:.1f}" if before else "",
            f"{folder.again:.2f}",
            _megabytes(folder.peak),
            _megabytes(folder.worker),
            "1",
        )


def _short(figures: Figures) -> Iterator[str]:
    """Yield what the figures do not flatter, and what they do not show."""
    faster = [
        f"{tool.name} ({1 / figures.times_ours(tool):.1f} times)"
        for tool in figures.tools
        if tool.turns and tool.name != OURS_READING and figures.times_ours(tool) < 1
    ]
    if faster:
        yield f"Faster than our parse, though none gives as much: {', '.join(faster)}."
    for wish, found, verdict in _asked(figures):
        if verdict.startswith("**"):
            yield f"Asked: {wish}. Measured: {found}."
    # Start and loading are shared out over the pages of the smallest: the next two tell.
    longer = figures.pdfs[1:]
    if len(longer) > 1:
        first, last = _more(figures.pdfs[0], longer[0]), _more(longer[-2], longer[-1])
        yield (
            f"A page more costs {first * 1000:.0f} ms in a PDF of {longer[0].pages} pages, and"
            f" {last * 1000:.0f} ms in one of {longer[-1].pages:,}; memory grows with the pages,"
            " as a document is parsed as a whole."
        )
    missing = [tool.name for tool in figures.tools if not tool.turns]
    if missing:
        yield f"Not measured: {', '.join(missing)}."
    yield "One machine, made PDFs, Dutch only: real advisories have images and odder fonts."
    yield (
        "Bitmap fonts of old TeX, without names for their letters, are read with pdfplumber, ten"
        " times as slowly; none is among these PDFs."
    )


def _speed(figures: Figures, tool: Tool) -> float:
    return statistics.median(figures.speeds(tool))


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.0f}" if size else "–"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]], sides: str) -> str:
    rule = ["---:" if side == "r" else "---" for side in sides.split()]
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, rule, *rows))
