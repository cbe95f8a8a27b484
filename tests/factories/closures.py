"""Days on which nobody reads."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from geostories.models import Closure

FAR_OFF = (date(2099, 7, 1), date(2099, 7, 31))


def make_closure(
    session: Session, municipality_id: UUID, days: tuple[date, date] = FAR_OFF
) -> UUID:
    """Close an office, from the first day to the last; answers the id. In the operator's scope."""
    closure = Closure(municipality_id=municipality_id, starts_on=days[0], ends_on=days[1])
    session.add(closure)
    session.flush()
    return closure.id
