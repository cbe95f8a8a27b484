"""What the second step says of the photos: fields named by their ids, in the photos' order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.drafts import PhotoWords
from geostories.web.guards import settings

ALT, CREDIT, THEN = "alt-", "credit-", "then-"
"""Field names: one of these and the photo's id."""
STEPS = {"up": -1, "down": 1}


def read_photo_words(given: Mapping[str, str], complain: Callable[[str], None]) -> list[PhotoWords]:
    """The words of each photo in the order of the fields; one said too much of is left out."""
    found = []
    for name, alt in given.items():
        key = name.removeprefix(ALT)
        media_id = public_id.decode(key) if name.startswith(ALT) else None
        if media_id is None:
            continue
        credit = given.get(f"{CREDIT}{key}", "")
        if _fits(alt, credit, complain):
            then_id = public_id.decode(given.get(f"{THEN}{key}", ""))
            found.append(PhotoWords(media_id, _one_line(alt), _one_line(credit), then_id))
    return found


def _fits(alt: str, credit: str, complain: Callable[[str], None]) -> bool:
    most, most_credit = settings().alt_length, settings().credit_length
    if len(_one_line(alt)) > most:
        complain(_("Describe it in at most %(most)s characters.", most=most))
        return False
    if len(_one_line(credit)) > most_credit:
        complain(_("Say who took it in at most %(most)s characters.", most=most_credit))
        return False
    return True


def moved(photos: list[PhotoWords], wish: str) -> list[PhotoWords]:
    """The photos with one moved a step: `wish` is its id and up or down."""
    key, _blank, where = wish.partition(" ")
    media_id, step = public_id.decode(key), STEPS.get(where, 0)
    ids: list[UUID] = [photo.media_id for photo in photos]
    if media_id not in ids or not step:
        return photos
    at = ids.index(media_id)
    to = min(max(at + step, 0), len(photos) - 1)
    order = [*photos]
    order.insert(to, order.pop(at))
    return order


def _one_line(text: str) -> str:
    return " ".join(text.split())
