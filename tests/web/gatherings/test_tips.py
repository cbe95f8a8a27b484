"""The week's tip through the pages and by mail; and what the municipality itself tells."""

from __future__ import annotations

import html
from datetime import UTC, datetime, time, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories import public_id
from geostories.domain.days import SWEDEN, this_week, today
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs import mail, weekly_mail
from geostories.models import OutgoingMail, Story, Subscription
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import FollowedKind, StoryStatus, Voice
from tests.factories.gatherings import DESK, make_tip, publish_stop
from tests.factories.post import deliver, link_in, press
from tests.factories.story import withdraw
from tests.factories.tokens import send


def test_the_weeks_tip_is_on_both_start_pages_and_gone_with_its_story(
    client: FlaskClient, editor: FlaskClient, owner: Person, municipality: MunicipalityInfo
) -> None:
    story_id = publish_stop(municipality, owner, "Tipsad glänta")
    sentence = "Just nu luktar det hö."
    answer = send(
        editor, f"{DESK}/veckans-tips/", week=today().isoformat(),
        thing=f"story:{public_id.encode(story_id)}", sentence=sentence,
    )  # fmt: skip
    assert answer.status_code == 303
    doors = ("/", "/katrineholm/", "/katrineholm/veckans-tips/")
    assert all(sentence in client.get(door).text for door in doors)
    assert sentence not in client.get("/vaxjo/").text
    withdraw(story_id, owner)
    seen = [door for door in doors if sentence in client.get(door).text]
    print(f"doors of a tip: tried {len(doors)}, still shown {len(seen)}")
    assert seen == []
    assert "Visas inte" in editor.get(f"{DESK}/veckans-tips/").text
    for wrong in ({"week": ""}, {"sentence": " "}, {"thing": "story:x"}, {"thing": ""}):
        given = {
            "week": "2030-01-01",
            "thing": f"story:{public_id.encode(story_id)}",
            "sentence": "x",
        }
        assert send(editor, f"{DESK}/veckans-tips/", **{**given, **wrong}).status_code == 422


def test_a_mail_about_a_tip_that_is_gone_is_not_sent(
    app: Flask, owner: Person, municipality: MunicipalityInfo
) -> None:
    """Of two who have ordered it, one gets it before the story is withdrawn, and one would after."""
    story_id = publish_stop(municipality, owner, "Brevets backe")
    with transaction(Scope.operator()) as session:
        make_tip(session, municipality.id, thing=("story", story_id))
        for number in range(2):
            session.add(
                Subscription(
                    municipality_id=municipality.id,
                    address=f"brev-{number}@example.se",
                    token_hash=bytes([number]),
                    kind=FollowedKind.WEEKLY,
                    confirmed_at=datetime.now(UTC),
                )
            )
    sunday = datetime.combine(this_week() + timedelta(days=6), time(20), SWEDEN)
    assert weekly_mail.promise_due(sunday) == 2
    assert weekly_mail.promise_due(sunday) == 0
    with reading(Scope.operator()) as session:
        query = select(OutgoingMail.id).where(OutgoingMail.template == "weekly_tip")
        first, second = session.scalars(query)
    settings = app.config["SETTINGS"]
    sent = []
    for mail_id in (first, second):
        with app.test_request_context("/"):
            mail.send(mail_id, settings=settings)
        files = [file.read_text() for file in settings.mail_folder.glob("*.eml")]
        sent.append(sum("Subject: Veckans tips: Brevets backe" in each for each in files))
        if mail_id is first:
            withdraw(story_id, owner)
    print(f"weekly mails: promised 2, sent {sent[-1]}")
    assert sent == [1, 1]


def test_the_weekly_mail_goes_on_until_it_is_ended(
    app: Flask, client: FlaskClient, municipality: MunicipalityInfo
) -> None:
    """Ordered, confirmed, read twice, ended by one button: what was promised then is not sent."""
    address = "varje-vecka@example.se"
    assert send(client, "/katrineholm/bevaka?tips=1", email=address).status_code == 200
    [asked] = [each for each in deliver(app) if each["To"] == address]
    link = link_in(asked)
    press(client, link, "bekrafta")
    with transaction(Scope.operator()) as session:
        thing = session.scalars(select(Story.id).where(Story.title == "Tvättad potatis")).one()
        for week in range(4):
            make_tip(session, municipality.id, thing=("story", thing), weeks=week)
    got = []
    for week in range(4):
        weekly_mail.promise_due(
            datetime.combine(this_week() + timedelta(weeks=week, days=6), time(20), SWEDEN)
        )
        if week == 2:
            assert "avslutade" in press(client, link, "avsluta").text
        got.append([each for each in deliver(app) if each["To"] == address])
    counts = [len(each) for each in got]
    print(f"weekly mails by week {counts}, ended in the third")
    assert counts == [1, 1, 0, 0]
    [first] = got[0]
    assert first["List-Unsubscribe"].strip("<>").endswith(link)
    assert "Tvättad potatis" in first["Subject"]
    assert client.get(link).status_code == 410


def test_what_the_municipality_tells_is_a_question_a_filter_and_a_feed(
    client: FlaskClient, municipality: MunicipalityInfo
) -> None:
    """And never among the official places."""
    asked = client.get("/katrineholm/insamlingar/").text
    assert "Kommunen berättar" in asked
    doors = (
        "/katrineholm/berattelser/?rost=municipality",
        "/katrineholm/berattelser/kommunen.atom",
    )
    assert all(f'href="{door}"' in asked for door in doors)
    with reading(Scope.public()) as session:
        own, others = (
            session.scalars(
                select(Story.title).where(
                    Story.municipality_id == municipality.id,
                    (Story.voice == Voice.MUNICIPALITY).is_(is_own),
                    Story.status == StoryStatus.PUBLISHED,
                )
            ).all()
            for is_own in (True, False)
        )
        assert own
    for door in doors:
        shown = html.unescape(client.get(door).text)
        assert all(title in shown for title in own), door
        assert [title for title in others if title in shown] == [], door
    listed = html.unescape(client.get("/katrineholm/platser/").text)
    assert [title for title in own if title in listed] == []
