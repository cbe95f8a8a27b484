"""The moderators' desk: what is done with a story through the forms of its case."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import csrf_token


def fill_in(moderator: FlaskClient, story: str, door: str, **fields: str) -> TestResponse:
    """Send one of the case's forms, about the version that its page shows."""
    case = moderator.get(f"/katrineholm/granska/{story}").text
    version = re.search(r'name="version_id" value="(\w+)"', case)
    assert version
    form = {"csrf_token": csrf_token(case), "version_id": version[1], **fields}
    return moderator.post(f"/katrineholm/granska/{story}/{door}", data=form)


def try_to_decide(moderator: FlaskClient, story: str, action: str) -> TestResponse:
    """Decide, with a reason where one is needed; answers what the form answers."""
    reason = {"ground": "other", "message": "Därför."} if action != "publish" else {}
    return fill_in(moderator, story, "beslut", action=action, **reason)


def decide(moderator: FlaskClient, story: str, action: str) -> None:
    """Decide where nothing stands in the way."""
    answer = try_to_decide(moderator, story, action)
    assert answer.status_code == 303, answer.text[:2000]
