"""Fuzz the loader of records: any bytes as a stored JSON, and what it takes is indexed."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from harness import Fuzzer, instrumented

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

with instrumented():
    from tests.catalogues import indexed

    from vlortool.errors import VlortoolError
    from vlortool.pipeline import parse_file
    from vlortool.store import encode, read_advisory, read_source


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.txt")
        raw = min((ROOT / "data" / "raw").glob("*.txt")).read_text("utf-8")
        source.write_text("\n".join(raw.splitlines()[:60]), "utf-8")
        seed = encode(parse_file(source))
        path = Path(folder, "a.json")

        def target(data: bytes) -> None:
            path.write_bytes(data)
            read_source(path)
            advisory = read_advisory(path)
            encode(advisory)
            indexed(advisory).close()

        small = re.sub(rb"\n\s+", b"", seed)
        Fuzzer("record", target, VlortoolError).run([seed, small])


if __name__ == "__main__":
    main()
