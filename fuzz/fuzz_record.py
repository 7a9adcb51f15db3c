"""Fuzz the loader of records: any bytes as a stored JSON, and what it takes is indexed."""

from __future__ import annotations

import contextlib
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness import Fuzzer, instrumented, mutated

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

with instrumented():
    from tests.catalogues import indexed
    from tests.unit.test_fuzz_store import GOOD

    from vlortool.errors import VlortoolError
    from vlortool.store import encode, read_advisory, read_source

ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1, 2, 2**31, 2**63, 10**30, 0.5, 1e300, "", " ", "x", "1", "\0", "\u202e"),
    *("\ud800", "é" * 300, "../../x", "2018-02-30", "9999-12-31", "0001-01-01", [], {}, [[]], [1]),
    *(["x"], {"id": "x"}, [{"id": "x"}]),
)


def changed(data: bytes, chance: random.Random) -> bytes:
    """Change a few values of a record, and seldom its bytes."""
    if chance.random() < 0.1:
        return mutated(data, [GOOD], chance)
    try:
        # Each other time anew: what was refused once mostly stays so.
        record = json.loads(chance.choice((data, GOOD)))
    except ValueError:
        record = json.loads(GOOD)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        places = list(_places(record))
        if places:
            _change(*chance.choice(places), chance.choice(places), chance)
    with contextlib.suppress(ValueError):
        return json.dumps(record, ensure_ascii=False).encode()
    return json.dumps(record).encode()


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each dictionary and list of a tree with each of its keys."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])


def _change(node: Any, key: Any, other: tuple[Any, Any], chance: random.Random) -> None:
    value = node[key]
    kind = chance.randrange(6)
    if kind == 0:
        del node[key]
    elif kind == 1 and isinstance(node, list):
        node.insert(key, json.loads(json.dumps(value)))
    elif kind == 2 and isinstance(value, int):
        node[key] = value + chance.choice((-1, 1, 2, 1000))
    elif kind == 3 and isinstance(value, str):
        at = chance.randrange(len(value) + 1)
        node[key] = value[:at] + chance.choice(("", "x", "\n", "\u0301", value)) + value[at + 1 :]
    elif kind == 4:
        # A copy: it may be a part of what it is put in.
        node[key] = json.loads(json.dumps(other[0][other[1]]))
    else:
        node[key] = json.loads(json.dumps(chance.choice(ODD)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.json")

        def target(data: bytes) -> None:
            path.write_bytes(data)
            read_source(path)
            advisory = read_advisory(path)
            encode(advisory)
            indexed(advisory).close()

        Fuzzer("record", target, VlortoolError).run([GOOD], changed)


if __name__ == "__main__":
    main()
