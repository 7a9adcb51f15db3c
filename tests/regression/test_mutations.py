"""The seeds in other layouts: what a reader would read the same is parsed the same."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seeds import (
    NEWER,
    OLDER,
    RAW,
    SEEDS,
    gold_headings,
    gold_notes,
    gold_units,
    headings,
    notes,
    units,
)
from vlortool.model.advisory import Advisory
from vlortool.pipeline import parse_file

Mutation = Callable[[str], str]


def _form_feeds(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"\f{line[1:]}" if re.match(r" \S", line) and index and lines[index - 1].strip() else line
        for index, line in enumerate(lines)
    )


def _numbered(form: str) -> Mutation:
    def mutate(text: str) -> str:
        pages = _form_feeds(text).split("\f")
        return "\f".join(
            page.rstrip("\n") + "\n\n" + form.format(number, len(pages)) + "\n"
            for number, page in enumerate(pages, start=1)
        )

    return mutate


def _without_page_seams(text: str) -> str:
    return re.sub(r"(?m)^ (?=\S)", "", text)


MUTATIONS: dict[str, Mutation] = {
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line),
    "no lines of blanks": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "form feeds": _form_feeds,
    "form feeds on lines apart": lambda text: _form_feeds(text).replace("\f", "\f\n"),
    "form feeds, no blank lines": lambda text: "\n".join(
        filter(None, _form_feeds(text).split("\n"))
    ),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "tab after glyph": lambda text: re.sub(r"(?m)^( ?)([¬•–]) ", r"\1\2\t", text),
    "tabs for two blanks": lambda text: text.replace("  ", "\t"),
    "tab at page seams": lambda text: re.sub(r"(?m)^ (?=\S)", "\t", text),
    "all indented": lambda text: re.sub(r"(?m)^(?=.*\S)", "    ", text),
    "dashes and o": lambda text: re.sub(r"(?m)^( ?)[–•](?= )", r"\1o", text).replace("¬", "-"),
    "asterisks": lambda text: text.replace("¬", "*"),
    "squares": lambda text: text.replace("¬", "▪"),
    "symbol font": lambda text: text.replace("¬", "\uf0b7"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no-break blanks": lambda text: text.replace("  \n", "\u00a0\u00a0\n"),
    "bare page numbers": _numbered("{0}"),
    "page numbers with total": _numbered("{0}/{1}"),
    "page numbers in dashes": _numbered("                      - {0} -"),
    "page numbers in words": _numbered("Pagina {0} van {1}"),
    "running title and number": _numbered("Advies van de raad | {0}"),
}


def _parse(folder: Path, name: str, mutate: Mutation) -> Advisory:
    shutil.copy(RAW / f"{name}.toml", folder)
    source = folder / f"{name}.txt"
    source.write_bytes(mutate((RAW / f"{name}.txt").read_bytes().decode()).encode())
    return parse_file(source)


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_another_layout_is_parsed_alike(tmp_path: Path, name: str, mutation: str) -> None:
    advisory = _parse(tmp_path, name, MUTATIONS[mutation])
    assert headings(advisory) == gold_headings(name)
    assert notes(advisory) == gold_notes(name)
    assert units(advisory) == gold_units(name)


@pytest.mark.parametrize("name", SEEDS)
def test_without_blanks_at_line_ends_a_warning_says_so(tmp_path: Path, name: str) -> None:
    advisory = _parse(tmp_path, name, lambda text: re.sub(r"(?m)[ ]+$", "", text))
    assert "paragraph-cue-missing" in [warning.code for warning in advisory.warnings]
    assert headings(advisory) == gold_headings(name)
    assert notes(advisory) == gold_notes(name)
    assert [words for *_, words, _ in units(advisory)] == [
        words for *_, words, _ in gold_units(name)
    ]


def test_encodings_are_told_apart(tmp_path: Path) -> None:
    text = (RAW / f"{OLDER}.txt").read_bytes().decode()
    # cp1252 has no letter for the list's negation sign in other tables: it has one for all here.
    forms = {
        "utf-8": text.encode(),
        "bom": text.encode("utf-8-sig"),
        "utf-16": text.encode("utf-16"),
        "utf-16-be": b"\xfe\xff" + text.encode("utf-16-be"),
        "cp1252": text.encode("cp1252"),
    }
    for name, data in forms.items():
        source = tmp_path / f"{name}.txt"
        source.write_bytes(data)
        assert units(parse_file(source)) == gold_units(OLDER), name


def test_lost_page_seams_cost_no_notes(tmp_path: Path) -> None:
    advisory = _parse(tmp_path, OLDER, _without_page_seams)
    assert notes(advisory) == gold_notes(OLDER)
    assert headings(advisory) == gold_headings(OLDER)


def test_the_newer_seed_keeps_its_warning_in_every_layout(tmp_path: Path) -> None:
    advisory = _parse(tmp_path, NEWER, MUTATIONS["CRLF"])
    assert [warning.code for warning in advisory.warnings] == ["footnote-without-text"]
