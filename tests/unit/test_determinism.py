"""The same input gives the same bytes, wherever and however it is parsed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.seeds import RAW

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"


def _parse(folder: Path, out: Path, *options: str, seed: str) -> dict[str, bytes]:
    subprocess.run(
        [sys.executable, "-m", "vlortool", "parse", "raw", "--data", str(out), *options],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in out.glob("*.json")}


def test_folder_hash_seed_and_jobs_leave_no_trace(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(RAW, tmp_path / name / "raw")
        for pdf in FIXTURES.glob("*.pdf"):
            shutil.copy(pdf, tmp_path / name / "raw")
    first = _parse(tmp_path / "one", tmp_path / "a", "--jobs", "1", seed="1")
    assert len(first) == 2 + len(list(FIXTURES.glob("*.pdf")))
    assert first == _parse(tmp_path / "one", tmp_path / "b", "--jobs", "4", seed="2")
    assert first == _parse(tmp_path / "two", tmp_path / "c", "--jobs", "1", seed="3")
    again = _parse(tmp_path / "one", tmp_path / "a", "--force", seed="4")
    assert first == again
