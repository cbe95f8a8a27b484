"""Whoever is held by a blocked address, without an account: told why, and reviewed by another."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import RuleKind, StoryStatus
from tests.conftest import csrf_token
from tests.factories.guests import begin_as_guest, story_id_of, story_of
from tests.factories.rules import make_rule
from tests.web.test_decide_story import case_url

ADDRESS = "berit.berattare@example.se"
REASON = "Trettio lika texter kom härifrån."


def test_a_guest_finds_the_decision_asks_and_is_answered_by_a_reversal(
    app: Flask, moderator: FlaskClient, municipality: MunicipalityInfo
) -> None:
    with transaction(Scope.municipality(municipality.id)) as session:
        make_rule(session, municipality.id, RuleKind.ADDRESS, ADDRESS, REASON)
    guest = begin_as_guest(app)
    assert guest.send(reach="email", email=ADDRESS).status_code == 303
    assert story_of(guest).status is StoryStatus.PENDING
    own = guest.client.get("/konto/berattelser").text
    assert REASON in own
    (path,) = re.findall(r'href="(/konto/beslut/\w{22})"', own)
    page = guest.client.get(path)
    assert page.status_code == 200
    assert REASON in page.text
    words = {"csrf_token": csrf_token(page.text), "text": "Det var inte jag."}
    assert guest.client.post(f"{path}/omprovning", data=words).status_code == 303
    assert app.test_client().get(path).status_code == 404

    story_id = story_id_of(guest)
    case = moderator.get(case_url(story_id)).text
    assert "Det var inte jag." in case
    appeal = re.search(r'name="appeal" value="(\w+)"', case)
    version = re.search(r'name="version_id" value="(\w+)"', case)
    assert appeal
    assert version
    answer = moderator.post(
        f"{case_url(story_id)}/beslut",
        data={
            "csrf_token": csrf_token(case),
            "appeal": appeal[1],
            "version_id": version[1],
            "action": "reverse",
            "message": "Du hade rätt.",
        },
    )
    assert answer.status_code == 303, answer.text[:3000]
    assert story_of(guest).status is StoryStatus.PUBLISHED
    assert "Du hade rätt." in guest.client.get(path).text
    assert REASON not in guest.client.get("/konto/berattelser").text
