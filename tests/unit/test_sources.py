"""From paths, folders and patterns to sources."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from vlortool.batch import expand
from vlortool.model.outcome import Outcome


def files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(found: Iterable[Path | Outcome], folder: Path) -> list[str]:
    """Name the sources relative to a folder, and what is refused by its message."""
    return [
        one.relative_to(folder).as_posix() if isinstance(one, Path) else str(one.failure)
        for one in found
    ]


def refused(given: str | Path) -> str:
    (outcome,) = expand([given])
    assert isinstance(outcome, Outcome)
    assert outcome.status == "refused"
    assert outcome.failure is not None
    assert outcome.failure.remedy
    return outcome.failure.message


def test_a_folder_stands_for_the_sources_in_it_sorted(tmp_path: Path) -> None:
    files(tmp_path, "b.txt", "a.pdf", "a/z.md", "a/b/c.text", "A.PDF", "a.toml", "x.json", "x.docx",
          ".verborgen.txt", ".git/x.txt")  # fmt: skip
    assert names(expand([tmp_path]), tmp_path) == [
        "A.PDF", "a/b/c.text", "a/z.md", "a.pdf", "b.txt",
    ]  # fmt: skip


def test_what_is_named_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    files(tmp_path, "b.lst", ".verborgen.txt", "zonder")
    given = [tmp_path / "b.lst", tmp_path / ".verborgen.txt", tmp_path / "zonder"]
    assert expand(given) == given


def test_a_sidecar_beside_its_source_is_passed_over(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "a.toml", "los.toml")
    assert expand([tmp_path / "a.toml", tmp_path / "a.txt"]) == [tmp_path / "a.txt"]
    assert "sidecar without a source" in refused(tmp_path / "los.toml")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", ["a.txt", "map/c.txt", "map/d/e.pdf"]),
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "map/c.txt"]),
        ("**", ["a.txt", "map/c.txt", "map/d/e.pdf"]),
        ("*.lst", ["b.lst"]),
        ("?.*", ["a.txt"]),
        ("m*p", ["map/c.txt", "map/d/e.pdf"]),
        ("[ab].txt", ["a.txt"]),
    ],
)
def test_patterns_are_matched_here_too(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    files(tmp_path, "a.txt", "a.toml", "b.lst", "map/c.txt", "map/d/e.pdf", ".x.txt")
    assert sorted(names(expand([f"{tmp_path}/{pattern}"]), tmp_path)) == expected


def test_a_name_with_brackets_is_a_name_before_it_is_a_pattern(tmp_path: Path) -> None:
    files(tmp_path, "advies [2018].txt")
    path = tmp_path / "advies [2018].txt"
    assert expand([path]) == [path]


def test_each_source_comes_once_in_the_order_given(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "b.txt")
    given: list[str | Path] = [
        tmp_path / "b.txt",
        tmp_path,
        tmp_path / "." / "b.txt",
        f"{tmp_path}/*.txt",
    ]
    assert expand(given) == [tmp_path / "b.txt", tmp_path / "a.txt"]


def test_links_that_lead_round_end(tmp_path: Path) -> None:
    files(tmp_path, "a/x.txt", "b/y.txt")
    (tmp_path / "a" / "rond").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b" / "zelf").symlink_to(tmp_path / "b", target_is_directory=True)
    found = expand([tmp_path])
    assert sorted(one.name for one in found if isinstance(one, Path)) == ["x.txt", "y.txt"]
    assert len(found) == 2


def test_a_link_with_a_name_of_its_own_is_a_source_of_its_own(tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert names(expand([tmp_path]), tmp_path) == ["a.txt", "b.txt"]


def test_what_stands_for_nothing_is_refused_in_its_place(tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    (tmp_path / "leeg").mkdir()
    (tmp_path / "stuk.txt").symlink_to(tmp_path / "weg.txt")
    assert "no such file or folder" in refused(tmp_path / "weg.txt")
    assert "no such file or folder" in refused("")
    assert "nothing matches" in refused(f"{tmp_path}/*.pdf")
    assert "holds no .pdf" in refused(tmp_path / "leeg")
    assert "link points at nothing" in refused(tmp_path / "stuk.txt")
    found = names(expand([tmp_path / "weg.txt", tmp_path / "a.txt"]), tmp_path)
    assert found[1] == "a.txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.txt")
    assert "no regular file" in refused(tmp_path / "pijp.txt")
    assert "holds no .pdf" in refused(tmp_path)


def test_a_folder_that_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path, "a.txt", "dicht/b.txt")
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("dicht"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    said = names(expand([tmp_path]), tmp_path)
    assert said[1:] == ["a.txt"]
    assert f"{tmp_path / 'dicht'}: can't be listed" in said[0]
