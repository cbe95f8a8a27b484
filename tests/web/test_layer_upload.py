"""An editor uploads a layer: read by the worker, previewed, applied or called off."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyogrio import raw
from shapely import to_wkb
from shapely.geometry import Point
from sqlalchemy import func, select, text, update
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain import layer_imports
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs import layer_imports as jobs
from geostories.jobs.worker import sweep_up
from geostories.models import AuditEntry, LayerImport, OfficialPlace, User
from geostories.models.base import now
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import ImportStatus
from tests.conftest import csrf_token
from tests.factories.layer_files import HERE, HERE_SWEREF, PLACE, collection, feature
from tests.factories.layer_imports import make_import
from tests.factories.worker import work

DESK = "/katrineholm/redaktion/"
UPLOAD = f"{DESK}lager/ladda-upp"
JSON = {"Accept": "application/json"}


def features(count: int, *, first: int = 1, **properties: Any) -> list[dict[str, Any]]:
    """Sights with ids and names of their own."""
    return [
        feature(
            (HERE[0] + number / 1000, HERE[1]),
            **{"register_id": f"s-{number}", "name": f"Sten {number}", **properties},
        )
        for number in range(first, first + count)
    ]


def geojson(*rows: Any, **members: Any) -> bytes:
    return json.dumps(collection(*rows, **members)).encode()


@dataclass
class Desk:
    """An editor at the desk, and the worker behind it."""

    app: Flask
    client: FlaskClient

    def token(self) -> str:
        return csrf_token(self.client.get(UPLOAD).text)

    def send(self, *files: tuple[bytes, str], **fields: Any) -> TestResponse:
        """Upload without waiting for the worker."""
        form = {"register": "stenar", "kind": "place", "crs": "", **fields}
        parts = [(io.BytesIO(content), name) for content, name in files]
        data = {**form, "files": parts, "csrf_token": self.token()}
        return self.client.post(UPLOAD, data=data)

    def upload(self, *rows: Any, name: str = "stenar.geojson", **fields: Any) -> str:
        """Upload GeoJSON and let the worker read it; answers the import's address."""
        answer = self.send((geojson(*rows), name), **fields)
        assert answer.status_code == 303, answer.text
        work(self.app)
        return str(answer.location)

    def page(self, url: str) -> str:
        answer = self.client.get(url)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.text)

    def act(self, url: str, what: str, **fields: Any) -> TestResponse:
        return self.client.post(f"{url}/{what}", data={**fields, "csrf_token": self.token()})

    def apply(self, url: str, **fields: Any) -> TestResponse:
        """Press the button of the preview that stands at the address, and let the worker do it."""
        answer = self.press(url, **fields)
        work(self.app)
        return answer

    def press(self, url: str, **fields: Any) -> TestResponse:
        return self.act(url, "lagg-in", **{"seen": self.seen(url), **fields})

    def seen(self, url: str) -> str:
        found = re.search(r'name="seen" value="(\w*)"', self.page(url))
        return found[1] if found else ""


@pytest.fixture
def desk(app: Flask, editor: FlaskClient) -> Desk:
    """The demonstration's editor."""
    return Desk(app, editor)


def row_of(url: str) -> LayerImport:
    with reading(Scope.operator()) as session:
        return session.get_one(LayerImport, id_of(url))


def id_of(url: str) -> UUID:
    found = public_id.decode(url.rpartition("/")[2])
    assert found
    return found


def names(register: str = "stenar") -> list[str]:
    """The names of the layer's places that stand."""
    with reading(Scope.operator()) as session:
        return list(
            session.scalars(
                select(OfficialPlace.name)
                .where(OfficialPlace.register == register, OfficialPlace.withdrawn_at.is_(None))
                .order_by(OfficialPlace.name)
            )
        )


def files(app: Flask) -> list[str]:
    return [key for key, _ in app.extensions["layer_files"].list()]


def audited(action: str) -> list[AuditEntry]:
    with reading(Scope.operator()) as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def counts(page: str) -> dict[str, int]:
    """The figures of a preview by their heading."""
    found = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page)
    return {heading: int(figure) for heading, figure in found}


def test_a_file_is_read_previewed_and_applied(app: Flask, desk: Desk) -> None:
    answer = desk.send((geojson(*features(3)), "stenar.geojson"))
    url = answer.location
    state = desk.client.get(url, headers=JSON).json
    assert state["moving"]
    assert "http-equiv" in desk.page(url)
    work(app)
    assert not desk.client.get(url, headers=JSON).json["moving"]
    page = desk.page(url)
    assert counts(page) == {"Nya": 3, "Ändrade": 0, "Oförändrade": 0, "Borttagna": 0}
    assert "Sten 1 · Sten 2 · Sten 3" in page
    assert names() == []
    assert "3 nya att granska" in desk.page(DESK)
    desk.apply(url)
    assert names() == ["Sten 1", "Sten 2", "Sten 3"]
    assert "Lagret är uppdaterat." in desk.page(url)
    assert files(app) == []
    assert row_of(url).done == row_of(url).total == 3


def test_who_did_what_is_in_the_log(desk: Desk) -> None:
    desk.apply(desk.upload(*features(2)))
    with reading(Scope.operator()) as session:
        editor = session.scalar(select(User.id).where(User.email == "redaktor@example.se"))
    for action in ("receive_layer", "approve_layer"):
        (entry,) = audited(action)
        assert entry.actor_id == editor
    last = audited("import_layer")[-1]
    assert (last.details["register"], last.details["added"]) == ("stenar", 2)
    page = desk.page(f"{DESK}lager/logg?lager=stenar")
    assert "stenar.geojson" in page
    assert "2 nya" in page


def test_an_update_says_what_it_changes_and_the_same_file_changes_nothing(desk: Desk) -> None:
    desk.apply(desk.upload(*features(10)))
    update = [*features(7), *features(1, first=8, name="Nytt namn"), *features(2, first=20)]
    url = desk.upload(*update)
    assert counts(desk.page(url)) == {"Nya": 2, "Ändrade": 1, "Oförändrade": 7, "Borttagna": 2}
    desk.apply(url)
    assert len(names()) == 10
    assert "Nytt namn" in names()
    again = desk.upload(*update)
    assert "Inget nytt." in desk.page(again)
    assert row_of(again).status is ImportStatus.UNCHANGED


def test_a_button_pressed_twice_and_by_two_applies_once(
    app: Flask, desk: Desk, administrator: FlaskClient
) -> None:
    url = desk.upload(*features(3))
    before = len(audited("import_layer"))
    seen = desk.seen(url)
    colleague = Desk(app, administrator)
    answers = [
        desk.press(url, seen=seen),
        desk.press(url, seen=seen),
        colleague.press(url, seen=seen),
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    work(app)
    assert desk.press(url, seen=seen).status_code == 303
    work(app)
    assert len(names()) == 3
    assert len(audited("import_layer")) - before == len(audited("approve_layer")) == 1


def test_a_layer_that_changed_meanwhile_is_previewed_again(desk: Desk) -> None:
    first, second = desk.upload(*features(4)), desk.upload(*features(3, name="Andras"))
    desk.apply(second)
    desk.apply(first)
    assert names() == ["Andras"] * 3
    page = desk.page(first)
    assert "Lagret har ändrats sedan du tittade." in page
    assert counts(page) == {"Nya": 1, "Ändrade": 3, "Oförändrade": 0, "Borttagna": 0}
    desk.apply(first)
    assert names() == ["Sten 1", "Sten 2", "Sten 3", "Sten 4"]


def test_a_preview_from_an_old_tab_applies_nothing(desk: Desk) -> None:
    url = desk.upload(*features(4))
    answer = desk.press(url, seen="another")
    assert answer.status_code == 409
    assert "Förhandsvisningen du tittade på är inte den nyaste." in answer.text
    assert row_of(url).status is ImportStatus.PREVIEWED


@pytest.mark.parametrize("left", [0, 6], ids=["nothing", "six of ten"])
def test_a_loss_waits_for_somebody_to_say_that_it_is_meant(desk: Desk, left: int) -> None:
    desk.apply(desk.upload(*features(10)))
    url = desk.upload(*features(left))
    assert row_of(url).status is ImportStatus.WAITING
    page = desk.page(url)
    assert f"{10 - left} av lagrets 10 rader finns inte i filen." in page
    refused = desk.apply(url)
    assert refused.status_code == 422
    assert "Kryssa i att du har kontrollerat" in refused.text
    assert len(names()) == 10
    desk.apply(url, allow_loss="yes")
    assert len(names()) == left


def test_calling_off_removes_the_file(app: Flask, desk: Desk) -> None:
    url = desk.upload(*features(3))
    seen = desk.seen(url)
    assert len(files(app)) == 1
    answer = desk.act(url, "avbryt")
    assert answer.status_code == 303
    assert files(app) == []
    assert desk.press(url, seen=seen).status_code == 409
    assert desk.act(url, "las-om", kind="place").status_code == 409
    work(app)
    assert names() == []


def test_calling_off_while_it_is_read_stops_it(app: Flask, desk: Desk) -> None:
    url = desk.send((geojson(*features(3)), "a.geojson")).location
    desk.act(url, "avbryt")
    work(app)
    assert row_of(url).status is ImportStatus.CANCELLED
    assert row_of(url).report == {}


WRONG = [
    (b"hej", "lista.txt", "lista.txt"),
    (geojson(*features(2))[:-40], "avhuggen.geojson", "avhuggen.geojson"),
    (geojson(feature(name="")), "namnlos.geojson", "namnlos.geojson, rad 1: Namnet saknas."),
    (geojson(feature((14.8, 56.9))), "annan.geojson", "långt utanför Katrineholm"),
]


@pytest.mark.parametrize(("content", "name", "words"), WRONG, ids=[each[1] for each in WRONG])
def test_a_wrong_file_gets_a_sentence_and_changes_nothing(
    app: Flask, desk: Desk, content: bytes, name: str, words: str
) -> None:
    url = desk.send((content, name)).location
    work(app)
    page = desk.page(url)
    assert "Filen kunde inte användas. Inget har ändrats." in page
    assert words in page
    assert row_of(url).status is ImportStatus.REFUSED
    assert names() == []
    assert "Import misslyckades" in desk.page(DESK)


def test_a_file_that_does_not_say_its_system_is_read_again_when_told(
    app: Flask, desk: Desk
) -> None:
    url = desk.upload(feature(HERE_SWEREF))
    assert row_of(url).status is ImportStatus.REFUSED
    answer = desk.act(url, "las-om", register="stenar", kind="place", crs="3006")
    assert answer.status_code == 303
    work(app)
    desk.apply(url)
    assert names() == [PLACE["name"]]


def test_rows_far_outside_are_taken_only_when_somebody_says_so(app: Flask, desk: Desk) -> None:
    url = desk.upload(feature((14.8, 56.9)))
    assert "långt utanför Katrineholm" in desk.page(url)
    desk.act(url, "las-om", register="stenar", kind="place", allow_outside="y")
    work(app)
    desk.apply(url)
    assert names() == [PLACE["name"]]


def test_an_empty_file_for_a_new_layer_is_not_to_be_applied(desk: Desk) -> None:
    url = desk.upload()
    assert row_of(url).status is ImportStatus.REFUSED
    assert "Lägg in" not in desk.page(url)


def parts_of_a_shapefile(folder: Path) -> list[tuple[bytes, str]]:
    """Its files, as they lie in a folder."""
    folder.mkdir()
    raw.write(
        str(folder / "utsikter.shp"),
        np.array([to_wkb(Point(HERE_SWEREF))], object),
        [np.array([value], object) for value in PLACE.values()],
        ["nvrid", "kind", "namn", "source", "licence"],
        geometry_type="Point",
        crs="EPSG:3006",
        driver="ESRI Shapefile",
    )
    return [(file.read_bytes(), file.name) for file in sorted(folder.iterdir())]


def test_the_parts_of_a_shapefile_go_together(app: Flask, desk: Desk, tmp_path: Path) -> None:
    parts = parts_of_a_shapefile(tmp_path / "shp")
    assert len(parts) >= 4
    url = desk.send(*parts, register="").location
    work(app)
    page = desk.page(url)
    assert counts(page)["Nya"] == 1, page
    assert row_of(url).file_name == "utsikter.zip"
    desk.apply(url)
    assert names("utsikter") == [PLACE["name"]]


def test_what_cannot_be_taken_in_is_said_in_the_form(app: Flask, desk: Desk) -> None:
    content = geojson(*features(1))
    for files_sent, fields, words in (
        ([], {}, "Välj en fil."),
        ([(content, "a.geojson"), (content, "b.geojson")], {}, "Skicka en fil i taget."),
        ([(content, "a.geojson")], {"register": "own"}, "Välj ett annat namn."),
        ([(content, "a.geojson")], {"kind": "place_name"}, "kind"),
    ):
        answer = desk.send(*files_sent, **fields)
        assert answer.status_code == 422
        assert words in answer.text
    with reading(Scope.operator()) as session:
        assert session.scalar(select(func.count()).select_from(LayerImport)) == 0
    told = desk.client.post(UPLOAD, data={"csrf_token": desk.token()}, headers=JSON)
    assert told.status_code == 422
    assert told.json["title"]
    sweep_with_no_grace(app)
    assert files(app) == []


def sweep_with_no_grace(app: Flask) -> None:
    settings = app.config["SETTINGS"].model_copy(update={"sweep_grace_minutes": 0})
    app.config["SETTINGS"] = settings
    sweep_up(app)


def test_the_name_of_a_file_is_no_path(app: Flask, desk: Desk) -> None:
    url = desk.send((geojson(*features(1)), "../../etc/stenar\x1b.geojson"), register="").location
    work(app)
    assert row_of(url).file_name == "stenar.geojson"
    assert row_of(url).status is ImportStatus.PREVIEWED
    assert all("/" not in key and "stenar" not in key for key in files(app))


def test_what_nobody_decides_on_is_swept_after_a_day(app: Flask, desk: Desk) -> None:
    old, young = desk.upload(*features(3)), desk.upload(*features(4))
    with transaction(Scope.operator()) as session:
        session.execute(
            update(LayerImport)
            .where(LayerImport.id == id_of(old))
            .values(created_at=now() - timedelta(hours=25))
        )
    sweep_with_no_grace(app)
    assert row_of(old).status is ImportStatus.CANCELLED
    assert files(app) == [row_of(young).file_key]
    assert "Den här inläsningen avbröts." in desk.page(old)


def test_a_worker_that_dies_again_and_again_is_not_tried_for_ever(app: Flask, desk: Desk) -> None:
    url = desk.send((geojson(*features(3)), "a.geojson")).location
    for _ in range(layer_imports.MOST_TRIES):
        with transaction(Scope.operator()) as session:
            assert layer_imports.begin(session, import_id=id_of(url), status=ImportStatus.READING)
    work(app)
    assert row_of(url).status is ImportStatus.FAILED
    assert "Läsningen avbröts flera gånger." in desk.page(url)
    answer = desk.act(url, "las-om", register="stenar", kind="place")
    assert answer.status_code == 303
    work(app)
    assert row_of(url).status is ImportStatus.PREVIEWED


def test_what_a_killed_worker_left_is_queued_again_once(app: Flask, desk: Desk) -> None:
    url = desk.send((geojson(*features(3)), "a.geojson")).location
    assert jobs.wake() == 0, "it waits for its turn"
    with app.extensions["database"].owner_engine.begin() as connection:
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
    with transaction(Scope.operator()) as session:
        assert layer_imports.hold(session, import_id=id_of(url), status=ImportStatus.READING)
        assert jobs.wake() == 0, "a worker has it"
    assert [jobs.wake(), jobs.wake()] == [1, 0]
    work(app)
    assert row_of(url).status is ImportStatus.PREVIEWED


def test_a_file_that_was_lost_is_said_so(app: Flask, desk: Desk) -> None:
    with transaction(Scope.operator()) as session:
        import_id = make_import(session, get_municipality(session, "katrineholm").id)
    url = f"{DESK}lager/inlasning/{public_id.encode(import_id)}"
    desk.apply(url)
    assert row_of(url).status is ImportStatus.FAILED
    assert "Filen kunde inte användas." in desk.page(url)


def test_an_editor_of_another_town_finds_nothing(desk: Desk) -> None:
    url = desk.upload(*features(1))
    elsewhere = url.replace("/katrineholm/", "/vaxjo/")
    assert desk.client.get(elsewhere).status_code == 404
