"""Files that call themselves recordings."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.factories.sounds import make_silence, make_sound

HTML = b"<!doctype html><script>alert(1)</script>"
SCRIPTS = b"".join([HTML] * 200)


def wav(rate: int, channels: int, data: bytes, *, claims: int | None = None) -> bytes:
    """A WAV of 8-bit samples that may claim more than it has."""
    claimed = len(data) if claims is None else claims
    shape = struct.pack(
        "<HHIIHH", 1, channels, rate, rate * channels & 0xFFFFFFFF, channels & 0xFFFF, 8
    )
    head = b"RIFF" + struct.pack("<I", claimed + 36 & 0xFFFFFFFF) + b"WAVEfmt "
    return head + struct.pack("<I", 16) + shape + b"data" + struct.pack("<I", claimed) + data


@dataclass(frozen=True)
class Hostile:
    """A file, and the codes that it may be refused with; none: what is kept is clean sound."""

    name: str
    make: Callable[[], bytes]
    codes: frozenset[str]

    def __str__(self) -> str:
        return self.name


def refused(name: str, make: Callable[[], bytes], *codes: str) -> Hostile:
    return Hostile(name, make, frozenset(codes or ("unreadable",)))


def kept(name: str, make: Callable[[], bytes]) -> Hostile:
    return Hostile(name, make, frozenset())


HOSTILE = (
    refused("ten hours of silence", lambda: make_silence(10), "too_long"),
    refused("sixteen minutes", lambda: make_silence(16 / 60), "too_long"),
    refused("eleven hours in 40 kB", lambda: wav(1, 1, b"\x80" * 40_000), "too_long", "unreadable"),
    refused("a day at 1 Hz", lambda: wav(1, 1, b"\x80" * 86_400), "too_long", "unreadable"),
    refused("65,535 channels", lambda: wav(48_000, 65_535, b"\x80" * 400_000)),
    refused("2 GHz", lambda: wav(2**31 - 1, 1, b"\x80" * 40_000), "unreadable", "too_short"),
    refused("no channel", lambda: wav(48_000, 0, b"\x80" * 40_000)),
    refused("0 Hz", lambda: wav(0, 1, b"\x80" * 40_000)),
    refused("4 GB, it says", lambda: wav(48_000, 1, b"\x80" * 400, claims=2**32 - 40), "too_short"),
    refused("a click", lambda: make_sound("wav", 0.01), "too_short"),
    refused("half an M4A", lambda: make_sound("m4a", 5)[:20_000]),
    kept("half a WebM", lambda: make_sound("webm", 5)[:20_000]),
    kept("WAV before HTML", lambda: make_sound("wav") + SCRIPTS),
    kept("MP3 before ZIP", lambda: make_sound("mp3") + b"PK\x03\x04" * 500),
    refused("WAV's first bytes before HTML", lambda: b"RIFF\0\0\0\0WAVE" + SCRIPTS),
    refused("Ogg's first bytes before HTML", lambda: b"OggS" + SCRIPTS),
    refused("ID3 before HTML", lambda: b"ID3\x04\0\0\0\0\0\0" + SCRIPTS),
    kept("a film with sound", lambda: make_sound("webm", film=True)),
    kept("a film with sound as MP4", lambda: make_sound("mp4", film=True)),
    refused("empty", bytes),
    refused("noise", lambda: bytes(range(256)) * 400),
    refused(
        "SVG", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    ),
    refused("PDF", lambda: b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
    refused("a sound AIFF", lambda: make_sound("aiff")),
    refused("a sound CAF", lambda: make_sound("caf")),
    refused("a sound AVI", lambda: make_sound("avi")),
    refused("AVI", lambda: b"RIFF\x24\0\0\0AVI LIST" + bytes(4_000)),
    refused("AIFF", lambda: b"FORM\0\0\0\x24AIFFCOMM" + bytes(4_000)),
    refused("ADTS", lambda: b"\xff\xf1\x50\x80\x02\x1f\xfc" * 500),
)


def playlists(secret: Path, url: str) -> dict[str, bytes]:
    """Texts that have a player open `secret` or ask `url`, bare and behind what recordings begin with."""
    m3u8 = (
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-MEDIA-SEQUENCE:0\n"
        f"#EXTINF:3.0,\nfile://{secret}\n#EXTINF:3.0,\n{url}/a.wav\n#EXT-X-ENDLIST\n"
    ).encode()
    texts = {
        "m3u8": m3u8,
        "concat": f"ffconcat version 1.0\nfile '{secret}'\nfile '{url}/b.wav'\n".encode(),
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        "mpd": (
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet>'
            f'<Representation id="a"><BaseURL>{url}/c.m4a</BaseURL></Representation>'
            "</AdaptationSet></Period></MPD>"
        ).encode(),
        "asx": f'<asx version="3.0"><entry><ref href="{url}/d.wav"/></entry></asx>'.encode(),
        "path": str(secret).encode(),
    }
    before = {
        "bare": b"",
        "id3": b"ID3\x04\0\0\0\0\0\0",
        "ogg": b"OggS",
        "wav": b"RIFF\0\0\0\0WAVE",
    }
    return {
        f"{name} {kind}": head + text
        for name, text in texts.items()
        for kind, head in before.items()
    }
