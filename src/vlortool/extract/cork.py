"""Letters of TeX's bitmap fonts, which carry neither a name nor a Unicode map.

pdfTeX embeds such a font where no outline version is installed. Its codes are those of the Cork
encoding (T1), for Dutch text with a few signs of TS1 above 0x80; pdfminer reads them as codes of
Adobe's standard encoding. Source of the tables: LaTeX's `t1enc.def` and `ts1enc.def`.
"""

from __future__ import annotations

import re
from functools import cache

from pdfminer.encodingdb import EncodingDB

# The name that pdfminer gives to a font without one.
NAMELESS = "unknown"
_CID = re.compile(r"\(cid:(\d+)\)")
_LOW = dict(
    enumerate(
        "` ´ ˆ ˜ ¨ ˝ ˚ ˇ ˘ ¯ ˙ ¸ ˛ ‚ ‹ › “ ” „ « » – — | | ı | ff fi fl ffi ffl".split()  # noqa: SIM905
    )
)
_NOTHING = "|"
_SIGNS = {
    0x7F: "-", 0x88: "•", 0xA7: "§", 0xA9: "©", 0xAC: "¬", 0xB0: "°", 0xB1: "±", 0xB7: "·",
    0xBF: "€", 0xD7: "Œ", 0xDF: "SS", 0xF7: "œ", 0xFF: "ß",
}  # fmt: skip


@cache
def _codes() -> dict[str, int]:
    """Return the code that each character of Adobe's standard encoding stands for."""
    return {char: code for code, char in EncodingDB.std2unicode.items()}


def decode(text: str) -> str:
    """Return the letter that a character of a nameless font stands for."""
    found = _CID.fullmatch(text)
    code = int(found[1]) if found else _codes().get(text)
    if code is None:
        return text
    if code in _SIGNS:
        return _SIGNS[code]
    if code in _LOW:
        return _LOW[code].replace(_NOTHING, "")
    return chr(code) if code >= 0xC0 else text
