"""Telling through the pages, as a browser without scripts does."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.queries.own_stories import VersionInfo, get_draft
from tests.conftest import csrf_token

START = "/katrineholm/beratta"
PLACE = {"coordinates": "58.9521, 16.2951", "precision": "exact"}
WORDS = {
    "title": "Bryggan vi aldrig fick bygga",
    "happened_precision": "year",
    "happened": "1987",
    "category": "memory",
    "body": "Bryggan låg redan klar i *pappas* huvud.",
}
FETCH = {"Accept": "application/json"}


def draft_behind(address: str) -> VersionInfo:
    """The draft of an address, whoever's it is."""
    found = re.search(r"beratta/(\w{22})", address)
    assert found
    story_id = public_id.decode(found[1])
    assert story_id
    with reading(Scope.operator()) as session:
        return get_draft(session, story_id=story_id)


@dataclass(frozen=True)
class Teller:
    """Somebody who tells in a browser; `story` is the address of the draft, once there is one."""

    client: FlaskClient
    story: str = ""

    def token(self) -> str:
        """The token of the forms of this session."""
        return csrf_token(self.client.get(START).text)

    def post(self, path: str, data: dict | None = None, **more: object) -> TestResponse:
        """Send a form to a path of the draft, or to a whole path."""
        url = path if path.startswith("/") else f"{self.story}/{path}"
        data = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(url, data=data, **more)

    def page(self, path: str) -> str:
        """A page of the draft."""
        answer = self.client.get(f"{self.story}/{path}")
        assert answer.status_code == 200, answer.text[:500]
        return answer.text

    def begin(self, **place: str) -> Teller:
        """Choose a place and go on; answers the teller with the draft."""
        answer = self.post(START, {**PLACE, "action": "next", **place})
        assert answer.status_code == 303, answer.text[:2000]
        return Teller(self.client, answer.location.removesuffix("/berattelse"))

    def write(self, **words: str) -> TestResponse:
        """Fill in the second step and go on."""
        return self.post("berattelse", {**WORDS, "action": "next", **words})

    def upload(self, *files: tuple[bytes, str], **more: object) -> TestResponse:
        """Send pictures, each its bytes and its name."""
        data = {"photos": [(io.BytesIO(content), name) for content, name in files]}
        return self.post("bilder", data, content_type="multipart/form-data", **more)

    def tell(self, **given: str) -> TestResponse:
        """A whole story, as a visitor without an account sends it in; keeps a link unless told."""
        return self.send(**{"reach": "link", **given})

    def key(self) -> str:
        """The submission key that the last step gives out."""
        found = re.search(r'name="submission_key" value="([^"]+)"', self.page("granska"))
        assert found
        return found[1]

    def send(self, **given: str) -> TestResponse:
        """Send in."""
        return self.post(
            "skicka-in",
            {"submission_key": self.key(), "byline": "name", "rights": "y", **given},
        )
