"""Associations through the pages: their members, their badge, their own page."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select, text

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.models import Story, User
from tests.conftest import SignIn
from tests.factories.gatherings import DESK
from tests.factories.telling import Teller
from tests.factories.tokens import send


def enter_association(editor: FlaskClient, name: str, *members: str) -> str:
    answer = send(editor, f"{DESK}/foreningar/ny", name=name, is_active="y")
    assert answer.status_code == 303, answer.text
    for email in members:
        added = send(editor, f"{answer.location}/medlemmar", email=email)
        assert added.status_code == 303, added.text
    return str(answer.location)


def test_a_member_tells_under_the_badge_and_others_cannot(
    editor: FlaskClient, resident: FlaskClient, sign_in: SignIn
) -> None:
    desk = enter_association(editor, "Roddklubben", "invanare@example.se")
    assert "Ingrid Invånare" in editor.get(desk).text
    key = f"association:{desk.rpartition('/')[2]}"
    told = Teller(resident).begin()
    told.write(title="Årorna")
    assert f'value="{key}"' in told.page("granska")
    assert told.send(voice=key, byline="name").status_code == 303
    with reading(Scope.operator()) as session:
        voice, label = session.execute(
            text("SELECT voice, author_label FROM story_version WHERE title = 'Årorna'")
        ).one()
    assert (voice, label) == ("association", "Roddklubben")
    other = sign_in("granskare@example.se")
    stranger = Teller(other).begin()
    stranger.write(title="Utan båt")
    assert key not in stranger.page("granska")
    refused = stranger.send(voice=key, byline="name")
    assert refused.status_code == 403
    with reading(Scope.operator()) as session:
        status = session.scalar(text("SELECT status FROM story_version WHERE title = 'Utan båt'"))
    assert status == "draft"
    print("badges: tried 2, given 1")


def test_an_association_has_a_page_with_its_stories_and_its_shape(client: FlaskClient) -> None:
    listed = client.get("/katrineholm/berattelser/").text
    badge = re.search(r'badge-association">.*?Föreningen Tidiga fåglar', listed, re.DOTALL)
    assert badge
    with reading(Scope.public()) as session:
        found = session.execute(
            select(Story.id, Story.association_id).where(
                Story.author_label == "Föreningen Tidiga fåglar"
            )
        ).one()
    story_page = client.get(f"/katrineholm/berattelser/{public_id.encode(found.id)}").text
    page = f"/katrineholm/foreningar/{public_id.encode(found.association_id)}"
    assert page in story_page
    assert "Protokoll från en morgon" in client.get(page).text
    assert client.get(page.replace("katrineholm", "vaxjo")).status_code == 404


def test_what_a_school_has_gathered_is_on_its_page_under_its_badge(client: FlaskClient) -> None:
    listed = client.get("/vaxjo/samlingar/").text
    [path] = re.findall(r'<a href="([^"]+)">Läst högt i 6 B', listed)
    shown = client.get(path).text
    [page] = re.findall(r'<a href="(/vaxjo/foreningar/[^"]+)">Klass 6 B på Exempelskolan', shown)
    assert "badge-association" in shown
    assert "badge-official" not in shown
    its_own = client.get(page).text
    assert "Läst högt i 6 B" in its_own
    assert "har inte berättat" not in its_own
    assert client.get(page.replace("vaxjo", "katrineholm")).status_code == 404


def test_an_account_is_taken_out_again(editor: FlaskClient) -> None:
    desk = enter_association(editor, "Skidklubben", "invanare@example.se")
    with reading(Scope.operator()) as session:
        user_id = session.scalars(select(User.id).where(User.email == "invanare@example.se")).one()
    answer = send(editor, f"{desk}/medlemmar/ta-bort", user=public_id.encode(user_id))
    assert answer.status_code == 303
    assert "Ingrid Invånare" not in editor.get(desk).text
    unknown = send(editor, f"{desk}/medlemmar", email="ingen@example.se")
    assert unknown.status_code == 422
    assert send(editor, f"{DESK}/foreningar/ny", name="Skidklubben").status_code == 422
