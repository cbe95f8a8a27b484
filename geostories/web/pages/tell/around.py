"""What is around a chosen point: what was told there already, and what a story can belong to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.errors import InvalidInput
from geostories.geo.grid import public_point
from geostories.queries.belonging import Belonging, find_belonging, list_belongings
from geostories.queries.nearby import list_nearby
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import Precision
from geostories.web import cards
from geostories.web.forms.tell import ChosenPoint, PlaceForm
from geostories.web.guards import settings

TOLD_AT_MOST = 3
OFFERED_AT_MOST = 12


def around(point: ChosenPoint, precision: Precision, *, but: UUID | None) -> dict[str, Any]:
    """`told` (title, url) and `belongs` (value, name), of the point that others see.

    So they tell no more than it does. `but`: the story that is being told.
    """
    lon, lat = public_point(point.lon, point.lat, precision)
    limits = settings()
    with reading(Scope.public()) as session:
        told = list_nearby(
            session,
            lon=lon,
            lat=lat,
            within_m=limits.told_already_m,
            limit=TOLD_AT_MOST,
            but=but,
            nouns=("story",),
        )
        offered = list_belongings(
            session, lon=lon, lat=lat, within_m=limits.belongs_m, limit=OFFERED_AT_MOST
        )
    return {
        "told": [
            {"title": each.name, "url": cards.story_url(each.municipality, each.id)}
            for each in told
        ],
        "belongs": [_as_choice(each) for each in offered],
    }


def offer(form: PlaceForm, offered: list[dict[str, str]]) -> None:
    """Put the choices into the form; what is chosen already stays one of them."""
    chosen = form.belongs.data or ""
    choices = [(each["value"], each["name"]) for each in offered]
    if chosen and chosen not in {value for value, _name in choices}:
        kept = _find(chosen)
        choices = [*([_as_pair(kept)] if kept else []), *choices]
    form.belongs.choices = [("", _("No, to none of them")), *choices]


def chosen_belonging(
    form: PlaceForm, point: ChosenPoint, precision: Precision, *, before: UUID | None
) -> Belonging | None:
    """The place or trail that was chosen; raises InvalidInput for one that is not there.

    One that it belonged to `before` may stay, although it was withdrawn since.
    """
    if not form.belongs.data:
        return None
    found = _find(form.belongs.data)
    near = {each["value"] for each in around(point, precision, but=None)["belongs"]}
    if found is None or (found.id != before and public_id.encode(found.id) not in near):
        raise InvalidInput("belongs_elsewhere", field="belongs")
    return found


def _find(key: str) -> Belonging | None:
    with reading(Scope.public()) as session:
        return find_belonging(session, public_id.decode(key))


def _as_choice(found: Belonging) -> dict[str, str]:
    value, name = _as_pair(found)
    return {"value": value, "name": name}


def _as_pair(found: Belonging) -> tuple[str, str]:
    kind = _("trail") if found.noun == "trail" else _("place")
    return public_id.encode(found.id), _("%(name)s (%(kind)s)", name=found.name, kind=kind)


def belonging_of(draft: VersionInfo) -> Belonging | None:
    """What a draft belongs to."""
    with reading(Scope.public()) as session:
        return find_belonging(session, draft.place_id or draft.trail_id)
