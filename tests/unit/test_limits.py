"""Documents that hang, crash, eat memory: they cost themselves, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from tests.seeds import RAW
from tests.unit import workers
from tests.unit.workers import WORDS, begun, is_running
from vlortool.batch import Options, crew, run
from vlortool.batch.crew import Crew
from vlortool.batch.task import Task
from vlortool.errors import StoreError, WorkerError
from vlortool.model.limits import Limits
from vlortool.model.outcome import Outcome
from vlortool.store import read_advisory, write_record

ROOT = RAW.parents[1]
RUN = "vlortool.batch.run"
linux = pytest.mark.skipif(sys.platform != "linux", reason="no /proc")


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(sys.modules[RUN], "parse_here", workers.fragile)
    monkeypatch.setattr(sys.modules[RUN], "load_parser", workers.unloaded)
    limits = Limits(memory=600)
    return Options(data=tmp_path / "data", limits=limits, working_folder=tmp_path)


def write(folder: Path, *stems: str) -> list[Path]:
    paths = [folder / f"{stem}.txt" for stem in stems]
    for path in paths:
        path.write_text("De Vlor vraagt overleg.\n")
    return paths


def failures(outcomes: Iterator[Outcome]) -> dict[str | None, str]:
    return {one.id: one.failure.message if one.failure else "" for one in outcomes}


def is_gone(process: int) -> bool:
    """Tell whether not even a zombie is left."""
    return not Path(f"/proc/{process}").exists()


def wait_for(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@linux
def test_each_fault_costs_its_own_file(tmp_path: Path, options: Options) -> None:
    stems = ["a", "eet", "fijn", "gaat", "slokt", "sterft", "stopt", "valt", "z"]
    found = failures(run(write(tmp_path, *stems), structs.replace(options, jobs=2)))
    assert list(found) == stems
    words = {
        "a": "",
        "eet": "took more memory than --max-memory 600 (MB)",
        "fijn": "",
        "gaat": "the process that parsed it crashed (exit status 0)",
        "slokt": "took more memory than --max-memory 600 (MB)",
        "sterft": "the system ended the process that parsed it (SIGKILL)",
        "stopt": "the process that parsed it crashed (exit status 1)",
        "valt": "the process that parsed it crashed (SIGSEGV)",
        "z": "",
    }
    assert found == {
        stem: f"{tmp_path / stem}.txt: {said}" if said else "" for stem, said in words.items()
    }
    assert sorted(path.stem for path in options.data.glob("*.json")) == ["a", "fijn", "z"]
    assert all(map(is_gone, begun(tmp_path).values()))


@linux
def test_what_hangs_is_ended_and_not_done_again(tmp_path: Path, options: Options) -> None:
    patient = structs.replace(options, jobs=2, limits=Limits(seconds=3))
    found = failures(run(write(tmp_path, "a", "hangt", "rekent", "z"), patient))
    late = "took longer than --max-seconds 3"
    assert found == {
        "a": "",
        "hangt": f"{tmp_path / 'hangt.txt'}: {late}",
        "rekent": f"{tmp_path / 'rekent.txt'}: {late}",
        "z": "",
    }
    log = (tmp_path / workers.PIDS).read_text()
    assert (log.count("hangt"), log.count("rekent")) == (1, 1)
    assert all(map(is_gone, begun(tmp_path).values()))


def test_loading_takes_none_of_the_time_of_the_first_file(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[RUN], "load_parser", workers.slow_to_load)
    patient = structs.replace(options, limits=Limits(seconds=2))
    assert failures(run(write(tmp_path, "a", "b"), patient)) == {"a": "", "b": ""}


def test_workers_that_never_get_ready_are_no_fault_of_a_file(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[RUN], "load_parser", workers.never_loaded)
    monkeypatch.setattr(crew, "_LOADING_SECONDS", 0.5)
    with pytest.raises(WorkerError, match="No process to parse in gets ready within"):
        list(run(write(tmp_path, "a", "b"), options))


def test_a_fault_of_the_file_before_is_not_blamed_on_the_next(
    tmp_path: Path, options: Options
) -> None:
    found = failures(run(write(tmp_path, "zaait", "zwak", "zwakker"), options))
    assert found == {"zaait": "", "zwak": "", "zwakker": ""}
    assert len(set(begun(tmp_path).values())) == 2


def test_workers_that_die_while_loading_are_no_fault_of_a_file(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[RUN], "load_parser", workers.dies_loading)
    with pytest.raises(WorkerError, match=r"can be started \(exit status 9\)"):
        list(run(write(tmp_path, "a", "b"), options))


@linux
def test_a_worker_that_ends_at_rest_is_missed_by_nobody(tmp_path: Path, options: Options) -> None:
    first, second = (Task(path=path, id=path.stem) for path in write(tmp_path, "a", "b"))
    options.data.mkdir()

    class Tasks(deque[tuple[int, Task]]):
        """Those that there are for now."""

        def __next__(self) -> tuple[int, Task]:
            if not self:
                raise StopIteration
            return self.popleft()

    tasks = Tasks([(0, first)])
    with Crew(workers.unloaded, workers.fragile, tasks, options) as crew:
        assert [number for number, _ in crew.results()] == [0]
        pid = begun(tmp_path)["a"]
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not crew.finished() and is_gone(pid))
        tasks.append((1, second))
        assert [parsed.outcome.status for _, parsed in crew.results()] == ["parsed"]


def test_a_slow_first_file_keeps_its_place(tmp_path: Path, options: Options) -> None:
    outcomes = run(write(tmp_path, "traag", "u", "v"), structs.replace(options, jobs=2))
    assert list(failures(outcomes)) == ["traag", "u", "v"]


def test_what_libraries_print_is_kept_for_the_case_of_a_crash(
    tmp_path: Path, options: Options, capfd: pytest.CaptureFixture[str]
) -> None:
    fine, crashed = run(write(tmp_path, "praat", "praatvalt"), options)
    assert fine.status == "parsed"
    assert crashed.failure is not None
    assert WORDS[-300:] in crashed.failure.trace
    assert "Segmentation fault" in crashed.failure.trace
    assert "in _talk_and_crash" in crashed.failure.trace
    assert capfd.readouterr() == ("", "")


def test_no_process_that_can_be_started_is_one_error(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write(tmp_path, "a", "b")
    # A stage that a worker can't import.
    lost = type(sys)("lost")
    exec("def stage(task, options): pass", vars(lost))
    monkeypatch.setitem(sys.modules, "lost", lost)
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[RUN], "parse_here", lost.stage)
        with pytest.raises(WorkerError, match="No module named 'lost'"):
            list(run(paths, options))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "weg"))
    with pytest.raises(WorkerError, match="No such file"):
        list(run(paths, options))


def test_a_record_whose_storing_is_interrupted_is_stored(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    interruptions = [KeyboardInterrupt]

    def write_or_not(folder: Path, name: str, data: bytes) -> Path:
        if name == "b" and interruptions:
            raise interruptions.pop()
        return write_record(folder, name, data)

    monkeypatch.setattr(sys.modules[RUN], "write_record", write_or_not)
    with pytest.raises(KeyboardInterrupt):
        list(run(write(tmp_path, "a", "b", "c"), options))
    assert {"a", "b"} <= {path.stem for path in options.data.glob("*.json")}


def test_a_record_that_cannot_be_stored_costs_itself(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_or_not(folder: Path, name: str, data: bytes) -> Path:
        if name == "b":
            raise StoreError("vol", "Maak plaats")
        return write_record(folder, name, data)

    monkeypatch.setattr(sys.modules[RUN], "write_record", write_or_not)
    outcomes = list(run(write(tmp_path, "a", "b", "c"), options))
    assert [one.status for one in outcomes] == ["parsed", "refused", "parsed"]
    assert str(outcomes[1].failure) == "vol. Maak plaats"


@pytest.mark.parametrize("limits", [Limits(seconds=float("inf")), Limits(memory=1 << 60)])
def test_a_limit_can_be_beyond_what_the_system_counts(
    tmp_path: Path, options: Options, limits: Limits
) -> None:
    (outcome,) = run(write(tmp_path, "a"), structs.replace(options, limits=limits))
    assert outcome.status == "parsed"


# The command itself, with the faults of these tests in its workers.
COMMAND = f"""
import sys
import vlortool.batch
from tests.unit import workers
from vlortool.cli import app
if __name__ == "__main__":
    sys.modules["{RUN}"].parse_here = workers.fragile
    sys.modules["{RUN}"].load_parser = workers.unloaded
    app()
"""


@pytest.fixture
def command(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A parse of documents that hang, in two workers, when one has been stored before them."""
    script = tmp_path / "script.py"
    script.write_text(COMMAND)
    paths = [str(path) for path in write(tmp_path, "a", "hangt", "rekent", "z")]
    with subprocess.Popen(
        [sys.executable, script, "parse", *paths, "--data", str(tmp_path / "data"), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        # Whoever starts the tests in the background has them ignore it, and so what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        wait_for(lambda: (tmp_path / "data" / "a.json").exists() and len(begun(tmp_path)) == 3)
        yield process
        process.kill()


@linux
def test_an_interruption_ends_what_hangs_and_keeps_what_is_finished(
    tmp_path: Path, command: subprocess.Popen[str]
) -> None:
    os.killpg(command.pid, signal.SIGINT)
    _, said = command.communicate(timeout=60)
    assert command.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert read_advisory(tmp_path / "data" / "a.json").id == "a"
    assert not any(map(is_running, begun(tmp_path).values()))


@linux
def test_workers_end_with_the_one_who_started_them(
    tmp_path: Path, command: subprocess.Popen[str]
) -> None:
    workers_of = begun(tmp_path)
    assert is_running(workers_of["hangt"])
    command.kill()
    command.wait(60)
    wait_for(lambda: not is_running(workers_of["hangt"]))
    # It lets nothing else in: the system ends it, a minute after its time is up.
    os.kill(workers_of["rekent"], signal.SIGKILL)
