"""Tellers read how long an answer takes and when nobody reads; the desk shows the longest wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.domain.days import today
from geostories.domain.transaction import Scope, transaction
from geostories.jobs import mail as sending
from geostories.jobs.waiting import alarm_due
from geostories.models import OutgoingMail
from tests.conftest import SignIn
from tests.factories.telling import START
from tests.factories.tokens import send

HERE = "/katrineholm/admin/svarstider"


@pytest.fixture
def admin(sign_in: SignIn) -> FlaskClient:
    """The demonstration's administrator."""
    return sign_in("admin@example.se")


def close(admin: FlaskClient, first: int, last: int) -> None:
    """Close the office from so many days ahead to so many."""
    days = [(today() + timedelta(days=ahead)).isoformat() for ahead in (first, last)]
    answer = send(admin, f"{HERE}/stangt", starts_on=days[0], ends_on=days[1])
    assert answer.status_code == 303


def test_the_first_page_of_telling_says_how_long_it_usually_takes(
    app: Flask, client: FlaskClient, admin: FlaskClient
) -> None:
    assert "inom 2 arbetsdagar" in client.get(START).text
    assert send(admin, HERE, review_days="5").status_code == 303
    assert "inom 5 arbetsdagar" in client.get(START).text
    assert "inom 2 arbetsdagar" in client.get("/vaxjo/beratta").text
    assert send(admin, HERE, review_days="0").status_code == 422


def test_a_closed_office_is_said_where_people_tell(
    app: Flask, client: FlaskClient, admin: FlaskClient
) -> None:
    assert "Ingen läser" not in client.get(START).text
    close(admin, 20, 40)
    assert "Ingen läser" not in client.get(START).text
    close(admin, 1, 7)
    page = client.get(START).text
    assert "Ingen läser" in page
    assert str((today() + timedelta(days=7)).year) in page
    assert "Ingen läser" not in client.get("/vaxjo/beratta").text


def test_the_desk_shows_how_long_the_oldest_has_waited(app: Flask, sign_in: SignIn) -> None:
    with app.extensions["database"].owner_engine.begin() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        connection.execute(
            text(
                "UPDATE story_version SET submitted_at = now() - interval '9612 hours' WHERE id = "
                "(SELECT v.id FROM story_version v JOIN municipality m ON m.id = v.municipality_id "
                "WHERE m.slug = 'katrineholm' AND v.status = 'pending' LIMIT 1)"
            )
        )
    page = sign_in("granskare@example.se").get("/katrineholm/granska/").text
    assert "det äldsta har väntat 400 dygn" in page


def test_the_alarm_leads_to_the_desk_in_the_readers_language(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    told = alarm_due(datetime.now(UTC) + timedelta(hours=100), settings)
    assert told > 0
    with transaction(Scope.operator()) as session:
        waiting = [m.id for m in session.query(OutgoingMail).filter_by(template="waiting_alarm")]
    assert waiting
    for mail_id in waiting:
        with app.test_request_context("/", base_url="https://kartan.example.se"):
            sending.send(mail_id, settings=settings)
    letters = [file.read_text() for file in settings.mail_folder.glob("*.eml")]
    assert letters
    assert any("/katrineholm/granska/?gamla=3D1" in each for each in letters) or any(
        "/katrineholm/granska/?gamla=1" in each for each in letters
    )
