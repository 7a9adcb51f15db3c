"""A cluster on this machine against worker processes: `python benchmarks/cluster.py [--count N]`.

Makes PDFs of 6 to 12 pages, and lets `vlortool parse` do them by turns with `--jobs 2` and on a
Dask cluster of two workers of one thread, started here. Documents a second from the first record
to the last, as medians and as their ratio; the seconds before the first record; the bytes between
the command and the scheduler, which pass them on to the workers; the processor time of both. The
scheduler has its share of the same processors here, which on machines of its own it would not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from documents import make
from msgspec import Struct

_LOOK = 0.05
_WORKERS = 2


class Seen(Struct):
    """What was seen of a run.

    Attributes:
        before: Seconds until the first record was there.
        rate: Documents a second from then on.
        processor: Seconds of processors that it took, those of a cluster included.
    """

    before: float
    rate: float
    processor: float


class Wire:
    """A way to the scheduler that counts what passes.

    Attributes:
        there: Bytes to the scheduler.
        back: Bytes from it.
    """

    def __init__(self, port: int) -> None:
        self.there = self.back = 0
        self._port = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            near, _ = self._server.accept()
            far = socket.create_connection(("127.0.0.1", self._port))
            for pair in ((near, far, "there"), (far, near, "back")):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                setattr(self, name, getattr(self, name) + len(data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="Where the PDFs are, or are made and kept.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, cluster(Path(made)) as (port, processes):
        folder = options.folder or Path(made, "in")
        pages = dict(make(folder, options.count, 1))
        size = sum(path.stat().st_size for path in folder.glob("*.pdf"))
        wire = Wire(port)
        runs: dict[str, list[Seen]] = {"local": [], "cluster": []}
        for number in range(options.rounds):
            for name, more in (
                ("local", ("--jobs", str(_WORKERS))),
                ("cluster", ("--cluster", wire.address)),
            ):
                data = Path(made, f"{name}-{number}")
                runs[name].append(watch(folder, data, more, processes))
        records = sum(path.stat().st_size for path in Path(made, "local-0").glob("*.json"))
    report(runs, pages)
    count = options.count * options.rounds
    print(
        f"to the scheduler {wire.there / count / 1000:.0f} kB a document, of which its file ",
        end="",
    )
    print(f"{size / options.count / 1000:.0f}; back {wire.back / count / 1000:.0f} kB, ", end="")
    print(f"of which its record {records / options.count / 1000:.0f}")


def report(runs: dict[str, list[Seen]], pages: dict[str, int]) -> None:
    count = len(next(iter(runs.values())))
    print(f"{len(pages)} PDFs, {sum(pages.values())} pages, {count} rounds; medians")
    for name, seen in runs.items():
        rate, before, processor = (
            statistics.median(getattr(one, field) for one in seen)
            for field in ("rate", "before", "processor")
        )
        spread = f"{min(one.rate for one in seen):.2f} to {max(one.rate for one in seen):.2f}"
        print(
            f"{name}: {rate:.2f} documents/s ({spread}), the first after {before:.1f} s, ", end=""
        )
        print(f"  {processor / len(pages):.2f} s of a processor a document")
    ratios = [
        far.rate / near.rate for near, far in zip(runs["local"], runs["cluster"], strict=True)
    ]
    print(f"cluster/local: {statistics.median(ratios):.2f} ", end="")
    print(f"({min(ratios):.2f} to {max(ratios):.2f}, n = {count})")


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[int, list[psutil.Process]]]:
    """Start a scheduler and its workers; yield the port and the processes."""
    note = folder / "scheduler.json"
    quiet = ("--host", "127.0.0.1", "--no-dashboard")
    dask = (sys.executable, "-m", "dask")
    scratch = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
    with contextlib.ExitStack() as started, (folder / "log").open("wb") as log:

        def start(*command: str) -> psutil.Process:
            process = subprocess.Popen([*dask, *command, *quiet], stdout=log, stderr=log)
            started.callback(process.wait)
            started.callback(process.kill)
            return psutil.Process(process.pid)

        processes = [start("scheduler", "--port", "0", "--scheduler-file", str(note))]
        while not (note.exists() and note.read_text().endswith("}")):
            time.sleep(_LOOK)
        address: str = json.loads(note.read_text())["address"]
        processes += [start("worker", address, *scratch) for _ in range(_WORKERS)]
        yield int(address.rpartition(":")[2]), processes


def watch(folder: Path, data: Path, more: tuple[str, ...], processes: list[psutil.Process]) -> Seen:
    """Parse a folder, and look when the first and the last record are there."""
    command = (sys.executable, "-m", "vlortool", "parse", str(folder), "--data", str(data), *more)
    first = last = 0.0
    stored = 0
    used = _Used(processes)
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        used.watch(psutil.Process(process.pid))
        while process.poll() is None:
            used.look()
            now = time.monotonic() - start
            found = len(list(data.glob("[!.]*.json")))
            first = first or (now if found else 0)
            last, stored = (now, found) if found > stored else (last, stored)
            time.sleep(_LOOK)
    assert process.returncode == 0, command
    return Seen(first, (stored - 1) / (last - first), used.seconds())


class _Used:
    """The processor time of processes and of those that they start."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self._roots = list(processes)
        self._seen: dict[psutil.Process, float] = {}
        self.look()
        self._before = dict(self._seen)

    def watch(self, process: psutil.Process) -> None:
        self._roots.append(process)

    def look(self) -> None:
        for root in self._roots:
            with contextlib.suppress(psutil.Error):
                for process in (root, *root.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        times = process.cpu_times()
                        self._seen[process] = times.user + times.system

    def seconds(self) -> float:
        return sum(self._seen.values()) - sum(self._before.values())


if __name__ == "__main__":
    main()
