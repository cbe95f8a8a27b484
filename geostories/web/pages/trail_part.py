"""The part of a trail's page that is about walking it: profile, what lies along it, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from geostories import public_id
from geostories.domain import difficulty
from geostories.geo.height_curve import steepest_percent
from geostories.maps.profile_drawing import ProfileDrawing, Thing, draw_profile
from geostories.queries.along import Along, Passing, list_along
from geostories.queries.places import PlaceInfo
from geostories.queries.profiles import Profile, find_profile
from geostories.queries.stories import StoryCard
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import PlaceKind, Precision, TrailKind
from geostories.web import cards
from geostories.web.guards import settings
from geostories.wording import trails as words
from geostories.wording.vocabulary import distance, place_kind

MOST_ALONG = 60
"""A list one reads; a trail of a hundred kilometres has more than that."""

FILES = ("gpx", "kml", "geojson")


@dataclass(frozen=True)
class Heights:
    """The profile as picture, as numbers for the script, and as words."""

    drawing: ProfileDrawing
    distances: list[str]
    points: list[list[float]]
    summary: str
    ascent: str
    lowest_and_highest: str
    source: str


@dataclass(frozen=True)
class TrailPart:
    """What templates/places/_trail.html shows. `letters`: the key to the places' signs."""

    title: str
    url: str
    gpx_url: str
    is_example: bool
    form: str
    decides: str
    is_walked: bool
    along: list[dict[str, Any]]
    letters: list[tuple[str, str]]
    heights: Heights | None


def of(session: Any, trail: TrailInfo) -> TrailPart | None:
    """The part for a trail with a known line; None for one without."""
    profile = find_profile(session, trail.id)
    if profile is None:
        return None
    found = list_along(
        session,
        trail.id,
        stories_within_m=settings().told_here_m,
        places_within_m=settings().along_trail_m,
        limit=MOST_ALONG,
    )
    letters = letters_for(found)
    signs = list(_signs(found, letters))
    return TrailPart(
        title=f"{trail.name}, {distance(trail.length_m)}" if trail.length_m else trail.name,
        url=cards.place_url(trail.municipality, trail.id),
        gpx_url=download_urls(trail)["gpx"],
        is_example=trail.is_example,
        form=words.form(trail.is_loop, profile.returns),
        decides=_decides(trail, profile),
        is_walked=trail.kind is TrailKind.HIKING,
        along=[_row(*each) for each in zip(found, signs, strict=True)],
        letters=[(letter, place_kind(kind)) for kind, letter in letters.items()],
        heights=_heights(profile, _things(found, signs)),
    )


def download_urls(found: PlaceInfo | TrailInfo) -> dict[str, str]:
    """Addresses of the files to download, by GPX, KML, GEOJSON; none where no position is known."""
    if found.lon is None and not found.geometry:
        return {}
    place = public_id.encode(found.id)
    return {
        form: url_for("downloads.show", municipality=found.municipality, place=place, form=form)
        for form in FILES
    }


def passing_row(trail: Passing, story: StoryCard) -> dict[str, str]:
    """A trail that passes a story, for the story's page: `1,3 km från starten`."""
    is_approximate = story.precision is not Precision.EXACT
    return {
        "name": trail.name,
        "url": cards.place_url(trail.municipality, trail.id),
        "where": words.passed_at(trail.at_m, is_approximate=is_approximate),
    }


def letters_for(found: list[Along]) -> dict[PlaceKind, str]:
    """A letter of its own name for each kind of place, the first that no other kind has."""
    letters: dict[PlaceKind, str] = {}
    for kind in dict.fromkeys(PlaceKind(each.kind) for each in found if each.noun == "place"):
        own = (sign.upper() for sign in place_kind(kind) if sign.isalpha())
        letters[kind] = next((sign for sign in own if sign not in letters.values()), "•")
    return letters


def _signs(found: list[Along], letters: dict[PlaceKind, str]) -> Iterator[str]:
    """Numbers for stories, in their order, and letters for places."""
    number = 0
    for each in found:
        number += each.noun == "story"
        yield str(number) if each.noun == "story" else letters[PlaceKind(each.kind)]


def _things(found: list[Along], signs: list[str]) -> list[Thing]:
    return [
        Thing(sign, each.noun, each.at_m, each.is_approximate)
        for each, sign in zip(found, signs, strict=True)
    ]


def _row(each: Along, sign: str) -> dict[str, Any]:
    is_story = each.noun == "story"
    address = cards.story_url if is_story else cards.place_url
    return {
        "sign": sign,
        "noun": each.noun,
        "name": each.name,
        "url": address(each.municipality, each.id),
        "is_approximate": each.is_approximate,
        "at": words.from_start(each.at_m, is_approximate=each.is_approximate),
        "kind_label": "" if is_story else place_kind(PlaceKind(each.kind)),
    }


def _heights(profile: Profile, things: list[Thing]) -> Heights | None:
    if not profile.points:
        return None
    length, slope = profile.points[-1][0], steepest_percent(profile.points)
    drawing = draw_profile(profile.points, things)
    return Heights(
        drawing=drawing,
        distances=[words.kilometres(tick.metres) for tick in drawing.distances],
        points=profile.points,
        summary=words.summary(profile, length, slope),
        ascent=words.heights(profile),
        lowest_and_highest=words.lowest_and_highest(profile),
        source=profile.source,
    )


def _decides(trail: TrailInfo, profile: Profile) -> str:
    """Which factor makes the trail as demanding as it is; "" where too little is known."""
    if trail.difficulty is None:
        return ""
    judged = difficulty.judge(
        length_m=trail.length_m,
        ascent_m=_harder(profile),
        steepest_percent=steepest_percent(profile.points) if profile.points else None,
        surface=trail.surface,
    )
    deciding = [factor for factor, step in judged.items() if step is trail.difficulty]
    return words.decides(trail.difficulty, deciding)


def _harder(profile: Profile) -> int | None:
    if profile.ascent_m is None:
        return None
    return max(profile.ascent_m, profile.descent_m or 0)
