"""Who signed: names with their functions, below each other or side by side."""

from __future__ import annotations

import re

from vlortool.model.advisory import Signatory
from vlortool.model.layout import Line
from vlortool.resources import Structure
from vlortool.segment.breaks import ended
from vlortool.segment.columns import columns, placed_columns

_WINDOW = 16
_MAX_FUNCTION = 90
_NAME_WORD = re.compile(r"^(?:[A-ZÀ-Þ][\w'’.-]*|[A-Z]\.)$")


def find_signature(lines: list[Line], structure: Structure) -> range:
    """Return the indexes of the signature lines at the end of `lines`; empty if there is none."""
    first = max(len(lines) - _WINDOW, 0)
    signing = [index for index in range(first, len(lines)) if _signs(lines[index], structure)]
    if not any(structure.functions.search(lines[index].text) for index in signing):
        return range(len(lines), len(lines))
    start = end = signing[-1]
    if any(len(line.text) > 60 for line in lines[end + 1 :]):
        return range(len(lines), len(lines))
    while start - 1 in signing:
        start -= 1
    if start and lines[start].text[:1].islower() and not ended(lines[start - 1].text):
        return range(len(lines), len(lines))  # the end of a sentence that names a function
    block = lines[start : end + 1]
    pairs = any(_is_pair(part, structure) for line in block for part in columns(line))
    if not pairs and not any(_names(line, structure) for line in block):
        return range(len(lines), len(lines))
    return range(start, len(lines))


def _signs(line: Line, structure: Structure) -> bool:
    return (
        all(_is_pair(part, structure) for part in columns(line))
        or _is_function(line, structure)
        or _names(line, structure)
        or bool(structure.signing.search(line.text))
        or bool(structure.closing.search(line.text))
    )


def _is_function(line: Line, structure: Structure) -> bool:
    parts = columns(line)
    return all(
        len(part) <= _MAX_FUNCTION
        and structure.functions.search(part) is not None
        and not re.search(r"(?<!\.[a-z])[.;:]$", part)
        and len(part.split()) <= 9
        for part in parts
    )


def _names(line: Line, structure: Structure) -> bool:
    parts = columns(line)
    return bool(parts) and all(_is_name(part, structure) for part in parts)


def _is_name(text: str, structure: Structure) -> bool:
    words = text.strip(" ,").split()
    if not 2 <= len(words) <= 6 or structure.functions.search(text):
        return False
    plain = [word for word in words if word.casefold() not in structure.name_particles]
    return len(plain) >= 2 and all(_NAME_WORD.match(word) for word in plain)


def read_signatories(lines: list[Line], structure: Structure) -> list[Signatory]:
    """Pair names with functions, whichever comes first, column by column or one by one."""
    signatories: list[Signatory] = []
    names: list[str] = []
    functions: list[str] = []
    edges: list[float] = []
    for line in lines:
        row = columns(line)
        if all(_is_pair(part, structure) for part in row):
            signatories += [_pair(part) for part in row]
        elif all(_is_name(part, structure) for part in row):
            names += [part.strip(" ,") for part in row]
            if functions:
                signatories += _match(names, functions)
                names, functions = [], []
        elif any(structure.functions.search(part) for part in row):
            if names:
                edges = [edge for edge, _ in placed_columns(line)][: len(names)]
                signatories += _match(names[: len(row)], row)
                names = names[len(row) :]
            else:
                functions += row
        elif edges and not names and not _closes(row, structure):
            signatories = _extended(signatories, placed_columns(line), edges)
    return signatories + [Signatory(name=name) for name in names]


def _closes(row: list[str], structure: Structure) -> bool:
    return any(structure.signing.search(part) or structure.closing.search(part) for part in row)


def _extended(
    signatories: list[Signatory], row: list[tuple[float, str]], edges: list[float]
) -> list[Signatory]:
    """Add the second line of a function that did not fit its column, told by its left edge."""
    found = list(signatories)
    first = len(found) - len(edges)
    for x0, more in row:
        index = first + min(range(len(edges)), key=lambda place: abs(edges[place] - x0))
        one = found[index]
        before = one.function or ""
        joined = f"{before[:-1]}{more}" if before.endswith(("-", "\u2010")) else f"{before} {more}"
        found[index] = Signatory(name=one.name, function=joined.strip())
    return found


def _is_pair(text: str, structure: Structure) -> bool:
    name, _, function = text.partition(",")
    return (
        bool(function) and _is_name(name, structure) and bool(structure.functions.search(function))
    )


def _pair(text: str) -> Signatory:
    name, _, function = text.partition(",")
    return Signatory(name=name.strip(), function=function.strip(" ,"))


def _match(names: list[str], functions: list[str]) -> list[Signatory]:
    padded = [*functions, *[""] * len(names)]
    return [
        Signatory(name=name, function=function.strip(" ,") or None)
        for name, function in zip(names, padded, strict=False)
    ]
