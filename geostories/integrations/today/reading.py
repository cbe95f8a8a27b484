"""What every adapter answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geostories.vocabulary import ObservationKind


class UnknownShape(Exception):
    """The answer is not what the source published, or it is about something else."""


@dataclass(frozen=True)
class Reading:
    """What one source says. `value` is JSON; `observed_at` is the source's own time."""

    kind: ObservationKind
    value: dict[str, Any]
    source: str
    source_url: str
    observed_at: datetime
    valid_until: datetime
