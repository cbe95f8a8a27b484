"""Keeping what other authorities say of today: the newest answer of each source."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.integrations.today.reading import Reading
from geostories.models import Observation


def keep(
    session: Session,
    reading: Reading,
    *,
    municipality_id: UUID,
    place_id: UUID | None,
    fetched_at: datetime,
) -> None:
    """Put a reading in the place of the one before; in the operator's scope."""
    said = {
        "value": reading.value,
        "source": reading.source,
        "source_url": reading.source_url,
        "observed_at": reading.observed_at,
        "fetched_at": fetched_at,
        "valid_until": reading.valid_until,
    }
    key = {"municipality_id": municipality_id, "place_id": place_id, "kind": reading.kind}
    session.execute(
        insert(Observation)
        .values(id=uuid4(), **key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
    )


def sweep(session: Session, *, at: datetime) -> None:
    """Remove what no page may show any more."""
    session.execute(delete(Observation).where(Observation.valid_until <= at))
