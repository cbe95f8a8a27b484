"""Mail about what is new: ordered and confirmed, once a day, of what can be read, ended in one step."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from geostories import public_id
from geostories.domain import stories, subscriptions
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.geo.grid import public_point
from geostories.jobs import alerts
from geostories.models import OfficialPlace, OutgoingMail, Story, Subscription, Trail
from geostories.models.base import now
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import Byline, FollowedKind, Precision
from tests.conftest import csrf_token
from tests.factories.gatherings import make_theme
from tests.factories.person import make_person, register
from tests.factories.post import deliver, link_in, press
from tests.factories.story import tell
from tests.factories.subscriptions import make_order
from tests.factories.tokens import token_of

ADDRESS = "lasare@example.se"
EXACT = (16.2187432, 58.9912893)
ORDER_PAGE = "/katrineholm/bevaka"
DAY = timedelta(days=1)


@pytest.fixture
def teller(app: Flask) -> Person:
    return register("maj-britt@example.se")


def order(municipality: MunicipalityInfo, **given: Any) -> UUID:
    """Something that an address follows and has confirmed an hour ago."""
    new_id = uuid4()
    usual = {"address": ADDRESS, "confirmed_at": now() - timedelta(hours=1)}
    with transaction(Scope.operator()) as session:
        make_order(session, municipality.id, order_id=new_id, **(usual | given))
    return new_id


def news(app: Flask, later: timedelta = timedelta(minutes=1)) -> list[EmailMessage]:
    """What the worker sends to the reader when it looks so much later."""
    alerts.promise_due(now() + later, app.config["SETTINGS"])
    return [each for each in deliver(app) if each["To"] == ADDRESS]


def send(client: FlaskClient, query: str = "", **data: str) -> Any:
    """Order through the page."""
    path = ORDER_PAGE + query
    token = csrf_token(client.get(path).text)
    return client.post(path, data={"csrf_token": token, "email": ADDRESS} | data)


def test_from_the_order_to_its_end(
    app: Flask, client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    assert ADDRESS in send(client, "?punkt=16.219,58.991", reach="1").text
    [asked] = deliver(app)
    link = link_in(asked)
    tell(municipality, teller, title="Före bekräftelsen", at=EXACT)
    assert client.get(link).status_code == 200  # looking confirms nothing
    assert news(app) == []
    press(client, link, "bekrafta")
    told = tell(municipality, teller, title="Efter bekräftelsen", at=EXACT)
    [mail] = news(app)
    text = mail.get_content()
    assert "Efter bekräftelsen" in text
    assert "Före bekräftelsen" not in text
    assert f"/katrineholm/berattelser/{public_id.encode(told.id)}" in text
    assert mail["List-Unsubscribe"].strip("<>").endswith(link)
    assert link in text
    assert "avslutade" in press(client, link, "avsluta").text
    tell(municipality, teller, title="Efter slutet", at=EXACT)
    assert news(app, 2 * DAY) == []
    assert client.get(link).status_code == 410
    with reading(Scope.operator()) as session:
        assert session.scalar(select(func.count()).select_from(Subscription)) == 0
        kept = select(func.count()).where(OutgoingMail.address == ADDRESS)
        assert session.scalar(kept) == 0


def test_an_account_orders_at_once_and_ends_it_on_its_page(
    app: Flask, resident: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    data = {"csrf_token": token_of(resident)}
    for _ in range(2):
        assert resident.post(ORDER_PAGE, data=data).location == "/konto/bevakningar"
    page = resident.get("/konto/bevakningar").text
    assert page.count("my-story-head") == 1
    tell(municipality, teller, title="Nytt i kommunen")
    alerts.promise_due(now() + timedelta(minutes=1), app.config["SETTINGS"])
    mails = [each for each in deliver(app) if each["To"] == "invanare@example.se"]
    assert ["Nytt i kommunen" in each.get_content() for each in mails] == [True]
    path = page.split('action="/konto/bevakningar/')[1].split('"')[0]
    assert resident.post(f"/konto/bevakningar/{path}", data=data).status_code == 303
    assert "my-story-head" not in resident.get("/konto/bevakningar").text


def test_at_most_one_mail_a_day(app: Flask, municipality: MunicipalityInfo, teller: Person) -> None:
    order(municipality)
    sent = []
    for hours, title in ((0, "Ett"), (1, "Två"), (23, "Tre")):
        told = tell(municipality, teller, title=title)
        with transaction(Scope.operator()) as session:
            session.get_one(Story, told.id).published_at = now() + timedelta(hours=hours)
        sent += news(app, timedelta(hours=hours, minutes=1))
    assert len(sent) == 1
    [second] = news(app, DAY + timedelta(minutes=2))
    print(f"stories 3, looks 4, mails on the first day {len(sent)}")
    assert "Två" in second.get_content()
    assert "Tre" in second.get_content()
    assert "Ett" not in second.get_content()
    assert news(app, 3 * DAY) == []


def test_what_is_withdrawn_before_the_mail_goes_is_not_in_it(
    app: Flask, municipality: MunicipalityInfo, teller: Person
) -> None:
    order(municipality)
    gone = tell(municipality, teller, title="Ångrad")
    tell(municipality, teller, title="Kvar")
    alerts.promise_due(now() + timedelta(minutes=1), app.config["SETTINGS"])
    with transaction(Scope.person(teller.id)) as session:
        stories.withdraw(session, story_id=gone.id, person=teller)
    [mail] = [each for each in deliver(app) if each["To"] == ADDRESS]
    assert "Kvar" in mail.get_content()
    assert "Ångrad" not in mail.get_content()


def test_nothing_left_to_tell_is_no_mail(
    app: Flask, municipality: MunicipalityInfo, teller: Person
) -> None:
    order(municipality)
    gone = tell(municipality, teller)
    alerts.promise_due(now() + timedelta(minutes=1), app.config["SETTINGS"])
    with transaction(Scope.person(teller.id)) as session:
        stories.withdraw(session, story_id=gone.id, person=teller)
    assert [each for each in deliver(app) if each["To"] == ADDRESS] == []


def test_each_kind_hears_of_its_own(
    app: Flask, municipality: MunicipalityInfo, teller: Person
) -> None:
    with transaction(Scope.operator()) as session:
        other = make_person(session, "annan@example.se")
        theme = make_theme(session, municipality.id, title="Vem minns kvarnen?")
        place = session.scalars(
            select(OfficialPlace.id).where(OfficialPlace.municipality_id == municipality.id)
        ).first()
        trail = session.scalars(
            select(Trail.id).where(Trail.municipality_id == municipality.id)
        ).first()
    tell(municipality, other, title="Annans")  # in the middle of the town, of nothing
    own = tell(municipality, teller, title="Egen")
    with transaction(Scope.operator()) as session:
        row = session.get_one(Story, own.id)
        row.theme_id, row.place_id, row.trail_id = theme, place, trail
    followed = [
        {"kind": FollowedKind.THEME, "theme_id": theme},
        {"kind": FollowedKind.PLACE, "place_id": place},
        {"kind": FollowedKind.TRAIL, "trail_id": trail},
        {"kind": FollowedKind.TELLER, "teller_id": teller.id, "label": "Maj-Britt"},
    ]
    for each in followed:
        order(municipality, **each)
    mails = news(app)
    assert len(mails) == len(followed)
    assert all("Egen" in mail.get_content() for mail in mails)
    by_teller = [mail for mail in mails if "av Maj-Britt" in mail["Subject"]]
    assert ["Annans" in mail.get_content() for mail in by_teller] == [False]


def test_a_teller_who_hides_the_name_is_not_followed(
    app: Flask, municipality: MunicipalityInfo, teller: Person
) -> None:
    order(municipality, kind=FollowedKind.TELLER, teller_id=teller.id, label="Maj-Britt")
    hidden = tell(municipality, teller, title="Utan namn")
    with transaction(Scope.person(teller.id)) as session:
        stories.change_byline(session, story_id=hidden.id, person=teller, byline=Byline.ANONYMOUS)
    assert news(app) == []


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_neither_the_mail_nor_whether_it_comes_tells_the_exact_place(
    app: Flask, municipality: MunicipalityInfo, teller: Person, precision: Precision
) -> None:
    shown = public_point(*EXACT, precision)
    area = {"kind": FollowedKind.AREA, "reach_m": 60}
    order(municipality, **area, at=EXACT, address="spejare@example.se")
    order(municipality, **area, at=shown)
    tell(municipality, teller, title="Ungefär här", at=EXACT, precision=precision)
    alerts.promise_due(now() + timedelta(minutes=1), app.config["SETTINGS"])
    mails = deliver(app)
    spied = [each for each in mails if each["To"] == "spejare@example.se"]
    [mail] = [each for each in mails if each["To"] == ADDRESS]
    said = str(mail)
    digits = [text for text in ("16.2187", "58.9912", "16,2187", "58,9912") if text in said]
    print(f"{precision}: mails by the exact place {len(spied)}, its digits in a mail {len(digits)}")
    assert spied == []
    assert digits == []


def test_the_week_s_tip_can_be_ordered(
    app: Flask, client: FlaskClient, municipality: MunicipalityInfo
) -> None:
    assert send(client, "?tips=1").status_code == 200
    with reading(Scope.operator()) as session:
        [ordered] = session.scalars(select(Subscription)).all()
        assert ordered.kind is FollowedKind.WEEKLY
        assert ordered.confirmed_at is None


@pytest.mark.parametrize("query", ["?plats=nej", "?tema=nej", "?berattare=nej"])
def test_what_is_not_there_cannot_be_followed(client: FlaskClient, query: str) -> None:
    assert client.get(ORDER_PAGE + query).status_code == 404


def test_a_wrong_address_is_said(client: FlaskClient) -> None:
    assert send(client, email="nej").status_code == 422


def test_what_nobody_confirms_is_forgotten(app: Flask, municipality: MunicipalityInfo) -> None:
    order(municipality, confirmed_at=None)
    with transaction(Scope.operator()) as session:
        subscriptions.sweep(session, age=timedelta(days=30))
        assert session.scalar(select(func.count()).select_from(Subscription)) == 1
        session.scalars(select(Subscription)).one().created_at = now() - timedelta(days=31)
    with transaction(Scope.operator()) as session:
        subscriptions.sweep(session, age=timedelta(days=30))
        assert session.scalar(select(func.count()).select_from(Subscription)) == 0


def test_the_database_alone_ends_nothing(app: Flask, municipality: MunicipalityInfo) -> None:
    order_id = order(municipality)
    with reading(Scope.operator()) as session:
        row = session.get_one(Subscription, order_id)
        assert subscriptions.token_of(order_id, "another secret") != subscriptions.token_of(
            order_id, app.config["SETTINGS"].signing_key()
        )
        assert row.token_hash == subscriptions.hash_of(
            subscriptions.token_of(order_id, app.config["SETTINGS"].signing_key())
        )
