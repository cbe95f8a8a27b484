"""Themes through the pages, as browsers without scripts use them."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories import public_id
from geostories.domain.days import today
from geostories.domain.permissions import Person
from geostories.domain.themes import slug_of
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import MunicipalityInfo
from tests.factories.gatherings import DESK, publish_stop
from tests.factories.story import withdraw
from tests.factories.telling import Teller
from tests.factories.tokens import send

THEME = {
    "title": "Bryggan", "question": "Vem byggde bryggan?", "introduction": "Den låg vid vassen.",
    "colour": "plum", "is_published": "y",
}  # fmt: skip


def enter_theme(editor: FlaskClient, *, closes: int | None = None, **fields: str) -> str:
    """Enter a theme at the desk that opened a week ago; answers its page's address."""
    day = today()
    dates = {"opens_on": (day - timedelta(days=7)).isoformat()}
    if closes is not None:
        dates["closes_on"] = (day + timedelta(days=closes)).isoformat()
    answer = send(editor, f"{DESK}/insamlingar/ny", **{**THEME, **dates, **fields})
    assert answer.status_code == 303, answer.text
    return f"/katrineholm/insamlingar/{slug_of({**THEME, **fields}['title'])}"


def test_a_theme_is_told_for_from_its_page(app: Flask, editor: FlaskClient) -> None:
    page = enter_theme(editor)
    visitor = app.test_client()
    shown = visitor.get(page)
    assert shown.status_code == 200
    assert "Vem byggde bryggan?" in shown.text
    assert "theme-plum" in shown.text
    [link] = set(re.findall(r'href="(/katrineholm/beratta\?insamling=[^"]+)"', shown.text))
    first = visitor.get(link).text
    assert '<input type="checkbox" name="theme" value="bryggan" checked>' in first
    told = Teller(visitor).begin(theme="bryggan")
    again = told.page("plats")
    assert 'name="theme" value="bryggan" checked' in again
    answer = told.post(
        "plats", {"coordinates": "58.9521, 16.2951", "precision": "exact", "action": "next"}
    )
    assert answer.status_code == 303
    assert "bryggan" not in told.page("plats")  # unticked: dropped


def test_a_closed_theme_says_so_kindly_and_takes_nothing(app: Flask, editor: FlaskClient) -> None:
    page = enter_theme(editor, closes=-1, title="Sedan länge stängd")
    visitor = app.test_client()
    shown = visitor.get(page).text
    assert "Insamlingen är stängd" in shown
    assert "insamling=" not in shown
    word = page.rpartition("/")[2]
    first = visitor.get(f"/katrineholm/beratta?insamling={word}").text
    assert "stängde" in first
    assert 'name="theme"' not in first
    answer = Teller(visitor).post(
        "/katrineholm/beratta",
        {"coordinates": "58.9521, 16.2951", "precision": "exact", "action": "next", "theme": word},
    )
    assert answer.status_code == 422
    assert "tar inte emot fler" in answer.text
    assert Teller(visitor).begin().story


def test_a_theme_nobody_may_see_has_no_page(client: FlaskClient, editor: FlaskClient) -> None:
    page = enter_theme(editor, title="Hemlig", is_published="")
    assert client.get(page).status_code == 404
    later = (today() + timedelta(days=3)).isoformat()
    enter_theme(editor, title="Kommande", opens_on=later)
    assert client.get("/katrineholm/insamlingar/kommande").status_code == 404
    listed = client.get("/katrineholm/insamlingar/").text
    assert "Hemlig" not in listed
    assert "Kommande" not in listed


def test_a_theme_shows_its_stories_until_they_are_withdrawn(
    client: FlaskClient, editor: FlaskClient, owner: Person, municipality: MunicipalityInfo
) -> None:
    page = enter_theme(editor, title="Ladan")
    story_id = publish_stop(municipality, owner, "Ladans röda dörr")
    with transaction(Scope.operator()) as session:
        session.execute(
            text(
                "UPDATE story SET theme_id = (SELECT id FROM theme WHERE slug = 'ladan') WHERE id = :s"
            ),
            {"s": story_id},
        )
    assert "Ladans röda dörr" in client.get(page).text
    story_page = client.get(f"/katrineholm/berattelser/{public_id.encode(story_id)}").text
    assert page in story_page
    withdraw(story_id, owner)
    assert "Ladans röda dörr" not in client.get(page).text


def test_what_is_wrong_with_a_theme_is_said(editor: FlaskClient) -> None:
    day = today().isoformat()
    for wrong in (
        {"title": " "}, {"question": ""}, {"colour": "red"}, {"opens_on": ""}, {"opens_on": "nu"},
        {"closes_on": "2001-01-01"}, {"question": "å" * 201}, {"introduction": "å" * 2001},
    ):  # fmt: skip
        answer = send(editor, f"{DESK}/insamlingar/ny", **{**THEME, "opens_on": day, **wrong})
        assert answer.status_code == 422, wrong
        assert "form-errors" in answer.text


def test_a_theme_is_changed_at_its_desk(client: FlaskClient, editor: FlaskClient) -> None:
    page = enter_theme(editor, title="Smedjan")
    [desk] = re.findall(
        rf'href="({DESK}/insamlingar/[^"]+)">Smedjan', editor.get(f"{DESK}/insamlingar/").text
    )
    assert 'value="Smedjan"' in editor.get(desk).text
    changed = {
        **THEME,
        "title": "Smedjan",
        "question": "Vem skodde hästen?",
        "opens_on": "2026-01-01",
    }
    assert send(editor, desk, **changed).status_code == 303
    assert "Vem skodde hästen?" in client.get(page).text
