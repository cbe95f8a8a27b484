"""Which photo or recording may be served, in whatever scope asks; pictures of places too."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from geostories.models import Media, Picture, Recording
from geostories.queries.sealed import list_sealed_files


def photo_is_visible(session: Session, *, media_id: UUID) -> bool:
    """Whether the session's scope may see the photo: row-level security answers."""
    return bool(
        session.scalar(
            select(
                or_(exists().where(Media.id == media_id), exists().where(Picture.id == media_id))
            )
        )
    )


def list_without_avif(session: Session, *, limit: int) -> list[UUID]:
    """Published photos that lack their smaller files; in the operator's scope.

    In any order: some that fail each time hold nobody else up.
    """
    query = (
        select(Media.id)
        .where(Media.public_position.is_not(None), Media.has_avif.is_(False))
        .order_by(func.random())
        .limit(limit)
    )
    return list(session.scalars(query))


def recording_is_visible(session: Session, *, recording_id: UUID) -> bool:
    """Whether the session's scope may hear the recording: row-level security answers."""
    return bool(session.scalar(select(exists().where(Recording.id == recording_id))))


def list_recording_ids(session: Session) -> set[UUID]:
    """Every recording there is a row of or a seal on; for the sweeper, in the operator's scope."""
    return set(session.scalars(select(Recording.id))) | list_sealed_files(session)


def list_media_ids(session: Session) -> set[UUID]:
    """Every photo there is a row of or a seal on; for the sweeper, in the operator's scope."""
    rows = set(session.scalars(union_all(select(Media.id), select(Picture.id))))
    return rows | list_sealed_files(session)
