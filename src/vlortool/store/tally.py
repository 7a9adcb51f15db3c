"""Which labels statements have, counted: for the sums in the catalogue, and for any selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

# Stands for what has no label of a dimension.
NOTHING = "-"
OWN, INHERITED = "own", "inherited"
# What `tally` reads.
FIELDS = ("strength", "speaker", "addressees", "implied", "actors", "themes", "inherited_themes")

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
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("strength", "actor", "theme", "actor-theme")
    }
    for row in statements:
        actors, themes = list(_actors(row)), list(_themes(row))
        counts["strength"][row["strength"] or NOTHING] += 1
        counts["actor"].update(f"{name} {role}" for name, role in actors)
        if row["speaker"]:
            counts["actor"][f"{row['speaker']} speaker"] += 1
        counts["theme"].update(f"{name} {origin}" for name, origin in themes)
        if not actors:
            counts["actor"][NOTHING] += 1
        if not themes:
            counts["theme"][NOTHING] += 1
        counts["actor-theme"].update(
            f"{actor} {theme}" for actor in {name for name, _ in actors} for theme, _ in themes
        )
    # Sorted: a catalogue that is made again is the same.
    return {name: dict(sorted(found.items())) for name, found in counts.items()}


def _actors(row: StatementRow) -> Iterator[tuple[str, str]]:
    for field, role in (
        ("addressees", "addressee"),
        ("implied", "implied"),
        ("actors", "mentioned"),
    ):
        if row[field]:
            yield from ((name, role) for name in set(row[field].split()))


def _themes(row: StatementRow) -> Iterator[tuple[str, str]]:
    own = row["themes"].split()
    yield from ((name, OWN) for name in own)
    # What its words show already comes from nowhere else.
    yield from ((name, INHERITED) for name in row["inherited_themes"].split() if name not in own)
