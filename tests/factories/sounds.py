"""Recordings as phones and browsers make them: a tone, with a canary in every field of metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import av
import numpy as np

from tests.factories.photos import CANARY

RATE = 48_000
TAGS = (
    "title artist album comment description copyright genre date encoder location "
    "location-eng com.apple.quicktime.location.ISO6709 com.apple.quicktime.model"
).split()
FORMS = {
    "webm": ("webm", "libopus"),
    "ogg": ("ogg", "libopus"),
    "m4a": ("ipod", "aac"),
    "mp4": ("mp4", "aac"),
    "mp3": ("mp3", "libmp3lame"),
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
}
"""Container and codec by name."""

UNREAD = {"aiff": ("aiff", "pcm_s16be"), "caf": ("caf", "pcm_s16le"), "avi": ("avi", "pcm_s16le")}
"""Sound as good as the others, in containers that we do not read."""


def tone(seconds: float, layout: str = "mono", rate: int = RATE) -> Iterator[av.AudioFrame]:
    """A tone of 440 Hz that grows louder, second by second."""
    channels = 2 if layout == "stereo" else 1
    for start in range(0, round(seconds * rate), rate):
        count = min(rate, round(seconds * rate) - start)
        at = np.arange(start, start + count)
        loud = 25_000 * np.minimum(1, at / (seconds * rate))
        wave = (loud * np.sin(2 * np.pi * 440 * at / rate)).astype(np.int16)
        samples = np.repeat(wave, channels)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        yield frame


def make_sound(
    form: str,
    seconds: float = 3.0,
    *,
    layout: str = "mono",
    rate: int = RATE,
    tags: bool = True,
    film: bool = False,
) -> bytes:
    """A file of one of FORMS or UNREAD, with a canary in its tags, and with pictures if it is a film."""
    container, codec = (FORMS | UNREAD)[form]
    file = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if container == "mp4" else {}
    with av.open(file, "w", format=container, container_options=options) as target:
        if tags:
            target.metadata.update(dict.fromkeys(TAGS, CANARY))
        stream = target.add_stream(codec, rate=rate, layout=layout)
        if tags:
            stream.metadata.update({"title": CANARY, "handler_name": CANARY})
        if film:
            _add_pictures(target, seconds)
        for frame in tone(seconds, layout, rate):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()


def _add_pictures(target: av.container.OutputContainer, seconds: float) -> None:
    """A picture a second."""
    name = "libvpx" if "webm" in target.format.name else "mpeg4"
    stream = target.add_stream(name, rate=1)
    stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
    for number in range(max(1, round(seconds))):
        picture = np.full((240, 320, 3), 40 * number % 255, np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 1)
        target.mux(stream.encode(frame))
    target.mux(stream.encode(None))


def make_silence(hours: float) -> bytes:
    """Silence in FLAC: hours of it in some hundred kilobytes each."""
    file = io.BytesIO()
    silent = np.zeros((1, 8_000 * 60), np.int16)
    with av.open(file, "w", format="flac") as target:
        stream = target.add_stream("flac", rate=8_000, layout="mono")
        for minute in range(round(hours * 60)):
            frame = av.AudioFrame.from_ndarray(silent, format="s16", layout="mono")
            frame.sample_rate, frame.time_base = 8_000, Fraction(1, 8_000)
            frame.pts = minute * silent.shape[1]
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()


@cache
def make_m4a() -> bytes:
    """Half a second, as it is stored."""
    return make_sound("mp4", 0.5, tags=False)


def seconds_of(content: bytes) -> float:
    """How long it plays: what the decoder gives out."""
    with av.open(io.BytesIO(content)) as source:
        samples = sum(frame.samples for frame in source.decode(audio=0))
        return samples / source.streams.audio[0].rate
