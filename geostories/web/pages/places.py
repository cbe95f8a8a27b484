"""Official places and trails: the list and the page of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.maps import page_map
from geostories.queries import places, stories, trails
from geostories.queries.nearby import list_nearby
from geostories.queries.places import PlaceInfo
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import PlaceKind
from geostories.web import cards, filters
from geostories.web.guards import open_to_all, settings
from geostories.web.municipality import current, of_municipality
from geostories.wording import vocabulary as words

blueprint = of_municipality(Blueprint("places", __name__))
STORY_CARDS = 6
NEARBY_ROWS = 6
TRAILS_AT_MOST = 200


@blueprint.get("/platser/")
@open_to_all
def index() -> ResponseReturnValue:
    """Official places by name, and the trails."""
    place_filter = filters.place_filter(request.args, current().id)
    trail_filter = filters.trail_filter(request.args, current().id)
    page, size = filters.page_of(request.args), settings().page_size
    with reading(Scope.public()) as session:
        found = places.list_places(
            session, wanted=place_filter, limit=size, offset=(page - 1) * size
        )
        place_count = places.count_places(session, wanted=place_filter)
        with_trails = not place_filter.kind
        lines = (
            trails.list_trails(session, wanted=trail_filter, limit=TRAILS_AT_MOST)
            if with_trails and page == 1
            else []
        )
        trail_count = trails.count_trails(session, wanted=trail_filter) if with_trails else 0
    return render_template(
        "places/index.html",
        places=[cards.of_place(place) for place in found],
        trails=[cards.of_trail(trail) for trail in lines],
        count=place_count + trail_count,
        place_count=place_count,
        trail_count=trail_count,
        kinds=[(kind.value, words.place_kind(kind)) for kind in PlaceKind],
        wanted=place_filter,
        page=page,
        pages=-(-place_count // size),
        given=request.args.to_dict(),
    )


@blueprint.get("/platser/<place>")
@open_to_all
def show(place: str) -> ResponseReturnValue:
    """A place's or a trail's page, whichever the id is of."""
    place_id = public_id.decode(place.partition("-")[0])
    if place_id is None:
        raise NotFound("no_place")
    with reading(Scope.public()) as session:
        found = places.find_place(session, place_id) or trails.get_trail(session, place_id)
        around = _around(session, found)
        told = [
            cards.of_story(card)
            for card in stories.list_stories_near(
                session,
                noun=_noun(found),
                thing_id=place_id,
                distance_m=settings().told_here_m,
                limit=STORY_CARDS,
            )
        ]
    if found.municipality != current().slug:
        return redirect(cards.place_url(found.municipality, place_id), code=301)
    card = cards.of_place(found) if isinstance(found, PlaceInfo) else cards.of_trail(found)
    return render_template(
        "places/show.html",
        place=found,
        card=card,
        facts=_facts(found),
        nearby=around,
        told=told,
        map=page_map.place_map(
            lon=found.lon,
            lat=found.lat,
            group=card["group"],
            icon=card["kind"],
            geometry_url=_geometry_url(found, place_id),
        )
        if found.lon is not None and found.lat is not None
        else None,
    )


def _noun(found: PlaceInfo | TrailInfo) -> str:
    return "place" if isinstance(found, PlaceInfo) else "trail"


def _geometry_url(found: PlaceInfo | TrailInfo, place_id: UUID) -> str:
    return url_for(f"items.{_noun(found)}", item=public_id.encode(place_id))


def _around(session: Any, found: PlaceInfo | TrailInfo) -> list[dict[str, Any]]:
    if found.lon is None or found.lat is None:
        return []
    rows = list_nearby(
        session,
        lon=found.lon,
        lat=found.lat,
        within_m=settings().nearby_m,
        limit=NEARBY_ROWS,
        but=found.id,
    )
    return [cards.of_nearby(row) for row in rows]


def _facts(found: PlaceInfo | TrailInfo) -> list[tuple[str, str]]:
    """What is known, as pairs of words; nothing that is not."""
    facts = []
    if isinstance(found, TrailInfo):
        if found.length_m:
            facts.append((_("Length"), words.distance(found.length_m)))
        if found.start_name:
            facts.append((_("Starts at"), found.start_name))
        if found.end_name:
            facts.append((_("Ends at"), found.end_name))
        return facts
    if found.facts.get("area_ha"):
        facts.append((_("Size"), words.area(float(found.facts["area_ha"]))))
    if found.facts.get("protected_since"):
        facts.append((_("Protected since"), str(found.facts["protected_since"])))
    return facts
