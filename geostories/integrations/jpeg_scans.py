"""How many passes over its pixels a JPEG asks for: a small file can ask for hours of them."""

from __future__ import annotations

import re

MOST_SCANS = 100
"""Encoders write some ten; each one costs as much as the whole picture."""

MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
"""Not the zero and the restarts that stand within a scan."""
START, END, ALONE = 0xDA, 0xD9, (0x01, 0xD8)


def count_scans(content: bytes) -> int:
    """Of the first picture of a JPEG; what lies behind its end, or in its segments, is not looked at."""
    at, scans = 2, 0
    while marker := MARKER.search(content, at):
        kind, at = marker[1][0], marker.end()
        if kind == END:
            break
        scans += kind == START
        if kind not in ALONE:
            at += int.from_bytes(content[at : at + 2])
    return scans
