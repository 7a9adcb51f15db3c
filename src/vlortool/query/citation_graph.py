"""Citations as a graph: advisories and works are its nodes, who cites whom its edges."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from vlortool.query.citations import Cited, State, works

Kind = Literal["held", "absent", "other"]


class Node(Struct, frozen=True, kw_only=True):
    """An advisory or a work.

    Attributes:
        key: What edges name it by: `n1`, `n2` ..., the advisories of the store first.
        kind: Whether the store holds it, and whether a council's or others' work is absent.
        name: Id of an advisory of the store; else the title of the work.
        council: Id of the council whose work is absent.
        date: Its day, ISO 8601.
        not_before: Day of the newest work that an advisory of the store cites.
    """

    key: str
    kind: Kind
    name: str
    council: str | None = None
    date: str | None = None
    not_before: str | None = None


class Edge(Struct, frozen=True, order=True):
    """A node cites another; `certain` is false if it is one of several that may be meant."""

    source: str
    target: str
    certain: bool


class Graph(Struct, frozen=True):
    """The graph; both lists are in a fixed order."""

    nodes: list[Node]
    edges: list[Edge]


def graph_of(
    connection: sqlite3.Connection, rows: Sequence[Cited], *, others: bool = False
) -> Graph:
    """Make the graph of citations; one that stands in several places is one edge.

    Args:
        connection: The catalogue.
        rows: The citations.
        others: Whether works of others are nodes too.
    """
    drawn = [row for row in rows if others or row.state != "other"]
    lacking: list[tuple[Kind, list[Cited]]] = [
        *(("absent", work) for work in _in_order(drawn, "absent")),
        *(("other", work) for work in _in_order(drawn, "other")),
    ]
    held = sorted({name for row in drawn for name in (row.citing, *_meant(row))})
    keys = {name: f"n{number}" for number, name in enumerate(held, 1)}
    days = {
        row["id"]: row for row in connection.execute("SELECT id, date, not_before FROM advisory")
    }
    nodes = [
        Node(
            key=keys[name],
            kind="held",
            name=name,
            date=days[name]["date"],
            not_before=days[name]["not_before"],
        )
        for name in held
    ]
    edges = {
        Edge(keys[row.citing], keys[name], row.state == "resolved")
        for row in drawn
        for name in _meant(row)
    }
    for number, (kind, cited) in enumerate(lacking, len(nodes) + 1):
        nodes.append(_lacking(f"n{number}", kind, cited))
        edges |= {Edge(keys[row.citing], f"n{number}", True) for row in cited}
    return Graph(nodes, sorted(edges, key=lambda edge: (*_numbers(edge), not edge.certain)))


def _meant(row: Cited) -> list[str]:
    return [row.resolved] if row.resolved is not None else row.candidates


def _in_order(rows: Sequence[Cited], state: State) -> list[list[Cited]]:
    return sorted(works(row for row in rows if row.state == state), key=_named)


def _named(cited: list[Cited]) -> tuple[str, str, str]:
    first = cited[0]
    return first.council or "", first.date or "", first.title or first.url or ""


def _lacking(key: str, kind: Kind, cited: list[Cited]) -> Node:
    council, _, name = _named(cited)
    date = next((row.date for row in cited if row.date is not None), None)
    return Node(key=key, kind=kind, name=name, council=council or None, date=date)


def _numbers(edge: Edge) -> tuple[int, int]:
    return int(edge.source[1:]), int(edge.target[1:])
