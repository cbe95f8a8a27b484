"""GeoJSON features of what the queries answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from geostories.queries.categories import CategoryInfo
from geostories.queries.notices import NoticeInfo
from geostories.queries.places import PlaceInfo
from geostories.queries.stories import StoryCard
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import RING_RADIUS_M, Precision
from geostories.web import cards
from geostories.web.cards import Marks
from geostories.wording import notices as saying
from geostories.wording import vocabulary as words


def of_story(story: StoryCard, names: dict[str, CategoryInfo], marks: Marks) -> dict[str, Any]:
    """A published story: its public point, never another."""
    card = cards.of_story(story)
    photo = {"url": card["photo_url"], "alt": card["photo_alt"]} if story.photo else None
    return {
        "type": "Feature",
        "id": card["id"],
        "geometry": {"type": "Point", "coordinates": [story.lon, story.lat]},
        "properties": {
            "kind": "story",
            "official": False,
            "url": card["url"],
            "title": story.title,
            "excerpt": story.excerpt,
            "found": [{"text": part.text, "hit": part.is_hit} for part in story.found],
            "category": story.category,
            "category_name": names[story.category].name,
            "voice": story.voice.value,
            "voice_name": words.voice(story.voice),
            "author": card["author_label"],
            "place": story.place_label,
            "happened": card["happened_text"] or None,
            "approximate": story.precision is not Precision.EXACT,
            "ring_m": RING_RADIUS_M[story.precision],
            "shape": story.shape,
            "photo": photo,
            "published": story.published_at.isoformat(),
            "municipality": story.municipality,
            "is_example": story.is_example,
            "language": story.language,
            "thanks": story.thanks_count,
            "sound": card["sound_text"] or None,
            "notices": _notices(story.id, marks),
        },
    }


def of_place(place: PlaceInfo, marks: Marks) -> dict[str, Any]:
    """An official place with its provenance."""
    card = cards.of_place(place)
    return {
        "type": "Feature",
        "id": card["id"],
        "geometry": place.geometry,
        "properties": {
            "kind": "place",
            "official": True,
            "url": card["url"],
            "name": place.name,
            "place_kind": place.kind.value,
            "kind_name": card["kind_label"],
            "group": place.kind.group,
            "summary": place.summary,
            "approximate": card["is_approximate"],
            "accuracy_m": place.accuracy_m,
            "marker": [place.lon, place.lat],
            "area_ha": place.facts.get("area_ha"),
            "notices": _notices(place.id, marks),
            **_provenance(place),
        },
    }


def of_trail(trail: TrailInfo, marks: Marks) -> dict[str, Any]:
    """A trail with its provenance; its geometry is null where only the name is known."""
    card = cards.of_trail(trail)
    return {
        "type": "Feature",
        "id": card["id"],
        "geometry": trail.geometry,
        "properties": {
            "kind": "trail",
            "official": not trail.is_example,
            "url": card["url"],
            "name": trail.name,
            "length_m": trail.length_m,
            "length": words.distance(trail.length_m) if trail.length_m else None,
            "is_example": trail.is_example,
            "approximate": card["is_approximate"],
            "accuracy_m": trail.accuracy_m,
            "marker": [trail.lon, trail.lat] if trail.lon is not None else None,
            "summary": trail.summary,
            "notices": _notices(trail.id, marks),
            **_provenance(trail),
        },
    }


def _notices(thing_id: UUID, marks: Marks) -> list[dict[str, Any]]:
    """What does not hold as usual; `short` is for cards and markers."""
    return [_notice(notice, thing_id) for notice in marks.get(thing_id, ())]


def _notice(notice: NoticeInfo, thing_id: UUID) -> dict[str, Any]:
    return {
        "kind": notice.kind.value,
        "title": notice.title,
        "short": saying.short(notice, thing_id),
        "starts_at": notice.starts_at.isoformat(),
        "ends_at": notice.ends_at.isoformat() if notice.ends_at else None,
    }


def _provenance(thing: PlaceInfo | TrailInfo) -> dict[str, Any]:
    return {
        "municipality": thing.municipality,
        "source": thing.source,
        "source_url": thing.source_url or None,
        "licence": thing.licence,
        "register": thing.register,
        "register_id": thing.register_id,
        "fetched": thing.fetched_at.date().isoformat(),
    }
