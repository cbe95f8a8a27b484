"""The map of a municipality, with its list."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from geostories import public_id
from geostories.domain.days import this_week
from geostories.domain.transaction import Scope, reading
from geostories.maps import page_map
from geostories.maps.geo_map import MapPart
from geostories.queries import categories
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.notices import notices_of, notices_of_any
from geostories.queries.place_list import TRAIL
from geostories.queries.places import (
    PlaceInfo,
    count_places,
    find_place,
    list_kinds,
    list_places,
)
from geostories.queries.stories import (
    StoryCard,
    StoryFilter,
    count_stories,
    find_story,
    list_stories,
)
from geostories.queries.tips import latest_tips
from geostories.queries.trails import TrailInfo, count_trails, find_trail, list_trails
from geostories.web import cards, filters, language
from geostories.web.guards import open_to_all, settings
from geostories.web.municipality import current, of_municipality
from geostories.web.pages import story_list
from geostories.wording.vocabulary import place_kind

blueprint = of_municipality(Blueprint("map", __name__))
FIRST_ZOOM = 10
STORIES, NATURE = "berattelser", "natur"


@blueprint.get("/")
@open_to_all
def show() -> ResponseReturnValue:
    """The map; its list is rendered here first, and follows the view where scripts run."""
    shown = NATURE if request.args.get("visa") == NATURE else STORIES
    with reading(Scope.public()) as session:
        told_of = categories.list_categories(session, language=language.current())
        kinds = list_kinds(session, current().id)
        asked = story_list.ask(session, request.args, current().id)
        form = story_list.form_of(session, asked, request.args, current().id)
        named = story_list.places_named(session, asked, current().slug)
    listed = _list_nature() if shown == NATURE else _list_stories(asked.wanted)
    return render_template(
        "map/show.html",
        shown=shown,
        categories=told_of,
        kinds=[(TRAIL, _("Trail")), *((kind.value, place_kind(kind)) for kind in kinds)],
        wanted=asked.wanted,
        kind=request.args.get("slag", "") if shown == NATURE else "",
        form=form,
        named=named,
        hidden=story_list.hidden(request.args),
        given={**request.args.to_dict(), "visa": shown},
        map=_map(current()),
        list_url=_list_url(shown),
        tip=_tip(),
        page_data=_page_data(shown),
        **listed,
    )


def _tip() -> dict[str, Any] | None:
    """This week's tip, if there is one to show."""
    with reading(Scope.public()) as session:
        found = latest_tips(session, municipality_id=current().id, week=this_week(), limit=1)
    return cards.of_tip(found[0]) if found and found[0].week == this_week() else None


def _list_stories(wanted: StoryFilter) -> dict[str, Any]:
    with reading(Scope.public()) as session:
        found = list_stories(session, wanted=wanted, limit=settings().page_size)
        count = count_stories(session, wanted=wanted)
        ids = [card.id for card in found]
        marks = notices_of(session, noun="story", ids=ids, at=datetime.now(UTC))
    return {
        "stories": [cards.of_story(card, marks) for card in found],
        "count_words": ngettext("%(num)s story", "%(num)s stories", count),
    }


def _list_nature() -> dict[str, Any]:
    wanted = filters.place_filter(request.args, current().id)
    wanted_trails = filters.trail_filter(request.args, current().id)
    found: list[PlaceInfo] = []
    lines: list[TrailInfo] = []
    count = 0
    with reading(Scope.public()) as session:
        if wanted.kind != TRAIL:
            found = list_places(session, wanted=wanted, limit=settings().page_size)
            count += count_places(session, wanted=wanted)
        if wanted.kind in ("", TRAIL):
            lines = list_trails(session, wanted=wanted_trails, limit=settings().page_size)
            count += count_trails(session, wanted=wanted_trails)
        ids = [*(place.id for place in found), *(line.id for line in lines)]
        marks = notices_of_any(session, ids=ids, at=datetime.now(UTC))
    return {
        "places": [
            *(cards.of_place(place, marks) for place in found),
            *(cards.of_trail(trail, marks) for trail in lines),
        ],
        "count_words": ngettext("%(num)s place or trail", "%(num)s places and trails", count),
    }


def _map(municipality: MunicipalityInfo) -> MapPart:
    box = filters.bbox_of(request.args) or municipality.extent
    urls = page_map.Collections(
        *(url_for(f"items.{name}") for name in ("stories", "places", "trails"))
    )
    words = page_map.StartWords(
        stories=_("Stories"),
        nature=_("Nature reserves"),
        destinations=_("Destinations"),
        trails=_("Hiking trails"),
        near_me=_("Near me"),
    )
    return page_map.start_map(
        lon=(box.west + box.east) / 2,
        lat=(box.south + box.north) / 2,
        zoom=FIRST_ZOOM,
        urls=urls,
        words=words,
    )


def _list_url(shown: str) -> str:
    endpoint, names = (
        ("places.index", ["slag"]) if shown == NATURE else ("stories.index", filters.STORY_NAMES)
    )
    given: dict[str, Any] = {
        name: request.args[name] for name in ("bbox", "q", *names) if request.args.get(name)
    }
    return url_for(endpoint, municipality=current().slug, **given)


def _page_data(shown: str) -> dict[str, Any]:
    """What static/js/map needs to know of the page."""
    return {
        "extent": list(current().extent.corners),
        "limit": settings().items_limit,
        "selected_at": _selected_at(shown),
        "urls": {
            "stories": url_for("stories.index", municipality=current().slug),
            "places": url_for("places.index", municipality=current().slug),
        },
    }


def _selected_at(shown: str) -> tuple[float, float] | None:
    """Where the thing that the address selects stands for everybody: its first view may be elsewhere."""
    thing_id = public_id.decode(request.args.get("vald", ""))
    if thing_id is None:
        return None
    found: StoryCard | PlaceInfo | TrailInfo | None
    with reading(Scope.public()) as session:
        if shown == NATURE:
            found = find_place(session, thing_id) or find_trail(session, thing_id)
        else:
            found = find_story(session, thing_id)
    if found is None or found.lon is None or found.lat is None:
        return None
    return found.lon, found.lat
