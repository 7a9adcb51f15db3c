"""Fuzz the language of search: any text as a query, which SQLite then looks for."""

from __future__ import annotations

import sys
from pathlib import Path

from harness import Fuzzer, instrumented

sys.path.insert(0, str(Path(__file__).parents[1]))

with instrumented():
    from tests.catalogues import indexed
    from tests.unit.samples import spoken

    from vlortool.errors import VlortoolError
    from vlortool.query.filters import Filter
    from vlortool.query.search import Within, search

SEEDS = (
    'overleg AND (scholen OR "lerende org"*) NOT nt2',
    'NEAR(a b) ^c - d : "e f" g*',
    "„leerling(en)” en/of zorg – welzijn …",
    "((((a OR b) AND c) NOT d) e*)",
)


def main() -> None:
    store = indexed(spoken("advies", "De Vlor vraagt overleg met scholen over het NT2-aanbod."))

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")
        search(store, text, Filter(), within=Within.ALL, limit=5)

    Fuzzer("query", target, VlortoolError).run([seed.encode() for seed in SEEDS])


if __name__ == "__main__":
    main()
