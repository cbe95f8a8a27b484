"""Today at a place: asked by the worker, shown while it holds, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from geostories import public_id
from geostories.config import Settings
from geostories.domain.transaction import Scope, transaction
from geostories.jobs.observations import observe
from geostories.models import Municipality, Observation, OfficialPlace
from geostories.vocabulary import PlaceKind
from tests.factories.authorities import (
    Authorities,
    authorities,
    bathing,
    fire_ban,
    fire_risk,
    samples,
    weather,
)

WATER = "SE0220483000000501"
NOW = datetime.now(UTC).replace(second=0, microsecond=0)
"""The pages that are opened in these tests are pages of now."""


@pytest.fixture
def place_id(app: Flask) -> UUID:
    """A bathing place of Katrineholm, the only one that HaV is asked about."""
    with transaction(Scope.operator()) as session:
        baths = session.scalars(
            select(OfficialPlace)
            .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
            .where(OfficialPlace.kind == PlaceKind.BATHING_PLACE)
            .order_by(Municipality.slug, OfficialPlace.register_id)
        ).all()
        for other in baths[1:]:
            other.register_id = f"not-asked-{other.register_id}"
        baths[0].register_id = WATER
        return baths[0].id


@pytest.fixture
def asked(app: Flask, place_id: UUID) -> Iterator[Authorities]:
    """The three authorities; everything is well."""
    with authorities(NOW) as made:
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=made.settings())
        made.answers = {
            "snow1g": weather(NOW),
            "fwif1g": fire_risk(NOW),
            "/FireProhibition/": fire_ban("0483", forbidden=True),
            "/results": samples(NOW - timedelta(days=400), NOW - timedelta(days=3)),
            "/bathing-waters/": bathing(WATER, advised_since=NOW - timedelta(days=2)),
        }
        yield made


def page(app: Flask, place_id: UUID) -> str:
    text = app.test_client().get(f"/katrineholm/platser/{public_id.encode(place_id)}").text
    _, found, rest = text.partition('id="today"')
    return rest.partition("</section>")[0] if found else ""


def settings(app: Flask) -> Settings:
    found: Settings = app.config["SETTINGS"]
    return found


def test_the_page_says_what_was_answered_with_source_and_time(
    app: Flask, place_id: UUID, asked: Authorities
) -> None:
    assert page(app, place_id) == ""
    observe(settings(app), at=datetime.now(UTC))
    text = page(app, place_id)
    for words in (
        "18 grader, halvklart, vind 3 m/s",
        "Mycket stor brandrisk",
        "Eldningsförbud råder",
        "Avrådan från bad sedan",
        "Tjänligt badvatten",
        "19 grader i vattnet",
        "SMHI",
        "MSB",
        "Havs- och vattenmyndigheten",
    ):
        assert words in text, words
    assert "Otjänligt" not in text, "a sample of last year"


def test_nobody_asks_unless_the_operator_wants_it(app: Flask, asked: Authorities) -> None:
    assert observe(settings(app).model_copy(update={"observations": False}), at=NOW) == 0
    assert asked.asked == []


def test_an_answer_is_left_in_peace_for_a_while(app: Flask, asked: Authorities) -> None:
    observe(settings(app), at=NOW)
    first = len(asked.asked)
    observe(settings(app), at=NOW + timedelta(minutes=15))
    weather_again = [path for path in asked.asked[first:] if "FireProhibition" not in path]
    assert weather_again == [], (
        "only the ban of the other municipality was refused, and is asked anew"
    )


def test_nothing_past_its_own_validity_is_shown(
    app: Flask, place_id: UUID, asked: Authorities
) -> None:
    observe(settings(app), at=datetime.now(UTC))
    with transaction(Scope.operator()) as session:
        for row in session.scalars(select(Observation)):
            row.valid_until = datetime.now(UTC) - timedelta(seconds=1)
    assert page(app, place_id) == ""


BROKEN: dict[str, Any] = {
    "an error": 503,
    "a page": b"<html>Service temporarily unavailable</html>",
    "cut off": b'{"timeSeries": [{"time": "2026-',
    "nothing": {},
    "a list": [],
    "another form": {"timeSeries": [{"validTime": "2026-07-01T10:00:00Z", "parameters": []}]},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_strange_answer_changes_nothing(
    app: Flask, place_id: UUID, asked: Authorities, broken: object
) -> None:
    observe(settings(app), at=datetime.now(UTC))
    before = page(app, place_id)
    asked.answers = dict.fromkeys(asked.answers, broken)
    assert observe(settings(app), at=datetime.now(UTC) + timedelta(hours=7)) == 0
    assert page(app, place_id) == before


STRANGE: dict[str, tuple[str, Any]] = {
    "another municipality's ban": ("/FireProhibition/", fire_ban("1480", forbidden=True)),
    "another bathing water": (
        "/bathing-waters/",
        bathing("SE0110180000000001", advised_since=None),
    ),
    "a forecast of last week": ("snow1g", weather(NOW - timedelta(days=7))),
    "a risk of last week": ("fwif1g", fire_risk(NOW - timedelta(days=9))),
    "a heat of 9999 degrees": (
        "snow1g",
        {
            "referenceTime": "2026-07-01T10:00:00Z",
            "timeSeries": [
                {
                    "time": "2026-07-01T10:00:00Z",
                    "data": {"air_temperature": 9999, "symbol_code": 1},
                }
            ],
        },
    ),
}


@pytest.mark.parametrize(("part", "answer"), STRANGE.values(), ids=STRANGE.keys())
def test_what_is_about_something_else_is_not_kept(
    app: Flask, place_id: UUID, asked: Authorities, part: str, answer: object
) -> None:
    asked.answers[part] = answer
    observe(settings(app), at=datetime.now(UTC))
    with transaction(Scope.operator()) as session:
        kinds = {row.kind.value for row in session.scalars(select(Observation))}
    missing = {
        "snow1g": "weather",
        "fwif1g": "fire_risk",
        "/FireProhibition/": "fire_ban",
        "/bathing-waters/": "bathing_water",
    }[part]
    assert kinds == {"weather", "fire_risk", "fire_ban", "bathing_water"} - {missing}
