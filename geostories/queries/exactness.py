"""How well the position of a place or a trail is known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func

from geostories.models import OfficialPlace, Trail
from geostories.queries.places import PlaceInfo
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import Accuracy

ROUGHLY_M = 300
"""Known less exactly than this, nobody is led there, and a distance is about right at best."""


def is_known_within(thing: PlaceInfo | TrailInfo, metres: int) -> bool:
    """Whether it lies at most so far from where it stands on the map."""
    return thing.accuracy is Accuracy.EXACT or (thing.accuracy_m or metres + 1) <= metres


def is_rough(model: type[OfficialPlace] | type[Trail]) -> ColumnElement[bool]:
    """The same of rows: not known within ROUGHLY_M."""
    off: ColumnElement[Any] = func.coalesce(model.accuracy_m, ROUGHLY_M + 1)
    return and_(model.accuracy != Accuracy.EXACT, off > ROUGHLY_M)
