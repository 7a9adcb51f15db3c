"""What machine a benchmark runs on, in words."""

from __future__ import annotations

import datetime as dt
import os
import platform
from pathlib import Path

from figures import Machine


def load() -> float:
    """Return the load average of the last minute; 0 where the system keeps none."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def describe(load_before: float) -> Machine:
    """Describe this machine.

    Args:
        load_before: Its load before anything was measured.
    """
    has_sysconf = hasattr(os, "sysconf")
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if has_sysconf else 0,
        system=f"{_system()}, kernel {platform.release()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        date=dt.datetime.now(tz=dt.UTC).date().isoformat(),
        load=(load_before, load()),
    )


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()
