"""Each kind of hostile input ends as an advisory or as a refusal with a remedy, never otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.kinds import KINDS, Kind
from vlortool.store import read_advisory

SEED = Path(__file__).parents[2] / "data" / "raw" / "generalistische-benadering.txt"
# Bigger ones take minutes to make and read.
_MOST = 1 << 16
_LIMITS = ("--max-seconds", "5", "--max-memory", "700", "--max-pages", "3000", "--max-size", "50")
# This takes too long, or too much, whatever else it does: a worker is ended for it.
_ENDED = {"forms_that_double"}


def _written(folder: Path) -> list[Kind]:
    found = []
    for kind in KINDS.values():
        data = kind.make()
        if len(data) <= _MOST:
            (folder / f"{kind.name}{kind.suffix}").write_bytes(data)
            found.append(kind)
    return found


@pytest.mark.parametrize("part", range(2))
def test_a_folder_of_hostile_files_costs_nobody_else_anything(tmp_path: Path, part: int) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    folder.mkdir()
    kinds = _written(folder)
    for kind in kinds[part::2]:
        (folder / f"{kind.name}{kind.suffix}").unlink()
    left = {kind.name for kind in kinds} - {kind.name for kind in kinds[part::2]}
    (folder / "goed.txt").write_bytes(SEED.read_bytes())
    command = [sys.executable, "-m", "vlortool", "parse", str(folder), "--data", str(data)]
    done = subprocess.run(
        [*command, "--format", "json", *_LIMITS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr
    rows = {Path(row["source"]).stem: row for row in json.loads(done.stdout)}
    assert rows.keys() == left | {"goed"}
    assert all(row["status"] in {"parsed", "refused"} for row in rows.values())
    # What was refused is named, and what was not is stored and can be read.
    refused = {name for name, row in rows.items() if row["status"] == "refused"}
    assert all(f"{name}." in done.stderr for name in refused)
    assert refused >= _ENDED & left
    for name in rows.keys() - refused:
        read_advisory(data / f"{rows[name]['advisory']}.json")
    assert read_advisory(data / "goed.json").statements
