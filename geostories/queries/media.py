"""Which photo may be served, in whatever scope asks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from geostories.models import Media


def photo_is_visible(session: Session, *, media_id: UUID) -> bool:
    """Whether the session's scope may see the photo: row-level security answers."""
    return bool(session.scalar(select(exists().where(Media.id == media_id))))


def list_media_ids(session: Session) -> set[UUID]:
    """Every photo there is a row of; for the sweeper, in the operator's scope."""
    return set(session.scalars(select(Media.id)))
