"""When a register is asked next: at night, each at a minute of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

FIRST_HOUR = 1
MINUTES = 240
"""From one to five: registers are brought up to date before, and nobody waits for a page."""

DAY = 24


def next_fetch(source_id: UUID, *, every_hours: int, at: datetime) -> datetime:
    """The next time after `at` (aware); registers asked several times a day come when they are due."""
    due = at + timedelta(hours=every_hours)
    if every_hours < DAY:
        return due
    minute = source_id.int % MINUTES
    local = due.astimezone(STOCKHOLM)
    slot = local.replace(
        hour=FIRST_HOUR + minute // 60, minute=minute % 60, second=0, microsecond=0
    )
    while slot <= at:
        slot += timedelta(days=1)
    return slot
