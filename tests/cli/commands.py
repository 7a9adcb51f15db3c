"""The program as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

FORMATS = ("table", "json", "jsonl", "csv", "md")


def run(
    *arguments: str, columns: str | None = None, **options: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a pipe, or as on a screen of so many columns."""
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"} | options
    if columns:
        environment["COLUMNS"] = columns
    return subprocess.run(
        [sys.executable, "-m", "vlortool", *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def rows(*arguments: str) -> list[dict[str, Any]]:
    """Run a command with `--format json` and return its rows."""
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--format", "json").stdout)
    return found
