"""A story's pictures as its page shows them: the first ones, pairs of then and now, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geostories.queries.stories import Photo
from geostories.web.cards import image_of
from geostories.web.guards import settings

FIRST = 3
Image = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """An older and a newer picture of the same view."""

    then: Image
    now: Image
    credit: str


@dataclass(frozen=True)
class Gallery:
    """`count` counts what stands alone; pairs come beside."""

    first: list[Image]
    rest: list[Image]
    pairs: list[Pair]
    credit: str
    count: int


def gallery_of(photos: list[Photo]) -> Gallery:
    """The photos in their order; who stands in a pair does not stand alone too."""
    by_id = {photo.id: photo for photo in photos}
    pairs = [(by_id[now.then_id], now) for now in photos if now.then_id in by_id]
    paired = {photo.id for pair in pairs for photo in pair}
    alone = [photo for photo in photos if photo.id not in paired]
    images = [image(photo) for photo in alone]
    return Gallery(
        first=images[:FIRST],
        rest=images[FIRST:],
        pairs=[Pair(image(then), image(now), _credit([then, now])) for then, now in pairs],
        credit=_credit(alone),
        count=len(alone),
    )


def image(photo: Photo) -> Image:
    """A photo as templates/components/photo.html takes it."""
    limits = settings()
    return image_of(photo, medium_edge=limits.medium_edge, thumb_edge=limits.thumb_edge)


def _credit(photos: list[Photo]) -> str:
    """Who took them, each once."""
    return " · ".join(dict.fromkeys(photo.credit for photo in photos if photo.credit))
