"""What a line opens with: a bullet's glyph, a number, or words."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from vlortool.model.layout import Line

# The ranges are Unicode's block of dingbats (❍ ❏ ✔ ➢) without its quotation marks.
STRONG_GLYPHS = "¬•‣⁃▪▫■□●○◦◘◙►▶▸▹▲▼→⇒»◆◇♦★☆☛☞∙⦁⚫\u00b7\u2701-\u275a\u2761-\u27be"
WEAK_GLYPHS = "-–—*+§"
_LETTER_GLYPHS = "oØ"
_GLYPH = re.compile(
    rf"^(?P<mark>[{STRONG_GLYPHS}\ue000-\uf8ff]|\(cid:\d+\)|[{WEAK_GLYPHS}]|[{_LETTER_GLYPHS}](?=\s))"
    r"(?P<gap>\s*)"
)
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_NUMBER = re.compile(
    r"^(?P<mark>"
    r"\d{1,2}(?:\.\d{1,2}){1,4}\.?"  # 3.1 and 3.1.
    rf"|(?:{_ROMAN}|[A-Z])\.\d{{1,2}}(?:\.\d{{1,2}})*\.?"  # II.1 and A.1
    r"|\(?\d{1,2}[.)°]"  # 1. and 1) and 1°
    r"|\d{1,2}"  # 1
    rf"|{_ROMAN}[.)]?"  # II
    r"|\(?[a-z][.)]"  # a)
    r"|\(?[ivx]{1,5}[.)]"  # ii)
    r"|[A-Z][.)]?"  # A
    r")(?:\s+|$)"
    # A number box that its number fills leaves no gap before the title.
    r"|^(?P<tight>\d{1,2}(?:(?:\.\d{1,2}){1,4}\.?|[.)]))(?=[A-ZÀ-Þ‘“])"
)


class Opening(Struct, frozen=True):
    """The mark that a line opens with.

    Attributes:
        kind: `glyph` is surely a bullet, `dash` may be one, `number` a heading or an item.
        mark: As printed.
        skip: Characters taken by the mark and the blanks after it.
        text_x: Left edge of the words after it (PDF), or their column.
        set_off: Whether more than a blank parts mark and words.
    """

    kind: Literal["glyph", "dash", "number"]
    mark: str
    skip: int
    text_x: float
    set_off: bool


def opening(line: Line) -> Opening | None:
    """Return the mark that a line opens with, if any."""
    found = _GLYPH.match(line.text)
    alone = found is not None and found.end() == len(line.text)
    if found and (found["gap"] or alone or not _is_word_dash(line.text)):
        weak = found["mark"] in WEAK_GLYPHS
        return _opening("dash" if weak else "glyph", found["mark"], found.end(), line)
    number = _NUMBER.match(line.text)
    if number:
        return _opening("number", number["mark"] or number["tight"], number.end(), line)
    return None


def _is_word_dash(text: str) -> bool:
    """Tell a dash or letter that belongs to the word after it (*–vormen*, *op*)."""
    return text[0] in WEAK_GLYPHS + _LETTER_GLYPHS + "→»§"


def _opening(kind: Literal["glyph", "dash", "number"], mark: str, skip: int, line: Line) -> Opening:
    text_x, gap = _words_edge(line, skip, len(mark))
    return Opening(kind, mark, skip, text_x, gap)


def _words_edge(line: Line, skip: int, mark_end: int) -> tuple[float, bool]:
    if not line.spans:
        return line.x0 + skip, skip - mark_end > 1
    after = next((span for span in line.spans if span.start >= skip), None)
    last = next((span for span in reversed(line.spans) if span.end <= mark_end), None)
    if after is not None and last is not None:
        return after.x0, after.x0 - last.x1 > 0.4 * line.size
    holder = next((span for span in line.spans if span.start <= skip < span.end), line.spans[0])
    share = (skip - holder.start) / max(holder.end - holder.start, 1)
    return holder.x0 + share * (holder.x1 - holder.x0), False


def family(mark: str) -> str:
    """Return the kind of a mark: `1.` and `12.` are of one, `a)` is of another."""
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+\.?", mark):
        return "decimal"
    if re.fullmatch(rf"\(?{_ROMAN}[.)]?", mark):
        return "roman"
    bare = re.sub(r"\d+", "1", mark)
    bare = re.sub(r"[a-z]+", "a", bare)
    return re.sub(r"[A-Z]+", "A", bare)


_VALUES = {"I": 1, "V": 5, "X": 10}


def value(mark: str) -> int:
    """Return the place in its sequence that a mark's last part stands for, 0 for a glyph."""
    part = re.split(r"\.", mark.strip("().°"))[-1] or mark.strip("().°")
    if part.isdigit():
        return int(part)
    if (re.fullmatch(_ROMAN, part.upper()) and len(part) > 1) or part.upper() in ("I", "V", "X"):
        total = 0
        numerals = [_VALUES[char] for char in part.upper()]
        for here, after in zip(numerals, [*numerals[1:], 0], strict=True):
            total += -here if here < after else here
        return total
    return ord(part.upper()) - ord("A") + 1 if len(part) == 1 and part.isalpha() else 0
