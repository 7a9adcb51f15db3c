"""Words of a document are data: here they lose the power to steer what displays them."""

from __future__ import annotations

import re

# C0 and C1 controls steer terminals; bidirectional controls reorder what the eye sees; line and
# paragraph separators break rows; half a surrogate pair can't be written at all.
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_STEERING = re.compile(f"[{_CONTROLS}]")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~$]")
_MARKDOWN_START = re.compile(r"^(\s*)(?:([-+=#])|(\d+)([.)]))")


def visible(text: str) -> str:
    r"""Make text harmless for a terminal: one line, controls spelled out as `\x1b`."""
    return _STEERING.sub(_spell, _BLANKS.sub(" ", text))


def json_safe(document: str) -> str:
    r"""Escape in a JSON document, as `\u009b`, the controls that JSON itself lets through."""
    return _STEERING.sub(lambda m: m[0] if m[0] == "\n" else f"\\u{ord(m[0]):04x}", document)


def csv_cell(text: str) -> str:
    """Make text harmless for a spreadsheet: what looks like a formula gets an apostrophe."""
    shown = visible(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def markdown(text: str) -> str:
    """Escape what Markdown or HTML would take for markup."""
    shown = _MARKDOWN.sub(r"\\\g<0>", visible(text).replace("&", "&amp;"))
    return _MARKDOWN_START.sub(_escape_start, shown)


def link(url: str) -> str:
    """Write an address as a Markdown link; one of another kind than the web's stays text."""
    is_web = re.fullmatch(r"https?://[^\s<>]+", url) and not _STEERING.search(url)
    return f"<{url}>" if is_web else markdown(url)


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _escape_start(match: re.Match[str]) -> str:
    blanks, sign, number, stop = match.groups()
    return f"{blanks}\\{sign}" if sign else f"{blanks}{number}\\{stop}"
