"""PDFs taken apart, changed a little where it matters, and put together again.

Blind changes to the bytes of a file break what is packed in it, and nothing else is then read. So
objects are kept as text and what is packed as it is unpacked: the changes are packed again, and the
index is made anew.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from harness import mutated
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, PdfObject, StreamObject
from tests.hostile.pdf import HEAD, body, index, stream

MOST = 200_000
_TOKEN = re.compile(
    rb"\d+ \d+ R|[+-]?\d*\.?\d+|/[^\s/<>\[\]()%]*|\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>|<<|>>|"
    rb"[\[\]]|[\w*'\"]+"
)
_NUMBERS = (
    *(b"0", b"-1", b"1", b"255", b"256", b"65535", b"65536", b"2147483647", b"-2147483648"),
    *(b"4294967296", b"99999999999999999999", b"1e999", b"-.0", b"0.00000001", b"3.4e38", b"1000"),
)
_OPERATORS = (
    *(b"q ", b"Q ", b"BT ", b"ET ", b"BI /W 9 /H 9 ID ", b"EI ", b"EMC ", b"n ", b"W n ", b"f "),
    *(b"0 0 0 0 0 0 cm ", b"1e9 0 0 1e9 0 0 cm ", b"0 1 -1 0 0 0 cm ", b"-1 0 0 -1 0 0 Tm "),
    *(b"0 0 m 9 9 l S ", b"0 0 9 9 re f ", b"3 Tr ", b"7 Tr ", b"-99 Tc ", b"0 Tz ", b"-100 Tz "),
    *(b"/F1 0 Tf ", b"/F1 -11 Tf ", b"/F1 99999 Tf ", b"() Tj ", b"[] TJ ", b"[(a) -1e9 (b)] TJ "),
    *(b"<FFFF0000> Tj ", b"(a) ' ", b'1 1 (a) " ', b"/Span << /ActualText <FEFFD800> >> BDC "),
)
_VALUES = (b"null", b"true", b"[]", b"<< >>", b"()", b"<>", b"/", b"(\xfe\xff\xd8\x00)", b"[0 0]")
_WORDS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\1")


class Part(NamedTuple):
    """An object of a file.

    Attributes:
        head: It, or what stands before its stream.
        content: Its stream, unpacked.
    """

    head: bytes
    content: bytes | None


class Parts(NamedTuple):
    """A file taken apart.

    Attributes:
        objects: Its objects, from 1 on.
        root: The number of its catalogue.
    """

    objects: list[Part]
    root: int


@cache
def taken_apart(data: bytes, pages: int) -> Parts | None:
    """Take a file's first pages apart; None if it is too broken for that."""
    try:
        writer = PdfWriter()
        found = PdfReader(io.BytesIO(data))
        writer.append(found, pages=(0, min(pages, len(found.pages))), import_outline=False)
        target = io.BytesIO()
        writer.write(target)
        reader = PdfReader(target)
        count = int(reader.trailer["/Size"])
        objects = [_part(reader.get_object(number)) for number in range(1, count)]
        return Parts(objects, reader.trailer.raw_get("/Root").idnum)
    except Exception:
        return None


def _part(one: PdfObject | None) -> Part:
    content = None
    if isinstance(one, StreamObject):
        content = one.get_data()
        packing = {"/Filter", "/DecodeParms", "/Length"}
        one = DictionaryObject({key: one.raw_get(key) for key in one if key not in packing})
    text = io.BytesIO()
    if one is not None:
        one.write_to_stream(text)
    return Part(text.getvalue() or b"null", content)


class Mutator:
    """Changes files, with pieces of others."""

    def __init__(self, files: Iterable[bytes], chance: random.Random, pages: int = 2) -> None:
        """Take the files apart.

        Args:
            files: Whole files; one that can't be taken apart is changed byte by byte.
            chance: Decides.
            pages: How many of the first pages to keep.
        """
        self._chance = chance
        self._apart: list[Parts] = []
        self._whole: list[bytes] = []
        for data in files:
            parts = taken_apart(data, pages)
            if parts is None:
                self._whole.append(data)
            else:
                self._apart.append(parts)
                self._whole.append(self._written(parts, is_odd=False))

    def next(self) -> bytes:
        """Return a changed file."""
        chance = self._chance
        if chance.random() < 0.1:
            return mutated(chance.choice(self._whole), self._whole, chance)[:MOST]
        parts = chance.choice(self._apart)
        objects = list(parts.objects)
        changes = (self._change_content, self._change_head, self._move)
        for change in chance.choices(changes, (5, 3, 1), k=chance.choice((1, 1, 1, 2, 2, 3, 8))):
            change(objects)
        data = self._written(Parts(objects, parts.root), is_odd=chance.random() < 0.3)
        if chance.random() < 0.1:
            data = mutated(data, self._whole, chance)
        return data[:MOST]

    def _other(self) -> Part:
        return self._chance.choice(self._chance.choice(self._apart).objects)

    def _change_head(self, objects: list[Part]) -> None:
        at = self._chance.randrange(len(objects))
        head = self._with_other_tokens(objects[at].head, len(objects))
        objects[at] = objects[at]._replace(head=head)

    def _change_content(self, objects: list[Part]) -> None:
        packed = [number for number, one in enumerate(objects) if one.content]
        if not packed:
            return
        at = self._chance.choice(packed)
        content = objects[at].content or b""
        # A font is binary but for its first lines, a page or a map of letters is text.
        is_text = b"\0" not in content[:400] and self._chance.random() < 0.9
        change = self._changed_text if is_text else self._changed_binary
        for _ in range(self._chance.choice((1, 1, 2, 5, 20))):
            content = change(content)[:MOST]
        objects[at] = objects[at]._replace(content=content)

    def _move(self, objects: list[Part]) -> None:
        """Put an object in the place of another, or a part of one in that of another's."""
        chance = self._chance
        at, place = chance.randrange(len(objects)), chance.randrange(len(objects))
        other = chance.choice((objects[place], self._other()))
        kind = chance.randrange(5)
        if kind == 0:
            objects[at], objects[place] = objects[place], objects[at]
        elif kind == 1:
            objects[at] = other
        elif kind == 2:
            objects[at] = objects[at]._replace(content=other.content)
        elif kind == 3:
            objects[at] = objects[at]._replace(head=other.head)
        else:
            itself = chance.choice((b"null", b"%d 0 R" % (at + 1), *_VALUES))
            objects[at] = Part(itself, chance.choice((None, objects[at].content)))

    def _with_other_tokens(self, text: bytes, count: int) -> bytes:
        chance = self._chance
        tokens = [found.span() for found in _TOKEN.finditer(text)]
        if not tokens:
            return chance.choice(_VALUES)
        at = chance.randrange(len(tokens))
        start, end = tokens[at]
        kind = chance.randrange(9)
        if kind < 2 and text[start:end].startswith(b"/") and at + 1 < len(tokens):
            # A key goes with its value, or nothing else of the dictionary is read.
            end = tokens[at + 1][1]
        token = text[start:end]
        if kind == 0:
            new = b""
        elif kind == 1:
            new = (token + b" ") * chance.choice((2, 3, 100))
        elif kind == 2:
            low, high = chance.choice(tokens)
            new = text[low:high]
        elif kind == 3:
            new = chance.choice(_TOKEN.findall(self._other().head) or [b"null"])
        elif kind == 4:
            depth = chance.choice((1, 2, 20, 600))
            before, behind = chance.choice(((b"[", b"]"), (b"<< /Kids ", b">>"), (b"q ", b"Q ")))
            new = before * depth + token + behind * depth
        else:
            new = self._like(token, count)
        return text[:start] + b" " + new + b" " + text[end:]

    def _like(self, token: bytes, count: int) -> bytes:
        """Return another token of the same kind."""
        chance = self._chance
        if token.endswith(b" R") and chance.random() < 0.8:
            return b"%d 0 R" % chance.randrange(1, count + 2)
        if re.fullmatch(rb"[+-]?\d*\.?\d+", token):
            step = chance.choice((-1, 1, 7, 100))
            near = b"%d" % (int(token) + step) if token.isdigit() else token + b"9"
            return chance.choice((*_NUMBERS, near, near, b"-" + token, token + b"00"))
        return chance.choice((*_VALUES, *_NUMBERS, b"%d 0 R" % chance.randrange(1, count + 2)))

    def _changed_text(self, content: bytes) -> bytes:
        chance = self._chance
        lines = content.splitlines(keepends=True)
        kind = chance.randrange(6)
        at = chance.randrange(len(lines)) if lines else 0
        if kind == 0:
            del lines[at : at + chance.choice((1, 3, 30))]
        elif kind == 1:
            lines[at:at] = lines[at : at + 5] * chance.choice((1, 2, 20))
        elif kind == 2:
            lines.insert(at, chance.choice(_OPERATORS) * chance.choice((1, 1, 2, 50, 200)))
        elif kind == 3:
            other = (self._other().content or b"").splitlines(keepends=True)
            lines[at:at] = other[: chance.choice((1, 5, 50))]
        elif lines:
            lines[at] = self._with_other_tokens(lines[at], 99)
        return b"".join(lines)

    def _changed_binary(self, content: bytes) -> bytes:
        chance = self._chance
        found = bytearray(content)
        # What counts and points is at the beginning of most fonts.
        at = chance.randrange(min(len(found), chance.choice((64, 600, MOST))) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            del found[at : at + chance.choice((1, 2, 4, 100, MOST))]
        elif kind == 1:
            found[at:at] = found[at : at + chance.choice((1, 2, 16, 500))]
        elif kind == 2:
            found[at : at + 2] = struct.pack(">H", chance.randrange(1 << 16))
        elif kind == 3:
            word = chance.choice(_WORDS)
            found[at : at + len(word)] = word
        elif kind == 4:
            other = self._other().content or b""
            start = chance.randrange(len(other) + 1)
            found[at : at + 40] = other[start : start + chance.choice((4, 40, 4000))]
        elif at < len(found):
            found[at] ^= 1 << chance.randrange(8)
        return bytes(found)

    def _written(self, parts: Parts, *, is_odd: bool) -> bytes:
        """Write a file; an odd one has another packing, or wrong lengths and places."""
        objects = [self._object(one, is_odd=is_odd) for one in parts.objects]
        if is_odd and self._chance.random() < 0.4:
            small = {number for number, one in enumerate(parts.objects, 1) if one.content is None}
            return _with_packed_objects(objects, small, parts.root)
        data, places = body(objects)
        tail = b"trailer << /Root %d 0 R /Size %d >>\n" % (parts.root, len(places) + 1)
        if is_odd and self._chance.random() < 0.3:
            places[self._chance.randrange(len(places))] = self._chance.randrange(len(data))
        return data + index(places) + tail + b"startxref\n%d\n%%%%EOF\n" % len(data)

    def _object(self, part: Part, *, is_odd: bool) -> bytes:
        if part.content is None:
            return part.head
        # The head of a stream is a dictionary, unless that has been changed.
        inner = part.head.strip().removeprefix(b"<<").removesuffix(b">>")
        pack, named = _PACKINGS[0]
        if is_odd and self._chance.random() < 0.3:
            pack, named = self._chance.choice(_PACKINGS)
        data = stream(pack(part.content), named + inner)
        if is_odd and self._chance.random() < 0.1:
            length = self._chance.choice((*_NUMBERS, b"1 0 R", b"999 0 R", b"/x"))
            data = re.sub(rb"(?<=^<< /Length )\d+", length, data)
        return data


def _with_packed_objects(objects: list[bytes], small: set[int], root: int) -> bytes:
    """Write a file whose small objects are packed in one, and its index too."""
    data = bytearray(HEAD)
    count = len(objects)
    heads, packed, rows = b"", b"", [b"\0" * 7]
    for number, one in enumerate(objects, start=1):
        if number in small:
            rows.append(struct.pack(">BIH", 2, count + 1, len(heads.split()) // 2))
            heads += b"%d %d " % (number, len(packed))
            packed += one + b" "
        else:
            rows.append(struct.pack(">BIH", 1, len(data), 0))
            data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    told = b"/Filter /FlateDecode /Type /ObjStm /N %d /First %d" % (len(small), len(heads))
    holder = stream(_flate(heads + packed), told)
    rows.append(struct.pack(">BIH", 1, len(data), 0))
    data += b"%d 0 obj\n%s\nendobj\n" % (count + 1, holder)
    rows.append(struct.pack(">BIH", 1, len(data), 0))
    told = b"/Filter /FlateDecode /Type /XRef /W [1 4 2] /Size %d /Root %d 0 R" % (count + 3, root)
    place = len(data)
    data += b"%d 0 obj\n%s\nendobj\n" % (count + 2, stream(_flate(b"".join(rows)), told))
    return bytes(data) + b"startxref\n%d\n%%%%EOF\n" % place


def _flate(content: bytes) -> bytes:
    return zlib.compress(content, 1)


def _hex(content: bytes) -> bytes:
    return content.hex().encode() + b">"


def _twice(content: bytes) -> bytes:
    return _hex(_flate(content))


def _runs(content: bytes) -> bytes:
    pieces = (content[at : at + 128] for at in range(0, len(content), 128))
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces) + b"\x80"


def _plain(content: bytes) -> bytes:
    return content


_PACKINGS: Sequence[tuple[Callable[[bytes], bytes], bytes]] = (
    (_flate, b"/Filter /FlateDecode "),
    (_plain, b""),
    (_hex, b"/Filter /ASCIIHexDecode "),
    (_twice, b"/Filter [/ASCIIHexDecode /FlateDecode] "),
    (_runs, b"/Filter /RunLengthDecode "),
    # Said to be packed otherwise than it is.
    (_flate, b"/Filter /LZWDecode "),
    (_flate, b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 4 >> "),
    (_plain, b"/Filter /ASCII85Decode "),
)
