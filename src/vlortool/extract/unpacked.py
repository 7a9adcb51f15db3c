"""How big a PDF is once its parts are unpacked, measured a piece at a time.

A file of kilobytes can hold a part that unpacks to gigabytes, or one packed in another. Readers
unpack a part whole: what this measures too big never reaches them. Images are left out, which no
reader unpacks for their text, and the parts of encrypted files, which only a reader can decrypt: of
those, and of parts that hide from this, the memory limit is the guard.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

_START = re.compile(rb"(?<!end)stream\r?\n")
_END = b"endstream"
_OBJECT = b"obj"
_HEAD_WINDOW = 4096
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_FILTER = re.compile(rb"/(?:Filter|F)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_PIECE = 1 << 20
_LZW_CLEAR, _LZW_END, _LZW_TABLE = 256, 257, 4096
_RUN_END = 128

Pieces = Iterable[bytes]


class _TooBigError(Exception):
    """More than the limit has come out."""


def is_bigger(data: bytes, most: int) -> bool:
    """Tell whether the parts of a PDF unpack to more than a number of bytes in all."""
    left = most
    try:
        for raw, filters in _parts(data):
            for piece in _unpacked(raw, filters, left):
                left -= len(piece)
    except _TooBigError:
        return True
    return False


def _parts(data: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the packed parts, each with the filters to undo."""
    for found in _START.finditer(data):
        start = found.end()
        head = data[max(found.start() - _HEAD_WINDOW, 0) : found.start()].rpartition(_OBJECT)[2]
        head = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), head)
        if _IMAGE.search(head):
            continue
        filters = _filters(head) or ([b"Fl"] if _ZLIB.match(data, start) else [])
        if filters:
            yield data[start : _end(data, start, head)], filters


def _filters(head: bytes) -> list[bytes]:
    named = _FILTER.search(head)
    return _NAMES.findall(head, named.end()) if named else []


def _end(data: bytes, start: int, head: bytes) -> int:
    # Whichever is later: the word may stand in what is packed, and the number may be anything.
    told = _LENGTH.search(head)
    length = int(told[1]) if told else 0
    end = data.find(_END, start)
    return max(end if end >= 0 else len(data), min(start + length, len(data)))


def _unpacked(raw: bytes, filters: list[bytes], most: int) -> Iterator[bytes]:
    pieces: Pieces = [raw]
    for name in filters:
        pieces = _metered(_DECODERS[name](pieces), most)
    yield from pieces


def _metered(pieces: Pieces, most: int) -> Iterator[bytes]:
    # Of each filter in turn: what comes out between two may be the bigger.
    for piece in pieces:
        most -= len(piece)
        if most < 0:
            raise _TooBigError
        yield piece


def _flate(pieces: Pieces) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not unpacking.eof:
            try:
                yield unpacking.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = unpacking.unconsumed_tail


def _lzw(pieces: Pieces) -> Iterator[bytes]:
    table: list[bytes] = []
    before = b""
    bits, held, width = 0, 0, 9
    for byte in chain.from_iterable(pieces):
        held = held << 8 | byte
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits
        held &= (1 << bits) - 1
        if code == _LZW_END:
            return
        if code == _LZW_CLEAR or not table:
            table = [bytes([value]) for value in range(256)] + [b"", b""]
            before, width = b"", 9
            if code == _LZW_CLEAR:
                continue
        if code > len(table) or (code == len(table) and not before):
            return
        entry = table[code] if code < len(table) else before + before[:1]
        if before and len(table) < _LZW_TABLE:
            table.append(before + entry[:1])
            width = min((len(table) + 1).bit_length(), 12)
            width = max(width, 9)
        before = entry
        yield entry


def _run_length(pieces: Pieces) -> Iterator[bytes]:
    data = chain.from_iterable(pieces)
    for length in data:
        if length == _RUN_END:
            return
        if length < _RUN_END:
            yield bytes(islice(data, length + 1))
        else:
            yield bytes(islice(data, 1)) * (257 - length)


def _ascii85(pieces: Pieces) -> Iterator[bytes]:
    data = b"".join(pieces).partition(b"~>")[0].removeprefix(b"<~")
    try:
        yield base64.a85decode(data)
    except ValueError:
        return


def _ascii_hex(pieces: Pieces) -> Iterator[bytes]:
    data = b"".join(b"".join(pieces).partition(b">")[0].split())
    try:
        yield binascii.unhexlify(data + b"0" * (len(data) % 2))
    except ValueError:
        return


_DECODERS: dict[bytes, Callable[[Pieces], Iterator[bytes]]] = {
    b"FlateDecode": _flate,
    b"Fl": _flate,
    b"LZWDecode": _lzw,
    b"LZW": _lzw,
    b"RunLengthDecode": _run_length,
    b"RL": _run_length,
    b"ASCII85Decode": _ascii85,
    b"A85": _ascii85,
    b"ASCIIHexDecode": _ascii_hex,
    b"AHx": _ascii_hex,
}
_NAMES = re.compile(rb"/(" + b"|".join(_DECODERS) + rb")\b")
