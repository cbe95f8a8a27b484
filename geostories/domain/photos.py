"""Taking in a photo: cleaned first, stored second, its row third; and the sweeping after crashes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from geostories import public_id
from geostories.domain import scanning
from geostories.errors import InvalidInput
from geostories.integrations import photo_cleaner
from geostories.integrations.photo_cleaner import AT_ONCE, LATER, CleanPhoto, PhotoRefused
from geostories.models import Media, VersionPhoto
from geostories.queries.media import list_media_ids

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore

SIZES = photo_cleaner.SIZES
FORMS = (*AT_ONCE, *LATER)
FOLDER = "photos"


def key(media_id: UUID, size: str, form: str = "webp") -> str:
    """Where a photo's file lies in the store."""
    name = public_id.encode(media_id)
    return f"{FOLDER}/{name[:2]}/{name}-{size}.{form}"


def take_in(upload: bytes, *, settings: Settings, store: FileStore) -> tuple[UUID, CleanPhoto]:
    """Clean an upload and store its sizes; raises InvalidInput, with nothing kept, if it cannot."""
    if len(upload) > settings.photo_bytes:
        raise InvalidInput(
            "photo_too_large", field="photos", megabytes=settings.photo_bytes // 10**6
        )
    scanning.require_clean(upload, field="photos", settings=settings)
    try:
        photo = photo_cleaner.clean(upload, settings)
    except PhotoRefused as refused:
        raise InvalidInput(f"photo_{refused.code}", field="photos") from None
    media_id = uuid4()
    put(media_id, photo, store)
    return media_id, photo


def put(media_id: UUID, photo: CleanPhoto, store: FileStore) -> None:
    """Store the files of a cleaned photo."""
    for name, content in photo.files.items():
        store.put(key(media_id, *name.split(".")), content)


def get(media_id: UUID, size: str, form: str, store: FileStore) -> bytes:
    """A file of a photo; raises FileNotFoundError.

    The largest stands in for a size that was not made when the photo came.
    """
    try:
        return store.get(key(media_id, size, form))
    except FileNotFoundError:
        if form in LATER:
            raise
        return store.get(key(media_id, "full"))


def mark_avif(session: Session, *, media_id: UUID) -> None:
    """Say that its smaller files are there; nothing for a photo that is gone meanwhile."""
    session.execute(update(Media).where(Media.id == media_id).values(has_avif=True))


def sweep(session: Session, *, store: FileStore, grace: timedelta) -> tuple[int, int]:
    """Remove rows no version shows, then files no row names; both only when older than `grace`.

    Answers how many rows and files went. In the operator's scope.
    """
    before = datetime.now(UTC) - grace
    unused = session.scalars(
        select(Media).where(
            Media.created_at < before, ~exists().where(VersionPhoto.media_id == Media.id)
        )
    ).all()
    for media in unused:
        session.delete(media)
    session.flush()
    known = {
        key(media_id, size, form)
        for media_id in list_media_ids(session)
        for size in SIZES
        for form in FORMS
    }
    stray = [name for name, written in store.list(FOLDER) if written < before and name not in known]
    for name in stray:
        store.delete(name)
    return len(unused), len(stray)


def list_missing(session: Session, *, store: FileStore) -> list[str]:
    """Keys of largest sizes that the store lacks: from those all others could be made anew."""
    there = {name for name, _ in store.list(FOLDER)}
    return sorted(
        key(media_id, "full")
        for media_id in list_media_ids(session)
        if key(media_id, "full") not in there
    )
