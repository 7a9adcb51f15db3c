"""Mutations of good inputs, as hypothesis draws them."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# `FUZZ=50` tries fifty times as many examples as a run of all tests can wait for.
_TIMES = int(os.environ.get("FUZZ", "1"))

# What a field may hold that it should not: of another type, huge, hostile, or merely other words.
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([-(10**30), 2**31, 2**53, 2**63 - 1, 2**63, 2**64, 10**30]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["", " ", "a b", "\x00", "\x1b[31m", "\u202e", "'; DROP TABLE statement; --", "[red]x[/]",
         "../../x", "9999-12-31", "0001-01-01", "2018-02-30", "=1+1", "|", "-1", "é" * 300,
         "1" * 5000, "(" * 50, "[", "*", "\\", "(?P<", "{x|y}", "<nergens>", "..", "a ..", "-"]
    ),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), min_size=1, max_size=2),
    st.lists(st.text(max_size=3), min_size=1, max_size=2),
    st.just({"id": "x"}),
    st.just([{"id": "x"}]),
    st.just([[[[]]]]),
)  # fmt: skip


def tries(few: int) -> settings:
    """Settings of a test that tries so many examples, or a multiple where that is asked for."""
    return settings(
        max_examples=few * _TIMES, deadline=None, suppress_health_check=list(HealthCheck)
    )


@st.composite
def mutated(draw: st.DrawFn, good: Any, most: int = 3) -> Any:
    """Change a few places in a tree of dictionaries and lists."""
    tree = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, most))):
        _mutate(draw, tree)
    return tree


def _mutate(draw: st.DrawFn, tree: Any) -> None:
    node = tree
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        child = node[key]
        # Down, more often than not: most of a record lies deep.
        if isinstance(child, dict | list) and child and draw(st.integers(0, 4)):
            node = child
            continue
        break
    action = draw(st.sampled_from(["replace", "replace", "replace", "remove", "double", "swap"]))
    if action == "replace":
        # A copy: the next mutation may be one of it.
        node[key] = copy.deepcopy(draw(ODD))
    elif action == "remove":
        del node[key]
    elif isinstance(node, dict):
        node[draw(st.text(max_size=5))] = child
    elif action == "double":
        node.insert(key, copy.deepcopy(child))
    else:
        other = draw(st.sampled_from(keys))
        node[key], node[other] = node[other], node[key]


@st.composite
def torn(draw: st.DrawFn, good: bytes, most: int = 4) -> bytes:
    """Change a few bytes of a file: cut, turned, dropped, doubled, others put in."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        action = draw(st.sampled_from(["cut", "turn", "drop", "insert", "double"]))
        if action == "cut":
            del data[at:]
        elif action == "turn" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif action == "drop":
            del data[at : at + draw(st.integers(1, 40))]
        elif action == "insert":
            data[at:at] = draw(st.binary(max_size=8) | st.sampled_from([b"[" * 2000, b"9" * 400]))
        else:
            data[at:at] = data[at : at + draw(st.integers(1, 400))]
    return bytes(data)


def toml(tree: Any) -> str:
    """Write a tree as TOML: a line for each key; what is no table gets a name."""
    table = tree if isinstance(tree, dict) else {"odd": tree}
    return "".join(f"{json.dumps(key)} = {_value(each)}\n" for key, each in table.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = (f"{json.dumps(key)} = {_value(each)}" for key, each in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, float):
        return repr(value) if "e" not in repr(value) else f"{value:.3f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return "''" if value is None else json.dumps(value).replace("\x7f", "\\u007f")
