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
from math import prod

_START = re.compile(rb"(?<!end)stream\r?\n")
_END = b"endstream"
_OBJECT = b"obj"
_HEAD_WINDOW = 4096
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_FILTER = re.compile(rb"/(?:Filter|F)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
# How much goes into a decoder at a time, and comes out.
_BITE, _PIECE = 1 << 16, 1 << 20
_LZW_CLEAR, _LZW_END, _LZW_TABLE, _LZW_WIDEST = 256, 257, 4096, 12
_RUN_END = 128
_NOT_85 = bytes({*range(256)} - {*range(ord("!"), ord("u") + 1), *b"z~"})
_NOT_HEX = bytes({*range(256)} - {*b"0123456789abcdefABCDEF>"})

Pieces = Iterable[bytes]
Decoder = Callable[[Pieces], Iterator[bytes]]


class _TooBigError(Exception):
    """More than the limit has come out."""


def is_bigger(data: bytes, most: int) -> bool:
    """Tell whether the parts of a PDF unpack to more than a number of bytes in all."""
    parts = list(_parts(data))
    if sum(len(raw) * prod(_GROWTH[one] for one in decoders) for raw, decoders in parts) <= most:
        # Most files: they need not be unpacked to know.
        return False
    left = most
    try:
        for raw, decoders in parts:
            for piece in _unpacked(raw, decoders, left):
                left -= len(piece)
    except _TooBigError:
        return True
    return False


def _parts(data: bytes) -> Iterator[tuple[memoryview, list[Decoder]]]:
    """Yield the packed parts, each with what undoes its filters."""
    view = memoryview(data)
    end = 0
    for found in _START.finditer(data):
        start = found.end()
        if start > end >= 0:
            end = data.find(_END, start)
        head = data[max(found.start() - _HEAD_WINDOW, 0) : found.start()].rpartition(_OBJECT)[2]
        head = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), head)
        if _IMAGE.search(head):
            continue
        decoders = _decoders(head) or ([_flate] if _ZLIB.match(data, start) else [])
        if decoders:
            # Whichever is later: the word may stand in what is packed, and the number be anything.
            told = _LENGTH.search(head)
            length = int(told[1]) if told else 0
            yield view[start : max(end if end >= 0 else len(data), start + length)], decoders


def _decoders(head: bytes) -> list[Decoder]:
    named = _FILTER.search(head)
    return [_DECODERS[name] for name in _NAMES.findall(head, named.end())] if named else []


def _unpacked(raw: memoryview, decoders: list[Decoder], most: int) -> Iterator[bytes]:
    pieces: Pieces = (bytes(raw[at : at + _BITE]) for at in range(0, len(raw), _BITE))
    stages = []
    for decoder in decoders:
        pieces = _metered(decoder(pieces), most)
        stages.append(pieces)
    yield from pieces
    # Readers undo each filter whole, also what the next one takes no more of.
    for stage in stages:
        for _ in stage:
            pass


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
            # A code early, as is the custom in PDF.
            if len(table) + 1 >> width and width < _LZW_WIDEST:
                width += 1
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
    for group in _groups(pieces, _NOT_85, b"~", 5):
        try:
            yield base64.a85decode(group)
        except ValueError:
            return


def _ascii_hex(pieces: Pieces) -> Iterator[bytes]:
    for group in _groups(pieces, _NOT_HEX, b">", 2):
        yield binascii.unhexlify(group if len(group) % 2 == 0 else group + b"0")


def _groups(pieces: Pieces, without: bytes, end: bytes, size: int) -> Iterator[bytes]:
    """Yield the letters of a text up to its end, a multiple of some number at a time."""
    rest = b""
    for piece in pieces:
        # For short, `z` is a group of zeros.
        letters = rest + piece.translate(None, without).replace(b"z", b"!!!!!")
        letters, ended, _ = letters.removeprefix(b"<~").partition(end)
        whole = len(letters) // size * size
        yield letters[:whole]
        rest = letters[whole:]
        if ended:
            break
    yield rest


_DECODERS: dict[bytes, Decoder] = {
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
# What a byte can become at most: 258 bytes are two bits, 3,840 are a code of twelve bits,
# 128 are two bytes, four zeros are a `z`.
_GROWTH: dict[Decoder, int] = {
    _flate: 1032,
    _lzw: 2560,
    _run_length: 64,
    _ascii85: 4,
    _ascii_hex: 1,
}
