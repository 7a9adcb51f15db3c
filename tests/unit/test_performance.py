"""The page about speed: what it says follows from the figures, and the plot shows them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

from tests.seeds import ROOT

BENCHMARKS = ROOT / "benchmarks"
FIXTURES = ROOT / "tests" / "fixtures" / "pdf"
PAGES = 20


class Bench:
    """The modules of the benchmark, which are no package."""

    def __getattr__(self, name: str) -> Any:
        return importlib.import_module(name)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield Bench()
    for path in BENCHMARKS.glob("*.py"):
        if path.stem not in before:
            sys.modules.pop(path.stem, None)


def tool(bench: Bench, name: str, seconds: list[float], kind: str = "structure") -> Any:
    """Make a tool with a turn of so many seconds in each round; of half as much processor time."""
    reading = {"reading": seconds[0] / 2, "structure": 0.1, "tags": 0.2}
    turns = tuple(
        bench.figures.Turn(
            round=number,
            seconds=each,
            worked=each / 2,
            characters=1234,
            peak=10 << 20,
            parts=reading if name == bench.figures.OURS else {},
        )
        for number, each in enumerate(seconds)
    )
    return bench.figures.Tool(name=name, kind=kind, how="as it is", version="1.0", turns=turns)


def figures(bench: Bench, tools: list[Any]) -> Any:
    made = bench.figures
    known = {each.name for each in tools}
    absent = [
        made.Tool(name=name, kind=peer.kind, how=peer.how, absent="not installed (No module)")
        for name, peer in bench.peers.PEERS.items()
        if name not in known
    ]
    return made.Figures(
        version="0.2.0",
        machine=made.Machine(
            cpu="Made-up CPU",
            cores=2,
            memory=8 << 30,
            system="Linux",
            python="CPython 3.11",
            date="2026-11-26",
            load=(0.1, 1.0),
        ),
        is_quick=True,
        jobs=2,
        files=(made.File("een", 8), made.File("twee", 12)),
        tools=(*tools, *absent),
        commands=(
            made.Command(bench.starting.EMPTY, (0.1, 0.2, 0.1), is_help=False),
            made.Command("stats", (0.2, 0.2, 0.3), is_help=False),
        ),
        pdfs=tuple(
            made.OnePdf(pages=pages, seconds=(1 + pages / 50,), peak=1 << 20, worker=0, reader=0)
            for pages in (1, 10, 100)
        ),
        folders=tuple(
            made.Folder(
                documents=count,
                pages=count,
                seconds=20 + count / 50,
                again=2.5,
                peak=99 << 20,
                worker=0,
            )
            for count in (500, 1000)
        ),
    )


@pytest.fixture
def some(bench: Bench) -> Any:
    ours = tool(bench, bench.figures.OURS, [0.5, 1.0, 0.4], "ours")
    # In the second round the machine was twice as slow, for all.
    markitdown = tool(bench, "markitdown", [2.0, 4.0])
    faster = tool(bench, "pypdfium2", [0.1, 0.2, 0.1], "text")
    return figures(bench, [ours, markitdown, faster])


def cells(page: str, first: str) -> list[str]:
    """Return the row of a table that begins with a word."""
    row = next(line for line in page.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_ratios_are_of_the_rounds_that_both_took_part_in(bench: Bench, some: Any) -> None:
    row = cells(bench.page.write_page(some), "markitdown")
    assert row == ["markitdown", "structure", "7.5", "5.0–10.0", "4.00", "4.00", "10", "1,234", "2"]


def test_what_is_asked_is_judged_by_the_figures(bench: Bench, some: Any) -> None:
    page = bench.page.write_page(some)
    assert cells(page, "full parse, warm, one core: at least 40 pages/s")[1:] == [
        "40 pages/s",
        "reached",
    ]
    assert cells(page, "5 times as fast as markitdown")[1:] == ["4.0 times", "**not reached**"]
    assert cells(page, "5 times as fast as pymupdf4llm")[1] == "not measured"
    # Half of the first round is reading; what else the median round took is added to it.
    added = "structure, tags and storing take at most the time of reading"
    assert cells(page, added)[1:] == ["1.00 times", "reached"]
    assert cells(page, "1,000 documents, nothing changed: below 2 s")[2] == "**not reached**"


def test_what_falls_short_is_said(bench: Bench, some: Any) -> None:
    short = bench.page.write_page(some).partition("## Where it falls short")[2]
    assert "Faster than our parse, though none gives as much: pypdfium2 (5.0 times)." in short
    assert "Asked: 5 times as fast as markitdown. Measured: 4.0 times." in short
    assert "full parse" not in short
    assert "Not measured: vlortool, reading only, pdftotext, kreuzberg, text" in short


def test_commands_and_growth_have_their_rows(bench: Bench, some: Any) -> None:
    page = bench.page.write_page(some)
    assert cells(page, "`stats`") == ["`stats`", "200", "2.00", "3"]
    assert cells(page, "100") == ["100", "3.00", "20.0", "1", "–", "–", "1"]
    assert cells(page, "1,000")[1:6] == ["40.0", "25", "20.0", "2.50", "99"]
    assert "{" not in page


def test_the_plot_shows_each_tool_that_was_measured(bench: Bench, some: Any) -> None:
    svg = ET.fromstring(bench.plot.plot(some))
    words = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert [word for word in words if word in bench.peers.PEERS] == [
        "pypdfium2",
        "vlortool parse",
        "markitdown",
    ]
    assert "200" in words
    assert "pdftotext" not in " ".join(filter(None, words))
    # Shapes, not colours, tell the kinds apart: once in the legend, once for each tool.
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}circle"))) == 2


def test_a_tool_takes_turns_in_a_process_of_its_own(bench: Bench, tmp_path: Path) -> None:
    paths = [FIXTURES / "scholenbouw-2015--rl-3.pdf"]
    with bench.turns.players(["pypdfium2"], tmp_path) as (player,):
        bench.turns.play_rounds([player], paths, range(2, 3), patience=0)
        assert [turn.round for turn in player.tool.turns] == [0, 1]
        assert all(turn.characters > 1000 for turn in player.tool.turns)
        assert all(turn.peak > turn.seconds > 0 for turn in player.tool.turns)
        player.take_turn(2, [tmp_path / "missing.pdf"])
    assert "missing.pdf" in player.tool.absent
    assert player.tool.turns == ()


def test_our_parse_is_split_into_parts(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vlortool import pipeline

    for name in ("extract", "segment", "cite", "find_statements"):
        monkeypatch.setattr(pipeline, name, getattr(pipeline, name))
    loaded = bench.peers.PEERS[bench.figures.OURS].load(tmp_path)
    count = loaded.work([FIXTURES / "scholenbouw-2015--rl-3.pdf"])
    assert set(loaded.parts) == {"reading", "structure", "tags"}
    assert count() > 1000


def test_the_page_is_that_of_its_figures(bench: Bench) -> None:
    page = ROOT / "docs" / "performance.md"
    kept = msgspec.json.decode(page.with_suffix(".json").read_bytes(), type=bench.figures.Figures)
    assert page.read_text("utf-8") == bench.page.write_page(kept)
    assert page.with_suffix(".svg").read_text("utf-8") == bench.plot.plot(kept)
