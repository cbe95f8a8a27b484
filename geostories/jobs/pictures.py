"""Smaller files of what is public: AVIF takes seconds a photo, so it is made when nobody waits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from geostories.domain import photos
from geostories.domain.transaction import Scope, reading, transaction
from geostories.integrations import photo_cleaner
from geostories.integrations.photo_cleaner import AT_ONCE, LATER, PhotoRefused
from geostories.queries.media import list_without_avif

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore

logger = logging.getLogger(__name__)

AT_A_TIME = 20
"""A run ends before the next one begins, and mail waits for nobody's pictures."""


def make_smaller(settings: Settings, store: FileStore) -> int:
    """Make the AVIF files of published photos that have none; answers how many photos got theirs.

    A run that was killed is begun again: a photo counts as done when its files are written.
    """
    with reading(Scope.operator()) as session:
        waiting = list_without_avif(session, limit=AT_A_TIME)
    return sum(_make(media_id, settings, store) for media_id in waiting)


def _make(media_id: UUID, settings: Settings, store: FileStore) -> bool:
    try:
        original = store.get(photos.key(media_id, "full"))
        forms = LATER if _has_all_sizes(media_id, store) else (*AT_ONCE, *LATER)
        photos.put(media_id, photo_cleaner.clean(original, settings, forms), store)
    except (FileNotFoundError, PhotoRefused) as error:
        logger.warning("No AVIF of photo %s: %s", media_id, error)
        return False
    with transaction(Scope.operator()) as session:
        photos.mark_avif(session, media_id=media_id)
    return True


def _has_all_sizes(media_id: UUID, store: FileStore) -> bool:
    """Photos from before there were so many get those that they lack."""
    return store.has(photos.key(media_id, "medium", "jpg"))
