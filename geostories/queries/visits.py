"""What is known of visits: the salt of a day, and how many came."""

from __future__ import annotations

from datetime import date
from typing import cast

from sqlalchemy import text
from sqlalchemy.orm import Session

_BEGIN = text("""
    SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '500ms', true),
           set_config('statement_timeout', '2s', true),
           (SELECT salt FROM day_salt WHERE day = :day) AS salt
""")


def begin_counting(session: Session, *, day: date) -> bytes | None:
    """The day's salt, None before its first visit. The transaction waits for nobody from here on.

    It gives up on a lock after half a second, and is told done before the disk has it: a visit
    lost with the power is no harm, a page that waits for its counting is.
    """
    row = session.execute(_BEGIN, {"day": day}).one()
    return cast("bytes | None", row.salt)


def find_salt(session: Session, *, day: date) -> bytes | None:
    """The day's salt, whoever has made it."""
    query = text("SELECT salt FROM day_salt WHERE day = :day")
    return cast("bytes | None", session.scalar(query, {"day": day}))
