"""Every address of the site, made from its routes: what stands in for each blank, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from geostories import public_id
from geostories.vocabulary import StoryStatus
from tests.factories.second_factors import OWN_FACTOR
from tests.factories.story import key_of
from tests.factories.subscriptions import ACCOUNT_ORDER
from tests.factories.two_towns import HERE, THERE, Thing, TwoTowns

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
METHODS = ("GET", "HEAD", "OPTIONS", *UNSAFE)
NO_ID = public_id.encode(UUID(int=7))
PHOTO_FILES = (("full", "webp"), ("medium", "jpg"), ("thumb", "jpg"))
SAMPLE = (StoryStatus.DRAFT, StoryStatus.PENDING, StoryStatus.PUBLISHED)
"""Of the second town's stories, and where only drafts are to be had, these will do."""


@dataclass(frozen=True)
class Door:
    """One address: its view, the methods its path knows, whose municipality, which thing."""

    endpoint: str
    path: str
    methods: frozenset[str]
    known_on_path: frozenset[str]
    town: str
    thing: Thing | None = None
    member_of: str = ""

    def __str__(self) -> str:
        return f"{self.endpoint} {self.path}" + (f" ({self.thing.title})" if self.thing else "")


def list_doors(app: Flask, towns: TwoTowns) -> list[Door]:
    """Every route with every value. Raises LookupError for a route with a blank nobody knows."""
    rules = list(app.url_map.iter_rules())
    known: dict[str, set[str]] = {}
    for rule in rules:
        known.setdefault(rule.rule, set()).update(rule.methods or ())
    adapter = app.url_map.bind("localhost")
    doors = []
    for rule in rules:
        for values, (town, thing, member_of) in _fill(rule, towns):
            _, path = rule.build({**(rule.defaults or {}), **values}) or ("", "")
            assert adapter.test(path, "OPTIONS"), path
            doors.append(
                Door(
                    rule.endpoint,
                    path,
                    frozenset(rule.methods or ()),
                    frozenset(known[rule.rule]),
                    town,
                    thing,
                    member_of,
                )
            )
    return doors


Subject = tuple[str, Thing | None, str]


def _fill(rule: Rule, towns: TwoTowns) -> Iterator[tuple[dict[str, str], Subject]]:
    """Values for the blanks of a route, and what they speak of."""
    blanks = set(rule.arguments) - set(rule.defaults or {})
    in_town = "municipality" in blanks
    rest = frozenset(blanks - {"municipality"})
    for town in (HERE, THERE) if in_town else ("",):
        where = {"municipality": town} if in_town else {}
        for values, thing, member_of in _values(rule.endpoint, rest, towns, town):
            yield where | values, (town, thing, member_of)


def _values(
    endpoint: str, blanks: frozenset[str], towns: TwoTowns, town: str
) -> Iterator[tuple[dict[str, str], Thing | None, str]]:
    if blanks in OF_THINGS or endpoint == "items.story":
        yield from _things(endpoint, blanks, towns, town)
    elif blanks <= OF_TOWNS.keys() and len(blanks) == 1:
        (blank,) = blanks
        for home, own in getattr(towns, OF_TOWNS[blank]).items():
            yield {blank: public_id.encode(own)}, None, home
    elif blanks == {"word"}:
        for home, word in towns.theme_words.items():
            yield {"word": word}, None, home
    elif endpoint.startswith("place_editing.") and blanks == {"place"}:
        for home, own in towns.own_places.items():
            yield {"place": public_id.encode(own)}, None, home
    elif blanks in ({"place"}, {"item"}, {"place", "form"}):
        yield from _official(endpoint, blanks, towns, town)
    else:
        for each in PLAIN[blanks]:
            yield dict(each), None, ""


OF_THINGS = (
    {"story"},
    {"story", "media"},
    {"story", "key"},
    {"media", "size", "form"},
    {"recording"},
    {"case"},
)
OF_TOWNS = {
    "membership": "memberships",
    "invitation": "invitations",
    "reading": "imports",
    "source": "sources",
    "notice": "notices",
    "fault": "faults",
    "unit": "units",
    "fact": "late_facts",
    "theme": "themes",
    "association": "associations",
    "gathering": "gatherings",
    "tip": "tips",
    "comment": "comments",
    "zone": "zones",
    "review_rule": "review_rules",
    "message_template": "message_templates",
    "report": "reports",
    "decision": "decisions",
    "closure": "closures",
    "copy": "copies",
    "rule": "rules",
}
"""Blanks that name something of one town, there for nobody in another: TwoTowns knows one of each."""


def _official(
    endpoint: str, blanks: frozenset[str], towns: TwoTowns, town: str
) -> Iterator[tuple[dict[str, str], None, str]]:
    official = towns.trails if endpoint == "items.trail" else towns.places
    for home in (town,) if town else official:
        for form in ("gpx", "kml", "geojson") if "form" in blanks else ("",):
            key = public_id.encode(official[home])
            values = {"place": key, "item": key, "form": form}
            yield {name: values[name] for name in blanks}, None, ""


PLAIN: dict[frozenset[str], list[dict[str, str]]] = {
    frozenset(): [{}],
    frozenset({"page"}): [
        {"page": name} for name in ("regler", "kontakt", "personuppgifter", "tillganglighet")
    ],
    frozenset({"collection"}): [{"collection": name} for name in ("stories", "places", "trails")],
    frozenset({"subscription"}): [{"subscription": public_id.encode(ACCOUNT_ORDER)}],
    frozenset({"factor"}): [{"factor": public_id.encode(OWN_FACTOR)}],
    frozenset({"device"}): [{"device": NO_ID}],
    frozenset({"language"}): [{"language": "sv"}, {"language": "en"}],
    frozenset({"export"}): [{"export": NO_ID}],
    frozenset({"token"}): [{"token": "not-a-token"}],
    frozenset({"slug"}): [{"slug": "no-such-map"}],
    frozenset({"z", "x", "y"}): [{"z": "10", "x": "558", "y": "303"}],
    frozenset({"slug", "z", "x", "y"}): [
        {"slug": "no-such-map", "z": "10", "x": "558", "y": "303"}
    ],
}


def _things(
    endpoint: str, blanks: frozenset[str], towns: TwoTowns, town: str
) -> Iterator[tuple[dict[str, str], Thing, str]]:
    for thing in towns.things:
        is_crossed = town not in ("", thing.town)
        if is_crossed and not endpoint.startswith("moderation."):
            continue  # the id alone decides, whatever town stands before it
        few = is_crossed or thing.town == THERE or endpoint.startswith("compose.")
        if few and thing.status not in SAMPLE:
            continue
        for size, form in PHOTO_FILES if "size" in blanks else (("", ""),):
            values = {
                "story": public_id.encode(thing.told.id),
                "case": public_id.encode(thing.told.id),
                "item": public_id.encode(thing.told.id),
                "media": public_id.encode(thing.told.media_id or UUID(int=7)),
                "recording": public_id.encode(thing.told.recording_id or UUID(int=7)),
                "size": size,
                "form": form,
                "key": str(key_of(thing.told.id)),
            }
            yield {name: values[name] for name in blanks}, thing, ""
