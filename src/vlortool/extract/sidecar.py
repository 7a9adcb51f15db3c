"""The sidecar: a `<stem>.toml` beside a source, with what the reader knows of the advisory."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from vlortool.errors import ResourceError
from vlortool.model.advisory import Signatory, SourceWarning
from vlortool.model.identity import is_id, slug, text_of_name

__all__ = ["Sidecar", "advisory_id", "read_sidecar", "sidecar_bytes", "slug"]


class Sidecar(Struct, frozen=True, kw_only=True):
    """What a sidecar says.

    Attributes:
        id: Id of the advisory; None if it is left to the file's stem.
        metadata: Fields of `Metadata`, only those that are given, each of the field's type.
        sha256: Hex digest of the sidecar's bytes.
        warnings: A `sidecar-unknown-key` for each key that means nothing.
    """

    id: str | None
    metadata: dict[str, Any]
    sha256: str
    warnings: tuple[SourceWarning, ...] = ()


class _WrongValueError(ValueError):
    """A value of the wrong form; the message is the form expected."""


def _words(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return " ".join(value.split())
    raise _WrongValueError("text between quotes, not empty")


def _council(value: object) -> str:
    if isinstance(value, str) and is_id(value):
        return value
    raise _WrongValueError('the council\'s id in lower case, such as "vlor"')


def _address(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"https?://[^\s/]\S*", value):
        return value
    raise _WrongValueError('an address that starts with "https://" or "http://"')


def _day(value: object) -> dt.date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    # A datetime is a date for isinstance(), but an advisory has no time of day.
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise _WrongValueError("an existing day such as 2018-06-28")


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _WrongValueError("true or false")


def _names(value: object) -> list[str]:
    expected = 'a list of names, such as ["An Peeters", "Jo Maes"]'
    if not isinstance(value, list):
        raise _WrongValueError(expected)
    try:
        return [_words(name) for name in value]
    except _WrongValueError:
        raise _WrongValueError(expected) from None


def _signatories(value: object) -> list[Signatory]:
    expected = 'a list such as [{name = "An Peeters", function = "voorzitter"}]'
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _WrongValueError(expected)
    try:
        return [
            Signatory(
                name=_words(one.get("name")),
                function=_words(one["function"]) if "function" in one else None,
            )
            for one in value
        ]
    except _WrongValueError:
        raise _WrongValueError(expected) from None


def _identifier(value: object) -> str:
    if isinstance(value, str) and is_id(value):
        return value
    raise _WrongValueError(
        "a short name of a-z, 0-9, dot, hyphen and underscore that starts with a letter or digit"
    )


_FIELDS: dict[str, Callable[[object], object]] = {
    "title": _words,
    "council": _council,
    "body": _words,
    "date": _day,
    "not_before": _day,
    "reference": _words,
    "requested_by": _words,
    "own_initiative": _yes_or_no,
    "url": _address,
    "vote": _words,
    "authors": _names,
    "signatories": _signatories,
}
_CHECKS = {"id": _identifier, **_FIELDS}
_SIGNATORY = ("name", "function")


def advisory_id(source: Path, sidecar: Sidecar | None) -> str:
    """Name the advisory of a source: its sidecar's id, else the slug of its stem."""
    return sidecar.id if sidecar is not None and sidecar.id is not None else slug(source.stem)


def current_id(source: Path) -> str | None:
    """Return the id that the advisory of a source has now; None if its sidecar doesn't tell."""
    try:
        return advisory_id(source, read_sidecar(source))
    except (OSError, ResourceError):
        return None


def read_sidecar(source: Path) -> Sidecar | None:
    """Read the sidecar of a source.

    Args:
        source: The source file; its sidecar has the same stem and the suffix `.toml`.

    Returns:
        What the sidecar says; None if there is none.

    Raises:
        ResourceError: The sidecar can't be read, is no TOML, or has a value of the wrong form.
    """
    path = source.with_suffix(".toml")
    data = sidecar_bytes(source)
    if data is None:
        return None
    text = _decoded(path, data)
    table = _parse(path, text)
    values: dict[str, Any] = {}
    for key, check in _CHECKS.items():
        if key in table:
            try:
                values[key] = check(table[key])
            except _WrongValueError as error:
                shown = _shown(table[key])
                raise ResourceError(
                    f"{path}{_line(text, key)}: `{key}` is {shown}", f"Write {error}"
                ) from None
    return Sidecar(
        id=values.pop("id", None),
        metadata=values,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=tuple(_unknown_keys(path, text, table)),
    )


def sidecar_bytes(source: Path) -> bytes | None:
    """Read what the sidecar of a source holds; None if there is none.

    Raises:
        ResourceError: It can't be read.
    """
    path = source.with_suffix(".toml")
    if path == source or not path.is_file():
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise ResourceError(
            f"{path}: the sidecar can't be read ({error.strerror})", "Check its permissions"
        ) from error


def _decoded(path: Path, data: bytes) -> str:
    try:
        # Notepad puts a byte order mark in front, which TOML doesn't know.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ResourceError(
            f"{path}, line {line}: the sidecar isn't UTF-8", "Save it again as UTF-8"
        ) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    # Some impossible days raise a bare ValueError; deep nesting exhausts the stack.
    except (ValueError, RecursionError) as error:
        raise ResourceError(
            f"{path}: the sidecar isn't valid TOML: {error}",
            'Write one `key = value` a line, with text between quotes: title = "Advies over ..."',
        ) from error


def _unknown_keys(path: Path, text: str, table: dict[str, Any]) -> list[SourceWarning]:
    unknown: list[tuple[str, str, dict[str, Any]]] = [
        (key, key, _CHECKS) for key in table if key not in _CHECKS
    ]
    for index, one in enumerate(table.get("signatories", [])):
        unknown += [
            (f"signatories[{index}].{key}", key, dict.fromkeys(_SIGNATORY))
            for key in one
            if key not in _SIGNATORY
        ]
    return [
        SourceWarning(code="sidecar-unknown-key", message=_advice(path, text, shown, key, known))
        for shown, key, known in unknown
    ]


def _advice(path: Path, text: str, shown: str, key: str, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(key.lower().replace("-", "_"), known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
    # The bare name: a warning goes into the record, which holds no absolute path.
    return f"{text_of_name(path.name)}{_line(text, key)}: unknown key `{shown}` is ignored; {hint}"


def _line(text: str, key: str) -> str:
    found = re.search(rf"""(?m)^[ \t]*\[*[ \t]*["']?{re.escape(key)}["']?[ \t]*[].=]""", text)
    return f", line {text.count(chr(10), 0, found.start()) + 1}" if found else ""


def _shown(value: object) -> str:
    try:
        shown = value.isoformat() if isinstance(value, dt.date | dt.time) else repr(value)
    except ValueError:
        # Python writes no number of more than 4,300 digits.
        return "a number of many digits"
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
