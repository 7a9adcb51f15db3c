"""Whether a PDF is whole, as far as that shows without reading it.

Readers mend what they can and say nothing of it: a page whose text is lost is then a blank one.
"""

from __future__ import annotations

import re
import zlib

_HEAD = b"%PDF-"
_TAIL = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_TAIL_WINDOW = 2048
_MAX_DIGITS = 15
_INDEX = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_ENCRYPTED = b"/Encrypt"
# Parts that are packed by zlib begin with its two bytes.
_PACKED = re.compile(rb"stream\r?\n(?=x[\x01\x5e\x9c\xda])")
_END = b"endstream"
# Acrobat leaves what it adds to a file open, after a flush: nothing is missing from it.
_FLUSHED = b"\x00\x00\xff\xff"
_HEAD_WINDOW = 600
# Packed twice, or an image or a font, which holds no text.
_OTHER = re.compile(
    rb"ASCII85Decode|ASCIIHexDecode|LZWDecode|RunLengthDecode"
    rb"|/Image\b|/Length1\b|/Type1C\b|/CIDFontType0C\b|/OpenType\b"
)
_PIECE, _PIECES = 1 << 20, 64


def has_index(data: bytes) -> bool:
    """Tell whether the end of a PDF says where its index is, and it is there."""
    tails = _TAIL.findall(data, max(len(data) - _TAIL_WINDOW, 0))
    # Places count from the header, whatever a server has put before it.
    if not tails or len(tails[-1]) > _MAX_DIGITS:
        return False
    return bool(_INDEX.match(data, max(data.find(_HEAD), 0) + int(tails[-1])))


def damaged_parts(data: bytes) -> int:
    """Return how many of a PDF's packed parts are damaged; of an encrypted one that is unknown."""
    if _ENCRYPTED in data:
        return 0
    return sum(
        not _is_whole(data, found.end())
        for found in _PACKED.finditer(data)
        if not _OTHER.search(_head(data, found.start()))
    )


def _head(data: bytes, end: int) -> bytes:
    return data[max(end - _HEAD_WINDOW, 0) : end].rpartition(b"obj")[2]


def _is_whole(data: bytes, start: int) -> bool:
    end = data.find(_END, start)
    unpacking = zlib.decompressobj()
    rest = data[start : end if end > 0 else len(data)]
    # A little goes in, little comes out: a file may hold a part that unpacks without end.
    for _ in range(_PIECES):
        try:
            unpacking.decompress(rest, _PIECE)
        except zlib.error:
            return False
        rest = unpacking.unconsumed_tail
        if unpacking.eof or not rest:
            return unpacking.eof or _is_flushed(data, end)
    return True


def _is_flushed(data: bytes, end: int) -> bool:
    return end > 0 and data[end - 6 : end].rstrip(b"\r\n").endswith(_FLUSHED)
