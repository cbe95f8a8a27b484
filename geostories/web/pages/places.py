"""Official places and trails: the list, the page of one, and the sign to put up there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain.transaction import Scope, reading
from geostories.maps import page_map
from geostories.maps.geo_map import MapPart
from geostories.printing.place_sign import Sign, as_pdf
from geostories.queries import place_list as listing
from geostories.queries import places, stories, trails
from geostories.queries.exactness import ROUGHLY_M, is_known_within
from geostories.queries.nearby import Nearby, list_nearby
from geostories.queries.notices import notices_of_any
from geostories.queries.observations import list_observations
from geostories.queries.pictures import list_pictures
from geostories.queries.places import PlaceInfo
from geostories.queries.stories import StoryCard
from geostories.queries.trails import TrailInfo
from geostories.queries.visitor_facts import list_facts
from geostories.web import cards, filters, visits
from geostories.web.guards import open_to_all, settings
from geostories.web.ids import read_titled_id
from geostories.web.municipality import current, of_municipality
from geostories.web.pages import place_list, trail_part
from geostories.wording import places as saying
from geostories.wording import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

blueprint = of_municipality(Blueprint("places", __name__))
STORY_CARDS = 4
MOST_STORY_CARDS = 200
NEARBY_ROWS = 6
TRAIL_HERE_M = 50
"""A place this near a trail lies on it."""

Thing = PlaceInfo | TrailInfo


@blueprint.get("/platser/")
@open_to_all
def index() -> ResponseReturnValue:
    """Official places and trails, narrowed by what the address asks for."""
    page, size = filters.page_of(request.args), settings().page_size
    at, town = datetime.now(UTC), current()
    with reading(Scope.public()) as session:
        asked = place_list.ask(session, request.args, town.id, at)
        count = listing.count_found(session, wanted=asked.wanted)
        found = place_list.list_cards(
            session, wanted=asked.wanted, limit=size, offset=(page - 1) * size, at=at
        )
        groups = place_list.groups(session, asked, request.args)
        chosen = place_list.chosen(asked, request.args, groups)
        ways = [] if count else place_list.ways_out(session, request.args, chosen, town, at)
    map_url, not_on_map = place_list.to_map(chosen, town.slug)
    return render_template(
        "places/index.html",
        map_url=map_url,
        not_on_map=not_on_map,
        cards=found,
        count=count,
        groups=groups,
        chosen=[
            (each.label, place_list.address(place_list.without(request.args, each), town.slug))
            for each in chosen
        ],
        ways_out=ways,
        asked=asked,
        distances=filters.DISTANCES_KM,
        page=page,
        pages=-(-count // size),
        given=request.args.to_dict(flat=False),
    )


@blueprint.get("/platser/<place>")
@open_to_all
def show(place: str) -> ResponseReturnValue:
    """A place's or a trail's page, whichever the id is of."""
    place_id, at = read_titled_id(place, "no_place"), datetime.now(UTC)
    shows_all = request.args.get("berattat") == "alla"
    with reading(Scope.public()) as session:
        found = _find(session, place_id)
        if found.municipality != current().slug:
            return redirect(cards.place_url(found.municipality, place_id), code=301)
        trail = _trail_at(session, found)
        walk = trail_part.of(session, trail) if trail else None
        facts = list_facts(session, noun=_noun(found), thing_id=place_id)
        pictures = list_pictures(session, noun=_noun(found), thing_id=place_id)
        near, told = _near(session, found), _told(session, found, shows_all=shows_all)
        told_count = stories.count_stories_near(session, **_here(found))
        ids = [place_id, *(row.id for row in near), *(card.id for card in told)]
        marks = notices_of_any(session, ids=ids, at=at)
        said = list_observations(session, municipality_id=current().id, place_id=place_id, at=at)
    card = _card(found, marks)
    visits.is_about(_noun(found), place_id)
    return render_template(
        "places/show.html",
        place=found,
        card=card,
        walk=walk,
        files=trail_part.download_urls(found),
        notices=card["notices"],
        today=today.lines(said, at),
        key_facts=saying.key_facts(found, trail),
        visit=saying.of_facts(facts, at),
        way=_way(found),
        pictures=pictures,
        photo_url=cards.photo_url,
        told=[cards.of_story(each, marks) for each in told],
        told_count=told_count,
        told_about=not is_known_within(found, settings().told_here_m),
        nearby=[cards.of_nearby(row, marks) for row in near],
        how_sure=saying.how_sure(found),
        map=_map(found, card),
        back_to_list=_list_before(),
    )


@blueprint.get("/platser/<place>/skylt.pdf")
@open_to_all
def sign(place: str) -> ResponseReturnValue:
    """A sign with the place's name and a QR code to its page, A5."""
    with reading(Scope.public()) as session:
        found = _find(session, read_titled_id(place, "no_place"))
    card = _card(found, cards.UNMARKED)
    page = as_pdf(
        Sign(
            name=found.name,
            kind=card["kind_label"],
            invitation=_("Read what others have told here"),
            site_name=current().site_name,
            url=url_for(".show", municipality=found.municipality, place=card["id"], _external=True),
        )
    )
    return Response(page, mimetype="application/pdf")


def _find(session: Session, place_id: UUID) -> Thing:
    return places.find_place(session, place_id) or trails.get_trail(session, place_id)


def _noun(found: Thing) -> Literal["place", "trail"]:
    return "place" if isinstance(found, PlaceInfo) else "trail"


def _card(found: Thing, marks: cards.Marks) -> dict[str, Any]:
    if isinstance(found, PlaceInfo):
        return cards.of_place(found, marks)
    return cards.of_trail(found, marks)


def _trail_at(session: Session, found: Thing) -> TrailInfo | None:
    """The trail itself, or the one that runs through the place where that is known so exactly."""
    if isinstance(found, TrailInfo):
        return found
    if not is_known_within(found, TRAIL_HERE_M):
        return None
    return trails.find_trail_at(session, place_id=found.id, within_m=TRAIL_HERE_M)


def _here(found: Thing) -> dict[str, Any]:
    """What *här* is, for the stories told."""
    return {
        "noun": _noun(found),
        "thing_id": found.id,
        "distance_m": settings().told_here_m,
    }


def _told(session: Session, found: Thing, *, shows_all: bool) -> list[StoryCard]:
    """*Berättat här*: the first, or all of them."""
    most = MOST_STORY_CARDS if shows_all else STORY_CARDS
    return stories.list_stories_near(session, **_here(found), limit=most)


def _near(session: Session, found: Thing) -> list[Nearby]:
    if found.lon is None or found.lat is None:
        return []
    return list_nearby(
        session,
        lon=found.lon,
        lat=found.lat,
        within_m=settings().nearby_m,
        limit=NEARBY_ROWS,
        but=found.id,
        is_rough=not is_known_within(found, ROUGHLY_M),
    )


def _list_before() -> str:
    """The list that the visitor came from, with its choices; "" for one who came otherwise."""
    before = urlsplit(request.referrer or "")
    here = url_for(".index", municipality=current().slug)
    if before.netloc != request.host or before.path != here:
        return ""
    return f"{here}?{before.query}" if before.query else here


def _way(found: Thing) -> dict[str, str] | None:
    """Where *Vägbeskrivning* leads: a map of the visitor's own, or one on the web."""
    if found.lon is None or found.lat is None or not is_known_within(found, ROUGHLY_M):
        return None
    lat, lon = f"{found.lat:.5f}", f"{found.lon:.5f}"
    return {
        "url": f"https://www.openstreetmap.org/directions?to={lat}%2C{lon}",
        "geo": f"geo:{lat},{lon}?q={lat},{lon}",
        "position": f"{lat}, {lon}",
    }


def _map(found: Thing, card: dict[str, Any]) -> MapPart | None:
    if found.lon is None or found.lat is None:
        return None
    around = None
    if is_known_within(found, ROUGHLY_M):
        urls = (url_for(f"items.{name}") for name in ("stories", "places", "trails"))
        around = page_map.Around(card["id"], page_map.Collections(*urls))
    return page_map.place_map(
        lon=found.lon,
        lat=found.lat,
        group=card["group"],
        icon=card["kind"],
        geometry_url=url_for(f"items.{_noun(found)}", item=card["id"]),
        around=around,
    )
