"""The records of a .shp, walked by hand: GDAL trusts the index and the counts that a file states.

Also makes the index (.shx) anew: it is often missing, and never needed.
"""

from __future__ import annotations

import struct
from itertools import pairwise

from geostories.importers.reading.found import Refused

MAGIC = b"\x00\x00\x27\x0a"

_HEADER = 100
_MULTIPATCH = 31
_POINT_BYTES = {0: 4, 1: 20, 11: 28, 21: 28}
"""At least: the measure of a point with height may be left out."""

_LINES = {3, 5, 13, 15, 23, 25}
_MANY_POINTS = {8, 18, 28}


def check(shp: bytes, *, vertices_allowed: int) -> tuple[int, bytes]:
    """How many records there are, and an index of them; raises Refused."""
    if len(shp) < _HEADER or not shp.startswith(MAGIC):
        raise Refused("import_unreadable")
    (words,) = struct.unpack_from(">I", shp, 24)
    (kind,) = struct.unpack_from("<I", shp, 32)
    if kind == _MULTIPATCH:
        raise Refused("import_multipatch")
    end = words * 2
    if end > len(shp) or kind not in {*_POINT_BYTES, *_LINES, *_MANY_POINTS}:
        raise Refused("import_unreadable")
    index, vertices, at = [], 0, _HEADER
    while at < end:
        length, corners = _record(shp, at, end, kind)
        vertices += corners
        if vertices > vertices_allowed:
            raise Refused("import_too_many_vertices", most=vertices_allowed)
        index.append(struct.pack(">II", at // 2, length // 2))
        at += 8 + length
    head = bytearray(shp[:_HEADER])
    struct.pack_into(">I", head, 24, (_HEADER + 8 * len(index)) // 2)
    return len(index), bytes(head) + b"".join(index)


def _record(shp: bytes, at: int, end: int, file_kind: int) -> tuple[int, int]:
    """Length in bytes and number of corners of the record at `at`."""
    if at + 12 > end:
        raise Refused("import_unreadable")
    _number, words = struct.unpack_from(">II", shp, at)
    (kind,) = struct.unpack_from("<I", shp, at + 8)
    length = words * 2
    if length < 4 or at + 8 + length > end or kind not in {0, file_kind}:
        raise Refused("import_unreadable")
    needed, corners = _needed(shp[at + 8 : at + 8 + length], kind)
    if needed > length:
        raise Refused("import_unreadable")
    return length, corners


def _needed(content: bytes, kind: int) -> tuple[int, int]:
    """The bytes that a record of this kind must have for the corners it claims."""
    if kind in _POINT_BYTES:
        return _POINT_BYTES[kind], int(kind > 0)
    several_parts = kind in _LINES
    fixed = 44 if several_parts else 40
    if len(content) < fixed:
        return fixed, 0
    parts, corners = struct.unpack_from("<II", content, 36) if several_parts else (0, 0)
    if not several_parts:
        (corners,) = struct.unpack_from("<I", content, 36)
    with_height = 13 <= kind <= 18
    needed = fixed + 4 * parts + 16 * corners + (16 + 8 * corners if with_height else 0)
    if needed <= len(content) and several_parts:
        _check_parts(content, parts, corners)
    return needed, corners


def _check_parts(content: bytes, parts: int, corners: int) -> None:
    starts = struct.unpack_from(f"<{parts}I", content, 44)
    rising = all(first < second for first, second in pairwise(starts))
    if starts and not (starts[0] == 0 and rising and starts[-1] < corners):
        raise Refused("import_unreadable")
