"""Taking in a picture of an official place or trail: cleaned and stored like a resident's photo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.domain import photos
from geostories.errors import InvalidInput
from geostories.models import Picture

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore


def add_picture(
    session: Session,
    *,
    upload: bytes,
    municipality_id: UUID,
    noun: str,
    thing_id: UUID,
    alt: str,
    credit: str,
    licence: str,
    settings: Settings,
    store: FileStore,
) -> UUID:
    """Put a picture last among those of a `place` or `trail`; in the municipality's scope.

    Raises InvalidInput, with nothing kept, when it cannot be cleaned or is one too many. Should
    the transaction fail, the sweeper takes the file.
    """
    about = {f"{noun}_id": thing_id}
    position = _next_position(session, about, most=settings.photos_per_story)
    picture_id, clean = photos.take_in(upload, settings=settings, store=store)
    session.add(
        Picture(
            id=picture_id,
            municipality_id=municipality_id,
            **about,
            width=clean.width,
            height=clean.height,
            bytes=clean.bytes,
            position=position,
            alt=alt.strip(),
            credit=credit.strip(),
            licence=licence.strip(),
        )
    )
    return picture_id


def _next_position(session: Session, about: dict[str, UUID], *, most: int) -> int:
    count, last = session.execute(
        select(func.count(), func.max(Picture.position))
        .filter_by(**about)
        .where(Picture.removed_at.is_(None))
    ).one()
    if count >= most:
        raise InvalidInput("too_many_pictures", field="picture", most=most)
    return 0 if last is None else int(last) + 1
