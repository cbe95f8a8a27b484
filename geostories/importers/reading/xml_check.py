"""XML from outside, looked through before any reader of a format sees it.

It is decoded here, strictly, and written anew as UTF-8 without a declaration: two readers that
understand letters differently see two different files.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from geostories.importers.reading.found import Refused

DEEPEST = 100
"""Formats of places nest some ten deep; readers that call themselves break at some thousands."""

LONGEST_TAG = 1_000_000
"""Bytes of one tag or comment. Readers that take a file piece by piece look at an unfinished one
anew with every piece: one of 50 MB costs them minutes."""

MOST_ATTRIBUTES = 50
"""On one element; formats of places have a handful."""

_DECLARATION = re.compile(r"\s*<\?xml\s([^>]{0,200}?)\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_ALREADY = {"utf-8", "utf8", "us-ascii"}
LETTERS = {"utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "latin1"}
"""What a declaration may name."""


@dataclass
class Document:
    """XML that is safe to read, as UTF-8. `root`: its name without namespace; `members`: how many
    elements lie right below it, or below what only holds a collection, by name.
    """

    data: bytes
    root: str = ""
    members: dict[str, int] = field(default_factory=dict)


def is_xml(data: bytes) -> bool:
    """Whether it looks like XML at all."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[2:4].replace(b"\0", b"") == b"<"
    return data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def check(data: bytes) -> Document:
    """Decode it and walk through it once; raises Refused."""
    document = Document(_as_utf8(data))
    _Walk(document).run()
    return document


def _as_utf8(data: bytes) -> bytes:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    if not encoding:
        declared = _DECLARATION.match(data[:300].decode("latin-1"))
        said = _ENCODING.search(declared[1]) if declared else None
        encoding = said[1].casefold() if said else "utf-8"
        if encoding not in LETTERS:
            raise Refused("import_unknown_letters", encoding=encoding)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raise Refused("import_wrong_letters", encoding=encoding) from None
    if "\0" in text:  # UTF-16 in disguise: some readers would take it as that
        raise Refused("import_broken_xml", line=text.count("\n", 0, text.index("\0")) + 1)
    body = data[len(mark) :] if encoding in _ALREADY else text.encode()
    declared = _DECLARATION.match(body[:300].decode("latin-1"))
    return body[declared.end() :].lstrip() if declared else body


class _Walk:
    """One pass of a parser that only looks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._path: list[str] = []

    def run(self) -> None:
        parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._enter
        parser.EndElementHandler = self._leave
        try:
            for start in range(0, len(self._document.data), LONGEST_TAG):
                end = start + LONGEST_TAG
                parser.Parse(self._document.data[start:end], False)
                if start - parser.CurrentByteIndex > LONGEST_TAG:
                    raise Refused("import_deep_xml")
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("import_broken_xml", line=error.lineno) from None

    def _refuse(self, *_said: object) -> None:
        raise Refused("import_doctype")

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if len(self._path) >= DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise Refused("import_deep_xml")
        if not self._path:
            self._document.root = local
        elif len(self._path) == 1 or self._path[1:] == ["featureMembers"]:
            members = self._document.members
            members[local] = members.get(local, 0) + 1
        self._path.append(local)

    def _leave(self, _name: str) -> None:
        self._path.pop()
