"""Words of a document as data: nothing in them is interpreted by a terminal or a spreadsheet."""

from __future__ import annotations

import re

# Controls steer a terminal; marks that turn the direction could disguise what follows; separators
# break rows; half a surrogate pair cannot be written at all. The line feed is the caller's.
_STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Spreadsheets look past blanks, and some take the full-width signs too.
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
# At the start of a paragraph these would make a list, a rule or an underlined heading.
_MARKDOWN_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))([.)]?)")


def visible(text: str) -> str:
    """Replace control characters, and marks that turn the direction, by their code points."""
    # Most texts hold nothing of the kind, and nothing of it is printable.
    if text.isprintable():
        return text
    return _STEERING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def json_safe(document: str) -> str:
    """Escape in a JSON document the controls that JSON itself lets through; it reads the same."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def markdown(text: str) -> str:
    """Escape what Markdown would interpret."""
    shown = visible(text).replace("\n", " ").replace("&", "&amp;")
    return _MARKDOWN_START.sub(_escaped_start, _MARKDOWN.sub(r"\\\1", shown))


def link(url: str) -> str:
    """Write an address as a Markdown link; one of another kind than the web's stays words."""
    is_web = re.fullmatch(r"https?://[^\s<>]+", url) and not _STEERING.search(url)
    return f"<{url}>" if is_web else markdown(url)


def _escaped_start(found: re.Match[str]) -> str:
    blanks, sign, stop = found.groups()
    return f"{blanks}{sign}\\{stop}" if sign.isdecimal() else f"{blanks}\\{sign}{stop}"
