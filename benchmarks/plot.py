"""The plot of `docs/performance.md`: pages a second of each tool, as SVG.

Readable without colour (shapes and words tell the kinds apart), and on a dark page as on a light
one: it brings its own ground, and changes it with the reader's setting.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from html import escape

from figures import Figures, Kind, Tool

_WIDTH, _ROW, _TOP, _FOOT = 760, 26, 64, 46
_LEFT, _RIGHT = 232, 96
_RADIUS = 6
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("ours", "structure, sentences and tags, stored"),
    ("structure", "structure"),
    ("text", "text only"),
)
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
    ' aria-labelledby="title desc">'
)
_STYLE = """
.ground { fill: #ffffff } .ink { fill: #1f2328 } .soft { fill: #59636e }
.line { stroke: #d1d9e0; stroke-width: 1 } .range { stroke: #59636e; stroke-width: 2 }
.ours { fill: #0550ae; stroke: #0550ae } .structure { fill: #ffffff; stroke: #bc4c00 }
.text { fill: #59636e; stroke: #59636e } .mark { stroke-width: 2 }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117 } .ink { fill: #f0f6fc } .soft { fill: #9198a1 }
.line { stroke: #3d444d } .range { stroke: #9198a1 }
.ours { fill: #58a6ff; stroke: #58a6ff } .structure { fill: #0d1117; stroke: #ffa657 }
.text { fill: #9198a1; stroke: #9198a1 }
}
text { font: 13px system-ui, sans-serif } .bold { font-weight: 600 } .end { text-anchor: end }
.middle { text-anchor: middle }
"""


def plot(figures: Figures) -> str:
    """Draw the speed of each tool that was measured: its median, and from slowest to fastest."""
    tools = sorted(
        (tool for tool in figures.tools if tool.turns),
        key=lambda tool: -statistics.median(figures.speeds(tool)),
    )
    speeds = {tool.name: figures.speeds(tool) for tool in tools}
    scale = _Scale([speed for some in speeds.values() for speed in some])
    bottom = _TOP + _ROW * len(tools)
    height = bottom + _FOOT
    parts = [
        _HEAD.format(width=_WIDTH, height=height),
        '<title id="title">Pages a second on one core</title>',
        f'<desc id="desc">{escape(_in_words(tools, speeds))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{height}" rx="6"/>',
        _text(16, 26, "Pages a second on one core", "ink bold"),
        *_legend(),
        *_axis(scale, bottom),
    ]
    for number, tool in enumerate(tools):
        parts += _row(tool, speeds[tool.name], scale, _TOP + _ROW * number + _ROW / 2)
    return "\n".join([*parts, "</svg>\n"])


class _Scale:
    """A logarithmic scale: the slowest and the fastest are hundreds of times apart.

    Attributes:
        ticks: From below the slowest to above the fastest.
    """

    def __init__(self, values: Sequence[float]) -> None:
        first, last = (math.floor(math.log10(value)) for value in (min(values), max(values)))
        all_ticks = [step * 10.0**power for power in range(first, last + 2) for step in (1, 2, 5)]
        low = max(tick for tick in all_ticks if tick <= min(values))
        high = min(tick for tick in all_ticks if tick > max(values))
        self.ticks = [tick for tick in all_ticks if low <= tick <= high]

    def place(self, value: float) -> float:
        low, high = math.log10(self.ticks[0]), math.log10(self.ticks[-1])
        return _LEFT + (math.log10(value) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)


def _in_words(tools: Sequence[Tool], speeds: dict[str, list[float]]) -> str:
    return "; ".join(
        f"{tool.name} {number(statistics.median(speeds[tool.name]))}" for tool in tools
    )


def number(value: float) -> str:
    """Write a number with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}"


def _legend() -> Iterator[str]:
    x = 16.0
    for kind, words in _KINDS:
        yield _mark(kind, x + _RADIUS, 44)
        yield _text(x + 18, 48, words, "soft")
        x += 40 + 6.6 * len(words)


def _axis(scale: _Scale, bottom: float) -> Iterator[str]:
    for tick in scale.ticks:
        x = scale.place(tick)
        yield f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>'
        yield _text(x, bottom + 18, f"{tick:,g}", "soft middle")
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    words = "pages a second (logarithmic); mark: median, bar: slowest to fastest round"
    yield _text(middle, bottom + 36, words, "soft middle")


def _row(tool: Tool, speeds: Sequence[float], scale: _Scale, y: float) -> Iterator[str]:
    median = statistics.median(speeds)
    weight = "ink bold" if tool.kind == "ours" else "ink"
    yield _text(_LEFT - 12, y + 4, tool.name, f"{weight} end")
    low, high = scale.place(speeds[0]), scale.place(speeds[-1])
    yield f'<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
    yield _mark(tool.kind, scale.place(median), y)
    yield _text(_WIDTH - 16, y + 4, number(median), f"{weight} end")


def _mark(kind: Kind, x: float, y: float) -> str:
    if kind == "ours":
        return f'<circle class="mark ours" cx="{x:.1f}" cy="{y}" r="{_RADIUS}"/>'
    size = _RADIUS if kind == "structure" else _RADIUS - 1
    turn = f' transform="rotate(45 {x:.1f} {y})"' if kind == "structure" else ""
    return (
        f'<rect class="mark {kind}" x="{x - size + 1:.1f}" y="{y - size + 1}"'
        f' width="{2 * size - 2}" height="{2 * size - 2}"{turn}/>'
    )


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text class="{style}" x="{x:.1f}" y="{y}">{escape(words)}</text>'
