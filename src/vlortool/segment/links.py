"""Giving the link targets below a page's notes, one a printed line, to the notes they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from vlortool.model.layout import Line
from vlortool.segment.records import Note

_WORD = re.compile(r"[^\W_]{3,}")
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"”’]+", re.IGNORECASE)
# The rest of a target that runs over a line's end: one word with a sign that no Dutch word has.
URL_REST = re.compile(r"^[\w%&?=#/.~+-]*[/.=&?_%-][\w%&?=#/.~+-]*$")
_HAS_LINK = 0.1


def share_out(links: list[Line], notes: list[Note]) -> list[tuple[Note, Line]]:
    """Give each line with a link target to a note, in order.

    A link's target stands once for each line that its words take in the note, so equal lines
    that follow each other are one link, or the same link of two notes that cite one work.

    Args:
        links: Lines that hold a link target each, in order.
        notes: The notes above them, in order; at least one.
    """
    groups = [list(group) for _, group in groupby(links, key=lambda line: line.text)]
    owners = _align(groups, notes)
    shared: list[tuple[Note, Line]] = []
    for group, owner in zip(groups, owners, strict=True):
        for place, line in zip(_repeats(group, owner, notes), group, strict=True):
            shared.append((notes[place], line))
    return shared


def _align(groups: list[list[Line]], notes: list[Note]) -> list[int]:
    """Return each group's note: the order-keeping choice whose words are most alike."""
    alike = [[_likeness(group[0], note) for note in notes] for group in groups]
    # best[j]: value and choice of an assignment whose last group went to note j.
    best: list[tuple[float, list[int]]] = [
        (value + _HAS_LINK, [index]) for index, value in enumerate(alike[0])
    ]
    for row in alike[1:]:
        best = [_extend(best, row[index], index) for index in range(len(notes))]
    return max(best, key=lambda item: item[0])[1]


def _extend(
    best: list[tuple[float, list[int]]], value: float, index: int
) -> tuple[float, list[int]]:
    options = [
        (score + value + (_HAS_LINK if chosen[-1] != index else 0.0), chosen)
        for score, chosen in best[: index + 1]
    ]
    score, chosen = max(options, key=lambda item: item[0])
    return score, [*chosen, index]


def _repeats(group: list[Line], owner: int, notes: list[Note]) -> list[int]:
    """Return the note of each line of a group: more lines than the note has go to the next."""
    places, left = [], len(notes[owner].lines)
    for line in group:
        following = owner + 1
        enough = 0.8 * _likeness(line, notes[owner])
        if left <= 0 and following < len(notes) and _likeness(line, notes[following]) >= enough:
            owner, left = following, len(notes[following].lines)
        places.append(owner)
        left -= 1
    return places


def _likeness(link: Line, note: Note) -> float:
    """Return the share of a target's words that the note's words contain."""
    path = link.text.split("//")[-1].partition("/")[2]
    words = {word.casefold() for word in _WORD.findall(path)} - {
        "advies",
        "adviezen",
        "www",
        "node",
    }
    text = " ".join(line.text for line in note.lines).casefold()
    if not words:
        return 0.0
    return sum(1 for word in words if word in text) / len(words)


def printed_urls(text: str) -> Iterator[str]:
    """Yield the link targets printed in a text, without the punctuation that follows them."""
    for found in URL.finditer(text):
        target = found[0].rstrip(".,;:]>")
        if target.endswith(")") and "(" not in target:
            target = target.rstrip(").,;:")
        yield target
