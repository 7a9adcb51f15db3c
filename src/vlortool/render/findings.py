"""What a check of a data folder found: a table of what and where, the rest in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from vlortool.model.encoding import encodable
from vlortool.render.output import Csv, Format, emit, talk
from vlortool.render.plain import visible
from vlortool.render.table import Column
from vlortool.store.findings import Code, Finding

_SEVERITIES = {"unreadable": "onleesbaar", "problem": "fout", "note": "ter info"}
_REPAIRED = "hersteld"
_CODES: dict[Code, str] = {
    "record-unreadable": "kan niet gelezen worden",
    "record-id": "id is niet de bestandsnaam",
    "record-span": "citaat klopt niet met de tekst",
    "record-order": "delen niet in volgorde",
    "record-link": "verwijzing binnen het bestand klopt niet",
    "record-statement-id": "id van een uitspraak klopt niet",
    "record-place": "plaats in de bron kan niet",
    "record-source": "naam van de bron kan niet",
    "record-bytes": "niet door vlortool geschreven",
    "source-changed": "bron gewijzigd",
    "sidecar-changed": "sidecar gewijzigd",
    "source-gone": "bron niet gevonden",
    "source-id": "bron heeft nu een ander id",
    "citations-unmatched": "verwijzingen nog niet gezocht",
    "citations-outdated": "verwijzingen verouderd",
    "leftover": "overblijfsel van een onderbreking",
    "temporary": "wordt geschreven",
    "no-record": "geen advies",
    "catalogue-missing": "catalogus ontbreekt",
    "catalogue-other": "catalogus van een andere versie",
    "catalogue-outdated": "catalogus verouderd",
    "catalogue-differs": "catalogus klopt niet",
    "catalogue-damaged": "catalogus beschadigd",
}
_STYLES = {"unreadable": "red", "problem": "red", "note": "yellow"}
_WORDS = {"unreadable": "error", "problem": "error", "note": "note"}
_COLUMNS = [
    Column("file", "bestand"),
    Column("state", "status"),
    Column("what", "bevinding", share=1),
]


class _Shown(Struct, frozen=True):
    file: str
    state: str
    what: str


def show_findings(found: Sequence[Finding], form: Format, style: Csv) -> None:
    """Print findings as data, and in words with what to do about them as talk."""
    if form is not Format.TABLE:
        emit([_encodable(one) for one in found], [], form, Finding, style)
    elif found:
        emit([_shown(one) for one in found], _COLUMNS, form)
    for one in found:
        where = f"{one.file}: " if one.file is not None else ""
        remedy = f". {one.remedy}" if one.remedy and not one.repaired else ""
        word = "repaired" if one.repaired else _WORDS[one.severity]
        colour = "green" if one.repaired else _STYLES[one.severity]
        talk().print(f"{word}: {visible(f'{where}{one.message}{remedy}')}", style=colour)


def show_verdict(found: Sequence[Finding], advisories: int) -> None:
    """Print as talk how much was checked, and what that came to."""
    counts = Counter("repaired" if one.repaired else one.severity for one in found)
    told = [f"{counts[name]} {name}" for name in ("unreadable", "repaired") if counts[name]]
    problems = counts["problem"]
    told[:0] = [f"{problems} problem{'s' * (problems != 1)}"] if problems else []
    is_sound = not problems and not counts["unreadable"]
    told += ["the store is sound"] if is_sound else []
    checked = "1 advisory" if advisories == 1 else f"{advisories} advisories"
    talk().print(f"{checked} checked: {', '.join(told)}")


def _encodable(one: Finding) -> Finding:
    # A file's name on Linux need not be text.
    file = encodable(one.file) if one.file is not None else None
    return replace(one, file=file, message=encodable(one.message))


def _shown(one: Finding) -> _Shown:
    many = f"({len(one.advisories)} adviezen)" if len(one.advisories) != 1 else one.advisories[0]
    return _Shown(
        one.file or many,
        _REPAIRED if one.repaired else _SEVERITIES[one.severity],
        _CODES[one.code],
    )
