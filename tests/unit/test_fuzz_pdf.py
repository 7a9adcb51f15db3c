"""The fuzzer of PDFs: what it makes is read or refused; long runs of it are made by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "fuzz" / "fuzz_pdf.py"


def test_changed_pdfs_are_read_or_refused(tmp_path: Path) -> None:
    options = ["--inputs", "40", "--seconds", "600", "--seed", "2", "--crashes", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "'tried': 40" in done.stdout
    assert "crashes {}" in done.stdout
    # Most are good enough: else it would change nothing but the syntax.
    taken = int(done.stdout.partition("'taken': ")[2].split(",")[0].rstrip("}"))
    assert taken > 15
