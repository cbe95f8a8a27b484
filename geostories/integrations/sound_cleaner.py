"""Clean a recording: decode within limits, keep only the sound, write AAC. Runs as a process of its own.

Reads the upload on standard input, writes a header, the waveform and the file on standard output.
Any trouble, even being killed, leaves no output and an exit status other than 0.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from geostories.integrations import child_process
from geostories.integrations.child_process import NoAnswer, limit_use

if TYPE_CHECKING:
    import numpy as np

    from geostories.config import Settings

    Samples = np.ndarray[Any, np.dtype[np.int16]]

CODECS = frozenset({"opus", "vorbis", "aac", "mp3", "flac"})
DECODERS = (
    "opus,libopus,vorbis,libvorbis,aac,mp3,mp3float,flac,pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,"
    "pcm_f32le"
)
"""No other ever runs, whatever else lies in the file: a film's pictures are not looked at."""

RATE = 48_000
BIT_RATE = 64_000
"""A voice in one channel, as broadcasters keep it."""

BARS = 200
FAINT = 1_600
"""A recording whose loudest sample is below this (of 32,767) is shown as quiet as it is."""

SHORTEST = RATE // 5
GRACE = 2 * RATE
"""A recorder that stops at the limit stops a moment after it."""

AAC_FRAME, MOOV_BYTES = 1_024, 4_096


class SoundRefused(Exception):
    """The recording cannot be cleaned; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CleanSound:
    """Mono AAC in MP4, its index first, without metadata; its length; BARS peaks from 0 to 100."""

    content: bytes
    seconds: float
    peaks: list[int]


HEADER = struct.Struct(">dI")
EXIT_UNREADABLE, EXIT_TOO_LONG, EXIT_TOO_SHORT = 3, 4, 5


def clean(upload: bytes, settings: Settings) -> CleanSound:
    """Clean in a separate, killable process; raises SoundRefused whatever goes wrong there."""
    limits = (settings.sound_length, settings.sound_memory_mb, settings.sound_seconds)
    try:
        done = child_process.run(__name__, *limits, content=upload, seconds=settings.sound_seconds)
    except NoAnswer as error:
        raise SoundRefused(error.code) from None
    if done.returncode == EXIT_TOO_LONG:
        raise SoundRefused("too_long")
    if done.returncode == EXIT_TOO_SHORT:
        raise SoundRefused("too_short")
    if done.returncode != 0:
        raise SoundRefused("unreadable")
    return _unpack(done.stdout)


def _unpack(output: bytes) -> CleanSound:
    start = HEADER.size + BARS
    if len(output) <= start:
        raise SoundRefused("unreadable")
    seconds, length = HEADER.unpack_from(output)
    if length != len(output) - start or output[start + 4 : start + 8] != b"ftyp":
        raise SoundRefused("unreadable")
    return CleanSound(output[start:], seconds, list(output[HEADER.size : start]))


def container_of(head: bytes) -> str | None:
    """Which of the containers that we read the first bytes begin; None for all others."""
    if head[4:8] == b"ftyp":
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    starts = {b"\x1aE\xdf\xa3": "matroska", b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3"}
    for start, name in starts.items():
        if head.startswith(start):
            return name
    is_layer_3 = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return "mp3" if is_layer_3 else None


class _TooLong(Exception):
    """It goes on for longer than is taken."""


def _limit_this_process(memory_mb: int, seconds: int) -> None:
    limit_use(memory_bytes=memory_mb << 20, seconds=seconds)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # opens none, and asks no host


def _main(*limits: str) -> int:
    import av.subtitles.codeccontext  # noqa: PLC0415 (only the child pays for it)
    import av.video.codeccontext  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    av.logging.set_level(None)
    length, memory_mb, seconds = map(int, limits)
    _decode(_encode(np.zeros(RATE, np.int16)), 2 * RATE)  # loads what is only loaded when used
    _limit_this_process(memory_mb, seconds)
    upload = sys.stdin.buffer.read()
    try:
        samples = _decode(upload, length * RATE + GRACE)
    except _TooLong:
        return EXIT_TOO_LONG
    except (av.FFmpegError, ValueError, OSError, LookupError, MemoryError):
        return EXIT_UNREADABLE
    del upload
    if len(samples) == 0:
        return EXIT_UNREADABLE
    if len(samples) < SHORTEST:
        return EXIT_TOO_SHORT
    peaks, content = _peaks(samples), _encode(samples)
    sys.stdout.buffer.write(HEADER.pack(len(samples) / RATE, len(content)))
    sys.stdout.buffer.write(peaks + content)
    return 0


def _decode(upload: bytes, most: int) -> Samples:
    """All of its first sound in one channel at RATE; raises _TooLong, or what PyAV raises."""
    import av  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    container = container_of(upload[:16])
    if container is None:
        raise ValueError("no container that we read")
    samples, count = np.empty(most, np.int16), 0
    with av.open(
        io.BytesIO(upload),
        "r",
        format=container,
        container_options={"codec_whitelist": DECODERS, "format_whitelist": _names(container)},
        metadata_errors="replace",
        io_open=_open_nothing,
    ) as source:
        for heard in _hear(source):
            if count + len(heard) > most:
                raise _TooLong
            samples[count : count + len(heard)] = heard
            count += len(heard)
    return samples[:count]


def _names(container: str) -> str:
    """How FFmpeg names it and its kin."""
    return {"mov": "mov,mp4,m4a,3gp,3g2,mj2", "matroska": "matroska,webm"}.get(container, container)


def _open_nothing(*_: object) -> None:
    """What a file refers to outside of itself is not opened."""
    raise PermissionError


def _hear(source: Any) -> Iterator[Samples]:
    """The decoded sound piece by piece. A piece that cannot be decoded is left out, as players do."""
    import av  # noqa: PLC0415

    stream = source.streams.audio[0]
    name = stream.codec_context.codec.canonical_name
    if name not in CODECS and not name.startswith("pcm_"):
        raise ValueError("no codec that we read")
    to_mono = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    for packet in source.demux(stream):
        try:
            frames = packet.decode()
        except av.InvalidDataError:
            continue
        for frame in frames:
            frame.pts = None
            for piece in to_mono.resample(frame):
                yield piece.to_ndarray()[0]
    for piece in to_mono.resample(None):
        yield piece.to_ndarray()[0]


def _peaks(samples: Samples) -> bytes:
    """The loudest sample of each of BARS equal parts, 0 to 100 of the loudest of all."""
    import numpy as np  # noqa: PLC0415

    starts = np.arange(BARS) * len(samples) // BARS
    loudest = np.maximum(
        np.maximum.reduceat(samples, starts).astype(np.int32),
        -np.minimum.reduceat(samples, starts).astype(np.int32),
    )
    return (loudest * 100 // max(int(loudest.max()), FAINT)).astype(np.uint8).tobytes()


def _encode(samples: Samples) -> bytes:
    """Mono AAC in MP4. Room for the index is kept at the head, so that it plays while it loads."""
    import av  # noqa: PLC0415

    room = 4 * (len(samples) // AAC_FRAME + 4) + MOOV_BYTES
    file = io.BytesIO()
    with av.open(
        file,
        "w",
        format="mp4",
        container_options={"moov_size": str(room), "fflags": "+bitexact"},
    ) as target:
        stream = target.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        for start in range(0, len(samples), RATE):
            piece = samples[start : start + RATE]
            frame = av.AudioFrame.from_ndarray(piece[None, :], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
