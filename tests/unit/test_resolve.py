"""Citations matched with the advisories of a store."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.seeds import NEWER, OLDER, RAW
from tests.unit.samples import advisory
from vlortool.batch import Options, run
from vlortool.model.advisory import Advisory, Citation, Footnote, Metadata
from vlortool.store import read_advisory, record_path, resolve, write_advisory
from vlortool.store.resolve import is_unresolved, mark_unresolved, resolve_store

DAY = dt.date(2016, 5, 12)
TITLE = "Advies over de modernisering van het secundair onderwijs"


def cited(
    name: str,
    *,
    title: str | None = TITLE,
    council: str | None = "vlor",
    date: dt.date | None = DAY,
    url: str | None = None,
    reference: str | None = None,
    not_before: dt.date | None = None,
) -> Advisory:
    """Make an advisory that others may cite."""
    metadata = Metadata(
        title=title, council=council, date=date, url=url, reference=reference, not_before=not_before
    )
    return replace(advisory(name), metadata=metadata)


def citing(*citations: Citation, note: str = "Een bron.", date: dt.date | None = None) -> Advisory:
    """Make an advisory that cites works in its note 1."""
    made = advisory("citing")
    numbered = [replace(one, footnote="1") for one in citations]
    notes = [replace(made.footnotes[0], text=note, citations=numbered), *made.footnotes[1:]]
    known = Metadata(title="Iets anders", council="vlor", date=date)
    return replace(made, metadata=known, footnotes=notes, citations=numbered)


def resolved(folder: Path, *advisories: Advisory) -> Citation:
    """Store advisories, resolve, and return the one citation of the citing one."""
    for one in advisories:
        write_advisory(folder, one)
    resolve_store(folder)
    made = read_advisory(record_path(folder, "citing"))
    (citation,) = made.citations
    assert made.footnotes[0].citations == [citation]
    return citation


FULL = Citation(council="vlor", title=TITLE, date=DAY)


def test_council_date_and_title_match(tmp_path: Path) -> None:
    near = replace(FULL, title="Advies over de modernisering van het secundair")
    found = resolved(tmp_path, citing(near), cited("a"), cited("b", date=dt.date(2017, 1, 1)))
    assert (found.resolved, found.basis) == (
        "a", "same council, date and title (0.80 of its words)",
    )  # fmt: skip


def test_two_advisories_of_a_day_are_told_apart_by_title(tmp_path: Path) -> None:
    other = cited("b", title="Advies over de financiering van het deeltijds kunstonderwijs")
    assert resolved(tmp_path, citing(FULL), cited("a"), other).resolved == "a"


@pytest.mark.parametrize(
    "other",
    [
        cited("a", date=dt.date(2016, 5, 13)),
        cited("a", council="serv"),
        cited("a", title="Advies over leerlingenvervoer"),
        cited("a", title="Advies over de begroting", date=None),
        cited("a", date=None, council=None),
        # It cites a work of 2017, so it cannot be of 2016.
        cited("a", date=None, not_before=dt.date(2017, 1, 1)),
    ],
    ids=["day", "council", "title", "short title", "unknown council", "younger"],
)
def test_what_speaks_against_it_is_no_match(tmp_path: Path, other: Advisory) -> None:
    found = resolved(tmp_path, citing(FULL), other)
    assert (found.resolved, found.basis) == (None, None)


def test_other_years_in_a_title_are_another_work(tmp_path: Path) -> None:
    wanted = Citation(council="vlor", title="Advies over de beleidsbrief Onderwijs 2018-2019")
    other = cited("a", title="Advies over de beleidsbrief Onderwijs 2017-2018", date=None)
    assert resolved(tmp_path, citing(wanted), other).resolved is None


def test_a_distinctive_title_alone_matches_where_a_date_is_unknown(tmp_path: Path) -> None:
    found = resolved(tmp_path, citing(FULL), cited("a", date=None))
    assert found.resolved == "a"
    assert found.basis == (
        "same council and title, its date is unknown (1.00 of its words)"
    )  # fmt: skip


def test_nobody_cites_what_is_younger(tmp_path: Path) -> None:
    undated = replace(FULL, date=None)
    found = resolved(tmp_path, citing(undated, date=dt.date(2015, 1, 1)), cited("a"))
    assert found.resolved is None
    found = resolved(tmp_path, citing(undated, date=dt.date(2017, 1, 1)))
    assert found.resolved == "a"


def test_several_candidates_are_named_and_none_is_chosen(tmp_path: Path) -> None:
    found = resolved(tmp_path, citing(FULL), cited("b"), cited("a"))
    assert (found.resolved, found.basis) == (None, "may be any of a, b")


def test_a_document_code_matches(tmp_path: Path) -> None:
    code = Citation(council="vlor", title="RSO/RSO/ADV/1617/003")
    other = cited("a", reference="RSO-RSO-ADV-1617-003")
    found = resolved(tmp_path, citing(code), other)
    assert (found.resolved, found.basis) == ("a", "same document code and council")
    undated = Citation(council="vlor", title="Modernisering")
    beside = citing(undated, note="Vlor, Modernisering (RSO/RSO/ADV/1617/003).")
    assert resolved(tmp_path, beside).resolved == "a"


def test_a_web_address_matches_whatever_its_form(tmp_path: Path) -> None:
    page = "https://www.vlor.be/adviezen/modernisering"
    wanted = Citation(council="vlor", title=TITLE, url="http://vlor.be/adviezen/modernisering/")
    found = resolved(tmp_path, citing(wanted), cited("a", url=page))
    assert found.resolved == "a"
    assert found.basis == "same web address, council and title (1.00 of its words)"


def test_a_page_that_many_works_share_proves_nothing(tmp_path: Path) -> None:
    wanted = Citation(
        council="vlor", title="Advies over leerlingenvervoer", url="https://vlor.be/a"
    )
    assert resolved(tmp_path, citing(wanted), cited("a", url="https://vlor.be/a")).resolved is None
    front = replace(wanted, url="https://www.vlor.be/")
    assert resolved(tmp_path, citing(front), cited("a", url="https://vlor.be")).resolved is None


def test_an_advisory_does_not_cite_itself(tmp_path: Path) -> None:
    made = replace(citing(FULL), metadata=cited("x").metadata)
    assert resolved(tmp_path, made).resolved is None


def test_a_match_is_taken_back_when_it_is_gone_and_short_forms_keep_their_basis(
    tmp_path: Path,
) -> None:
    short = replace(FULL, basis="short form of the work in note 8")
    found = resolved(tmp_path, citing(short), cited("a"))
    assert found.basis == (
        "short form of the work in note 8; same council, date and title (1.00 of its words)"
    )  # fmt: skip
    record_path(tmp_path, "a").unlink()
    found = resolved(tmp_path, cited("z", title="Iets"))
    assert (found.resolved, found.basis) == (None, "short form of the work in note 8")


def test_only_records_that_change_are_written(tmp_path: Path) -> None:
    for one in (citing(FULL), cited("a"), cited("b", title="Advies over iets anders")):
        write_advisory(tmp_path, one)
    assert resolve_store(tmp_path) == ["citing"]
    before = {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()
    }
    assert resolve_store(tmp_path) == []
    assert before == {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()
    }


def test_a_mark_that_another_run_makes_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_advisory(tmp_path, cited("a"))
    mark_unresolved(tmp_path)
    rewrite = resolve._outdated

    def meanwhile(folder: Path) -> Any:
        mark_unresolved(folder)
        return rewrite(folder)

    with monkeypatch.context() as other:
        other.setattr(resolve, "_outdated", meanwhile)
        resolve_store(tmp_path)
    assert is_unresolved(tmp_path)
    resolve_store(tmp_path)
    assert not is_unresolved(tmp_path)


def test_damaged_and_foreign_records_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "old.json").write_text('{"schema": 0}')
    assert resolved(tmp_path, citing(FULL), cited("a")).resolved == "a"
    assert (tmp_path / "broken.json").read_text() == "{"


def test_the_order_in_the_store_does_not_show(tmp_path: Path) -> None:
    made = [citing(FULL), cited("a"), cited("b", date=None), cited("c", title="Advies over zorg")]
    stores = []
    for number, order in enumerate(permutations(made)):
        folder = tmp_path / str(number)
        for one in order:
            write_advisory(folder, one)
            resolve_store(folder)
        stores.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert all(store == stores[0] for store in stores)


def _notes(advisory: Advisory) -> dict[str, Footnote]:
    return {note.number: note for note in advisory.footnotes}


@pytest.mark.parametrize("order", [(NEWER, OLDER), (OLDER, NEWER)])
def test_the_newer_seed_cites_the_older_one(tmp_path: Path, order: tuple[str, str]) -> None:
    raw, data = tmp_path / "raw", tmp_path / "data"
    shutil.copytree(RAW, raw)
    for name in order:
        assert [one.status for one in run([raw / f"{name}.txt"], Options(data=data, jobs=0))] == [
            "parsed"
        ]
    newer = read_advisory(record_path(data, NEWER))
    older = read_advisory(record_path(data, OLDER))
    for number in ("9", "10"):
        (one,) = _notes(newer)[number].citations
        assert one.resolved == OLDER
        assert one.basis is not None
        assert "council, date and title (1.00 of its words)" in one.basis
    assert {one.resolved for one in newer.citations} == {None, OLDER}
    assert {one.resolved for one in older.citations} == {None}
    # Note 7 and the second work of note 2 are what notes 3 and 4 of the older one cite.
    assert _notes(newer)["7"].citations[0].title == _notes(older)["3"].citations[0].title
    assert _notes(newer)["2"].citations[1].title == _notes(older)["4"].citations[0].title


def test_a_rerun_leaves_everything_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert {one.status for one in run([RAW], Options(data=data, jobs=0))} == {"parsed"}
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in data.iterdir()}
    assert {one.status for one in run([RAW], Options(data=data, jobs=0))} == {"unchanged"}
    assert before == {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in data.iterdir()
    }
