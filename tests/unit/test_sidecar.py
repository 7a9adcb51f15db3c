"""Sidecars: each field, each wrong form, unknown keys."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest

from tests.seeds import OLDER, RAW
from vlortool.errors import ResourceError
from vlortool.extract.sidecar import Sidecar, advisory_id, read_sidecar
from vlortool.model.advisory import Metadata, Signatory

FULL = """\
id = "eigen-naam"
title = "Advies  over\\n overleg"
council = "vlor"
body = "Algemene Raad"
date = 2018-06-28
not_before = "2017-01-31"
reference = "AR-AR-ADV-1819-006"
requested_by = "de minister"
own_initiative = false
url = "https://www.vlor.be/adviezen/x"
vote = "unaniem"
authors = ["An Peeters", "Jo Maes"]

[[signatories]]
name = "Mia Douterlungne"
function = "administrateur-generaal"

[[signatories]]
name = "Patriek Delbaere"
"""


def read(folder: Path, text: str | bytes) -> Sidecar | None:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "advies.toml").write_bytes(data)
    return read_sidecar(folder / "advies.txt")


def test_no_sidecar_is_none(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "advies.txt") is None
    (tmp_path / "advies.toml").mkdir()
    assert read_sidecar(tmp_path / "advies.txt") is None


def test_a_sidecar_is_not_its_own_sidecar(tmp_path: Path) -> None:
    (tmp_path / "advies.toml").write_text("titel = 1")
    assert read_sidecar(tmp_path / "advies.toml") is None


def test_every_field_of_the_metadata_is_read(tmp_path: Path) -> None:
    sidecar = read(tmp_path, FULL)
    assert sidecar is not None
    assert sidecar.id == "eigen-naam"
    assert sidecar.warnings == ()
    assert sidecar.sha256 == hashlib.sha256(FULL.encode()).hexdigest()
    assert set(sidecar.metadata) == set(Metadata.__struct_fields__)
    made = Metadata(**sidecar.metadata)
    assert made.title == "Advies over overleg"
    assert (made.date, made.not_before) == (dt.date(2018, 6, 28), dt.date(2017, 1, 31))
    assert made.own_initiative is False
    assert made.signatories == [
        Signatory(name="Mia Douterlungne", function="administrateur-generaal"),
        Signatory(name="Patriek Delbaere"),
    ]


def test_what_is_not_given_is_not_there(tmp_path: Path) -> None:
    sidecar = read(tmp_path, "")
    assert sidecar is not None
    assert sidecar.metadata == {}
    assert sidecar.id is None


def test_the_seed_has_its_date() -> None:
    sidecar = read_sidecar(RAW / f"{OLDER}.txt")
    assert sidecar is not None
    assert sidecar.metadata["date"] == dt.date(2018, 6, 28)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    sidecar = read(tmp_path, b'\xef\xbb\xbfcouncil = "vlor"\r\nbody = "AR"\r\n')
    assert sidecar is not None
    assert sidecar.metadata == {"council": "vlor", "body": "AR"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title = 3", 1, "text between quotes"),
        ('\ntitle = " "', 2, "text between quotes"),
        ('council = "De Vlor"', 1, "vlor"),
        ("date = 2018-06-28T10:00:00", 1, "2018-06-28"),
        ('date = "28 juni 2018"', 1, "2018-06-28"),
        ('date = "2018-02-30"', 1, "2018-06-28"),
        ('date = "20180228"', 1, "2018-06-28"),
        ("date = 2018", 1, "2018-06-28"),
        ('own_initiative = "ja"', 1, "true or false"),
        ("own_initiative = 1", 1, "true or false"),
        ('url = "www.vlor.be"', 1, "https://"),
        ('url = "javascript:alert(1)"', 1, "https://"),
        ('authors = "An Peeters"', 1, "list of names"),
        ("authors = [1]", 1, "list of names"),
        ('signatories = ["An Peeters"]', 1, "list such as"),
        ('signatories = [{function = "voorzitter"}]', 1, "list such as"),
        ('signatories = {name = "An"}', 1, "list such as"),
        ('id = "../elders"', 1, "short name"),
        ('id = "Met Spatie"', 1, "short name"),
        ('id = ""', 1, "short name"),
        ('id = "con"', 1, "short name"),
    ],
)
def test_a_wrong_value_names_file_line_key_and_form(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    with pytest.raises(ResourceError) as error:
        read(tmp_path, text)
    key = text.split("=", 1)[0].strip()
    assert error.value.message.startswith(f"{tmp_path / 'advies.toml'}, line {line}: `{key}` is ")
    assert says in error.value.remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"title = Advies", "isn't valid TOML.*line 1"),
        (b"date = 2018-02-30", "isn't valid TOML"),
        (b'title = "a"\ntitle = "b"', "isn't valid TOML"),
        (b"a = " + b"[" * 5000, "isn't valid TOML"),
        (b'body = "x"\ntitle = "Co\xf6rdinatie"', "line 2: the sidecar isn't UTF-8"),
    ],
)
def test_what_is_no_toml_names_the_file(tmp_path: Path, text: bytes, says: str) -> None:
    with pytest.raises(ResourceError, match=says) as error:
        read(tmp_path, text)
    assert str(tmp_path / "advies.toml") in error.value.message
    assert error.value.remedy


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_the_name_of_a_sidecar_may_be_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/na\xefef.txt"))
    try:
        path.with_suffix(".toml").write_text("taal = 1\n")
    except OSError:
        pytest.skip("names are text in this file system")
    sidecar = read_sidecar(path)
    assert sidecar is not None
    (warning,) = sidecar.warnings
    assert warning.message.startswith(r"na\xefef.toml, line 1: unknown key `taal`")


def test_unknown_keys_are_warnings_that_name_the_near_one(tmp_path: Path) -> None:
    sidecar = read(
        tmp_path,
        'titel = "x"\nzzz = 1\nrequested-by = "x"\n\n[[signatories]]\nname = "An"\nfunctie = "y"\n',
    )
    assert sidecar is not None
    assert {warning.code for warning in sidecar.warnings} == {"sidecar-unknown-key"}
    near, far, hyphen, nested = (warning.message for warning in sidecar.warnings)
    assert near == "advies.toml, line 1: unknown key `titel` is ignored; did you mean `title`?"
    assert "known are id, title, council" in far
    assert "did you mean `requested_by`" in hyphen
    assert "line 7: unknown key `signatories[0].functie`" in nested
    assert "did you mean `function`" in nested
    assert sidecar.metadata["signatories"] == [Signatory(name="An")]


def test_the_id_is_the_sidecars_else_the_stems(tmp_path: Path) -> None:
    path = tmp_path / "Advies Één.pdf"
    assert advisory_id(path, None) == "advies-een"
    assert advisory_id(path, Sidecar(id=None, metadata={}, sha256="")) == "advies-een"
    assert advisory_id(path, Sidecar(id="x", metadata={}, sha256="")) == "x"


def test_a_pdf_and_its_text_share_the_sidecar(tmp_path: Path) -> None:
    sidecar = read(tmp_path, FULL)
    assert sidecar == read_sidecar(tmp_path / "advies.pdf")
