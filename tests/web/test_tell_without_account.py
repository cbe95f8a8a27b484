"""Telling without an account: by e-mail, or behind a link that is kept."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from geostories.domain.transaction import Scope, reading
from geostories.models import AuditEntry, TellerLink, User
from geostories.vocabulary import DecisionAction, StoryStatus
from tests.conftest import SignIn, csrf_token
from tests.factories.guests import (
    begin_as_guest,
    kept_link,
    open_link,
    post,
    settle,
    story_id_of,
    story_of,
)
from tests.factories.post import deliver, link_in
from tests.factories.telling import Teller

ADDRESS = "berit.berattare@example.se"


@pytest.fixture
def guest(app: Flask) -> Teller:
    """A visitor with a whole draft."""
    return begin_as_guest(app)


def mine(client: FlaskClient) -> str:
    return client.get("/konto/berattelser").text


def by_mail(guest: Teller, app: Flask, **given: str) -> str:
    """Send in with an address; answers the path of the link in the mail."""
    assert guest.send(reach="email", email=ADDRESS, **given).status_code == 303
    (mail,) = deliver(app)
    assert mail["To"] == ADDRESS
    return link_in(mail)


def test_a_story_goes_to_review_at_once_and_the_link_is_shown_once(
    guest: Teller, app: Flask
) -> None:
    answer = guest.tell()
    assert answer.status_code == 303
    assert story_of(guest).status is StoryStatus.PENDING
    page = guest.client.get(answer.location).text
    assert "Spara den här länken" in page
    assert "data:image/svg+xml" in page
    assert "nyckel=" not in guest.client.get(answer.location).text
    elsewhere = app.test_client()
    assert "Bryggan" not in mine(elsewhere)
    for _ in range(2):  # it is kept: it opens as often as one likes
        assert open_link(elsewhere, kept_link(page)).status_code == 303
        assert "Bryggan vi aldrig fick bygga" in mine(elsewhere)
    assert deliver(app) == []


def test_an_address_that_is_confirmed_becomes_an_account_without_a_password(
    guest: Teller, app: Flask
) -> None:
    link = by_mail(guest, app, teller_name="Berit Berättare")
    before = story_of(guest)
    assert (before.status, before.is_guest) == (StoryStatus.PENDING, True)
    elsewhere = app.test_client()
    assert open_link(elsewhere, link).status_code == 303
    assert "Bryggan vi aldrig fick bygga" in mine(elsewhere)
    with reading(Scope.operator()) as session:
        user = session.scalars(select(User).where(User.email == ADDRESS)).one()
        taken = session.scalars(select(AuditEntry).where(AuditEntry.action == "take_over")).one()
    after = story_of(guest)
    assert (user.password, user.display_name) == (None, "Berit Berättare")
    assert user.confirmed_at
    assert (after.owner_id, after.is_guest) == (user.id, False)
    assert (taken.subject_id, taken.actor_id) == (after.id, user.id)
    assert "Bryggan" not in mine(guest.client)


def test_a_password_from_before_the_address_was_confirmed_opens_nothing(
    guest: Teller, app: Flask
) -> None:
    stranger, password = app.test_client(), "någon annans lösenord"
    form = {"email": ADDRESS, "password": password, "password_confirm": password}
    token = csrf_token(stranger.get("/konto/skapa").text)
    stranger.post(
        "/konto/skapa", data={**form, "display_name": "Berit", "age": "adult", "csrf_token": token}
    )
    guest.send(reach="email", email=ADDRESS)
    (link,) = [link_in(mail) for mail in deliver(app) if "/konto/oppna" in str(mail)]
    assert open_link(app.test_client(), link).status_code == 303
    token = csrf_token(stranger.get("/konto/logga-in").text)
    stranger.post(
        "/konto/logga-in", data={"email": ADDRESS, "password": password, "csrf_token": token}
    )
    assert "Bryggan" not in mine(stranger)
    assert stranger.get("/konto/").status_code == 303


def test_looking_at_a_link_uses_nothing_up_and_using_it_does(guest: Teller, app: Flask) -> None:
    link = by_mail(guest, app)
    for _ in range(3):
        page = app.test_client().get(link)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "strict-origin"
    assert open_link(app.test_client(), link).status_code == 303
    again = app.test_client()
    assert open_link(again, link).status_code == 410
    token = csrf_token(again.get("/konto/lank").text)
    used = again.post(
        "/konto/oppna",
        data={"csrf_token": token, "nyckel": link.partition("nyckel=")[2], "age": "13"},
    )
    assert used.status_code == 410
    assert "Bryggan" not in mine(again)


def test_a_link_is_known_by_its_hash_alone(guest: Teller, app: Flask) -> None:
    link = by_mail(guest, app)
    token = link.partition("nyckel=")[2]
    assert len(token) == 43
    with reading(Scope.operator()) as session:
        tables = session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
        holding = [
            table
            for table in tables
            if session.scalar(
                text(
                    f'SELECT count(*) FROM "{table}" t '
                    "WHERE t::text LIKE :token OR t::text LIKE :bytes"
                ),
                {"token": f"%{token}%", "bytes": f"%{token.encode().hex()}%"},
            )
        ]
    print(f"tables: searched {len(tables)}, holding the token {len(holding)}")
    assert holding == []


@pytest.mark.parametrize("changed", ["", "x" * 43, "%00", "ö"])
def test_a_wrong_link_opens_nothing(client: FlaskClient, changed: str) -> None:
    assert client.get(f"/konto/oppna?nyckel={changed}").status_code in (410, 422)


def test_a_link_that_ran_out_opens_nothing(guest: Teller, app: Flask) -> None:
    link = by_mail(guest, app)
    with app.extensions["database"].owner_engine.begin() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        connection.execute(text("UPDATE teller_link SET expires_at = now() - interval '1 minute'"))
    assert open_link(app.test_client(), link).status_code == 410


def test_later_a_link_by_mail_opens_my_stories(guest: Teller, app: Flask) -> None:
    open_link(app.test_client(), by_mail(guest, app))
    later = app.test_client()
    post(later, "/konto/lank", email=ADDRESS.upper())
    (mail,) = deliver(app)
    assert "Din länk till Mina berättelser" in mail["Subject"]
    assert open_link(later, link_in(mail)).status_code == 303
    assert "Bryggan vi aldrig fick bygga" in mine(later)
    assert open_link(app.test_client(), link_in(mail)).status_code == 410


def test_a_lost_mail_is_sent_again_to_who_asks(guest: Teller, app: Flask) -> None:
    by_mail(guest, app)
    post(app.test_client(), "/konto/lank", email=ADDRESS)
    (mail,) = deliver(app)
    elsewhere = app.test_client()
    assert open_link(elsewhere, link_in(mail)).status_code == 303
    assert "Bryggan" in mine(elsewhere)


def test_asking_for_a_link_tells_nobody_who_has_an_account(client: FlaskClient, app: Flask) -> None:
    answers = [
        post(client, "/konto/lank", email=address)
        for address in ("invanare@example.se", "ingen.alls@example.se")
    ]
    first, second = (
        answer.text.replace("invanare@example.se", "X").replace("ingen.alls@example.se", "X")
        for answer in answers
    )
    strip = lambda page: [line for line in page.split("\n") if "nonce" not in line]  # noqa: E731
    assert strip(first) == strip(second)
    assert {answer.status_code for answer in answers} == {200}
    assert [mail["To"] for mail in deliver(app)] == ["invanare@example.se"]


def test_links_by_mail_are_limited_per_address_and_visitor(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"link_mails_per_address": 2, "register_per_address": 4}
    monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update=few))
    codes = [post(client, "/konto/lank", email=ADDRESS).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    others = [post(client, "/konto/lank", email=f"n{n}@example.se").status_code for n in range(2)]
    assert others == [200, 429]


def test_the_same_form_again_is_one_story_one_link_and_one_mail(guest: Teller, app: Flask) -> None:
    form = {
        "submission_key": guest.key(),
        "byline": "anonymous",
        "rights": "y",
        "reach": "email",
        "email": ADDRESS,
    }
    answers = [guest.post("skicka-in", form) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {303}
    with reading(Scope.operator()) as session:
        links = session.scalars(select(TellerLink)).all()
        sent = session.scalars(select(AuditEntry).where(AuditEntry.action == "submit")).all()
    mine = [entry for entry in sent if entry.subject_id == story_id_of(guest)]
    assert (len(links), len(mine), len(deliver(app))) == (1, 1, 1)


def test_what_a_guest_deleted_or_had_rejected_does_not_come_back(guest: Teller) -> None:
    form = {"submission_key": guest.key(), "rights": "y", "reach": "link"}
    guest.post("skicka-in", form)
    settle(guest, DecisionAction.REJECT)
    answer = guest.post("skicka-in", form)
    assert story_of(guest).status is StoryStatus.REJECTED
    assert "redan avgjord" in guest.client.get(answer.location).text
    key = guest.story.rpartition("/")[2]
    assert post(guest.client, f"/konto/berattelser/{key}/radera").status_code == 303
    answer = guest.post("skicka-in", form)
    assert answer.status_code == 404
    assert "Berättelsen finns inte här" in answer.text


def test_a_decision_waits_behind_the_link_and_mail_goes_to_confirmed_addresses_only(
    guest: Teller, app: Flask
) -> None:
    link = by_mail(guest, app)
    settle(guest, DecisionAction.REQUEST_CHANGES)
    assert deliver(app) == []
    assert "Därför." in mine(guest.client)
    elsewhere = app.test_client()
    open_link(elsewhere, link)
    assert "Därför." in mine(elsewhere)
    teller = Teller(elsewhere, guest.story)
    teller.post("andra")
    teller.write(title="Bryggan, en gång till")
    assert teller.send().status_code == 303
    settle(teller, DecisionAction.PUBLISH)
    (mail,) = deliver(app)
    assert mail["To"] == ADDRESS
    assert "publicerad" in mail["Subject"]


def test_a_guest_changes_and_withdraws_and_strangers_do_not(guest: Teller, app: Flask) -> None:
    guest.tell()
    key, stranger = guest.story.rpartition("/")[2], app.test_client()
    for verb in ("dra-tillbaka", "namn", "radera"):
        path = f"/konto/berattelser/{key}/{verb}"
        assert post(stranger, path, byline="anonymous").status_code == 404
    assert Teller(stranger, guest.story).post("andra").status_code == 404
    guest.post("andra")
    guest.write(title="Bryggan vi byggde till slut")
    assert guest.tell().status_code == 303
    assert "Bryggan vi byggde till slut" in mine(guest.client)
    assert post(guest.client, f"/konto/berattelser/{key}/dra-tillbaka").status_code == 303
    assert story_of(guest).status is StoryStatus.WITHDRAWN


def test_a_signed_in_person_takes_a_kept_link_over(
    guest: Teller, app: Flask, resident: FlaskClient
) -> None:
    link = kept_link(guest.client.get(guest.tell().location).text)
    assert "flyttas till ditt konto" in resident.get(link).text
    assert open_link(resident, link).status_code == 303
    assert "Bryggan vi aldrig fick bygga" in mine(resident)
    assert open_link(app.test_client(), link).status_code == 410


def test_a_link_of_one_account_gives_away_nothing_of_another(
    guest: Teller, app: Flask, resident: FlaskClient, sign_in: SignIn
) -> None:
    link = by_mail(guest, app)
    cookie = resident.get_cookie("geostories")
    own = mine(resident).count('class="my-story"')
    assert open_link(resident, link).status_code == 303
    assert mine(resident).count('class="my-story"') == 1
    assert mine(sign_in("invanare@example.se")).count('class="my-story"') == own
    old = app.test_client()
    assert cookie
    old.set_cookie("geostories", cookie.value)
    assert old.get("/konto/").status_code == 303


def test_a_new_link_makes_the_old_one_worthless(guest: Teller, app: Flask) -> None:
    first = kept_link(guest.client.get(guest.tell().location).text)
    answer = post(guest.client, "/konto/lank/ny")
    second = kept_link(guest.client.get(answer.location).text)
    assert first != second
    assert open_link(app.test_client(), first).status_code == 410
    assert open_link(app.test_client(), second).status_code == 303


def test_a_guest_gives_an_address_later_and_closes(guest: Teller, app: Flask) -> None:
    guest.tell()
    post(guest.client, "/konto/lank/adress", email=ADDRESS)
    (mail,) = deliver(app)
    post(guest.client, "/konto/lank/stang")
    assert "Bryggan" not in mine(guest.client)
    elsewhere = app.test_client()
    open_link(elsewhere, link_in(mail))
    assert "Bryggan" in mine(elsewhere)


def test_an_address_must_be_one(guest: Teller) -> None:
    answer = guest.send(reach="email", email="ingen")
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert story_of(guest).status is StoryStatus.DRAFT


def test_the_address_and_the_link_stand_in_no_log(
    guest: Teller, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = by_mail(guest, app)
    open_link(app.test_client(), link)
    settings = app.config["SETTINGS"]
    token = link.partition("nyckel=")[2]
    files = [file for file in settings.home.rglob("*") if file.is_file()]
    logged = [file for file in files if settings.mail_folder not in file.parents]
    texts = [caplog.text, *(file.read_bytes().decode(errors="replace") for file in logged)]
    with reading(Scope.operator()) as session:
        texts += map(str, session.execute(text("SELECT * FROM audit_entry")))
        texts += map(str, session.execute(text("SELECT * FROM procrastinate_jobs")))
        texts += map(str, session.execute(text("SELECT * FROM outgoing_mail")))
    found = [each for each in texts if ADDRESS in each or token in each]
    print(f"logs, files and rows: searched {len(texts)}, holding address or link {len(found)}")
    assert found == []
