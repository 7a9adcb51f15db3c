"""A cluster of two workers: the bytes of a local run, whatever is lost on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from distributed import Client, KilledWorker
from msgspec import structs

from tests.seeds import RAW
from vlortool.batch import Options, cluster, remote, run
from vlortool.batch.cluster import Cluster
from vlortool.batch.task import Task
from vlortool.errors import WorkerError
from vlortool.model.limits import Limits
from vlortool.model.outcome import Outcome

ROOT = RAW.parents[1]
PDFS = ROOT / "tests" / "fixtures" / "pdf"
TEXT = "De Vlor vraagt overleg met de onderwijsverstrekkers.\n"
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


class Machines:
    """A scheduler and workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        note = folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        program = (sys.executable, "-m", "dask", "scheduler")
        self._scheduler = self._start(*program, *options, "--scheduler-file", str(note))
        wait_for(lambda: note.exists() and note.read_text().endswith("}"))
        self.address: str = json.loads(note.read_text())["address"]

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=log, env=ENVIRONMENT, cwd=self._folder
            )

    def add_worker(self, *program: str) -> subprocess.Popen[bytes]:
        """Start a worker of one thread that nobody starts again."""
        program = program or ("-m", "tests.unit.cluster_worker")
        options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
        scratch = ("--local-directory", str(self._folder))
        worker = self._start(sys.executable, *program, self.address, *options, *scratch)
        self.workers.append(worker)
        return worker

    def wait(self) -> None:
        """Wait until the workers are known."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=60)

    def end(self) -> None:
        for process in [*self.workers, self._scheduler]:
            process.kill()
            process.wait()


def wait_for(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    started = Machines(tmp_path_factory.mktemp("cluster"))
    started.add_worker()
    started.add_worker()
    started.wait()
    yield started
    started.end()


@pytest.fixture
def options(tmp_path: Path, two: Machines) -> Options:
    return Options(data=tmp_path / "data", cluster=two.address, working_folder=tmp_path)


def write(folder: Path, *stems: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{stem}.txt" for stem in stems]
    for number, path in enumerate(paths):
        path.write_text(TEXT * (number + 1), "utf-8")
    return paths


def records(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def test_the_bytes_are_those_of_a_local_run_though_a_worker_is_lost(
    tmp_path: Path, options: Options, two: Machines
) -> None:
    folder = tmp_path / "in"
    write(folder / "diep", *(f"t{number}" for number in range(9)))
    (folder / "diep" / "t3.txt").write_text("")
    (folder / "diep" / "t4.toml").write_text('title = "Een titel"\nonzin = 1\n')
    (folder / "diep" / "t5.txt").write_bytes(b"PK\x03\x04")
    for name in ("scholenbouw-2015--tex-2", "kinderopvang-2022--weasy-3", "kleuter-2018--lo-1"):
        shutil.copy(PDFS / f"{name}.pdf", folder)
    inputs = [folder, tmp_path / "weg"]
    alone = list(
        run(inputs, structs.replace(options, data=tmp_path / "hier", cluster=None, jobs=2))
    )
    victim = two.workers.pop()

    def kill(done: int, total: int, outcome: Outcome) -> None:
        if done == total // 3:
            victim.kill()
            assert victim.wait() == -signal.SIGKILL

    assert list(run(inputs, options, kill)) == alone
    two.add_worker()
    assert victim.returncode == -signal.SIGKILL
    assert [one.status for one in alone].count("refused") == 3
    assert [one.status for one in alone].count("parsed") == 10
    assert records(options.data) == records(tmp_path / "hier")
    assert {one.status for one in run(inputs, options)} == {"unchanged", "refused"}


def test_limits_hold_there_and_a_crash_costs_its_document(tmp_path: Path, options: Options) -> None:
    paths = write(tmp_path / "in", "a", "eet", "valt", "z")
    limited = structs.replace(options, limits=Limits(memory=600))
    first, eater, fallen, last = run(paths, limited)
    assert (first.status, last.status) == ("parsed", "parsed")
    assert eater.failure
    assert eater.failure.message == f"{paths[1]}: took more memory than --max-memory 600 (MB)"
    assert fallen.failure
    assert fallen.failure.message == f"{paths[2]}: the process that parsed it crashed (SIGSEGV)"
    assert "cluster_worker" in fallen.failure.trace


def test_what_is_interrupted_is_ended_there(
    tmp_path: Path, options: Options, two: Machines
) -> None:
    paths = write(tmp_path / "in", "a", "hangt-1", "hangt-2", "z")

    def interrupt(done: int, total: int, outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run(paths, options, interrupt))
    assert "a.json" in records(options.data)
    alive = [psutil.Process(worker.pid) for worker in two.workers]
    wait_for(lambda: not any(worker.children() for worker in alive))
    assert all(worker.is_running() for worker in alive)


def test_resources_are_sent_along_from_the_command_line(tmp_path: Path, two: Machines) -> None:
    own = tmp_path / "eigen"
    own.mkdir()
    (own / "councils.toml").write_text(
        '[[council]]\nid = "raadx"\nlabel = "Raad X"\naliases = ["Raad X"]\n'
    )
    paths = [str(path.relative_to(tmp_path)) for path in write(tmp_path / "in", "a", "b", "c")]
    (tmp_path / "in" / "c.toml").write_text("date = 1\n")
    command = (sys.executable, "-m", "vlortool", "parse")
    shown: list[str] = []
    for data, more in (("hier", ()), ("daar", ("--cluster", two.address))):
        done = subprocess.run(
            [*command, *paths, "--resources", "eigen", "--data", data, *more],
            env=ENVIRONMENT,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 3
        shown.append(done.stdout + done.stderr)
    assert shown[0] == shown[1]
    assert records(tmp_path / "hier") == records(tmp_path / "daar")
    assert b" with resources " in records(tmp_path / "daar")["a.json"]


def test_another_version_there_is_refused(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = remote.equipment(None) | {"vlortool": "99", "spaCy pipeline nl_x": "3.8.0"}
    monkeypatch.setattr(remote, "equipment", lambda _: ours)
    with pytest.raises(WorkerError, match="would make other records") as refused:
        list(run(write(tmp_path, "a"), options))
    assert " instead of 99, spaCy pipeline nl_x missing instead of 3.8.0" in refused.value.message
    assert records(options.data) == {}


def test_a_worker_without_the_package_is_named_and_survives(
    tmp_path: Path, options: Options, two: Machines
) -> None:
    bare = (
        "import sys; sys.modules['vlortool'] = None\n"
        "from distributed.cli.dask_worker import main; main(sys.argv[1:])"
    )
    worker = two.add_worker("-c", bare)
    two.wait()
    with pytest.raises(WorkerError, match=r"lacks a package .*vlortool"):
        list(run(write(tmp_path, "a"), options))
    assert worker.poll() is None
    two.workers.remove(worker)
    worker.kill()
    worker.wait()


def test_a_document_that_costs_the_cluster_workers_is_refused(options: Options) -> None:
    class Dead:
        status = "error"

        def exception(self) -> KilledWorker:
            return KilledWorker("key", None, allowed_failures=3)

    crew = Cluster(iter(()), options)
    task = Task(path=Path("in") / "a.pdf", id="a")
    parsed = crew._result(Dead(), task, None)
    assert parsed
    assert parsed.outcome.status == "refused"
    assert parsed.outcome.failure
    assert parsed.outcome.failure.message.startswith(f"{task.path}: the cluster lost 4 workers")


def test_a_cluster_without_workers_is_no_end_of_the_tasks(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_EMPTY_SECONDS", 0.3)
    left = iter([(0, Task(path=Path("in") / "a.pdf", id="a"))])
    crew = Cluster(left, options)
    crew._client = SimpleNamespace(nthreads=dict)
    with pytest.raises(WorkerError, match="no workers"):
        list(crew.results())


def test_a_program_that_is_no_scheduler_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vlortool.batch.scheduler._KNOCK_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(WorkerError, match="what answers there is no Dask scheduler"):
            list(run(write(tmp_path, "a"), Options(data=tmp_path / "data", cluster=address)))


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers there"),
        ("tls://127.0.0.1:1", "can't be used .*TLS"),
        ("onzin", "can't be used .*port"),
        ("", "can't be used .*port"),
    ],
)
def test_a_wrong_address_is_an_error_with_a_remedy(
    tmp_path: Path, address: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vlortool.batch.scheduler._SECONDS", 1.0)
    with pytest.raises(WorkerError, match=f"^{address}: {wrong}") as refused:
        list(run(write(tmp_path, "a"), Options(data=tmp_path / "data", cluster=address)))
    assert refused.value.remedy


def test_the_extra_is_asked_for_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkerError) as refused:
        list(run(write(tmp_path, "a"), Options(data=tmp_path / "data", cluster="tcp://x:1")))
    assert refused.value.remedy == (
        "Install it: pip install 'vlortool[cluster]', or '.[cluster]' in a clone"
    )
