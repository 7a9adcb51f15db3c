"""Which labels statements have, counted: for the sums in the catalogue, and for any selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol

# Stands for what has no label of a dimension.
NOTHING = "not-found"
OWN, INHERITED = "own", "inherited"
DIMENSIONS = ("strength", "actor", "theme", "actor-theme")
# What `tally` reads.
FIELDS = ("strength", "speaker", "addressees", "implied", "actors", "themes", "inherited_themes")

_ROLES = (("addressees", "addressee"), ("implied", "implied"), ("actors", "mentioned"))

Tally = dict[str, dict[str, int]]


class StatementRow(Protocol):
    """A row of the table of statements, with the `FIELDS`."""

    def __getitem__(self, name: str, /) -> Any:
        """Return a field."""


def tally(statements: Iterable[StatementRow]) -> Tally:
    """Count the labels of statements.

    Returns:
        By dimension and label how many statements have it. Labels of `actor` are `<id> <role>`, of
        `theme` `<id> own` or `<id> inherited`, of `actor-theme` `<actor> <theme>` (the actor is
        addressed, implied or mentioned), of `strength` the strength. The label `-` counts what has
        none: no strength, no theme, no actor but the one who speaks.
    """
    strengths: Counter[str] = Counter()
    actors: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for row in statements:
        strengths[row["strength"] or NOTHING] += 1
        if row["speaker"]:
            actors[f"{row['speaker']} speaker"] += 1
        about = _themes(row, themes)
        for actor in _actors(row, actors):
            for theme in about:
                pairs[f"{actor} {theme}"] += 1
    found = zip(DIMENSIONS, (strengths, actors, themes, pairs), strict=True)
    # Sorted: a catalogue that is made again is the same.
    return {name: dict(sorted(counts.items())) for name, counts in found}


def _actors(row: StatementRow, counts: Counter[str]) -> set[str]:
    """Count the actors of a statement; return them, each once."""
    found: set[str] = set()
    for field, role in _ROLES:
        for name in row[field].split():
            counts[f"{name} {role}"] += 1
            found.add(name)
    if not found:
        counts[NOTHING] += 1
    return found


def _themes(row: StatementRow, counts: Counter[str]) -> list[str]:
    """Count the themes of a statement; return them, each once."""
    own: list[str] = row["themes"].split()
    # What its words show already comes from nowhere else.
    inherited = [name for name in row["inherited_themes"].split() if name not in own]
    for name in own:
        counts[f"{name} {OWN}"] += 1
    for name in inherited:
        counts[f"{name} {INHERITED}"] += 1
    if not own and not inherited:
        counts[NOTHING] += 1
    return own + inherited
