"""A moderator whose role reaches over some categories and duties only."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.review_queue import QueueItem, list_queue
from geostories.vocabulary import Duty, Role, SubjectKind
from tests.factories.tokens import send
from tests.web.staff.conftest import Account, MakeAccount

QUEUE = "/katrineholm/granska/"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; each test has a moderator of its own."""
    return standing


def limit(account: Account, *, categories: list[str], duties: list[Duty]) -> None:
    with transaction(Scope.operator()) as session:
        session.execute(
            text(
                "UPDATE membership SET categories = :categories, duties = :duties WHERE user_id = "
                '(SELECT id FROM "user" WHERE email = :email)'
            ),
            {
                "categories": categories,
                "duties": [each.value for each in duties],
                "email": account.email,
            },
        )


def waiting(municipality: MunicipalityInfo) -> list[QueueItem]:
    with reading(Scope.municipality(municipality.id)) as session:
        return list_queue(session, municipality_id=municipality.id)


def shown(client: FlaskClient, subject_id: UUID) -> bool:
    return f"/granska/{public_id.encode(subject_id)}" in client.get(QUEUE).text


def test_the_queue_and_the_decision_hold_the_limits(
    make_account: MakeAccount, municipality: MunicipalityInfo
) -> None:
    items = [each for each in waiting(municipality) if each.subject is SubjectKind.STORY]
    fresh = [each for each in items if each.duties == {Duty.STORIES}]
    category = fresh[0].category
    theirs = [each for each in fresh if each.category == category]
    others = [each for each in fresh if each.category != category]
    assert theirs
    assert others
    account = make_account("begransad@example.se", Role.MODERATOR, with_app=True)
    limit(account, categories=[category], duties=[])
    client = account.sign_in_whole()
    assert all(shown(client, each.subject_id) for each in theirs)
    assert not any(shown(client, each.subject_id) for each in others)
    tried, let_in = 0, 0
    for each in others:
        path = f"{QUEUE}{public_id.encode(each.subject_id)}"
        form = {"action": "publish", "version_id": _version(each.subject_id)}
        for status in (
            client.get(path).status_code,
            send(client, f"{path}/beslut", **form).status_code,
        ):
            tried += 1
            let_in += status != 403
    print(f"cases outside a role: tried {tried}, let in {let_in}")
    assert let_in == 0
    limit(account, categories=[], duties=[Duty.COMMENTS])
    assert not any(shown(client, each.subject_id) for each in fresh)
    limit(account, categories=[], duties=[])
    assert all(shown(client, each.subject_id) for each in fresh)


def _version(story_id: UUID) -> str:
    with reading(Scope.operator()) as session:
        found = session.scalars(
            text(
                "SELECT id FROM story_version WHERE story_id = :story AND status = 'pending' LIMIT 1"
            ),
            {"story": story_id},
        ).one()
    return public_id.encode(found)


def test_an_administrator_sets_the_limits(
    administrator: FlaskClient, make_account: MakeAccount
) -> None:
    account = make_account("omfattning@example.se", Role.MODERATOR, with_app=True)
    page = administrator.get("/katrineholm/admin/").text.split(account.email)[1]
    path = page.split('action="')[1].split('"')[0]
    assert path.endswith("/omfattning")
    send(administrator, path, duty="comments", category="finns-inte")
    with reading(Scope.operator()) as session:
        row = session.execute(
            text(
                'SELECT m.duties, m.categories FROM membership m JOIN "user" u ON u.id = m.user_id '
                "WHERE u.email = :email"
            ),
            {"email": account.email},
        ).one()
    assert tuple(row) == (["comments"], [])
