"""The clock's door to what has waited too long."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from geostories.domain import waiting
from geostories.domain.transaction import Scope, reading, transaction
from geostories.queries.municipalities import list_municipalities

if TYPE_CHECKING:
    from geostories.config import Settings


def alarm_due(at: datetime, settings: Settings) -> int:
    """Tell the staff of every municipality, each in a transaction; answers of how many cases."""
    with reading(Scope.public()) as session:
        towns = [each.id for each in list_municipalities(session)]
    told = 0
    for town in towns:
        with transaction(Scope.operator()) as session:
            told += waiting.alarm_due(
                session, municipality_id=town, at=at, hours=settings.alarm_hours
            )
    return told
