"""Collections and story walks as everybody sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geostories.domain.transaction import Scope, reading
from geostories.maps import page_map, quiet_svg
from geostories.maps.layers import Point
from geostories.queries.collections import (
    CollectionInfo,
    Stop,
    get_collection,
    list_collections,
    list_stops,
)
from geostories.queries.notices import notices_of
from geostories.queries.recordings import Sound, list_public_sounds
from geostories.queries.trails import TrailInfo, find_trail
from geostories.vocabulary import CollectionKind
from geostories.web import cards, sounds
from geostories.web.guards import open_to_all
from geostories.web.ids import read_titled_id
from geostories.web.municipality import current, of_municipality
from geostories.web.pages.themes import map_stop
from geostories.wording import vocabulary as words
from geostories.wording.markdown import render_body

blueprint = of_municipality(Blueprint("gatherings", __name__))
LISTED = 200


@blueprint.get("/samlingar/")
@open_to_all
def index() -> ResponseReturnValue:
    """All of the municipality, the last changed first."""
    with reading(Scope.public()) as session:
        found = list_collections(session, municipality_id=current().id, limit=LISTED)
    return render_template(
        "collections/index.html", collections=[cards.of_collection(each) for each in found]
    )


@blueprint.get("/samlingar/<gathering>")
@open_to_all
def show(gathering: str) -> ResponseReturnValue:
    """One, with every story in its order; a walk also with the way, to read, print or follow."""
    with reading(Scope.public()) as session:
        found = get_collection(
            session,
            collection_id=read_titled_id(gathering, "no_gathering"),
            municipality_id=current().id,
        )
        read = shown(session, found)
    return render_template("collections/show.html", **read)


def shown(session: Any, collection: CollectionInfo) -> dict[str, Any]:
    """What templates/collections/_read.html shows: what is withdrawn meanwhile is not in it."""
    is_walk = collection.kind is CollectionKind.WALK
    trail_id = collection.trail_id if is_walk else None
    stops = list_stops(session, collection_id=collection.id, trail_id=trail_id)
    trail = find_trail(session, trail_id) if trail_id else None
    if trail and trail.withdrawn_at:
        trail = None
    ids = [stop.card.id for stop in stops]
    marks = notices_of(session, noun="story", ids=ids, at=datetime.now(UTC))
    spoken = list_public_sounds(session, ids)
    legs = [stop.leg_m for stop in stops if stop.leg_m is not None]
    return {
        "collection": cards.of_collection(collection),
        "is_walk": is_walk,
        "trail": cards.of_trail(trail) if trail else None,
        "stops": [
            _stop(number, stop, marks, spoken.get(stop.card.id))
            for number, stop in enumerate(stops, start=1)
        ],
        "has_sound": bool(spoken),
        "length_text": words.distance(sum(legs)) if is_walk and legs else "",
        "changed_at": collection.changed_at,
        **_maps(stops, trail, is_walk=is_walk),
    }


def _stop(number: int, stop: Stop, marks: cards.Marks, sound: Sound | None) -> dict[str, Any]:
    return {
        "number": number,
        "story": cards.of_story(stop.card, marks),
        "photo_url": cards.photo_url(stop.card.photo.id, "medium") if stop.card.photo else "",
        "sound": sounds.of_sound(sound, stop.card.author_label, stop.card.voice) if sound else None,
        "body": render_body(stop.body),
        "language": stop.language,
        "note": stop.note,
        "leg_text": words.distance(stop.leg_m) if stop.leg_m is not None else "",
        "lon": stop.card.lon,
        "lat": stop.card.lat,
    }


def _maps(stops: Sequence[Stop], trail: TrailInfo | None, *, is_walk: bool) -> dict[str, Any]:
    """The map of the page, and the same as a picture for pages without scripts."""
    if not stops:
        return {"map": None, "still": None}
    points = [(stop.card.lon, stop.card.lat) for stop in stops]
    way = (lines_of(trail) or [points]) if is_walk else []
    marked = [
        map_stop(stop.card, number if is_walk else 0) for number, stop in enumerate(stops, start=1)
    ]
    return {
        "map": page_map.gathered_map(marked, way=way),
        "still": quiet_svg.draw_walk(quiet_svg.read_quiet_map(), stops=points, way=way),
    }


def lines_of(trail: TrailInfo | None) -> list[list[Point]]:
    """The lines of a trail, without heights; none where only its start is known."""
    geometry = trail.geometry if trail else None
    if geometry is None or "LineString" not in geometry["type"]:
        return []
    lines = geometry["coordinates"]
    lines = lines if geometry["type"] == "MultiLineString" else [lines]
    return [[(point[0], point[1]) for point in line] for line in lines]
