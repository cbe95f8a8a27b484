"""Reporting a story: by anybody, without scripts, in the municipality's queue at once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Report
from geostories.queries.moderation import get_case
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.review_queue import list_queue
from geostories.queries.stories import StoryFilter, list_stories
from geostories.vocabulary import ReportGround
from tests.conftest import csrf_token

FILLED = {
    "ground": "personal_data",
    "text": "Min granne nämns <i>vid namn</i>.",
    "name": "",
    "email": "",
}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> None:
    """Nobody has reported anything yet."""
    with transaction(Scope.operator()) as session:
        session.execute(delete(Report))


@pytest.fixture
def url(municipality: MunicipalityInfo) -> str:
    """Where the newest story is reported."""
    wanted = StoryFilter(municipality_id=municipality.id)
    with reading(Scope.public()) as session:
        newest = list_stories(session, wanted=wanted, limit=1)[0]
    return f"/katrineholm/berattelser/{public_id.encode(newest.id)}/rapportera"


def send(client: FlaskClient, url: str, **changed: str) -> TestResponse:
    """Fill in the form and send it."""
    token = csrf_token(client.get(url).text)
    return client.post(url, data={**FILLED, "csrf_token": token, **changed})


def test_anybody_can_report_and_moderators_read_it(
    client: FlaskClient, url: str, municipality: MunicipalityInfo
) -> None:
    answer = send(client, url, name="Lena Å", email="lena@example.se")
    assert answer.status_code == 303
    receipt = client.get(answer.location).text
    assert "Tack för din rapport" in receipt
    assert re.search(r"Ärende 20\d\d-\d{4}", receipt)
    with reading(Scope.municipality(municipality.id)) as session:
        [item] = [
            each
            for each in list_queue(session, municipality_id=municipality.id)
            if each.kind == "reported"
        ]
        [report] = get_case(
            session, story_id=item.subject_id, municipality_id=municipality.id
        ).papers.reports
    assert (report.ground, report.text, report.name) == (
        ReportGround.PERSONAL_DATA,
        FILLED["text"],
        "Lena Å",
    )


def test_the_page_says_what_happens_next(client: FlaskClient, url: str) -> None:
    assert "inom 2 dagar" in client.get(url).text


@pytest.mark.parametrize(
    "changed",
    [
        {"ground": ""},
        {"ground": "nonsense"},
        {"text": "  "},
        {"text": "å" * 4_001},
        {"email": "lena@"},
        {"name": "å" * 61},
    ],
)
def test_what_is_missing_or_wrong_is_said_and_the_rest_stays(
    changed: dict[str, str], client: FlaskClient, url: str, municipality: MunicipalityInfo
) -> None:
    answer = send(client, url, **changed)
    assert answer.status_code == 422
    assert "form-errors" in answer.text
    if "text" not in changed:
        assert "Min granne nämns &lt;i&gt;vid namn&lt;/i&gt;." in answer.text
    assert count_reported(municipality) == 0


def count_reported(municipality: MunicipalityInfo) -> int:
    with reading(Scope.municipality(municipality.id)) as session:
        items = list_queue(session, municipality_id=municipality.id)
    return sum(item.kind == "reported" for item in items)


def test_without_the_forms_token_nothing_is_kept(
    client: FlaskClient, url: str, municipality: MunicipalityInfo
) -> None:
    client.get(url)
    assert client.post(url, data=FILLED).status_code == 400
    assert count_reported(municipality) == 0


def test_a_story_that_waits_cannot_be_reported(
    client: FlaskClient, municipality: MunicipalityInfo
) -> None:
    with reading(Scope.municipality(municipality.id)) as session:
        item = list_queue(session, municipality_id=municipality.id)[0]
    hidden = f"/katrineholm/berattelser/{public_id.encode(item.subject_id)}/rapportera"
    assert client.get(hidden).status_code == 404
    assert client.get("/katrineholm/berattelser/nix/rapportera").status_code == 404


def test_a_class_behind_one_address_can_report_and_a_machine_cannot_go_on(
    client: FlaskClient, url: str
) -> None:
    token = csrf_token(client.get(url).text)
    answers = [
        client.post(url, data={**FILLED, "csrf_token": token, "text": f"Min granne, {n}."})
        for n in range(61)
    ]
    assert [answer.status_code for answer in answers] == [303] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
