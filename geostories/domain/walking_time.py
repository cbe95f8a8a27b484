"""How long a walk takes, by the rule on the signposts of the Alps: DIN 33466."""

from __future__ import annotations

LEVEL_M_PER_HOUR = 4_000
UP_M_PER_HOUR = 300
DOWN_M_PER_HOUR = 500
"""What an untrained walker does in an hour, breaks not counted (DIN 33466, 2004)."""

STEP_MINUTES = 5
"""Rounded to these: nobody walks to the minute."""


def walking_minutes(*, length_m: float, ascent_m: float = 0, descent_m: float = 0) -> int:
    """Minutes for a walk: the longer of going along and going up and down, and half of the other."""
    along = length_m / LEVEL_M_PER_HOUR * 60
    steep = (ascent_m / UP_M_PER_HOUR + descent_m / DOWN_M_PER_HOUR) * 60
    minutes = max(along, steep) + min(along, steep) / 2
    return max(STEP_MINUTES, round(minutes / STEP_MINUTES) * STEP_MINUTES)
