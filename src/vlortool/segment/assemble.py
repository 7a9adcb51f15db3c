"""From units to the canonical text, with the place of every stretch of it in the source."""

from __future__ import annotations

import math
import re
from bisect import bisect_right

from msgspec import Struct

from vlortool.model.advisory import Block, Footnote, Origin, Section
from vlortool.model.layout import Line
from vlortool.model.places import Place, merge_origins
from vlortool.segment.joins import TAIL, Hyphenation
from vlortool.segment.links import printed_urls
from vlortool.segment.markers import Marker
from vlortool.segment.records import Note, Unit

SEPARATOR = "\n\n"
# A single blank stays as it is: most lines have no others.
_BLANKS = re.compile(r"\s{2,}|[^\S ]")
_CLOSED = re.compile(r"[.!?;…][)’”\"']*$")
_LAST_URLS = re.compile(
    r"(?:[\s(<\[]*(?:https?://|www\.)[^\s<>\"”’]++[)>\]]?[.;,]?)+\s*$", re.IGNORECASE
)
_TAIL_URLS = 4000


class Joined(Struct, frozen=True, kw_only=True):
    """Lines joined into one text.

    Attributes:
        text: The text.
        starts: Where each line begins in it, with the line.
        markers: Where each marker stood in it, with its number.
    """

    text: str
    starts: list[tuple[int, Line]]
    markers: list[tuple[int, str]]


class PlacedMarker(Struct, frozen=True):
    """A marker with its offset in the text and the line that it stood on."""

    offset: int
    number: str
    line: Line


class Assembled(Struct, kw_only=True):
    """The text of a document with its units placed in it."""

    text: str
    sections: list[Section]
    blocks: list[Block]
    places: list[Place]
    markers: list[PlacedMarker]


def join_lines(
    lines: list[Line],
    skip: int,
    markers: list[Marker],
    hyphenation: Hyphenation,
    uris: tuple[str, ...] = (),
) -> Joined:
    """Join lines into one text, markers taken out and line ends mended.

    Args:
        lines: The lines of one unit or note.
        skip: Characters of the first line that are no part of its words.
        markers: Markers in these lines.
        hyphenation: How the document breaks words.
        uris: Link targets under the lines.
    """
    by_line = _by_line(markers)
    text = _Text()
    starts: list[tuple[int, Line]] = []
    placed: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        own = by_line.get(id(line), [])
        words, stood = _without_markers(line.text, skip if index == 0 else 0, own)
        if words:
            text.join(words, hyphenation, uris)
        starts.append((len(text), line))
        placed += [(len(text) + at if at else text.bare, number) for at, number in stood]
        text.add(words)
    return Joined(text=text.whole().replace("\u00ad", ""), starts=starts, markers=placed)


class _Text:
    """A text that grows, of which only the end is looked at again."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._length = 0
        self._end = ""

    def __len__(self) -> int:
        return self._length + len(self._end)

    @property
    def bare(self) -> int:
        """Its length without the blank at its end."""
        return self._length + len(self._end.rstrip())

    def add(self, words: str) -> None:
        """Add words to its end."""
        self._end += words
        if len(self._end) > 2 * TAIL:
            self._done.append(self._end[:-TAIL])
            self._length += len(self._end) - TAIL
            self._end = self._end[-TAIL:]

    def join(self, words: str, hyphenation: Hyphenation, uris: tuple[str, ...]) -> None:
        """Prepare its end for the words of the next line."""
        if self._end:
            self._end = hyphenation.join(self._end, words, uris)

    def whole(self) -> str:
        """Return it."""
        return "".join([*self._done, self._end])


def _by_line(markers: list[Marker]) -> dict[int, list[Marker]]:
    found: dict[int, list[Marker]] = {}
    for marker in markers:
        found.setdefault(id(marker.line), []).append(marker)
    return found


def _without_markers(
    text: str, skip: int, markers: list[Marker]
) -> tuple[str, list[tuple[int, str]]]:
    """Take markers out of a line and fold its blanks; return where each marker stood."""
    words = ""
    stood: list[tuple[int, str]] = []
    position = skip
    for marker in sorted(markers, key=lambda item: item.start):
        words = _fold(words, text[position : marker.start])
        following = text[marker.end : marker.end + 1]
        if words.endswith(" ") and (not following or not following.isalnum()):
            words = words[:-1]
        stood.append((len(words), marker.number))
        position = marker.end
    words = _fold(words, text[position:])
    end = len(words.rstrip())
    # A soft hyphen inside a line is an unused break; at its end it is one that was used.
    return words[:end], [(min(offset, end), number) for offset, number in stood]


def _fold(words: str, more: str) -> str:
    folded = _BLANKS.sub(" ", more.replace("\u00ad", "") if not _broken(more) else more)
    if not words or words.endswith(" "):
        folded = folded.lstrip()
    return words + folded


def _broken(text: str) -> bool:
    return text.endswith("\u00ad")


def assemble(units: list[Unit], markers: list[Marker], hyphenation: Hyphenation) -> Assembled:
    """Lay the units one after another and place sections and blocks in the text.

    Args:
        units: Headings, paragraphs and bullets in order.
        markers: Footnote markers in their lines.
        hyphenation: How the document breaks words.
    """
    by_line = _by_line(markers)
    builder = _Builder()
    for unit in units:
        own = [marker for line in unit.lines for marker in by_line.get(id(line), [])]
        joined = join_lines(unit.lines, unit.skip, own, hyphenation)
        if unit.kind == "heading":
            builder.add_heading(unit, joined)
        else:
            builder.add_block(unit, joined)
    return builder.finish()


class _Builder:
    """Grows the text, unit by unit."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.places: list[Place] = []
        self.markers: list[PlacedMarker] = []
        self._heads: list[tuple[str | None, str | None, int, int, list[Origin]]] = []
        self._index: dict[int, int] = {}

    def add_heading(self, unit: Unit, joined: Joined) -> None:
        number = unit.mark.strip("().°") if unit.mark else None
        prefix = f"{number} " if number else ""
        start = self._append(prefix, joined)
        self._heads.append((number, joined.text, unit.level, start, origins(unit.lines)))

    def add_block(self, unit: Unit, joined: Joined) -> None:
        start = self._append("", joined)
        if not self._heads:
            self._heads.append((None, None, 1, start, origins(unit.lines)))
        self._index[id(unit)] = len(self.blocks)
        self.blocks.append(
            Block(
                kind="bullet" if unit.kind == "bullet" else "paragraph",
                depth=unit.depth,
                glyph=unit.mark if unit.kind == "bullet" else None,
                section=len(self._heads) - 1,
                lead_in=self._index.get(id(unit.lead_in)) if unit.lead_in else None,
                start=start,
                end=self._length,
                origin=origins(unit.lines),
            )
        )

    def _append(self, prefix: str, joined: Joined) -> int:
        """Add a unit's text; return where it starts."""
        if self._length:
            self._add(SEPARATOR)
        start = self._length
        base = start + len(prefix)
        self._add(prefix + joined.text)
        ends = [offset for offset, _ in joined.starts[1:]] + [len(joined.text)]
        for (offset, line), end in zip(joined.starts, ends, strict=True):
            begin = start if offset == 0 else base + offset
            self.places.append(Place(start=begin, end=base + end, origin=origin_of(line)))
        offsets = [offset for offset, _ in joined.starts]
        for offset, number in joined.markers:
            line = joined.starts[bisect_right(offsets, offset) - 1][1]
            self.markers.append(PlacedMarker(base + offset, number, line))
        return start

    def _add(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _ends(self) -> list[int]:
        """Return where each section ends: before the next one that is not below it."""
        ends = [self._length] * len(self._heads)
        waiting: list[int] = []
        for index, (_, _, level, start, _) in enumerate(self._heads):
            while waiting and self._level(waiting[-1]) >= level:
                ends[waiting.pop()] = start - len(SEPARATOR)
            waiting.append(index)
        return ends

    def _level(self, index: int) -> float:
        # Any title ends what stands before the first.
        _, title, level, _, _ = self._heads[index]
        return math.inf if title is None else level

    def finish(self) -> Assembled:
        sections: list[Section] = []
        for head, end in zip(self._heads, self._ends(), strict=True):
            number, title, level, start, origin = head
            sections.append(
                Section(
                    number=number, title=title, level=level, start=start, end=end, origin=origin
                )
            )
        return Assembled(
            text="".join(self._pieces),
            sections=sections,
            blocks=self.blocks,
            places=self.places,
            markers=self.markers,
        )


def footnote(note: Note, hyphenation: Hyphenation, marker: int | None) -> Footnote:
    """Make the record of a note.

    Args:
        note: The note's lines.
        hyphenation: How the document breaks words.
        marker: Offset of its marker in the text.
    """
    uris = [span.uri for line in note.lines for span in line.spans if span.uri]
    joined = join_lines(note.lines, note.skip, [], hyphenation, tuple(uris))
    words = joined.text
    uris += _unwrapped(note.url_lines)
    uris += [url for url in printed_urls(words) if not _covered(url, uris)]
    bare = words[:-_TAIL_URLS] + _LAST_URLS.sub("", words[-_TAIL_URLS:])
    if _CLOSED.search(bare):
        words = bare
    return Footnote(
        number=note.number,
        text=words,
        urls=list(dict.fromkeys(uris)),
        marker=marker,
        origin=origins([*note.lines, *note.url_lines]),
    )


def _unwrapped(lines: list[Line]) -> list[str]:
    """Return the link targets on lines of their own; a line without a scheme goes on."""
    targets: list[str] = []
    for line in lines:
        if targets and not re.match(r"<?(?:https?://|www\.)", line.text, re.IGNORECASE):
            targets[-1] += line.text.strip("<>")
        else:
            targets.append(line.text.strip("<>"))
    return targets


def _covered(url: str, uris: list[str]) -> bool:
    """Tell whether a printed target is already known from a link annotation."""
    bare = re.sub(r"^https?://", "", url).rstrip("/")
    return any(bare in re.sub(r"^https?://", "", uri) for uri in uris)


def origin_of(line: Line) -> Origin:
    """Return the place of one line."""
    if not line.top and not line.bottom:
        return Origin(line=line.number, last_line=line.number)
    return Origin(
        page=line.page,
        top=line.top,
        bottom=line.bottom,
        x0=round(line.x0 - line.moved, 2),
        x1=round(line.x1 - line.moved, 2),
    )


def origins(lines: list[Line]) -> list[Origin]:
    """Return the places of lines: a box for each page, or a range for each run of lines."""
    return merge_origins([origin_of(line) for line in lines])
