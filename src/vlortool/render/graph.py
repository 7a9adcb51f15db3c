"""A graph of citations in the languages of Graphviz and Mermaid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vlortool.query.citation_graph import Edge, Graph, Node
from vlortool.render.plain import visible

# Whatever Mermaid's lexers, Markdown and HTML might take for a sign of theirs; hyphens and full
# stops between letters are safe. *direction TB* is a command to it even inside quotes.
_MERMAID = re.compile(
    r"(?!(?<=[^\W_])[-.](?=[^\W_]))(?:[^\w\s,‘’“”–—…]|_)|(?<=direction)\s", re.IGNORECASE
)


def dot(graph: Graph) -> str:
    """Write a graph for Graphviz."""

    def lines() -> Iterator[str]:
        yield "digraph citaten {"
        yield "  rankdir=LR;"
        yield "  node [shape=box];"
        for node in graph.nodes:
            label = "\\n".join(map(_escaped_for_dot, _label(node)))
            style = "" if node.kind == "held" else ", style=dashed"
            yield f'  {node.key} [label="{label}"{style}];'
        for edge in graph.edges:
            style = "" if edge.certain else ' [label="?", style=dashed]'
            yield f"  {edge.source} -> {edge.target}{style};"
        yield "}"

    return "".join(f"{line}\n" for line in lines())


def mermaid(graph: Graph) -> str:
    """Write a graph for Mermaid."""

    def lines() -> Iterator[str]:
        yield "flowchart LR"
        for node in graph.nodes:
            label = "<br/>".join(map(_escaped_for_mermaid, _label(node)))
            style = "" if node.kind == "held" else ":::ontbreekt"
            yield f'  {node.key}["{label}"]{style}'
        for edge in graph.edges:
            yield f"  {edge.source} {_arrow(edge)} {edge.target}"
        if any(node.kind != "held" for node in graph.nodes):
            yield "  classDef ontbreekt stroke-dasharray: 5 5"

    return "".join(f"{line}\n" for line in lines())


def _arrow(edge: Edge) -> str:
    return "-->" if edge.certain else '-.->|"?"|'


def _label(node: Node) -> list[str]:
    """Return the lines of a label, in Dutch."""
    if node.kind == "held" and node.date is None and node.not_before is not None:
        day = f"na {node.not_before}"
    else:
        day = node.date or "datum onbekend"
    name = " ".join(visible(node.name).split())
    return [line for line in (node.council, name or "(zonder titel)", day) if line]


def _escaped_for_dot(line: str) -> str:
    # Graphviz reads HTML's entities in every label, and escapes of its own.
    return line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def _escaped_for_mermaid(line: str) -> str:
    return _MERMAID.sub(lambda found: f"#{ord(found[0])};", line)
