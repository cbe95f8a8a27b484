"""Checks 43 and 20 over the form: whatever is typed is taken as what it is or refused in words."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories.domain.transaction import Scope, reading, transaction
from tests.factories.hostile_reading import FULL
from tests.factories.hostile_values import NUMBERS, VALUES
from tests.factories.layer_imports import SOURCE
from tests.factories.person import forget_tries
from tests.factories.telling import FETCH, START
from tests.factories.tokens import token_of

pytestmark = pytest.mark.trust

TOWN = "/katrineholm"
DESK = f"{TOWN}/redaktion"
BROKE = 500
TODAY = datetime.now(UTC).date()
LINKS_MAY_BE = re.compile(r"https?://|/|#|\?|geo:|mailto:|tel:")

NOTICE = {
    "step": "save", "kind": "closure", "title": "Bron är avstängd", "text": "Runt viken.",
    "reason": "Ruttna plankor.", "source_url": "https://example.se/bron", "where": "point",
    "thing": "", "coordinates": "58.99587, 16.20721", "lon": "", "lat": "", "reach_m": "25",
    "starts_on": TODAY.isoformat(), "starts_time": "",
    "ends_on": (TODAY + timedelta(days=2)).isoformat(), "ends_time": "",
}  # fmt: skip
PLACE = {
    "action": "save", "name": "Utsikten", "kind": "viewpoint", "summary": "Ser långt.",
    "coordinates": "58.99587, 16.20721", "lon": "", "lat": "", "unit": "",
}  # fmt: skip
UPLOAD = {
    "register": "stenar",
    "kind": "place",
    "crs": "",
    "layer": "",
    "source": "",
    "licence": "",
}
FAULT = {"text": "En planka saknas.", "coordinates": "58.99587, 16.20721", "email": "a@example.se"}
UNIT = {"name": "Parkenheten", "email": "park@example.se"}
STORY = {"coordinates": "58.9521, 16.2951", "precision": "exact", "action": "next", "picked": ""}

FACTS: dict[str, tuple[str, ...]] = {
    "facility-toilet": ("text", "note", "source", "source_url", "unit", "check_by"),
    "access-path_width": ("cm", "measured_by", "measured_on"),
    "access-slope": ("percent",),
    "access-steps": ("count",),
    "access-level": ("ok",),
    "suits-dog": ("answer", "note"),
    "when-season": ("start-month", "start-day", "end-month", "end-day"),
    "when-opening_hours": ("lines", "0-opens", "0-closes", "0-from", "0-through", "0-days"),
    "reach-bus-0QdXyf7ApzJnVqTHEvDkbM": ("text", "metres"),
    "rules-rule-0QdXyf7ApzJnVqTHEvDkbN": ("text",),
    "rules-access_ban-0QdXyf7ApzJnVqTHEvDkbP": ("text", "start-day"),
    "about-document-0QdXyf7ApzJnVqTHEvDkbQ": ("title", "url"),
    "about-introduction": ("text",),
}
"""A fact of each form, and what is typed of it."""

SOUND = {
    "cm": "120", "percent": "6", "count": "3", "ok": "yes", "answer": "yes", "text": "Skylt",
    "start-month": "04", "start-day": "1", "end-month": "09", "end-day": "30", "lines": "1",
    "0-opens": "09:00", "0-closes": "16:00", "0-from": "", "0-through": "", "0-days": "Monday",
    "metres": "300", "title": "Folder", "url": "https://example.se/folder.pdf",
}  # fmt: skip
QUESTIONS = {
    f"{TOWN}/platser/": ("sida", "punkt", "inom", "nara", "bbox", "q", "slag", "finns", "langd"),
    f"{TOWN}/": ("bbox", "q", "punkt", "visa", "lon", "lat", "zoom"),
    f"{TOWN}/berattelser/": ("sida", "bbox", "q", "kategori"),
    "/api/v1/collections/places/items": ("bbox", "limit", "offset", "municipality", "kind"),
    f"{DESK}/platser/": ("visa", "q", "sida"),
    f"{DESK}/lager/logg": ("lager",),
    f"{DESK}/lager/ladda-upp": ("lager",),
    f"{DESK}/lager/register/nytt": ("kand",),
    f"{DESK}/meddelanden/nytt": ("plats", "fel"),
}


@dataclass(frozen=True)
class Door:
    """A form: where it is sent, and what is sent when nobody means harm."""

    path: str
    sound: Mapping[str, str]

    def send(self, client: FlaskClient, **changed: str) -> TestResponse:
        """Send it with some fields changed."""
        data: dict[str, object] = {**self.sound, **changed, "csrf_token": token_of(client)}
        if self.path.endswith("ladda-upp"):
            data["files"] = [(io.BytesIO(b"{}"), changed.get("files", "stenar.geojson"))]
        if self.path.endswith("/fel"):  # so many a day are let in from one address
            with transaction(Scope.operator()) as session:
                forget_tries(session)
        return client.post(self.path, data=data)


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture
def place(editor: FlaskClient) -> str:
    """The id of a place of the municipality's own."""
    answer = Door(f"{DESK}/platser/ny", PLACE).send(editor)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


class Parts:
    """All values, or in the short run every so many, others for each field."""

    def __init__(self, values: Mapping[str, str], step: int) -> None:
        self._values = list(values.items())
        self._step = 1 if FULL else step
        self._taken = 0

    def take(self) -> list[tuple[str, str]]:
        self._taken += 1
        return self._values[self._taken % self._step :: self._step]


def links_of(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', page)]


def wrong_links(client: FlaskClient, *addresses: str) -> tuple[int, list[str]]:
    """How many links stand in these pages, and those that are none; every page is there."""
    links = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        links += links_of(answer.text)
    return len(links), [link for link in links if link and not LINKS_MAY_BE.match(link)]


def test_what_bit_once_bites_no_more(editor: FlaskClient, place: str) -> None:
    """An end of the calendar has no next day; Python reads no number of 5,000 digits; words are no file."""
    words = VALUES["a mail's head"]
    assert (
        Door(f"{DESK}/lager/ladda-upp", UPLOAD | {"files": words}).send(editor).status_code < BROKE
    )
    assert Door(START, STORY | {"photos": words}).send(editor).status_code < BROKE
    hours = {"fact": "when-opening_hours", "when-opening_hours-lines": VALUES["5,000 digits"]}
    answer = Door(f"{DESK}/platser/{place}", PLACE | hours | {"seen": "1"}).send(editor)
    assert answer.status_code in (303, 422)
    for field in ("starts_on", "ends_on"):
        for end in ("the calendar's first", "the calendar's last"):
            answer = Door(f"{DESK}/meddelanden/nytt", NOTICE).send(editor, **{field: VALUES[end]})
            assert answer.status_code == 422, (field, end)


def test_no_form_breaks(editor: FlaskClient, place: str) -> None:
    unit = Door(f"{DESK}/platser/enheter", UNIT)
    doors = [
        Door(f"{DESK}/meddelanden/nytt", NOTICE),
        Door(f"{DESK}/platser/ny", PLACE),
        Door(f"{DESK}/lager/ladda-upp", UPLOAD | {"files": ""}),
        Door(f"{DESK}/lager/register/nytt", SOURCE | {"type_name": "", "query": "", "crs": ""}),
        Door(f"{TOWN}/platser/{place}/fel", FAULT),
        unit,
        Door(START, STORY),
    ]
    statuses: Counter[int] = Counter()
    broke = []
    values = Parts(VALUES, 29)
    for door in doors:
        assert door.send(editor).status_code == 303, door.path
        for field in door.sound:
            for name, value in values.take():
                status = door.send(editor, **{field: value}).status_code
                statuses[status] += 1
                broke += [(door.path, field, name)] if status >= BROKE else []
    pages = [
        f"{TOWN}/", f"{TOWN}/platser/", f"{TOWN}/platser/{place}", f"{DESK}/", f"{DESK}/lager/logg",
        f"{DESK}/meddelanden/", f"{DESK}/fel/", f"{DESK}/platser/", f"{DESK}/platser/enheter",
        f"{DESK}/platser/{place}", f"{DESK}/lager/ladda-upp",
    ]  # fmt: skip
    seen, wrong = wrong_links(editor, *pages)
    print(
        f"forms tried {statuses.total()} {dict(sorted(statuses.items()))}, broke {len(broke)}; "
        f"links afterwards {seen}, not to be followed {len(wrong)}"
    )
    assert (broke, wrong) == ([], [])


def test_no_fact_breaks_its_place(editor: FlaskClient, place: str) -> None:
    page, shown = f"{DESK}/platser/{place}", f"{TOWN}/platser/{place}"
    revision, tried, kept, broke, links = 1, 0, 0, [], 0
    values = Parts(VALUES, 29)
    for fact, fields in FACTS.items():
        for field in fields:
            for name, value in values.take():
                sound = {f"{fact}-{part}": SOUND.get(part, "") for part in {*SOUND, *fields}}
                data = PLACE | sound | {"fact": fact, f"{fact}-{field}": value}
                answer = Door(page, data | {"seen": str(revision)}).send(editor)
                tried += 1
                if answer.status_code == 303:
                    kept += 1
                    revision = int(
                        parse_qs(urlsplit(answer.location).query).get("sparad", [revision])[0]
                    )
                    seen, wrong = wrong_links(editor, shown)
                    links += seen
                    broke += [(fact, field, name, link) for link in wrong]
                elif answer.status_code != 422 and value != VALUES["NUL"]:
                    broke.append((fact, field, name, str(answer.status_code)))
    print(f"facts tried {tried}, kept {kept}; links {links}, broke or led elsewhere {len(broke)}")
    assert broke == []
    assert kept > tried // 20
    assert editor.get(f"{TOWN}/platser/?oppet=1").status_code == 200


def test_no_question_breaks(editor: FlaskClient) -> None:
    statuses: Counter[int] = Counter()
    broke = []
    values = Parts(VALUES, 29)
    for address, fields in QUESTIONS.items():
        for field in fields:
            for name, value in values.take():
                status = editor.get(address, query_string={field: value[:8_000]}).status_code
                statuses[status] += 1
                broke += [(address, field, name)] if status >= BROKE else []
    print(f"questions tried {statuses.total()} {dict(sorted(statuses.items()))}")
    assert broke == []


WHERE = {
    "place": (f"{DESK}/platser/ny", PLACE),
    "notice": (f"{DESK}/meddelanden/nytt", NOTICE),
    "story": (START, STORY),
}
STRAY = """
SELECT count(*) FROM (
    SELECT geom FROM official_place WHERE register = 'own'
    UNION ALL SELECT geom FROM notice UNION ALL SELECT geom FROM fault_report
    UNION ALL SELECT geom FROM story_version) shapes
WHERE geom IS NOT NULL AND NOT (
    ST_IsValid(geom) AND geom @ ST_MakeEnvelope(10, 55, 25, 69.5, 4326))
"""


def test_no_point_is_taken_that_is_none(app: Flask, editor: FlaskClient, place: str) -> None:
    doors = {name: Door(*door) for name, door in WHERE.items()}
    doors["fault"] = Door(f"{TOWN}/platser/{place}/fel", FAULT)
    tried, broke, taken = 0, [], []
    numbers = Parts(NUMBERS, 4)
    for name, door in doors.items():
        for how, value in numbers.take():
            for given in (
                {"coordinates": f"{value}, 16.2"},
                {"coordinates": f"58.9 {value}"},
                {"coordinates": "", "lon": value, "lat": "58.99587"},
                {"coordinates": "", "lon": "16.20721", "lat": value},
            ):
                status = door.send(editor, **given).status_code
                tried += 1
                broke += [(name, how, given)] if status >= BROKE else []
    token = {"X-CSRFToken": token_of(editor)}
    for how, value in NUMBERS.items():
        for point in ({"lon": value, "lat": "58.9"}, {"lon": 16.2, "lat": [value]}):
            answer = editor.post(
                f"{START}/ring", json=point | {"precision": "exact"}, headers=FETCH | token
            )
            tried += 1
            broke += [("ring", how, point)] if answer.status_code >= BROKE else []
            taken += [("ring", how)] if answer.status_code == 200 and answer.json["public"] else []
    with reading(Scope.operator()) as session:
        stray = session.scalar(text(STRAY))
    print(f"points over the form: tried {tried}, stored nowhere in Sweden {stray}, {taken}")
    assert (broke, stray, taken) == ([], 0, [])
