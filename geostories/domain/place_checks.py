"""Whether what an editor wrote of a place can be kept: each part by itself, errors by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geostories.domain.place_changes import fact_key
from geostories.domain.visitor_facts import LINE_LENGTH, URL_LENGTH, validate
from geostories.errors import InvalidInput
from geostories.geo.coordinates import in_sweden
from geostories.queries.place_content import EditedFact, EditedPicture, OwnPlace, PlaceContent

NAME_LENGTH = 80
"""Fits two lines on a card."""
SUMMARY_LENGTH = 400
"""Two or three sentences; more belongs in the introduction."""
NOTE_LENGTH = 500
"""A remark to one fact."""
ALT_LENGTH = 300
"""Screen readers read it in one go."""
FACTS_AT_MOST = 120
"""Every topic once, and some dozen rules, bans and documents."""


def check_fact(fact: EditedFact, *, today: date) -> EditedFact:
    """The fact as it is stored; raises InvalidInput with the part as `field`."""
    _at_most(fact.note, NOTE_LENGTH, "note")
    _at_most(fact.source, LINE_LENGTH, "source")
    _at_most(fact.measured_by, LINE_LENGTH, "measured_by")
    _at_most(fact.source_url, URL_LENGTH, "source_url")
    if fact.source_url and not fact.source_url.startswith(("https://", "http://")):
        raise InvalidInput("fact_bad_address", field="source_url")
    if fact.measured_on and fact.measured_on > today:
        raise InvalidInput("in_the_future", field="measured_on")
    return replace(fact, value=validate(fact.topic, fact.value))


def check_picture(picture: EditedPicture) -> EditedPicture:
    """The picture's words; everyone is told what it shows and who took it."""
    if not picture.alt:
        raise InvalidInput("picture_alt_missing", field="alt")
    if not picture.credit:
        raise InvalidInput("credit_missing", field="credit")
    _at_most(picture.alt, ALT_LENGTH, "alt")
    _at_most(picture.credit, LINE_LENGTH, "credit")
    _at_most(picture.licence, LINE_LENGTH, "licence")
    return picture


def check_own(own: OwnPlace) -> OwnPlace:
    """What and where a place of the municipality's own is."""
    if not own.name:
        raise InvalidInput("name_missing", field="name")
    _at_most(own.name, NAME_LENGTH, "name")
    _at_most(own.summary, SUMMARY_LENGTH, "summary")
    if not in_sweden(*own.point):
        raise InvalidInput("outside_sweden", field="coordinates")
    return own


def check_content(content: PlaceContent, *, today: date) -> PlaceContent:
    """The whole as it is stored; raises InvalidInput, `field` as `fact:facility.toilet.note`."""
    keys = [fact_key(fact) for fact in content.facts]
    if len(set(keys)) < len(keys) or len(keys) > FACTS_AT_MOST:
        raise InvalidInput("too_many_facts", field="facts", most=FACTS_AT_MOST)
    return replace(
        content,
        own=content.own and check_own(content.own),
        facts=tuple(_in_place(fact, today) for fact in content.facts),
        pictures=tuple(check_picture(picture) for picture in content.pictures),
    )


def _in_place(fact: EditedFact, today: date) -> EditedFact:
    try:
        return check_fact(fact, today=today)
    except InvalidInput as error:
        part = f"{fact_key(fact)}.{error.field}"
        raise InvalidInput(error.code, field=part, **error.params) from None


def _at_most(text: str, most: int, name: str) -> None:
    if len(text) > most:
        raise InvalidInput("fact_too_long", field=name, limit=most)
