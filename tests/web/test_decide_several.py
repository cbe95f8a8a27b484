"""Several cases at once: each with papers of its own, only as it was seen, and undone together."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import StoryStatus
from tests.conftest import csrf_token
from tests.factories.comments import make_comment
from tests.factories.person import make_person
from tests.factories.story import Told, make_story, resubmit

PAGE = "/katrineholm/granska/flera"
REFUSED = {"action": "reject", "ground": "personal_data", "message": "Grannen känns igen."}
PAPERS = """
    SELECT count(DISTINCT d.id), count(DISTINCT s.decision_id), count(DISTINCT e.id),
        count(DISTINCT m.id), count(DISTINCT d.xmin::text)
    FROM decision d
    LEFT JOIN statement_of_reasons s ON s.decision_id = d.id
    LEFT JOIN audit_entry e ON e.details->>'decision' = d.id::text
    LEFT JOIN outgoing_mail m ON m.decision_id = d.id
    WHERE d.subject_id = ANY(:ids) AND d.action = 'reject'
"""


@pytest.fixture
def owner(app: Flask) -> Person:
    """Who tells."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


@pytest.fixture
def told(municipality: MunicipalityInfo, owner: Person) -> list[Told]:
    """Three stories that wait."""
    with transaction(Scope.operator()) as session:
        return [
            make_story(session, municipality_id=municipality.id, owner=owner, title=f"Älgen {n}")
            for n in range(3)
        ]


def read(moderator: FlaskClient, ids: list[UUID]) -> str:
    return moderator.get(PAGE, query_string={"case": [public_id.encode(each) for each in ids]}).text


def send(moderator: FlaskClient, page: str, **fields: str) -> TestResponse:
    keys = re.findall(r'name="case" value="([\w.]+)"', page)
    form = {"csrf_token": csrf_token(page), "case": keys, **fields}
    return moderator.post(PAGE, data=form)


def stands(ids: list[UUID]) -> list[str]:
    ordered = "ORDER BY array_position(:ids, id)"
    query = text(f"SELECT status FROM story WHERE id = ANY(:ids) {ordered}")
    with transaction(Scope.operator()) as session:
        return list(session.scalars(query, {"ids": ids}))


def papers(ids: list[UUID]) -> tuple[int, ...]:
    with transaction(Scope.operator()) as session:
        return tuple(session.execute(text(PAPERS), {"ids": ids}).one())


def test_each_gets_a_decision_reasons_a_line_and_a_mail_of_its_own(
    moderator: FlaskClient, told: list[Told]
) -> None:
    ids = [each.id for each in told]
    page = read(moderator, ids)
    assert page.count("älgko") == len(ids)
    assert send(moderator, page, **REFUSED).status_code == 303
    assert stands(ids) == ["rejected"] * 3
    assert papers(ids) == (3, 3, 3, 3, 3)


def test_what_changed_meanwhile_is_left_and_said(
    moderator: FlaskClient, told: list[Told], owner: Person
) -> None:
    ids = [each.id for each in told]
    page = read(moderator, ids)
    with transaction(Scope.operator()) as session:
        resubmit(session, told[1], owner, title="Älgen 1", body="Nu med grannens namn.")
    assert send(moderator, page, action="publish").status_code == 303
    assert stands(ids) == ["published", "pending", "published"]
    said = moderator.get("/katrineholm/granska/").text
    assert "1 ärende lämnades" in said
    assert "2 ärenden:" in said


def test_all_are_undone_together(moderator: FlaskClient, told: list[Told]) -> None:
    ids = [each.id for each in told]
    send(moderator, read(moderator, ids), **REFUSED)
    page = moderator.get("/katrineholm/granska/").text
    keys = re.findall(r'name="decision" value="(\w+)"', page)
    assert len(keys) == len(ids)
    form = {"csrf_token": csrf_token(page), "decision": keys}
    assert moderator.post("/katrineholm/granska/beslut/angra", data=form).status_code == 303
    assert stands(ids) == ["pending"] * 3
    assert papers(ids)[3] == 0


def test_what_is_of_another_kind_is_not_decided_with_the_rest(
    moderator: FlaskClient, told: list[Told], owner: Person, municipality: MunicipalityInfo
) -> None:
    with transaction(Scope.operator()) as session:
        shown = make_story(
            session, municipality_id=municipality.id, owner=owner, status=StoryStatus.PUBLISHED
        )
        comment = make_comment(
            session, story_id=shown.id, municipality_id=municipality.id, author=owner
        )
    page = read(moderator, [told[0].id, comment])
    assert 'name="action"' not in page
    assert send(moderator, page, action="publish").status_code == 422
    assert stands([told[0].id]) == ["pending"]


def test_no_more_than_may_be_read_at_once(
    moderator: FlaskClient, app: Flask, told: list[Told]
) -> None:
    fewer = {"cases_at_once": 2}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=fewer)
    ids = [each.id for each in told]
    send(moderator, read(moderator, ids), action="publish")
    assert sorted(stands(ids)) == ["pending", "published", "published"]
