"""Checks 5, 6, 44, 45 for sound: kept are the samples, nothing that came with them, within limits."""

from __future__ import annotations

import ctypes
import io
import os
import resource
import struct
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import av
import numpy as np
import pytest

from geostories.config import Settings
from geostories.integrations import sound_cleaner
from geostories.integrations.sound_cleaner import CleanSound, SoundRefused, clean
from tests.factories.canaries import count_canaries
from tests.factories.hostile_sounds import HOSTILE, Hostile, playlists
from tests.factories.sounds import FORMS, make_sound, seconds_of

pytestmark = pytest.mark.trust

SETTINGS = Settings()
PLAYED_WITHIN = 0.1
MOST_SECONDS, MOST_MB = 20, 400
WATCH_READS = 0x1 | 0x20
"""inotify's IN_ACCESS and IN_OPEN."""


def look_at(content: bytes) -> None:
    """It is one stream of mono AAC in MP4, its index first, and nothing else."""
    with av.open(io.BytesIO(content)) as source:
        assert [stream.type for stream in source.streams] == ["audio"]
        (stream,) = source.streams
        assert (stream.codec_context.name, stream.codec_context.channels) == ("aac", 1)
        assert set(source.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert set(stream.metadata) <= {"language", "handler_name", "vendor_id"}
    assert content[4:8] == b"ftyp"
    assert 0 < content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_it_becomes_what_every_browser_plays(form: str, layout: str) -> None:
    source = make_sound(form, 3.3, layout=layout)
    assert count_canaries(source) >= 1
    before = seconds_of(source)
    sound = clean(source, SETTINGS)
    look_at(sound.content)
    assert count_canaries(sound.content) == 0
    after = seconds_of(sound.content)
    print(f"{form} {layout}: source {before:.3f} s, said {sound.seconds:.3f}, plays {after:.3f}")
    assert abs(sound.seconds - before) < PLAYED_WITHIN
    assert abs(after - before) < PLAYED_WITHIN


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 96_000])
def test_whatever_rate_it_came_in(rate: int) -> None:
    sound = clean(make_sound("wav", 2.0, rate=rate), SETTINGS)
    assert abs(sound.seconds - 2.0) < PLAYED_WITHIN


def test_it_still_sounds_the_same() -> None:
    sound = clean(make_sound("wav", 2.0, layout="stereo"), SETTINGS)
    with av.open(io.BytesIO(sound.content)) as source:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in source.decode(audio=0)])
    late = heard[48_000:84_000]
    strength = np.abs(np.fft.rfft(late))
    assert abs(np.argmax(strength) * 48_000 / len(late) - 440) < 3


def test_the_waveform_grows_with_the_tone() -> None:
    peaks = clean(make_sound("webm", 4.0), SETTINGS).peaks
    assert len(peaks) == 200
    assert max(peaks) == 100
    assert peaks[5] < peaks[60] < peaks[120] < peaks[190]


def test_silence_is_drawn_as_silence() -> None:
    faint = np.zeros((1, 48_000), np.int16)
    faint[0, ::100] = 30
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as target:
        stream = target.add_stream("pcm_s16le", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(faint, format="s16", layout="mono")
        frame.sample_rate = 48_000
        target.mux([*stream.encode(frame), *stream.encode(None)])
    assert max(clean(file.getvalue(), SETTINGS).peaks) < 5


@pytest.fixture(scope="module")
def small() -> Iterator[ProcessPoolExecutor]:
    """It only cleans: the memory of a child counts from the most that its parent has taken."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


def most_memory() -> int:
    """In the small process: MB of the largest child so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1_024


def attempt(upload: bytes) -> tuple[str, CleanSound | None]:
    """Why it is refused, or what is kept of it."""
    try:
        sound = clean(upload, SETTINGS)
    except SoundRefused as refused:
        return refused.code, None
    return f"kept {sound.seconds:.2f} s", sound


@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_what_is_hostile_is_refused_or_made_harmless(
    hostile: Hostile, small: ProcessPoolExecutor
) -> None:
    upload = hostile.make()
    began = time.monotonic()
    outcome, sound = small.submit(attempt, upload).result()
    assert (outcome in hostile.codes) == (sound is None), outcome
    assert bool(hostile.codes) == (sound is None), outcome
    if sound:
        look_at(sound.content)
        assert b"<script" not in sound.content
    took = time.monotonic() - began
    largest = small.submit(most_memory).result()
    print(f"{hostile.name}: {len(upload):,} bytes, {outcome}, {took:.1f} s, at most {largest} MB")
    assert took < MOST_SECONDS
    assert largest < MOST_MB


@contextmanager
def watched(folder: Path) -> Iterator[list[int]]:
    """Counts how often a file of the folder is opened or read, by whomever."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, str(folder).encode(), WATCH_READS) >= 0
    seen: list[int] = []
    try:
        yield seen
        with open(watch, "rb", buffering=0, closefd=False) as events:
            seen.append(len(events.read(65_536) or b"") // 16)
    finally:
        os.close(watch)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server of our own that notes what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def test_no_foreign_file_is_opened_and_no_host_is_asked(tmp_path: Path) -> None:
    secret = tmp_path / "secret.wav"
    secret.write_bytes(make_sound("wav", 1.0))
    with watched(tmp_path) as control:
        secret.read_bytes()
    assert control[0] > 0
    with listening() as (url, asked), watched(tmp_path) as opened:
        tried = playlists(secret, url)
        for content in tried.values():
            with pytest.raises(SoundRefused):
                clean(content, SETTINGS)
    print(
        f"playlists tried {len(tried)}: foreign files opened {opened[0]}, hosts asked {len(asked)}"
    )
    assert opened == [0]
    assert asked == []


def test_the_process_can_open_nothing(tmp_path: Path) -> None:
    """Whatever a decoder might do: the kernel gives it no file and no socket."""
    program = (
        "from geostories.integrations import sound_cleaner as s\n"
        "import socket\n"
        "s._limit_this_process(600, 20)\n"
        "for act in (lambda: open('/etc/hostname'), socket.socket):\n"
        "    try: act()\n"
        "    except OSError as error: print(error.errno)\n"
    )
    read, write = os.pipe()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", program],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)],
    )
    os.close(write)
    os.waitpid(child, 0)
    with open(read, encoding="ascii") as said:
        assert said.read().split() == ["24", "24"]


BROKEN = {
    "no time": {"sound_seconds": 0},
    "no memory": {"sound_memory_mb": 1},
    "little memory": {"sound_memory_mb": 120},
}


@pytest.mark.parametrize("name", BROKEN)
def test_without_means_nothing_is_kept(name: str) -> None:
    with pytest.raises(SoundRefused) as refused:
        clean(make_sound("wav"), SETTINGS.model_copy(update=BROKEN[name]))
    assert refused.value.code in ("too_slow", "unreadable")


SCRIPTS = {
    "killed at once": "kill -9 $$",
    "hands back the original": "cat",
    "says nothing": "cat >/dev/null",
    "fails": "cat >/dev/null; exit 1",
    "half a header": "cat >/dev/null; printf '\\0\\0\\1'",
    "too slow": "sleep 30",
    "no interpreter": "",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_cleaner_that_fails_lets_nothing_through(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    if SCRIPTS[name]:
        program.write_text(f"#!/bin/sh\n{SCRIPTS[name]}\n")
        program.chmod(0o700)
    monkeypatch.setattr(sound_cleaner.sys, "executable", str(program))
    with pytest.raises(SoundRefused) as refused:
        clean(make_sound("mp4"), SETTINGS.model_copy(update={"sound_seconds": 1}))
    assert refused.value.code in ("too_slow", "unreadable", "not_cleaned")


def test_an_answer_is_looked_at() -> None:
    bars = bytes(sound_cleaner.BARS)
    for content in (b"\0\0\0\x18ftypmp42" + bytes(20), b"RIFF" + bytes(40)):
        for length in (len(content), len(content) + 1):
            answer = sound_cleaner.HEADER.pack(1.0, length) + bars + content
            is_good = content[4:8] == b"ftyp" and length == len(content)
            if is_good:
                assert sound_cleaner._unpack(answer).content == content
            else:
                with pytest.raises(SoundRefused):
                    sound_cleaner._unpack(answer)
    with pytest.raises(SoundRefused):
        sound_cleaner._unpack(struct.pack(">d", 1.0))
