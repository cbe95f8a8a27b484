"""Which photo may be served, in whatever scope asks; residents' photos and pictures of places."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, or_, select, union_all
from sqlalchemy.orm import Session

from geostories.models import Media, Picture


def photo_is_visible(session: Session, *, media_id: UUID) -> bool:
    """Whether the session's scope may see the photo: row-level security answers."""
    return bool(
        session.scalar(
            select(
                or_(exists().where(Media.id == media_id), exists().where(Picture.id == media_id))
            )
        )
    )


def list_media_ids(session: Session) -> set[UUID]:
    """Every photo there is a row of; for the sweeper, in the operator's scope."""
    return set(session.scalars(union_all(select(Media.id), select(Picture.id))))
