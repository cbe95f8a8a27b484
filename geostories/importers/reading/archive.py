"""Archives from outside: looked through before anything in them is unpacked."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath

from geostories.importers.reading.found import Refused

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

MOST_MEMBERS = 500
"""A register has some twenty files with everything a map program adds; a KMZ its pictures."""

_LOCKED = 0x1 | 0x40 | 0x2000
"""Flags of a member, or of the whole list of members, that needs a word to be read."""

_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ARCHIVES = {".zip", ".kmz", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar"}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Archive:
    """A ZIP whose names, sizes and kinds have been looked at; raises Refused."""

    def __init__(self, data: bytes, *, most_bytes: int) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Refused("import_unreadable") from None
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            raise Refused("import_archive_members", most=MOST_MEMBERS)
        for info in infos:
            _look_at(info)
        if sum(info.compress_size for info in infos) > len(data):
            raise Refused("import_unreadable")  # members that share their bytes, or lie of them
        if sum(info.file_size for info in infos) > most_bytes:
            raise Refused("import_too_large", megabytes=most_bytes // 10**6)
        folded = [unicodedata.normalize("NFC", info.filename).casefold() for info in infos]
        if len(set(folded)) < len(folded):
            raise Refused("import_archive_twice", name=_twice(folded))
        self._infos = {info.filename: info for info in infos if not _is_litter(info)}

    @property
    def names(self) -> list[str]:
        """The files in it that somebody put there."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """The bytes of one, no more than it said it holds."""
        info = self._infos[name]
        try:
            with self._zip.open(info) as member:
                content = member.read(info.file_size + 1)
        except _BROKEN:
            raise Refused("import_unreadable") from None
        if content.startswith(MAGIC):
            raise Refused("import_archive_nested", name=name)
        return content


def _look_at(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    parts = PurePosixPath(name).parts
    if (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in parts
        or any(unicodedata.category(sign) == "Cc" for sign in name)
    ):
        raise Refused("import_archive_path", name=name)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise Refused("import_archive_link", name=name)
    if info.flag_bits & _LOCKED:
        raise Refused("import_archive_locked")
    if info.compress_type not in _WAYS:
        raise Refused("import_unreadable")
    if PurePosixPath(name).suffix.casefold() in _ARCHIVES:
        raise Refused("import_archive_nested", name=name)


def _twice(names: list[str]) -> str:
    return next(name for number, name in enumerate(names) if name in names[:number])


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave behind."""
    path = PurePosixPath(info.filename)
    return info.is_dir() or path.parts[0] == "__MACOSX" or path.name.startswith(".")
