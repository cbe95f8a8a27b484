"""What cards show: words and addresses for what the queries answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from geostories import public_id
from geostories.queries.collections import CollectionInfo
from geostories.queries.nearby import Nearby
from geostories.queries.notices import NoticeInfo
from geostories.queries.places import PlaceInfo
from geostories.queries.stories import Happened, Photo, StoryCard
from geostories.queries.tips import TipInfo
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import Accuracy, NoticeKind, PlaceKind
from geostories.web import sounds
from geostories.wording import gathering
from geostories.wording import notices as saying
from geostories.wording import vocabulary as words

Marks = Mapping[UUID, Sequence[NoticeInfo]]
"""What holds for each thing, as queries/notices.py answers."""
UNMARKED: Marks = {}

LOOKS = {
    NoticeKind.CLOSURE: ("warning", "triangle-alert"),
    NoticeKind.FIRE_BAN: ("error", "flame"),
    NoticeKind.BATHING_ADVICE: ("warning", "waves"),
    NoticeKind.NEWS: ("info", "info"),
}
"""The banner's kind and icon."""


def photo_url(media_id: UUID, size: str = "thumb", form: str = "webp") -> str:
    """The address of a photo."""
    return url_for("media.photo", media=public_id.encode(media_id), size=size, form=form)


def image_of(photo: Photo, *, medium_edge: int, thumb_edge: int) -> dict[str, Any]:
    """What templates/components/photo.html shows: each form of a photo with the widths there are."""
    longest = max(photo.width, photo.height, 1)
    edges = {"thumb": thumb_edge, "medium": medium_edge, "full": longest}
    widths = {round(photo.width * min(1, edge / longest)): size for size, edge in edges.items()}

    def srcset(form: str) -> str:
        return ", ".join(f"{photo_url(photo.id, s, form)} {width}w" for width, s in widths.items())

    forms = (["avif"] if photo.has_avif else []) + ["webp"]
    return {
        "alt": photo.alt,
        "width": photo.width,
        "height": photo.height,
        "forms": [{"type": f"image/{form}", "srcset": srcset(form)} for form in forms],
        "src": photo_url(photo.id, "medium", "jpg"),
        "srcset": srcset("jpg"),
        "full": photo_url(photo.id, "full"),
    }


def story_url(municipality: str, story_id: UUID) -> str:
    """The address of a story's page."""
    return url_for("stories.show", municipality=municipality, story=public_id.encode(story_id))


def place_url(municipality: str, place_id: UUID) -> str:
    """The address of an official place's or trail's page."""
    return url_for("places.show", municipality=municipality, place=public_id.encode(place_id))


def happened_text(happened: Happened | None) -> str:
    """When it happened, in words."""
    return words.happened(happened.precision, happened.start, happened.words) if happened else ""


def of_notice(notice: NoticeInfo, thing_id: UUID) -> dict[str, Any]:
    """A notice as banner on a thing's page and as a line of its card."""
    look, icon = LOOKS[notice.kind]
    return {
        "kind": notice.kind.value,
        "look": look,
        "icon": icon,
        "short": saying.short(notice, thing_id),
        "lead": saying.lead(notice),
        "text": " ".join(filter(None, [saying.since(notice), notice.text, notice.reason])),
        "source_url": notice.source_url,
    }


def _notices(thing_id: UUID, marks: Marks) -> list[dict[str, Any]]:
    return [of_notice(notice, thing_id) for notice in marks.get(thing_id, ())]


def of_story(card: StoryCard, marks: Marks = UNMARKED) -> dict[str, Any]:
    """A story's card."""
    return {
        "id": public_id.encode(card.id),
        "url": story_url(card.municipality, card.id),
        "title": card.title,
        "excerpt": card.excerpt,
        "found": card.found,
        "category": card.category,
        "voice": card.voice.value,
        "author_label": card.author_label or _("Anonymous"),
        "place_label": card.place_label,
        "happened_text": happened_text(card.happened),
        "photo_url": photo_url(card.photo.id) if card.photo else "",
        "photo_alt": card.photo.alt if card.photo else "",
        "is_approximate": card.precision.value != "exact",
        "is_example": card.is_example,
        "language": card.language,
        "thanks_count": card.thanks_count,
        "sound_text": sounds.clock(card.sound_seconds) if card.sound_seconds else "",
        "distance_text": "",
        "notices": _notices(card.id, marks),
    }


def of_place(place: PlaceInfo, marks: Marks = UNMARKED) -> dict[str, Any]:
    """An official place's card."""
    return {
        "id": public_id.encode(place.id),
        "url": place_url(place.municipality, place.id),
        "name": place.name,
        "kind": place.kind.value,
        "kind_label": words.place_kind(place.kind),
        "group": place.kind.group,
        "summary": place.summary,
        "is_approximate": place.accuracy is Accuracy.APPROXIMATE,
        "is_example": False,
        "photo_url": "",
        "distance_text": "",
        "notices": _notices(place.id, marks),
    }


def of_trail(trail: TrailInfo, marks: Marks = UNMARKED) -> dict[str, Any]:
    """A trail's card."""
    length = words.distance(trail.length_m) if trail.length_m else ""
    return {
        "id": public_id.encode(trail.id),
        "url": place_url(trail.municipality, trail.id),
        "name": trail.name,
        "kind": "trail",
        "kind_label": " ".join(filter(None, [_("Trail"), length])),
        "group": "trail",
        "summary": trail.summary,
        "is_approximate": trail.accuracy is Accuracy.APPROXIMATE,
        "is_example": trail.is_example,
        "photo_url": "",
        "distance_text": "",
        "notices": _notices(trail.id, marks),
    }


def of_nearby(near: Nearby, marks: Marks = UNMARKED) -> dict[str, Any]:
    """A row of *I närheten*."""
    say = words.rough_distance if near.is_rough else words.distance
    distance, notices = say(near.distance_m), _notices(near.id, marks)
    if near.noun == "story":
        return {
            "notices": notices,
            "url": story_url(near.municipality, near.id),
            "title": near.name,
            "kind": "story",
            "category": near.kind,
            "text": f"{_('Story')} · {distance}",
            "photo_url": photo_url(near.photo_id) if near.photo_id else "",
        }
    row = {
        "url": place_url(near.municipality, near.id),
        "title": near.name,
        "photo_url": "",
        "notices": notices,
    }
    if near.noun == "trail":
        length = words.distance(near.length_m) if near.length_m else ""
        kind = " ".join(filter(None, [_("Trail"), length]))
        return {**row, "kind": "trail", "category": "", "text": f"{kind} · {distance}"}
    place_kind = PlaceKind(str(near.kind))
    return {
        **row,
        "kind": place_kind.group,
        "category": place_kind.value,
        "text": f"{words.place_kind(place_kind)} · {distance}",
    }


def collection_url(municipality: str, collection_id: UUID) -> str:
    """The address of a collection's or a walk's page."""
    key = public_id.encode(collection_id)
    return url_for("gatherings.show", municipality=municipality, gathering=key)


def of_collection(collection: CollectionInfo) -> dict[str, Any]:
    """A collection's or a walk's card."""
    return {
        "id": public_id.encode(collection.id),
        "url": collection_url(collection.municipality, collection.id),
        "title": collection.title,
        "introduction": collection.introduction,
        "kind": collection.kind.value,
        "kind_label": gathering.collection_kind(collection.kind),
        "voice": collection.voice.value,
        "author_label": collection.author_label,
        "author_url": collection.association_id
        and url_for(
            "associations.show",
            municipality=collection.municipality,
            association=public_id.encode(collection.association_id),
        ),
        "count_text": ngettext("%(num)s story", "%(num)s stories", collection.stories),
    }


def of_tip(tip: TipInfo) -> dict[str, Any]:
    """The week's tip: what it is, and where it leads."""
    is_story = tip.noun == "story"
    address = story_url if is_story else place_url
    return {
        "week": gathering.week(tip.week),
        "sentence": tip.sentence,
        "name": tip.name,
        "noun": tip.noun,
        "key": "story" if is_story else _sign_of(tip),
        "url": address(tip.thing_municipality, tip.thing_id),
    }


def _sign_of(tip: TipInfo) -> str:
    return "trail" if tip.noun == "trail" else PlaceKind(tip.kind).group
