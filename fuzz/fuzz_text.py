"""Fuzz the text route: any bytes in a `.txt`, from decoding to the JSON of the record."""

from __future__ import annotations

import tempfile
from pathlib import Path

from harness import Fuzzer, instrumented

with instrumented():
    from vlortool.errors import VlortoolError
    from vlortool.pipeline import parse_file
    from vlortool.store import encode

RAW = Path(__file__).parents[1] / "data" / "raw"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")

        def target(data: bytes) -> None:
            path.write_bytes(data)
            advisory = parse_file(path)
            encode(advisory)
            for one in advisory.statements:
                assert advisory.text[one.start : one.end] == one.text

        lines = [text.read_text("utf-8").splitlines() for text in sorted(RAW.glob("*.txt"))]
        pieces = ["\n".join(each[at : at + 40]) for each in lines for at in range(0, len(each), 40)]
        Fuzzer("text", target, VlortoolError).run([piece.encode() for piece in pieces])


if __name__ == "__main__":
    main()
