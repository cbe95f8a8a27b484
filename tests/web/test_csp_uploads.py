"""Answers to uploads, and to what comes at the wrong time, carry the content policy too."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories.photos import make_jpeg
from tests.factories.telling import FETCH, Teller
from tests.web.test_csp import faults_of, nonce_of

pytestmark = pytest.mark.trust


def test_what_answers_an_upload_has_the_policy(resident: FlaskClient) -> None:
    teller = Teller(resident).begin()
    story = teller.story.rpartition("/")[2]
    answers = {
        200: teller.upload((make_jpeg(), "a.jpg"), headers=FETCH),
        303: teller.upload((b"no picture", "b.jpg")),
        422: teller.upload((b"no picture", "b.jpg"), headers=FETCH),
        409: teller.post(f"/konto/berattelser/{story}/dra-tillbaka"),
    }
    assert list(answers) == [answer.status_code for answer in answers.values()]
    assert [faults_of(answer) for answer in answers.values()] == [[]] * len(answers)
    assert len({nonce_of(answer) for answer in answers.values()}) == len(answers)
