"""Keeping each day's heads of the log in a file: only against them a tail that was cut off shows."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from geostories.domain import kept_heads
from geostories.domain.transaction import Scope, reading
from geostories.queries.audit_chain import list_heads

if TYPE_CHECKING:
    from geostories.config import Settings


def keep(settings: Settings, *, at: datetime) -> None:
    """Append the heads to `audit-heads` in the home; what was written before is never touched."""
    with reading(Scope.operator()) as session:
        lines = kept_heads.write(list_heads(session), at=at)
    settings.home.mkdir(parents=True, exist_ok=True)
    file = os.open(settings.home / "audit-heads", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open(file, "a", encoding="ascii") as open_file:
        open_file.write(lines)
        open_file.flush()
        os.fsync(open_file.fileno())
