"""The items of each collection: filtered, counted, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, jsonify, request, url_for
from flask_smorest import Blueprint

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.queries import categories, municipalities, places, stories, trails
from geostories.queries.notices import notices_of
from geostories.queries.place_names import search_names
from geostories.queries.search import spelling_near
from geostories.web import filters, language
from geostories.web.api.v1 import features, schemas
from geostories.web.guards import open_to_all

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

blueprint = Blueprint("items", __name__, description="What is on the map")

PLACES_NAMED = 3
Features = list[dict[str, Any]]


def _municipality_id(slug: str | None) -> UUID | None:
    if not slug:
        return None
    with reading(Scope.public()) as session:
        return municipalities.get_municipality(session, slug).id


def _id_of(item: str) -> UUID:
    found = public_id.decode(item)
    if found is None:
        raise NotFound("no_item")
    return found


def _now() -> datetime:
    return datetime.now(UTC)


def _answer(
    found: Features, matched: int, asked: dict[str, Any], more: dict[str, Any] | None = None
) -> Response:
    """A page of features; kept by nobody without asking again: stories are withdrawn, notices end."""
    endpoint, offset, limit = str(request.endpoint), asked["offset"], asked["limit"]
    given = {**request.args.to_dict(), "limit": limit}
    links = [_link("self", url_for(endpoint, _external=True, **request.args.to_dict()))]
    if offset + len(found) < matched:
        links.append(
            _link("next", url_for(endpoint, _external=True, **given | {"offset": offset + limit}))
        )
    if offset:
        links.append(
            _link(
                "prev",
                url_for(endpoint, _external=True, **given | {"offset": max(offset - limit, 0)}),
            )
        )
    return _geojson(
        {
            "type": "FeatureCollection",
            "features": found,
            "numberMatched": matched,
            "numberReturned": len(found),
            "links": links,
            **(more or {}),
        }
    )


def _link(rel: str, href: str) -> dict[str, str]:
    return {"rel": rel, "href": href, "type": "application/geo+json"}


def _geojson(body: dict[str, Any]) -> Response:
    response = jsonify(body)
    response.content_type = "application/geo+json"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _feature(feature: dict[str, Any]) -> Response:
    links = [_link("self", request.url)]
    return _geojson({**feature, "links": links})


@blueprint.get("/collections/stories/items", endpoint="stories")
@open_to_all
@blueprint.arguments(schemas.StoriesQuery, location="query", as_kwargs=False)
@blueprint.alt_response(200, schema=schemas.FeatureCollection, content_type="application/geo+json")
@blueprint.alt_response(404, schema=schemas.Problem, description="No such municipality")
@blueprint.alt_response(422, schema=schemas.Problem, description="A parameter cannot be read")
def list_stories(asked: dict[str, Any]) -> Response:
    """Published stories, the newest first unless another order is asked for."""
    within = _municipality_id(asked.get("municipality"))
    wanted = replace(filters.story_filter(request.args, None), municipality_id=within)
    with reading(Scope.public()) as session:
        found = stories.list_stories(
            session, wanted=wanted, limit=asked["limit"], offset=asked["offset"]
        )
        matched = stories.count_stories(session, wanted=wanted)
        names = categories.list_categories(session, language=language.current())
        marks = notices_of(session, noun="story", ids=[each.id for each in found], at=_now())
        more = _beside(session, wanted.q, matched) if wanted.q else {}
    by_slug = {each.slug: each for each in names}
    given = [features.of_story(story, by_slug, marks) for story in found]
    return _answer(given, matched, asked, more)


def _beside(session: Session, words: str, matched: int) -> dict[str, Any]:
    """What a search also leads to: places of that name, and where it fails, another spelling."""
    named = search_names(session, words=words, limit=PLACES_NAMED)
    spelling = spelling_near(session, words) if not matched else ""
    return {
        "placesNamed": [{"name": each.name, "point": [each.lon, each.lat]} for each in named],
        **({"spelling": spelling} if spelling else {}),
    }


@blueprint.get("/collections/places/items", endpoint="places")
@open_to_all
@blueprint.arguments(schemas.ItemsQuery, location="query")
@blueprint.alt_response(200, schema=schemas.FeatureCollection, content_type="application/geo+json")
@blueprint.alt_response(404, schema=schemas.Problem, description="No such municipality")
@blueprint.alt_response(422, schema=schemas.Problem, description="A parameter cannot be read")
def list_places(asked: dict[str, Any]) -> Response:
    """Official places, by name."""
    wanted = places.PlaceFilter(
        municipality_id=_municipality_id(asked.get("municipality")),
        bbox=filters.bbox_of(request.args),
        q=filters.words_of(request.args),
        kind=asked["kind"],
    )
    with reading(Scope.public()) as session:
        found = places.list_places(
            session, wanted=wanted, limit=asked["limit"], offset=asked["offset"]
        )
        matched = places.count_places(session, wanted=wanted)
        marks = notices_of(session, noun="place", ids=[each.id for each in found], at=_now())
    return _answer([features.of_place(place, marks) for place in found], matched, asked)


@blueprint.get("/collections/trails/items", endpoint="trails")
@open_to_all
@blueprint.arguments(schemas.ItemsQuery, location="query")
@blueprint.alt_response(200, schema=schemas.FeatureCollection, content_type="application/geo+json")
@blueprint.alt_response(404, schema=schemas.Problem, description="No such municipality")
@blueprint.alt_response(422, schema=schemas.Problem, description="A parameter cannot be read")
def list_trails(asked: dict[str, Any]) -> Response:
    """Trails, by name."""
    wanted = trails.TrailFilter(
        municipality_id=_municipality_id(asked.get("municipality")),
        bbox=filters.bbox_of(request.args),
        q=filters.words_of(request.args),
    )
    with reading(Scope.public()) as session:
        found = trails.list_trails(
            session, wanted=wanted, limit=asked["limit"], offset=asked["offset"]
        )
        matched = trails.count_trails(session, wanted=wanted)
        marks = notices_of(session, noun="trail", ids=[each.id for each in found], at=_now())
    return _answer([features.of_trail(trail, marks) for trail in found], matched, asked)


@blueprint.get("/collections/stories/items/<item>", endpoint="story")
@open_to_all
@blueprint.alt_response(200, schema=schemas.Feature, content_type="application/geo+json")
@blueprint.alt_response(
    404, schema=schemas.Problem, description="No such story, or it is not published"
)
def get_story(item: str) -> Response:
    """One published story, with its whole text."""
    with reading(Scope.public()) as session:
        page = stories.get_story(session, _id_of(item))
        names = categories.list_categories(session, language=language.current())
        marks = notices_of(session, noun="story", ids=[page.card.id], at=_now())
    feature = features.of_story(page.card, {each.slug: each for each in names}, marks)
    whole = {"body": page.body, "transcript": page.sound.transcript if page.sound else None}
    return _feature({**feature, "properties": {**feature["properties"], **whole}})


@blueprint.get("/collections/places/items/<item>", endpoint="place")
@open_to_all
@blueprint.alt_response(200, schema=schemas.Feature, content_type="application/geo+json")
@blueprint.alt_response(404, schema=schemas.Problem, description="No such place")
def get_place(item: str) -> Response:
    """One official place."""
    with reading(Scope.public()) as session:
        found = places.get_place(session, _id_of(item))
        marks = notices_of(session, noun="place", ids=[found.id], at=_now())
    return _feature(features.of_place(found, marks))


@blueprint.get("/collections/trails/items/<item>", endpoint="trail")
@open_to_all
@blueprint.alt_response(200, schema=schemas.Feature, content_type="application/geo+json")
@blueprint.alt_response(404, schema=schemas.Problem, description="No such trail")
def get_trail(item: str) -> Response:
    """One trail."""
    with reading(Scope.public()) as session:
        found = trails.get_trail(session, _id_of(item))
        marks = notices_of(session, noun="trail", ids=[found.id], at=_now())
    return _feature(features.of_trail(found, marks))
