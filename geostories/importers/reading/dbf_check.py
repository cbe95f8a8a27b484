"""The table of a Shapefile: in which letters it is written, and dates that no calendar has.

GDAL believes the .cpg, or ISO-8859-1, and stops at the date 00000000. The letters say themselves
what they are, and dates are read as the text they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from geostories.importers.reading.found import Refused

_DELETED = 0x2A
_FIELD_BYTES = 32


@dataclass(frozen=True)
class Table:
    """A table that GDAL can read. `kept`: for each record whether it is not deleted."""

    data: bytes
    encoding: str
    kept: list[bool]


def check(dbf: bytes) -> Table:
    """Look at the table and mend it; raises Refused."""
    if len(dbf) < _FIELD_BYTES + 1:
        raise Refused("import_unreadable")
    records, header, length = struct.unpack_from("<IHH", dbf, 4)
    fields = list(_fields(dbf, header))
    if not fields or length != 1 + sum(width for _, width in fields):
        raise Refused("import_unreadable")
    if header + records * length > len(dbf):
        raise Refused("import_unreadable")
    mended = bytearray(dbf[: header + records * length])
    texts = list(_texts(fields))
    for number, (kind, _) in enumerate(fields):
        if kind == "D":
            mended[_FIELD_BYTES * (number + 1) + 11] = ord("C")
    starts = range(header, header + records * length, length)
    encoding = _encoding(mended, starts, texts)
    return Table(bytes(mended), encoding, [dbf[start] != _DELETED for start in starts])


def _fields(dbf: bytes, header: int) -> Iterator[tuple[str, int]]:
    """Kind and width of each field."""
    at = _FIELD_BYTES
    while at + _FIELD_BYTES <= min(header, len(dbf)) and dbf[at] != 0x0D:
        kind, low, high = chr(dbf[at + 11]), dbf[at + 16], dbf[at + 17]
        yield kind, low + 256 * high if kind == "C" else low
        at += _FIELD_BYTES


def _texts(fields: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Where in a record its texts begin and end."""
    at = 1
    for kind, width in fields:
        if kind == "C":
            yield at, at + width
        at += width


def _encoding(table: bytearray, starts: range, texts: list[tuple[int, int]]) -> str:
    """UTF-8 if all is: other letters never look like it by chance. Then Windows, then ISO."""
    cut = []
    for start in starts:
        for begin, end in texts:
            left = _left_over(bytes(table[start + begin : start + end]))
            if left is None:
                return _western(table, starts)
            if left:
                cut.append((start + begin + left[0], start + begin + left[1]))
    for begin, end in cut:
        table[begin:end] = b" " * (end - begin)
    return "UTF-8"


def _left_over(text: bytes) -> tuple[int, int] | tuple[()] | None:
    """Where half a letter stands at the end of a full field; () if none does; None: not UTF-8."""
    kept = text.rstrip(b" \0")
    try:
        kept.decode()
    except UnicodeDecodeError as error:
        at_the_end = error.reason == "unexpected end of data" and len(kept) == len(text)
        return (error.start, len(text)) if at_the_end else None
    return ()


def _western(table: bytearray, starts: range) -> str:
    try:
        bytes(table[starts.start :]).decode("cp1252")
    except UnicodeDecodeError:
        return "ISO-8859-1"
    return "CP1252"
