"""Fuzz the sidecar: any bytes in the `.toml` beside a source."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from harness import Fuzzer, instrumented

with instrumented():
    from vlortool.errors import VlortoolError
    from vlortool.extract.sidecar import advisory_id, read_sidecar
    from vlortool.model.advisory import Metadata
    from vlortool.segment.front import merge_metadata

SEEDS = (
    b'id = "advies-1"\ntitle = "Advies over x"\ncouncil = "vlor"\ndate = 2018-06-28\n',
    b'date = "2018-06-28"\nauthors = ["An Peeters"]\nown_initiative = true\nurl = "https://a.be"\n',
    b'[[signatories]]\nname = "An Peeters"\nandere = 1\n[x]\ny = 07:32:00\n',
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.txt")
        path = Path(folder, "a.toml")

        def target(data: bytes) -> None:
            path.write_bytes(data)
            sidecar = read_sidecar(source)
            assert sidecar is not None
            assert advisory_id(source, sidecar)
            metadata = merge_metadata(Metadata(), dict(sidecar.metadata))
            msgspec.json.decode(msgspec.json.encode(metadata), type=Metadata)

        Fuzzer("sidecar", target, VlortoolError).run(SEEDS)


if __name__ == "__main__":
    main()
