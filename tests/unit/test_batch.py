"""Batches: order, what is up to date, collisions, and faults that cost one file only."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from tests.seeds import NEWER, RAW, SEEDS
from tests.unit.samples import advisory
from vlortool import pipeline
from vlortool.batch import Options, compare, run
from vlortool.errors import ExtractionError
from vlortool.model.advisory import Advisory
from vlortool.model.layout import Reader
from vlortool.model.limits import Limits
from vlortool.model.outcome import Counts, Outcome
from vlortool.store import read_advisory, write_advisory
from vlortool.store.sources import may_be_there

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"


def write(folder: Path, *names: str, text: str = "De Vlor vraagt overleg.\n") -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(text, "utf-8")
    return paths


def statuses(outcomes: Iterator[Outcome]) -> list[tuple[str | None, str]]:
    return [(outcome.id, outcome.status) for outcome in outcomes]


@pytest.fixture
def options(tmp_path: Path) -> Options:
    # In this process: others take their time to start, and are no matter of most tests here.
    return Options(data=tmp_path / "data", jobs=0, working_folder=tmp_path)


def test_each_source_is_stored_and_counted(options: Options) -> None:
    outcomes = list(run([RAW], options))
    assert [outcome.id for outcome in outcomes] == sorted(SEEDS)
    for outcome in outcomes:
        stored = read_advisory(options.data / f"{outcome.id}.json")
        assert outcome.status == "parsed"
        assert outcome.counts == Counts.of(stored)
        assert outcome.warnings == tuple(stored.warnings)
        assert outcome.failure is None


def test_progress_is_told_for_each_input(tmp_path: Path, options: Options) -> None:
    write(tmp_path / "in", "a.txt", "b.txt")
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, outcome: Outcome) -> None:
        told.append((done, total, outcome.status))

    list(run([tmp_path / "in", tmp_path / "weg"], options, progress))
    assert told == [(1, 3, "parsed"), (2, 3, "parsed"), (3, 3, "refused")]


def test_what_is_up_to_date_is_left_alone(tmp_path: Path, options: Options) -> None:
    write(tmp_path / "in", "a.txt")
    first = list(run([tmp_path / "in"], options))
    record = options.data / "a.json"
    stamp = record.stat().st_mtime_ns
    (again,) = run([tmp_path / "in"], options)
    assert again.status == "unchanged"
    assert (again.counts, again.warnings) == (first[0].counts, first[0].warnings)
    assert record.stat().st_mtime_ns == stamp
    forced = structs.replace(options, force=True)
    assert statuses(run([tmp_path / "in"], forced)) == [("a", "parsed")]


def test_the_catalogue_knows_what_is_up_to_date_and_without_it_the_records_are_read(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(run([RAW], options))
    records = len(first)
    reads: list[Path] = []

    def counted(path: Path) -> Advisory:
        reads.append(path)
        return read_advisory(path)

    monkeypatch.setattr(compare, "read_advisory", counted)
    unchanged = [structs.replace(each, status="unchanged") for each in first]
    assert list(run([RAW], options)) == unchanged
    assert not reads
    for path in options.data.glob("catalogue.sqlite*"):
        path.unlink()
    assert list(run([RAW], options)) == unchanged
    assert len(reads) == records > 0


@pytest.mark.parametrize("change", ["source", "same-size", "sidecar", "no-sidecar", "damage"])
def test_any_change_is_parsed_again(tmp_path: Path, options: Options, change: str) -> None:
    (path,) = write(tmp_path / "in", "a.txt")
    sidecar = path.with_suffix(".toml")
    sidecar.write_text('title = "x"\n')
    list(run([path], options))
    record = options.data / "a.json"
    before = record.read_bytes()
    if change == "source":
        path.write_text("Iets anders.\n")
    elif change == "same-size":
        path.write_text(path.read_text().replace("overleg", "gesprek"))
    elif change == "sidecar":
        sidecar.write_text('title = "y"\n')
    elif change == "no-sidecar":
        sidecar.unlink()
    else:
        record.write_bytes(before[:-30])
    assert statuses(run([path], options)) == [("a", "parsed")]
    assert (record.read_bytes() == before) is (change == "damage")
    assert statuses(run([path], options)) == [("a", "unchanged")]


def test_another_version_of_the_parser_parses_again(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write(tmp_path / "in", "a.txt")
    list(run(paths, options))
    monkeypatch.setattr(pipeline, "PARSER", "vlortool 99")
    assert statuses(run(paths, options)) == [("a", "parsed")]


def test_another_reader_parses_pdfs_again_and_is_named(tmp_path: Path, options: Options) -> None:
    paths = write(tmp_path / "in", "a.txt")
    paths.append(tmp_path / "in" / "b.pdf")
    shutil.copy(FIXTURES / "scholenbouw-2015--rl-3.pdf", paths[1])
    list(run(paths, options))
    assert not read_advisory(options.data / "b.json").source.parser.endswith("pdfplumber")
    other = structs.replace(options, reader=Reader.PDFPLUMBER)
    assert statuses(run(paths, other)) == [("a", "unchanged"), ("b", "parsed")]
    assert read_advisory(options.data / "b.json").source.parser.endswith(" with pdfplumber")
    assert statuses(run(paths, other)) == [("a", "unchanged"), ("b", "unchanged")]
    assert statuses(run(paths, options)) == [("a", "unchanged"), ("b", "parsed")]


def test_a_moved_source_is_parsed_again_and_a_replaced_one_is_named(
    tmp_path: Path, options: Options
) -> None:
    (old,) = write(tmp_path / "oud", "a.txt")
    list(run([old], options))
    (new,) = write(tmp_path / "nieuw", "a.txt")
    (copied,) = run([new], options)
    assert (copied.status, copied.replaced) == ("unchanged", None)
    assert read_advisory(options.data / "a.json").source.path == "oud/a.txt"
    old.unlink()
    (moved,) = run([new], options)
    assert (moved.status, moved.replaced) == ("parsed", None)
    assert read_advisory(options.data / "a.json").source.path == "nieuw/a.txt"
    new.unlink()
    (other,) = write(tmp_path / "ander", "a.txt", text="Een ander advies.\n")
    (replaced,) = run([other], options)
    assert (replaced.status, replaced.replaced) == ("parsed", str(new))


@pytest.mark.parametrize("working_folder", ["", "elders"])
@pytest.mark.parametrize("has_catalogue", [True, False])
def test_another_file_takes_the_place_of_no_advisory_unless_forced(
    tmp_path: Path, options: Options, working_folder: str, has_catalogue: bool
) -> None:
    # From elsewhere, both are stored by their name alone.
    options = structs.replace(options, working_folder=tmp_path / working_folder)
    (first,) = write(tmp_path / "2013", "advies.txt")
    (second,) = write(tmp_path / "2014", "advies.txt", text="Een ander advies.\n")
    list(run([first], options))
    if not has_catalogue:
        for path in options.data.glob("catalogue.sqlite*"):
            path.unlink()
    (refused,) = run([second], options)
    if working_folder and not has_catalogue:
        # Nobody knows where it lay: it is told.
        assert (refused.status, refused.replaced) == ("parsed", "advies.txt")
        return
    assert refused.status == "refused"
    assert refused.failure is not None
    assert str(first) in refused.failure.message
    assert str(second) in refused.failure.message
    assert "--force" in refused.failure.remedy
    assert statuses(run([first], options)) == [("advies", "unchanged")]
    first.write_text("Hetzelfde advies, herzien.\n")
    (revised,) = run([first], options)
    assert (revised.status, revised.replaced) == ("parsed", None)
    (forced,) = run([second], structs.replace(options, force=True))
    assert forced.status == "parsed"
    assert forced.replaced is not None


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("jobs", [0, 1])
def test_a_name_that_is_no_text(tmp_path: Path, options: Options, jobs: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        for name, text in ((b"na\xefef.txt", "De Vlor vraagt overleg.\n"), (b"le\xe8g.txt", "")):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(text)
    except OSError:
        pytest.skip("names are text in this file system")
    empty, parsed = run([folder], structs.replace(options, jobs=jobs))
    assert (parsed.status, parsed.id) == ("parsed", "na-ef")
    assert read_advisory(options.data / "na-ef.json").source.path == r"in/na\xefef.txt"
    assert empty.failure is not None
    assert "empty" in empty.failure.message
    assert statuses(run([folder], options))[1] == ("na-ef", "unchanged")


def test_the_second_input_with_an_id_is_refused_and_both_are_named(
    tmp_path: Path, options: Options
) -> None:
    pdf, text = write(tmp_path / "in", "x.md", "x.txt")
    text.write_text("De Vlor vraagt veel overleg.\n")
    (far,) = write(tmp_path / "ver", "X.txt", text="De Vlor vraagt nog meer overleg.\n")
    first, second, third = run([tmp_path / "in", far], options)
    assert (first.source, first.status) == (str(pdf), "parsed")
    assert (second.status, third.status) == ("refused", "refused")
    assert second.failure is not None
    assert third.failure is not None
    assert str(pdf) in second.failure.message
    assert str(text) in second.failure.message
    assert "share their stem" in second.failure.remedy
    assert str(far.with_suffix(".toml")) in third.failure.remedy
    far.with_suffix(".toml").write_text('id = "ander"\n')
    assert [status for _, status in statuses(run([tmp_path / "in", far], options))] == [
        "unchanged", "refused", "parsed",
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", [0, 2])
def test_an_id_whose_first_input_is_refused_is_that_of_the_next(
    tmp_path: Path, options: Options, jobs: int
) -> None:
    folder = tmp_path / "in"
    # A scan, the text of it, and one more; and one that is alone.
    scan, text, more, alone = write(folder, "x.md", "x.text", "x.txt", "y.txt")
    scan.write_text(" \n")
    more.write_text("De Vlor vraagt veel overleg.\n")
    told: list[tuple[int, int]] = []
    options = structs.replace(options, jobs=jobs)
    first, second, third, last = run(
        [folder], options, lambda done, total, _: told.append((done, total))
    )
    assert first.failure is not None
    assert "only blanks" in first.failure.message
    assert (second.source, second.id, second.status) == (str(text), "x", "parsed")
    assert third.failure is not None
    assert f"its id 'x' is that of {text} already" in third.failure.message
    assert (last.source, last.status) == (str(alone), "parsed")
    assert read_advisory(options.data / "x.json").source.path == "in/x.text"
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    again = statuses(run([folder], options))
    assert again == [("x", "refused"), ("x", "unchanged"), ("x", "refused"), ("y", "unchanged")]
    more.unlink()
    scan.write_text("De Vlor vraagt nog meer overleg.\n")
    forced = structs.replace(options, force=True)
    assert [status for _, status in statuses(run([folder], forced))] == [
        "parsed", "refused", "parsed",
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_copy_is_left_as_it_is_and_keeps_no_id_from_the_file_that_is_stored(
    tmp_path: Path, options: Options, jobs: int
) -> None:
    options = structs.replace(options, jobs=jobs)
    first, stored, last = (write(tmp_path / folder, "x.txt")[0] for folder in "abc")
    list(run([stored], options))
    record = (options.data / "x.json").read_bytes()
    assert statuses(run([first, stored, last], options)) == [("x", "unchanged")] * 3
    assert (options.data / "x.json").read_bytes() == record
    # Neither are they what is stored after a change of that.
    stored.write_text("De Vlor vraagt veel overleg.\n")
    outcomes = list(run([first, stored, last], options))
    assert [one.status for one in outcomes] == ["refused", "parsed", "refused"]
    assert [one.status for one in run([stored, last], options)] == ["unchanged", "refused"]
    last.write_bytes(stored.read_bytes())
    assert statuses(run([stored, last], options)) == [("x", "unchanged")] * 2
    # What a sidecar says of a copy would be lost, or what that of the stored one says.
    last.with_suffix(".toml").write_text('title = "Anders"\n')
    kept, refused = run([stored, last], options)
    assert (kept.status, refused.status) == ("unchanged", "refused")
    (refused,) = run([last], options)
    assert refused.failure is not None
    assert f"{stored} already, which is stored" in refused.failure.message
    (forced,) = run([last], structs.replace(options, force=True))
    assert forced.status == "parsed"
    assert read_advisory(options.data / "x.json").source.path == "c/x.txt"


def test_an_id_that_a_stored_file_no_longer_has_is_free(tmp_path: Path, options: Options) -> None:
    (first,) = write(tmp_path / "2016", "a.txt")
    (second,) = write(tmp_path / "2022", "a.txt", text="Een ander advies.\n")
    list(run([first], options))
    assert statuses(run([second], options)) == [("a", "refused")]
    first.with_suffix(".toml").write_text('id = "b"\n')
    (outcome,) = run([second], options)
    assert (outcome.status, outcome.replaced) == ("parsed", str(first))
    assert statuses(run([first, second], options)) == [("b", "parsed"), ("a", "unchanged")]


@pytest.mark.parametrize("change", ['id = "ander"', "date = 1"])
def test_an_input_whose_sidecar_changes_while_it_waits_keeps_no_id_from_others(
    tmp_path: Path, options: Options, change: str
) -> None:
    (blank,) = write(tmp_path / "a", "x.txt", text=" ")
    paths = [blank, *(write(tmp_path / folder, "x.txt", text=f"{folder}.")[0] for folder in "bc")]

    def meddle(done: int, *_: object) -> None:
        if done == 1:
            paths[1].with_suffix(".toml").write_text(change)

    first, second, third = run(paths, structs.replace(options, jobs=1), meddle)
    assert first.status == "refused"
    assert second.status == ("parsed" if "ander" in change else "refused")
    assert (third.id, third.status) == ("x", "parsed")


def test_a_damaged_record_is_not_replaced_by_another_source(
    tmp_path: Path, options: Options
) -> None:
    (first,) = write(tmp_path / "2016", "advies.txt")
    (second,) = write(tmp_path / "2022", "advies.txt", text="Een ander advies.\n")
    list(run([first], options))
    record = options.data / "advies.json"
    record.write_bytes(record.read_bytes()[:99])
    (outcome,) = run([second], options)
    assert outcome.failure is not None
    assert str(first) in outcome.failure.message
    assert statuses(run([first], options)) == [("advies", "parsed")]
    record.write_bytes(record.read_bytes()[:99])
    first.unlink()
    (outcome,) = run([second], options)
    assert (outcome.status, outcome.replaced) == ("parsed", str(first))
    record.write_bytes(record.read_bytes()[:99])
    (first,) = write(tmp_path / "2016", "advies.txt")
    assert statuses(run([first], options)) == [("advies", "refused")]
    (options.data / "catalogue.sqlite").unlink()
    (outcome,) = run([second], options)
    assert (outcome.status, outcome.replaced) == ("parsed", "a record that can't be read")


def test_a_source_that_gets_another_id_names_the_record_of_before(
    tmp_path: Path, options: Options
) -> None:
    first, second = write(tmp_path, "a.txt", "b.txt")
    assert all(not outcome.twins for outcome in run([first, second], options))
    first.with_suffix(".toml").write_text('id = "c"\n')
    outcome, _ = run([first, second], options)
    assert (outcome.id, outcome.status, outcome.twins) == ("c", "parsed", ("a",))
    (options.data / "a.json").unlink()
    (outcome,) = run([first], structs.replace(options, force=True))
    assert (outcome.id, outcome.twins) == ("c", ())
    first.with_suffix(".toml").unlink()
    renamed = first.rename(tmp_path / "d.txt")
    (outcome,) = run([renamed], options)
    assert (outcome.id, outcome.twins) == ("d", ("c",))


def test_a_file_that_nobody_can_look_for_may_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not may_be_there(tmp_path / "weg")
    assert not may_be_there(tmp_path / ("x" * 999))
    assert not may_be_there(tmp_path)

    def refused(path: Path) -> os.stat_result:
        raise PermissionError(errno.EACCES, "closed", str(path))

    monkeypatch.setattr(Path, "stat", refused)
    assert may_be_there(tmp_path / "weg")


def test_a_wrong_sidecar_refuses_its_source_only(tmp_path: Path, options: Options) -> None:
    write(tmp_path / "in", "a.txt", "b.txt")
    (tmp_path / "in" / "a.toml").write_text("date = 1\n")
    first, second = run([tmp_path / "in"], options)
    assert first.failure is not None
    assert "`date`" in first.failure.message
    assert second.status == "parsed"


def test_a_refusal_and_a_fault_cost_one_file(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(path: Path, **_: object) -> Advisory:
        if path.stem == "a":
            raise ExtractionError(f"{path}: damaged", "Export it again")
        if path.stem == "b":
            raise ZeroDivisionError("oeps")
        return advisory(path.stem)

    monkeypatch.setattr(pipeline, "parse_file", parse)
    write(tmp_path / "in", "a.txt", "b.txt", "c.txt")
    damaged, fault, fine = run([tmp_path / "in"], options)
    assert damaged.failure is not None
    assert str(damaged.failure).endswith("a.txt: damaged. Export it again")
    assert damaged.failure.trace == ""
    assert fault.failure is not None
    assert str(tmp_path / "in" / "b.txt") in fault.failure.message
    assert "internal error (ZeroDivisionError: oeps)" in fault.failure.message
    assert "--debug" in fault.failure.remedy
    assert "Traceback" in fault.failure.trace
    assert fine.status == "parsed"


@pytest.mark.parametrize("jobs", [1, 3])
def test_processes_change_neither_order_nor_bytes(
    tmp_path: Path, options: Options, jobs: int
) -> None:
    write(tmp_path / "in", *(f"{name}.txt" for name in "abcdef"))
    (tmp_path / "in" / "d.txt").write_text("")
    # Ids that several want, the first of whom can't have it.
    write(tmp_path / "in", "a.text", "e.md", "e.text", "f.md", text=" ")
    inputs = [tmp_path / "in", RAW, tmp_path / "weg"]
    alone = list(run(inputs, options))
    apart = structs.replace(options, data=tmp_path / "apart", jobs=jobs)
    assert list(run(inputs, apart)) == alone
    assert [outcome.status for outcome in alone].count("refused") == 6
    assert [outcome.id for outcome in alone if outcome.status == "parsed"][:5] == list("abcef")
    for path in options.data.glob("*.json"):
        assert (apart.data / path.name).read_bytes() == path.read_bytes()
    assert all(outcome.status != "parsed" for outcome in run(inputs, apart))


def test_an_interruption_keeps_what_is_finished(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(path: Path, **_: object) -> Advisory:
        if path.stem == "b":
            raise KeyboardInterrupt
        return advisory(path.stem)

    monkeypatch.setattr(pipeline, "parse_file", parse)
    write(tmp_path / "in", "a.txt", "b.txt", "c.txt")
    outcomes = run([tmp_path / "in"], options)
    assert statuses(islice(outcomes, 1)) == [("a", "parsed")]
    with pytest.raises(KeyboardInterrupt):
        next(outcomes)
    assert [path.name for path in options.data.glob("*.json")] == ["a.json"]


def test_password_reader_limits_and_working_folder_reach_the_parser(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    def parse(path: Path, **named: object) -> Advisory:
        given.extend([path.name, named])
        return advisory("a")

    monkeypatch.setattr(pipeline, "parse_file", parse)
    paths = write(tmp_path / "in", "a.txt")
    limits = Limits(seconds=9, pages=8, size=7)
    wanted = structs.replace(options, limits=limits, password="geheim", reader=Reader.PDFPLUMBER)
    list(run(paths, wanted))
    named = {
        "password": "geheim",
        "reader": Reader.PDFPLUMBER,
        "limits": limits,
        "working_folder": tmp_path,
    }
    assert given == ["a.txt", named]


def test_citations_are_matched_though_another_run_ends_meanwhile(
    tmp_path: Path, options: Options
) -> None:
    others = tmp_path / "others"
    for seed in SEEDS:
        other = Options(data=others, jobs=0)
        list(run([RAW / f"{seed}.txt"], other))

    def other_run_ends(done: int, total: int, outcome: Outcome) -> None:
        # It matched the citations of what was there before, and took the mark away.
        (options.data / ".unresolved").unlink(missing_ok=True)

    list(run([RAW / f"{seed}.txt" for seed in SEEDS], options, other_run_ends))
    for seed in SEEDS:
        path = f"{seed}.json"
        stored = read_advisory(options.data / path).citations
        assert stored == read_advisory(others / path).citations
    assert any(one.resolved for one in read_advisory(others / f"{NEWER}.json").citations)


def test_a_record_of_a_source_without_file_is_replaced(tmp_path: Path, options: Options) -> None:
    write_advisory(options.data, advisory("a", "elders/weg.pdf"))
    paths = write(tmp_path / "in", "a.txt")
    (outcome,) = run(paths, options)
    assert outcome.status == "parsed"
    assert outcome.replaced == str(tmp_path / "elders" / "weg.pdf")


@pytest.mark.parametrize("is_source", [True, False])
def test_a_bare_name_is_that_of_a_file_only_if_its_bytes_say_so(
    tmp_path: Path, options: Options, is_source: bool
) -> None:
    (first,) = write(tmp_path, "a.txt")
    (other,) = write(tmp_path / "ander", "a.txt", text="Een ander advies.\n")
    list(run([first], options))
    (options.data / "catalogue.sqlite").unlink()
    if not is_source:
        first.write_text("Nog een ander.\n")
    (outcome,) = run([other], options)
    if is_source:
        assert outcome.failure is not None
        assert str(first) in outcome.failure.message
    else:
        assert (outcome.status, outcome.replaced) == ("parsed", "a.txt")


def test_a_record_that_cannot_be_read_refuses_its_source(tmp_path: Path, options: Options) -> None:
    paths = write(tmp_path / "in", "a.txt", "b.txt")
    (options.data / "a.json").mkdir(parents=True)
    refused, parsed = run(paths, options)
    assert refused.failure is not None
    assert "a.json: can't be read" in refused.failure.message
    assert parsed.status == "parsed"


@pytest.mark.parametrize("change", ["another", "same", "forced"])
def test_of_two_runs_at_one_time_the_last_takes_the_place_of_no_other_source(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    (first,) = write(tmp_path / "2013", "advies.txt")
    words = {} if change == "same" else {"text": "Een ander advies.\n"}
    (second,) = write(tmp_path / "2014", "advies.txt", **words)
    parse = pipeline.parse_file

    def overtaken(path: Path, **named: Any) -> Advisory:
        advisory = parse(path, **named)
        if path == first:
            assert statuses(run([second], options)) == [("advies", "parsed")]
        return advisory

    monkeypatch.setattr(pipeline, "parse_file", overtaken)
    (outcome,) = run([first], structs.replace(options, force=change == "forced"))
    source = read_advisory(options.data / "advies.json").source
    if change == "another":
        assert outcome.failure is not None
        assert str(first) in outcome.failure.message
        assert "another run has stored 2014/advies.txt" in outcome.failure.message
        assert source.path == "2014/advies.txt"
    else:
        assert outcome.status == "parsed"
        assert source.path == "2013/advies.txt"
