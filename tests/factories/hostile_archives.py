"""Archives that swell, lie, hide, or write where they should not."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.factories.hostile_file import Hostile, holding
from tests.factories.hostile_xml import document

KML = document("kml", name="Ön").encode()
GEOJSON = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"a"},'
    b'"geometry":{"type":"Point","coordinates":[16.2,58.9]}}]}'
)
PLACE = "platser.geojson"
LINK, DEVICE, PIPE, SOCKET = stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK
SLIP = "utbruten-kanarie.txt"
"""No file of this name may be anywhere when all is read."""

_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50


def archive(
    *members: tuple[str | zipfile.ZipInfo, bytes], way: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP of these, as any program writes it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", way) as target:
        for name, content in members:
            target.writestr(name, content)
    return whole.getvalue()


def list_archives(outside: Path) -> list[Hostile]:
    """All of them; `outside` is a folder that absolute names lead to."""
    return [*_bombs(), *_names(outside), *_kinds(outside), *_lies(), *_others()]


def zeros(megabytes: int) -> bytes:
    """A member that packs to a thousandth."""
    return bytes(megabytes << 20)


def _bombs() -> Iterator[Hostile]:
    yield Hostile("200 MB in 195 kB", lambda: archive((PLACE, zeros(201))))
    yield Hostile(
        "200 MB of blanks before a layer", lambda: archive((PLACE, b" " * (201 << 20) + GEOJSON))
    )
    yield Hostile("400 MB beside a layer", lambda: archive((PLACE, GEOJSON), ("b.bin", zeros(400))))
    yield Hostile("40 times 10 MB", lambda: archive(*((f"{n}.shp", zeros(10)) for n in range(40))))
    yield Hostile("overlapping members", _overlapping)
    yield Hostile("the same bytes 400 times", lambda: _shared(400, zeros(20)))
    yield Hostile("100,000 entries", lambda: archive(*((f"{n}.txt", b"") for n in range(100_000))))
    yield Hostile("70,000 folders", lambda: archive(*((f"{n}/", b"") for n in range(70_000))))
    yield Hostile("501 layers", lambda: archive(*((f"{n}.geojson", GEOJSON) for n in range(501))))
    inner = archive((PLACE, GEOJSON))
    for suffix in ("zip", "kmz", "gz", "tar", "7z", "rar", "geojson", "shp", "kml", "csv"):
        yield holding(f"an archive inside, as .{suffix}", archive((f"inre.{suffix}", inner)))
    yield Hostile("archives 30 deep", lambda: _deep(30))
    yield Hostile("a quine of sorts: sixteen of sixteen", _forty_two)
    yield Hostile(
        "an archive in a KMZ",
        lambda: archive(("doc.kml", archive((PLACE, b" " * (150 << 20) + GEOJSON)))),
    )


def _deep(depth: int) -> bytes:
    content = archive((PLACE, GEOJSON))
    for _ in range(depth):
        content = archive(("inre.zip", content))
    return content


def _forty_two() -> bytes:
    content = archive(("0.dll", zeros(50)))
    for _ in range(3):
        content = archive(*((f"lib {number}.zip", content) for number in range(16)))
    return content


def _names(outside: Path) -> Iterator[Hostile]:
    where = {
        "one up": f"../{SLIP}",
        "many up": f"{'../' * 20}tmp/{SLIP}",
        "down and up": f"a/../../{SLIP}",
        "absolute": str(outside / SLIP),
        "absolute, two slashes": f"//{outside}/{SLIP}",
        "backslashes": f"..\\..\\{SLIP}",
        "mixed slashes": f"..\\/../{SLIP}",
        "a drive": f"C:\\{SLIP}",
        "a drive, relative": f"C:{SLIP}",
        "a share": f"\\\\host\\share\\{SLIP}",
        "device path": f"\\\\?\\C:\\{SLIP}",
        "stream": f"{PLACE}:{SLIP}",
        "stream with a type": f"{PLACE}::$DATA",
        "file address": f"file:///{SLIP}",
        "line break": f"a\n../{SLIP}",
        "NUL": f"{PLACE}\0.exe",
        "escape signs": f"\x1b[2J{SLIP}",
        "only dots": "..",
    }
    for name, path in where.items():
        for suffix in ("", "/"):
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = path + suffix
            yield holding(f"name: {name}{suffix}", archive((PLACE, GEOJSON), (info, b"x")))
    odd = {
        "home": f"~/{SLIP}",
        "variable": f"$HOME/{SLIP}",
        "dot": f"./{PLACE}",
        "trailing dots": f"{PLACE}. .",
        "device of DOS": "con.geojson",
        "right to left": f"\u202e{PLACE}",
        "full width dots": f"\uff0e\uff0e/{SLIP}",
        "very long": "a" * 60_000 + ".geojson",
        "very deep": "a/" * 20_000 + PLACE,
    }
    for name, path in odd.items():
        yield holding(f"odd name: {name}", archive((path, GEOJSON)), may_pass=True)
    for name, twins in {
        "the same": (PLACE, PLACE),
        "other case": (PLACE, PLACE.upper()),
        "composed otherwise": ("\u00e5.geojson", "a\u030a.geojson"),
        "long s": ("s.geojson", "\u017f.geojson"),
    }.items():
        content = [(each, GEOJSON) for each in twins]
        yield holding(f"twice: {name}", _silent(content))
    parts = [("a.shp", b"x"), ("A.SHP", b"y"), ("a.dbf", b"z"), ("a.DBF", b"w")]
    yield holding("parts twice in other case", archive(*parts))


def _silent(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Without zipfile's warning about the name that is there already."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as target:
        for name, content in members:
            target.NameToInfo.clear()
            target.writestr(name, content)
    return whole.getvalue()


def _kinds(outside: Path) -> Iterator[Hostile]:
    targets = ("/etc/passwd", "../../etc/passwd", str(outside / SLIP), "/proc/self/environ")
    for target in targets:
        yield holding(f"link to {target}", archive(_special(PLACE, LINK, target.encode())))
    yield holding("a link, then a file through it", archive(
        _special("lager", LINK, str(outside).encode()), (f"lager/{SLIP}", b"x"), (PLACE, GEOJSON)
    ))  # fmt: skip
    for name, kind in (("device", DEVICE), ("pipe", PIPE), ("socket", SOCKET)):
        yield holding(name, archive(_special(PLACE, kind, b"")))
    with_bits = _special(PLACE, stat.S_IFREG | stat.S_ISUID | 0o777, GEOJSON)
    yield holding("runs as its owner", archive(with_bits), may_pass=True)


def _special(name: str, mode: int, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info, content


def _lies() -> Iterator[Hostile]:
    whole = archive((PLACE, GEOJSON), way=zipfile.ZIP_STORED)
    central = whole.index(struct.pack("<I", _CENTRAL))
    end = whole.index(struct.pack("<I", _END))

    def changed(*changes: tuple[int, str, int]) -> bytes:
        data = bytearray(whole)
        for at, form, value in changes:
            struct.pack_into(f"<{form}", data, at, value)
        return bytes(data)

    for claimed in (0, 1, 2**31 - 1, 2**32 - 2, 2**32 - 1):
        for name, at in (("packed", 20), ("unpacked", 24)):
            yield holding(f"{name} size {claimed}", changed((central + at, "I", claimed)))
        yield holding(f"both sizes {claimed}", changed(
            (central + 20, "I", claimed), (central + 24, "I", claimed)
        ))  # fmt: skip
        yield holding(f"local size {claimed}", changed((22, "I", claimed)), may_pass=True)
        yield holding(
            f"begins at {claimed}", changed((central + 42, "I", claimed)), may_pass=claimed == 0
        )
        yield holding(f"directory at {claimed}", changed((end + 16, "I", claimed)))
        yield holding(f"directory of {claimed} bytes", changed((end + 12, "I", claimed)))
    for claimed in (0, 2, 65_535):
        many = changed((end + 8, "H", claimed), (end + 10, "H", claimed))
        yield holding(f"{claimed} entries claimed", many, may_pass=True)
    for way in (1, 6, 9, 12, 14, 93, 95, 97, 98, 99, 65_535):
        both = changed((central + 10, "H", way), (8, "H", way))
        yield holding(f"packed in way {way}", both)
    for flags in (0x1, 0x41, 0x20, 0x2000):
        both = changed((central + 8, "H", flags), (6, "H", flags))
        yield holding(f"flags {flags:#x}", both)
    yield holding("another sum", changed((central + 16, "I", 7)))
    yield holding("another name inside", whole.replace(PLACE.encode(), b"platser.geoxxxx", 1))
    for name, size, packed in (("huge", 2**63 - 1, 10), ("small", 1, 1), ("zero", 0, 0)):
        yield holding(f"ZIP64, {name}", _zip64(size, packed))
    yield holding("ZIP64 end at the moon", _zip64_end(2**62))
    yield holding("stated smaller than it is", _understated(zeros(300)))
    yield holding("a comment that holds another archive", _with_comment(whole), may_pass=True)
    yield holding("something before it", b"MZ" + b"\0" * 1_000 + whole)
    for part in (1, 3, 30, len(whole) // 2, len(whole) - 1):
        yield holding(f"cut to {part} bytes", whole[:part])
    yield holding("empty", archive())


def _zip64(size: int, packed: int) -> bytes:
    whole = archive((PLACE, GEOJSON), way=zipfile.ZIP_STORED)
    at = whole.index(struct.pack("<I", _CENTRAL))
    central = bytearray(whole[at : whole.index(struct.pack("<I", _END))])
    struct.pack_into("<II", central, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    extra = struct.pack("<HHQQ", 1, 16, size, packed)
    struct.pack_into("<H", central, 30, len(extra))
    central += extra
    end = struct.pack("<IHHHHIIH", _END, 0, 0, 1, 1, len(central), at, 0)
    return whole[:at] + bytes(central) + end


def _zip64_end(offset: int) -> bytes:
    whole = archive((PLACE, GEOJSON))
    at = whole.index(struct.pack("<I", _END))
    locator = struct.pack("<IIQI", 0x07064B50, 0, offset, 1)
    return (
        whole[:at]
        + locator
        + struct.pack("<IHHHHIIH", _END, 0, 0, 0xFFFF, 0xFFFF, 0, 0xFFFFFFFF, 0)
    )


def _understated(content: bytes) -> bytes:
    """Unpacks to far more than the directory says."""
    whole = bytearray(archive((PLACE, content)))
    central = whole.index(struct.pack("<I", _CENTRAL))
    struct.pack_into("<I", whole, central + 24, 100)
    return bytes(whole)


def _with_comment(whole: bytes) -> bytes:
    inner = archive(("annat.kml", KML))
    return whole[:-2] + struct.pack("<H", len(inner)) + inner


def _overlapping() -> bytes:
    """Many entries whose packed bytes are one and the same kernel: the newest kind of bomb."""
    return _shared(500, zeros(100))


def _shared(count: int, content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    head = struct.pack("<IHHHHHIIIHH", _LOCAL, 20, 0, 8, 0, 0, zlib.crc32(content), len(packed),
                       len(content), 5, 0)  # fmt: skip
    body = head + b"a.shp" + packed
    entries = b""
    for number in range(count):
        name = f"{number}.shp".encode()
        entries += struct.pack(
            "<IHHHHHHIIIHHHHHII", _CENTRAL, 20, 20, 0, 8, 0, 0, zlib.crc32(content), len(packed),
            len(content), len(name), 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    end = struct.pack("<IHHHHIIH", _END, 0, 0, count, count, len(entries), len(body), 0)
    return body + entries + end


def _others() -> Iterator[Hostile]:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as target:
        info = tarfile.TarInfo(f"../{SLIP}")
        info.size = 1
        target.addfile(info, io.BytesIO(b"x"))
    yield holding("a tar", whole.getvalue())
    yield holding("gzip", zlib.compress(GEOJSON, wbits=31))
    yield holding("gzip of much", zlib.compress(zeros(300), wbits=31))
    yield holding("7z's first bytes", b"7z\xbc\xaf\x27\x1c" + bytes(100))
    yield holding("RAR's first bytes", b"Rar!\x1a\x07\x01\x00" + bytes(100))
    yield holding("ZIP's first bytes", b"PK\x03\x04" + bytes(100))
    yield holding(
        "a document of a word processor", archive(("word/document.xml", b"<w:document/>"))
    )
    yield holding("no layer in it", archive(("las-mig.pdf", b"%PDF-1.7")))
    yield holding("two layers", archive((PLACE, GEOJSON), ("b.geojson", GEOJSON)))
    yield holding("a VRT beside a table", archive(
        ("a.vrt", b"<OGRVRTDataSource/>"), ("a.csv", b"name,lat,lon\na,58.9,16.2\n")
    ), may_pass=True)  # fmt: skip
