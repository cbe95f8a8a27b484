"""Sending a file in parts, as the page's script does."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from tests.factories.telling import FETCH, Teller

PART = 100_000


@dataclass
class Sender:
    """One file under way to a draft."""

    teller: Teller
    content: bytes
    kind: str = "photo"
    key: UUID = field(default_factory=uuid4)
    is_aerial: bool = False
    part: int = PART

    @property
    def headers(self) -> dict[str, str]:
        return {**FETCH, "X-CSRFToken": self.teller.token()}

    @property
    def url(self) -> str:
        return f"{self.teller.story}/uppladdningar/{self.key}"

    def begin(self, **other: object) -> TestResponse:
        said = {"key": str(self.key), "kind": self.kind, "size": len(self.content)}
        said |= {"is_aerial": self.is_aerial, **other}
        url = f"{self.teller.story}/uppladdningar"
        return self.teller.client.post(url, json=said, headers=self.headers)

    def put(self, offset: int, content: bytes | None = None) -> TestResponse:
        if content is None:
            content = self.content[offset : offset + self.part]
        headers = self.headers | {"Upload-Offset": str(offset)}
        return self.teller.client.put(self.url, data=content, headers=headers)

    def how_far(self) -> TestResponse:
        return self.teller.client.get(self.url, headers=FETCH)

    def finish(self) -> TestResponse:
        return self.teller.client.post(f"{self.url}/klar", headers=self.headers)

    def cancel(self) -> TestResponse:
        return self.teller.client.delete(self.url, headers=self.headers)

    def send(self, parts: int | None = None) -> int:
        """Begin or go on where it stopped, at most so many parts; answers how far it has come."""
        received = int(self.begin().json["received"])
        for number in count():
            if received == len(self.content) or number == parts:
                return received
            received = int(self.put(received).json["received"])
        raise AssertionError

    def send_all(self) -> TestResponse:
        """The whole of it; answers what finishing answers."""
        self.send()
        return self.finish()
