"""Recordings as pages show them: their address, their length, their waveform as a drawing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import bylines
from geostories.queries.recordings import Sound
from geostories.vocabulary import Voice

BARS, STEP, HALF = 100, 4, 16
"""Bars of the drawing, their distance, and half its height, in units of its own."""
LEAST = 1
"""Silence is a dot."""


def sound_url(recording_id: UUID) -> str:
    """The address of a recording."""
    return url_for("media.sound", recording=public_id.encode(recording_id))


def clock(seconds: float) -> str:
    """*3:42*."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def of_sound(sound: Sound, by: str = "", voice: Voice = Voice.RESIDENT) -> dict[str, Any]:
    """What templates/components/sound_player.html shows; `by` is the name under the story."""
    name = bylines.first_name(by) if voice is Voice.RESIDENT else by
    return {
        "id": public_id.encode(sound.id),
        "url": sound_url(sound.id),
        "seconds": round(sound.seconds, 2),
        "time_text": clock(sound.seconds),
        "paths": _draw(sound.peaks),
        "title": _("Hear %(name)s tell it", name=name) if by else _("Hear the story"),
        "transcript": sound.transcript,
    }


def _draw(peaks: list[int]) -> list[str]:
    """Two paths of an SVG: a bar for each equal part, as high as the loudest in it.

    Every other bar is in the second, which is left out where there is little room.
    """
    bars = []
    for number in range(BARS):
        start = number * len(peaks) // BARS
        end = max(start + 1, (number + 1) * len(peaks) // BARS)
        half = max(LEAST, max(peaks[start:end], default=0) * (HALF - 1) / 100)
        bars.append(f"M{STEP * number + STEP / 2:g} {HALF - half:.4g}v{2 * half:.4g}")
    return ["".join(bars[::2]), "".join(bars[1::2])]
