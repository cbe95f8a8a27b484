"""Asking a register politely: one request after the other, within one time and one size."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from geostories.integrations.fetching import Answer, FetchFailed, FetchRefused, fetch
from geostories.vocabulary import SourceProtocol

if TYPE_CHECKING:
    from geostories.config import Settings

GEOJSON = "application/geo+json, application/json;q=0.9"

COME_AGAIN = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)
"""Statuses besides 5xx that say: later."""


@dataclass(frozen=True)
class Register:
    """Where and how to ask, as models.RegisterSource has it."""

    protocol: SourceProtocol
    url: str
    type_name: str = ""
    query: str = ""
    crs: int | None = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Collected:
    """A whole layer as a file. `crs` is the EPSG code if the file does not say it itself.

    `layer`: which, if it has several. `etag` and `last_modified` for asking again.
    """

    file_name: str
    content: bytes
    crs: int | None = None
    layer: str = ""
    etag: str = ""
    last_modified: str = ""


class Asker:
    """Sends the requests of one collection. Raises FetchFailed when it may work later, else
    FetchRefused.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._ends_at = time.monotonic() + settings.register_seconds
        self._bytes_left = settings.import_bytes

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """A good answer, or 304 if the headers ask for it."""
        seconds = min(self.settings.fetch_seconds, int(self._ends_at - time.monotonic()))
        if seconds <= 0:
            raise FetchFailed("fetch_too_slow")
        answer = fetch(
            url,
            settings=self.settings,
            headers=headers,
            most_bytes=self._bytes_left,
            seconds=seconds,
        )
        self._bytes_left -= len(answer.body)
        if answer.status >= 500 or answer.status in COME_AGAIN:
            raise FetchFailed("register_busy", status=answer.status)
        if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            raise FetchRefused("register_says_no", status=answer.status)
        if answer.status == HTTPStatus.NOT_MODIFIED and not headers:
            raise FetchFailed("register_unreadable")
        return answer

    def get_json(self, url: str) -> Any:
        """What the JSON of an answer says."""
        return read_json(self.get(url, headers={"Accept": GEOJSON}))


def with_query(url: str, **params: str | int) -> str:
    """The address with these parameters, in place of others of the same name."""
    parts = urlsplit(url)
    given = {name.lower() for name in params}
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if pair[0].lower() not in given
    ]
    query = urlencode([*kept, *params.items()], quote_via=quote)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def under(url: str, *steps: str) -> str:
    """The address with these steps at the end of its path."""
    parts = urlsplit(url)
    path = "/".join([parts.path.rstrip("/"), *(quote(step, safe="") for step in steps)])
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def read_json(answer: Answer) -> Any:
    """The value; raises FetchFailed for anything that is not JSON."""
    try:
        return json.loads(answer.body.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise FetchFailed("register_unreadable") from None


def _no_number(word: str) -> float:
    raise ValueError(word)


def features_of(value: Any) -> list[dict[str, Any]]:
    """The features of a GeoJSON collection; raises FetchFailed for anything else."""
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise FetchFailed("register_unreadable")
    return features


def to_geojson(features: list[dict[str, Any]], **members: Any) -> bytes:
    """One collection as a file."""
    whole = {"type": "FeatureCollection", **members, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
