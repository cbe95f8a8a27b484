"""Reviewing: the queue, the case, the decision, and what happens when two act."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.reports import Notice, receive
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs import mail
from geostories.models import Decision, OutgoingMail, User
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.review_queue import QueueItem, list_queue
from geostories.vocabulary import ReportGround, StoryStatus, SubjectKind
from tests.conftest import SignIn, csrf_token
from tests.factories.person import make_person
from tests.factories.story import Told, make_story, resubmit

DESK = "/katrineholm/granska/"
REASON = "Berätta utan att nämna grannen."


@pytest.fixture
def owner(app: Flask) -> Person:
    """Who tells."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


def tell(
    municipality: MunicipalityInfo, owner: Person, status: StoryStatus = StoryStatus.PENDING
) -> Told:
    with transaction(Scope.operator()) as session:
        return make_story(
            session, municipality_id=municipality.id, owner=owner, status=status, title="Älgen"
        )


def report(told: Told, text: str = "Där står min <b>granne</b>.") -> None:
    notice = Notice(ReportGround.PERSONAL_DATA, text, "Lena", "")
    with transaction(Scope.person(told.id)) as session:
        receive(
            session,
            kind=SubjectKind.STORY,
            subject_id=told.id,
            reporter_id=told.id,
            notice=notice,
        )


def reported(municipality: MunicipalityInfo) -> set[UUID]:
    return {item.subject_id for item in waiting(municipality) if item.is_reported}


def waiting(municipality: MunicipalityInfo) -> list[QueueItem]:
    with reading(Scope.municipality(municipality.id)) as session:
        return list_queue(session, municipality_id=municipality.id)


def case_url(story_id: UUID) -> str:
    return DESK + public_id.encode(story_id)


def decide(
    client: FlaskClient,
    told: Told,
    action: str,
    *,
    ground: str = "",
    message: str = "",
    version_id: UUID | None = None,
) -> TestResponse:
    """Fill in the form of the case and send it, as a browser without scripts does."""
    page = client.get(case_url(told.id)).text
    return client.post(
        f"{case_url(told.id)}/beslut",
        data={
            "csrf_token": csrf_token(page),
            "version_id": public_id.encode(version_id or told.version_id),
            "action": action,
            "ground": ground,
            "message": message,
            "reports": re.findall(r'name="reports" value="(\w+)"', page),
        },
    )


def count_decisions(story_id: UUID) -> int:
    with reading(Scope.operator()) as session:
        found = session.scalar(select(func.count()).where(Decision.story_id == story_id))
        return found or 0


def public_page(client: FlaskClient, told: Told) -> TestResponse:
    return client.get(f"/katrineholm/berattelser/{public_id.encode(told.id)}")


def test_the_queue_shows_what_waits_longest_first(
    moderator: FlaskClient, municipality: MunicipalityInfo
) -> None:
    page = moderator.get(DESK).text
    titles = re.findall(r'queue-item-title">([^<]+)<', page)
    items = waiting(municipality)
    assert titles == [item.title for item in items]
    assert f"{len(items)} ärenden" in page
    assert [item.since for item in items] == sorted(item.since for item in items)


def test_the_case_shows_text_exact_place_and_the_version_seen(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner)
    page = moderator.get(case_url(told.id)).text
    assert "Mitt på spåret stod en älgko" in page
    assert "58.99587, 16.20721" in page
    assert f'name="version_id" value="{public_id.encode(told.version_id)}"' in page


def test_publishing_shows_the_story_to_all_and_opens_the_next(
    moderator: FlaskClient, client: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner)
    assert public_page(client, told).status_code == 404
    answer = decide(moderator, told, "publish")
    assert answer.status_code == 303
    assert answer.location == case_url(waiting(municipality)[0].subject_id)
    assert "Publicerad" in moderator.get(answer.location).text
    assert "Älgen" in public_page(client, told).text


def test_the_next_case_is_the_one_below(
    moderator: FlaskClient, municipality: MunicipalityInfo
) -> None:
    first, second, third = waiting(municipality)[:3]
    case = moderator.get(case_url(second.subject_id)).text
    version = re.search(r'name="version_id" value="(\w+)"', case)
    assert version is not None
    answer = moderator.post(
        f"{case_url(second.subject_id)}/beslut",
        data={"csrf_token": csrf_token(case), "version_id": version[1], "action": "publish"},
    )
    assert answer.location == case_url(third.subject_id) != case_url(first.subject_id)


@pytest.mark.parametrize(
    ("ground", "message"), [("", REASON), ("none", REASON), ("personal_data", " ")]
)
def test_a_refusal_without_reason_or_words_is_asked_for_them(
    ground: str,
    message: str,
    moderator: FlaskClient,
    municipality: MunicipalityInfo,
    owner: Person,
) -> None:
    told = tell(municipality, owner)
    answer = decide(moderator, told, "reject", ground=ground, message=message)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert message.strip() in answer.text
    assert count_decisions(told.id) == 0


def test_a_message_that_is_too_long_stays_typed(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner)
    answer = decide(moderator, told, "reject", ground="other", message="å" * 4_001)
    assert answer.status_code == 422
    assert "å" * 4_001 in answer.text


def test_the_author_reads_the_reason_in_a_mail_without_the_moderators_name(
    app: Flask, moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner)
    decide(moderator, told, "request_changes", ground="personal_data", message=REASON)
    text = send_the_mail(app, owner)
    assert "Älgen" in text.partition("\n")[0]
    assert REASON in text
    assert "/konto/berattelser" in text
    with reading(Scope.operator()) as session:
        judge = session.scalars(select(User).where(User.email == "granskare@example.se")).one()
    assert judge.display_name not in text
    assert judge.email not in text


def send_the_mail(app: Flask, owner: Person) -> str:
    """What the worker writes to the owner: subject, then body."""
    with reading(Scope.operator()) as session:
        waiting_mail = session.scalars(
            select(OutgoingMail).where(
                OutgoingMail.recipient_id == owner.id, OutgoingMail.sent_at.is_(None)
            )
        ).one()
    settings = app.config["SETTINGS"]
    with app.app_context(), app.test_request_context():
        mail.send(waiting_mail.id, settings=settings)
    file = settings.mail_folder / f"{public_id.encode(waiting_mail.id)}.eml"
    message = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body()
    assert body is not None
    return f"{message['Subject']}\n{body.get_content()}"


def test_who_decides_second_sees_what_stands_and_keeps_what_they_wrote(
    moderator: FlaskClient,
    administrator: FlaskClient,
    municipality: MunicipalityInfo,
    owner: Person,
) -> None:
    told = tell(municipality, owner)
    decide(administrator, told, "publish")
    answer = decide(moderator, told, "reject", ground="offensive", message=REASON)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert REASON in answer.text
    assert "Älgen" in answer.text
    assert count_decisions(told.id) == 1


def test_a_story_changed_meanwhile_is_shown_anew_and_not_published(
    moderator: FlaskClient, client: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner)
    with transaction(Scope.operator()) as session:
        newer = resubmit(session, told, owner, body="Helt andra ord.")
    answer = decide(moderator, told, "publish", message=REASON)
    assert answer.status_code == 409
    assert "Helt andra ord." in answer.text
    assert REASON in answer.text
    assert f'name="version_id" value="{public_id.encode(newer.version_id)}"' in answer.text
    assert public_page(client, told).status_code == 404


def test_a_changed_story_shows_its_changes_first_and_the_text_on_asking(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.CHANGES_REQUESTED)
    with transaction(Scope.operator()) as session:
        resubmit(session, told, owner, body="Mitt på spåret stod en tjur.", title="Älgen igen")
    page = moderator.get(case_url(told.id)).text
    assert "<del>älgko och hennes kalv.</del> <ins>tjur.</ins>" in page
    assert "<ins>igen</ins>" in page
    text = moderator.get(f"{case_url(told.id)}?del=berattelse").text
    assert "<del>älgko" not in text
    assert "stod en tjur." in text


def test_a_reported_story_can_be_let_stand(
    moderator: FlaskClient, client: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.PUBLISHED)
    report(told)
    page = moderator.get(f"{DESK}?visa=flaggade").text
    assert "Där står min &lt;b&gt;granne&lt;/b&gt;." in page
    assert decide(moderator, told, "dismiss").status_code == 303
    assert told.id not in {item.subject_id for item in waiting(municipality)}
    assert public_page(client, told).status_code == 200


def test_a_report_that_came_meanwhile_stays_for_the_next_look(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.PUBLISHED)
    report(told)
    page = moderator.get(case_url(told.id)).text
    report(told, "Det här har ingen läst än.")
    form = {
        "csrf_token": csrf_token(page),
        "action": "dismiss",
        "reports": re.findall(r'name="reports" value="(\w+)"', page),
    }
    assert moderator.post(f"{case_url(told.id)}/beslut", data=form).status_code == 303
    assert told.id in reported(municipality)
    assert moderator.post(f"{case_url(told.id)}/beslut", data=form).status_code == 409


def test_a_reported_story_whose_new_version_waits_is_flagged_and_stays_so_if_that_is_refused(
    moderator: FlaskClient, client: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.PUBLISHED)
    report(told)
    with transaction(Scope.operator()) as session:
        newer = resubmit(session, told, owner, body="Inte bättre.")
    assert told.id in reported(municipality)
    decide(moderator, newer, "reject", ground="offensive", message=REASON)
    assert told.id in reported(municipality)
    assert "Mitt på spåret" in moderator.get(f"{case_url(told.id)}?del=berattelse").text
    assert decide(moderator, told, "hide", ground="offensive", message=REASON).status_code == 303
    assert public_page(client, told).status_code == 404


def test_a_new_version_is_compared_with_the_last_one_that_was_read(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.CHANGES_REQUESTED)
    with transaction(Scope.operator()) as session:
        resubmit(session, told, owner, body="Det här hann ingen läsa.")
        resubmit(session, told, owner, body="Mitt på spåret stod en tjur.")
    page = moderator.get(case_url(told.id)).text
    assert "Version 1 jämförd med version 3" in page
    assert "<ins>tjur.</ins>" in page


def test_a_reported_story_can_be_hidden_and_shown_again(
    moderator: FlaskClient, client: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.PUBLISHED)
    report(told)
    answer = decide(moderator, told, "hide", ground="personal_data", message=REASON)
    assert answer.status_code == 303
    assert public_page(client, told).status_code == 404
    assert told.id not in {item.subject_id for item in waiting(municipality)}
    assert decide(moderator, told, "restore", message="Nu är den bra.").status_code == 303
    assert public_page(client, told).status_code == 200


def test_what_the_author_took_back_cannot_be_decided(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner, StoryStatus.WITHDRAWN)
    answer = decide(moderator, told, "publish")
    assert answer.status_code == 409
    assert "tagit tillbaka" in answer.text


def test_a_moderator_gets_no_form_for_their_own_story(
    app: Flask, sign_in: SignIn, municipality: MunicipalityInfo
) -> None:
    moderator = sign_in("granskare@example.se")
    with reading(Scope.operator()) as session:
        user = session.scalars(select(User).where(User.email == "granskare@example.se")).one()
    told = tell(municipality, Person(user.id, True, user.display_name))
    assert "/beslut" not in moderator.get(case_url(told.id)).text
    assert decide(moderator, told, "publish").status_code == 403
    assert count_decisions(told.id) == 0


@pytest.mark.parametrize(("who", "status"), [("client", 303), ("resident", 403), ("editor", 403)])
def test_others_do_not_come_in(who: str, status: int, request: pytest.FixtureRequest) -> None:
    visitor: FlaskClient = request.getfixturevalue(who)
    assert visitor.get(DESK).status_code == status


def test_a_case_of_another_municipality_is_not_here(
    moderator: FlaskClient, municipality: MunicipalityInfo, owner: Person
) -> None:
    told = tell(municipality, owner)
    assert moderator.get(case_url(told.id).replace("katrineholm", "vaxjo")).status_code == 404
    assert moderator.get(f"{DESK}nix").status_code == 404


def test_an_empty_queue_says_so(moderator: FlaskClient, municipality: MunicipalityInfo) -> None:
    for item in waiting(municipality):
        page = moderator.get(case_url(item.subject_id)).text
        version = re.search(r'name="version_id" value="(\w+)"', page)
        seen = {"version_id": version[1]} if version else {}
        answer = moderator.post(
            f"{case_url(item.subject_id)}/beslut",
            data={"csrf_token": csrf_token(page), "action": "publish", **seen},
        )
    assert answer.location == DESK
    page = moderator.get(DESK).text
    assert "0 ärenden" in page
    assert "Publicerat." in page
