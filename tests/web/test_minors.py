"""From 13 years one decides oneself; below, a guardian says yes; nobody under 18 is listed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from geostories import public_id
from geostories.domain import minors
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs import unused_accounts
from geostories.models import Minor, Story, User
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import Age, Byline, StoryStatus
from tests.conftest import SignIn, csrf_token
from tests.factories.guests import begin_as_guest, open_link
from tests.factories.person import register as make_account
from tests.factories.post import deliver, link_in
from tests.factories.story import make_story
from tests.factories.tokens import send as post
from tests.web.test_register import is_signed_in, register, sign_in

GUARDIAN = "mamma@example.se"


def child(email: str) -> User | None:
    with reading(Scope.operator()) as session:
        return session.scalar(select(User).where(User.email == email))


def sign_up_child(app: Flask, client: FlaskClient, email: str) -> tuple[str, str]:
    """A child signs up; the paths of the links that child and guardian get."""
    answer = register(client, email, age="child", guardian_email=GUARDIAN)
    assert answer.status_code == 302
    mails = {message["To"]: message for message in deliver(app)}
    assert set(mails) == {email, GUARDIAN}
    return link_in(mails[email]), link_in(mails[GUARDIAN])


def press(client: FlaskClient, link: str, said: str) -> int:
    """What a guardian does: look at the page, press a button."""
    page = client.get(link)
    if page.status_code != 200:
        return page.status_code
    form = {"csrf_token": csrf_token(page.text), "nyckel": link.partition("nyckel=")[2]}
    return client.post("/konto/vardnadshavare", data=form | {"answer": said}).status_code


def test_below_13_the_account_waits_for_the_guardian_who_can_take_it_back(
    app: Flask, client: FlaskClient
) -> None:
    own, guardians = sign_up_child(app, client, "barn@example.se")
    client.get(own)
    sign_in(client, "barn@example.se")
    assert not is_signed_in(client), "nobody has said yes yet"
    grown_up = app.test_client()
    assert "Åsa Öberg" in grown_up.get(guardians).text
    assert not is_signed_in(client), "looking is not saying yes"
    assert press(grown_up, guardians, "yes") == 200
    sign_in(client, "barn@example.se")
    assert is_signed_in(client)
    assert press(grown_up, guardians, "no") == 200
    assert not is_signed_in(client)
    assert child("barn@example.se") is None
    assert press(grown_up, guardians, "yes") == 410


def test_a_link_makes_no_account_without_the_tick(app: Flask) -> None:
    begin_as_guest(app).send(reach="email", email="lank@example.se")
    link = next(link_in(each) for each in deliver(app) if each["To"] == "lank@example.se")
    key = link.partition("nyckel=")[2]
    browser = app.test_client()
    assert post(browser, "/konto/oppna", nyckel=key).status_code == 422
    assert child("lank@example.se") is None
    assert open_link(browser, link).status_code == 303
    assert child("lank@example.se") is not None


@pytest.mark.parametrize(
    "said",
    [
        {"age": ""},
        {"age": "twelve"},
        {"age": "child"},
        {"age": "child", "guardian_email": "ingen"},
        {"age": "child", "guardian_email": "SJALV@example.se"},
    ],
)
def test_no_account_below_13_without_somebody_to_ask(
    app: Flask, client: FlaskClient, said: dict[str, str]
) -> None:
    assert register(client, "sjalv@example.se", **said).status_code == 200
    assert child("sjalv@example.se") is None
    assert deliver(app) == []


def test_from_13_one_decides_oneself_and_is_remembered_as_young(
    app: Flask, client: FlaskClient
) -> None:
    assert register(client, "ung@example.se", age="young").status_code == 302
    (message,) = deliver(app)
    client.get(link_in(message))
    sign_in(client, "ung@example.se")
    assert is_signed_in(client)
    with reading(Scope.operator()) as session:
        minor = session.scalars(select(Minor)).one()
        assert (minor.guardian_address, minor.token_hash) == ("", None)


def test_without_an_answer_the_account_and_both_addresses_go(
    app: Flask, client: FlaskClient
) -> None:
    sign_up_child(app, client, "vantar@example.se")
    assert see_to(app, datetime.now(UTC)) == 0
    with transaction(Scope.operator()) as session:
        session.execute(update(Minor).values(asked_at=func.now() - timedelta(days=31)))
    assert see_to(app, datetime.now(UTC)) == 1
    assert child("vantar@example.se") is None
    with reading(Scope.operator()) as session:
        assert session.scalars(select(Minor)).all() == []


def see_to(app: Flask, at: datetime) -> int:
    """What the worker does once a day."""
    return unused_accounts.see_to(
        app.config["SETTINGS"],
        files=app.extensions["files"],
        ledger=app.extensions["erasure_files"],
        at=at,
    )


def test_nobody_under_18_is_listed_or_followed_and_no_surname_stands(
    app: Flask, municipality: MunicipalityInfo, client: FlaskClient
) -> None:
    told = {}
    for email, age in (("vuxen@example.se", Age.ADULT), ("ung@example.se", Age.YOUNG)):
        person = make_account(email)
        person = Person(person.id, True, "Kim Kanariefågel")
        with transaction(Scope.operator()) as session:
            user = session.get_one(User, person.id)
            minors.enter(session, user=user, age=age, guardian="", language="sv", key="k")
            session.flush()
            told[age] = make_story(
                session, municipality_id=municipality.id, owner=person,
                status=StoryStatus.PUBLISHED, title=f"Berättat {age}",
            ).id  # fmt: skip
    for age, seen in ((Age.ADULT, 200), (Age.YOUNG, 404)):
        key = public_id.encode(told[age])
        page = client.get(f"/katrineholm/berattelser/{key}").text
        assert "Kim" in page
        assert ("Kanariefågel" in page) is (seen == 200)
        assert client.get(f"/katrineholm/berattelser/{key}/berattaren.atom").status_code == seen
        assert client.get(f"/katrineholm/bevaka?berattare={key}").status_code == seen
    with transaction(Scope.operator()) as session:
        from_now_on = session.get_one(Story, told[Age.YOUNG])
        assert from_now_on.is_unlisted
    assert minors.most_of(Byline.NAME) is Byline.FIRST_NAME


def test_an_unused_account_is_told_and_goes_a_month_later(
    app: Flask, municipality: MunicipalityInfo, sign_in: SignIn, client: FlaskClient
) -> None:
    day, start = timedelta(days=1), datetime.now(UTC)
    people = {email: make_account(email) for email in ("borta@example.se", "kommer@example.se")}
    with transaction(Scope.operator()) as session:
        story = make_story(
            session, municipality_id=municipality.id, owner=people["borta@example.se"],
            status=StoryStatus.PUBLISHED, title="Kvar utan namn",
        ).id  # fmt: skip
    sign_in("kommer@example.se")
    told = start + 24 * timedelta(days=30.4375) - 29 * day
    assert see_to(app, start + 300 * day) == 0
    assert not any("raderas" in each["Subject"] for each in deliver(app))
    assert see_to(app, told) == 0
    warned = {each["To"] for each in deliver(app) if "raderas" in each["Subject"]}
    assert set(people) <= warned
    assert "admin@example.se" not in warned
    with transaction(Scope.operator()) as session:  # one of the two signs in after the mail
        session.connection().exec_driver_sql(
            "UPDATE user_session SET seen_at = %(at)s WHERE user_id = %(who)s",
            {"at": told + day, "who": people["kommer@example.se"].id},
        )
    assert see_to(app, told + 29 * day) == 0
    assert see_to(app, told + 30 * day) > 0
    assert child("borta@example.se") is None
    assert child("kommer@example.se") is not None
    assert child("admin@example.se") is not None
    page = client.get(f"/katrineholm/berattelser/{public_id.encode(story)}")
    assert "Kvar utan namn" in page.text
    assert "Borta" not in page.text
