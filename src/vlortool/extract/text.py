"""The text route: extracted text to pages of lines.

Text that was extracted from a PDF keeps traces of its layout: form feeds or a leading blank where
a page began, blanks at the end of a paragraph, indents. They are kept as facts about each line.
"""

from __future__ import annotations

import re
from itertools import pairwise

from charset_normalizer import from_bytes

from vlortool.errors import ExtractionError
from vlortool.extract.characters import clean
from vlortool.model.layout import Line, Page

_LINE_END = re.compile(r"\r\n|\r|\n")
_SEAM = re.compile(r"[ \t](?=\S)")
_MIN_PAGE = 10
_TAB_WIDTH = 8
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CANDIDATES = ["utf_16_le", "utf_16_be", "cp1252", "iso8859_15", "mac_roman", "cp850"]
_MAX_CONTROLS = 0.02
_MIN_NULS = 0.25
_SAMPLE = 200_000
# What `surrogateescape` makes of a byte that is no UTF-8, and the letter that it is on Windows.
_STRANGE = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}
_MIN_PROPER = 4


def decode(data: bytes, name: str) -> str:
    """Decode a text file: UTF-8, UTF-16 or UTF-32 with a byte order mark, or a detected encoding.

    Args:
        data: The file's bytes.
        name: The file's name, for the error message.

    Raises:
        ExtractionError: The file is no text, or its encoding cannot be told.
    """
    text = _by_mark(data, name)
    if text is None:
        text = _by_detection(data)
    if text is None and not _is_noise(data):
        raise ExtractionError(
            f"{name}: the encoding of this text could not be told",
            "Save it as UTF-8 and parse it again",
        )
    if text is None or _looks_binary(text):
        raise ExtractionError(
            f"{name}: this is binary data, or text in more than one encoding",
            "Give the PDF, or the text extracted from it, saved as UTF-8",
        )
    return text


def _by_mark(data: bytes, name: str) -> str | None:
    encoding = next((codec for mark, codec in _BOMS if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise ExtractionError(
                f"{name}: its first bytes say {encoding.upper()}, but from byte {error.start:,} on"
                " it is not",
                "Save it again as UTF-8; it may be cut off",
            ) from error
        return _nearly_utf_8(data)
    # UTF-16 of Latin letters is valid UTF-8 with a NUL beside each; a stray NUL means nothing.
    return None if text.count("\0") > _MIN_NULS * len(text) else text


def _nearly_utf_8(data: bytes) -> str | None:
    """Read UTF-8 with a few bytes of Windows-1252 in it; None if it is not that.

    One letter that was pasted in must not make all others of a file those of another encoding.
    """
    text = data.decode("utf-8", "surrogateescape")
    strange = len(_STRANGE.findall(text))
    proper = len(_NOT_ASCII.findall(text)) - strange
    return text.translate(_WINDOWS) if proper >= _MIN_PROPER * strange else None


def _by_detection(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES, preemptive_behaviour=False).best()
    if best is None:
        return None
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        return None


def _is_noise(data: bytes) -> bool:
    """Tell data of no encoding at all from text in an unknown one, by its control characters."""
    sample = data[:_SAMPLE]
    controls = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\v\x1b")
    return controls > _MAX_CONTROLS * len(sample)


def _looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v\x1b")
    return controls > _MAX_CONTROLS * len(sample)


def read_pages(text: str) -> tuple[Page, ...]:
    """Split extracted text into pages of lines; line numbers are those of the source file."""
    raw = _dedented(_LINE_END.split(text))
    first_of_page = _page_starts(raw)
    pages: list[Page] = []
    lines: list[Line] = []
    blank = 0
    for number, source in enumerate(raw, start=1):
        if number - 1 in first_of_page and (lines or pages):
            pages.append(_page(len(pages) + 1, lines))
            lines, blank = [], 0
        line = _line(source, page=len(pages) + 1, number=number, blank_before=blank)
        if line is None:
            blank += 1
        else:
            lines.append(line)
            blank = 0
    if lines or not pages:
        pages.append(_page(len(pages) + 1, lines))
    return tuple(pages)


def _dedented(raw: list[str]) -> list[str]:
    """Take away an indent that all lines share, as a quoted or pasted text has."""
    filled = [line for line in raw if line.strip()]
    shared = min((len(line) - len(line.lstrip(" \t")) for line in filled), default=0)
    return [line[shared:] if line.strip() else line for line in raw] if shared else raw


def _page(number: int, lines: list[Line]) -> Page:
    return Page(number=number, width=0.0, height=0.0, lines=tuple(lines))


def _page_starts(raw: list[str]) -> set[int]:
    """Indexes of the lines that open a page: by form feeds, else by the leading blank.

    The blank counts only where it stands out, that is where hardly any line is indented.
    """
    fed = {
        index if line.startswith("\f") else index + 1
        for index, line in enumerate(raw)
        if "\f" in line
    }
    if fed:
        return fed
    for blank in (" ", "\t"):
        seams = [
            index for index, line in enumerate(raw) if line.startswith(blank) and line[1:2].strip()
        ]
        glued = all(index == 0 or raw[index - 1].strip() for index in seams)
        if seams and (glued or _are_pages_apart(seams, raw)):
            return set(seams)
    return set()


def _are_pages_apart(seams: list[int], raw: list[str]) -> bool:
    """Tell page starts from items that are indented by one blank: a page has many lines."""
    filled = [sum(1 for line in raw[low:high] if line.strip()) for low, high in pairwise(seams)]
    return all(count >= _MIN_PAGE for count in filled)


def _line(source: str, *, page: int, number: int, blank_before: int) -> Line | None:
    expanded = clean(source.replace("\f", "")).expandtabs(_TAB_WIDTH)
    text = expanded.strip()
    if not text.strip("\u00ad "):
        # A line of blanks alone is how some extractors draw the rule above the notes.
        if len(expanded) < RULE_BLANKS:
            return None
        return Line(page=page, number=number, text="", x1=len(expanded), blank_before=blank_before)
    indent = len(expanded) - len(expanded.lstrip())
    if _SEAM.match(source) and not source.startswith("\f"):
        indent = 0
    return Line(
        page=page,
        number=number,
        text=text,
        x0=float(indent),
        x1=float(indent + len(text)),
        trailing=len(expanded) - len(expanded.rstrip()),
        blank_before=blank_before,
    )


RULE_BLANKS = 40
