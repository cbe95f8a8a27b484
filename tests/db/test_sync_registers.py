"""Registers by address: the layer follows its register, and a loss waits for an editor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import to_shape
from shapely.geometry import Point
from sqlalchemy import select

from geostories.database import Database
from geostories.domain import layer_imports, register_sources
from geostories.domain.transaction import reading, transaction
from geostories.geo.grid import to_wgs84
from geostories.jobs import layer_imports as reading_jobs
from geostories.models import VisitorFact
from geostories.queries.register_sources import RunInfo
from geostories.vocabulary import FactTopic, ImportStatus, SourceProtocol
from tests.factories.layer_files import collection, feature
from tests.factories.register_server import Reply, Request
from tests.factories.register_server_nvr import (
    BIRDS,
    EAST,
    NORTH,
    TYPE,
    Area,
    Wfs,
    areas,
    moved,
    serve_rest,
)
from tests.factories.sync_desk import Desk, done, opened_desk, order_of


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as opened:
        yield opened


def test_a_layer_follows_its_register(desk: Desk) -> None:
    wfs = Wfs(areas(6), cap=4)
    desk.server.pages["/wfs"] = wfs.answer
    nvr = desk.add("wfs", "/wfs", type_name=TYPE, crs=3006)
    assert done(desk.sync(nvr)) == ("applied", 6, 0, 0, 0)
    first = desk.places()[0]
    assert (first.source, first.licence, first.register) == ("Naturvårdsverket", "CC0", "nvr")
    assert first.source_url.endswith(first.register_id)
    assert to_shape(first.geom).distance(Point(to_wgs84(EAST, NORTH))) < 1e-6
    assert done(desk.sync(nvr)) == ("unchanged", 0, 0, 6, 0)

    renamed, *rest = wfs.areas
    wfs.areas = [moved(renamed, name="Nya skogen"), *rest[:-1], *areas(1, first=9_000_000)]
    assert done(desk.sync(nvr)) == ("applied", 1, 1, 4, 1)
    by_name = {place.name: place for place in desk.places()}
    assert by_name["Nya skogen"].id == first.id
    assert by_name["Skogen 5"].withdrawn_at is not None
    wfs.areas = [*wfs.areas, rest[-1]]
    assert done(desk.sync(nvr)) == ("applied", 0, 1, 6, 0)
    assert all(place.withdrawn_at is None for place in desk.places())


@pytest.mark.parametrize("left", [6, 0], ids=["a third less", "nothing"])
def test_a_loss_waits_for_an_editor(desk: Desk, left: int) -> None:
    wfs = Wfs(areas(9))
    desk.server.pages["/wfs"] = wfs.answer
    nvr = desk.add("wfs", "/wfs", type_name=TYPE, crs=3006)
    desk.sync(nvr)
    before = desk.picture()
    wfs.areas = areas(left)
    assert desk.outcome(nvr) == "waiting"
    assert desk.picture() == before
    assert desk.outcome(nvr) == "waiting"
    assert (desk.picture(), len(list(desk.store.list()))) == (before, 1)
    run = desk.source(nvr).last_run
    assert run is not None
    assert run.report["withdrawn"] == 9 - left

    approve(desk, run)
    assert desk.source(nvr).last_run.status is ImportStatus.APPLIED  # type: ignore[union-attr]
    assert sum(place.withdrawn_at is None for place in desk.places()) == left
    assert len(desk.places()) == 9
    assert list(desk.store.list()) == []


def approve(desk: Desk, run: RunInfo) -> None:
    """As an editor does who has looked at it."""
    with transaction(desk.scope) as session:
        layer_imports.approve(
            session,
            import_id=run.import_id,
            municipality_id=desk.municipality,
            seen=run.report["changes"],
            allow_loss=True,
            by=uuid4(),
        )
    task = reading_jobs.Task(run.import_id, desk.municipality, desk.settings, desk.store)
    reading_jobs.apply(task)


def test_a_register_that_is_whole_again_calls_off_the_question(desk: Desk) -> None:
    wfs = Wfs(areas(9))
    desk.server.pages["/wfs"] = wfs.answer
    nvr = desk.add("wfs", "/wfs", type_name=TYPE, crs=3006)
    desk.sync(nvr)
    wfs.areas = []
    assert desk.outcome(nvr) == "waiting"
    wfs.areas = areas(9)
    assert desk.outcome(nvr) == "unchanged"
    with reading(desk.scope) as session:
        assert register_sources.list_undecided(session, source_id=nvr) == []
    assert list(desk.store.list()) == []


def test_a_file_that_has_not_changed_is_not_read_again(desk: Desk) -> None:
    body = json.dumps(collection(feature())).encode()

    def newest(request: Request) -> Reply:
        known = request.headers.get("if-none-match") == '"7"'
        return Reply(status=304) if known else Reply(body, headers={"ETag": '"7"'})

    desk.server.pages["/platser.geojson"] = newest
    file = desk.add("file", "/platser.geojson")
    assert done(desk.sync(file)) == ("applied", 1, 0, 0, 0)
    fetched = desk.places()[0].fetched_at
    again = desk.sync(file)
    assert (again.last_run and again.last_run.status, again.etag) == ("unchanged", '"7"')
    assert desk.places()[0].fetched_at > fetched
    order = order_of(again)
    desk.save(replace(order, kind="viewpoint"), file)
    assert done(desk.sync(file)) == ("applied", 0, 1, 0, 0)


def test_bans_on_access_follow_the_register_and_leave_others_alone(desk: Desk) -> None:
    first, second = areas(2)
    serve_rest(desk.server, [moved(first, rules=(BIRDS,)), second])
    nvr = desk.add("nvr_rest", "/rest/v3", query="kommun=0483")
    desk.sync(nvr)
    place = desk.places()[0]
    assert bans(desk) == {(place.id, "03-01", "08-15")}
    with transaction(desk.scope) as session:
        own = {"text": "Stängd stig", "start": "04-01", "end": "04-30"}
        session.add(
            VisitorFact(
                municipality_id=desk.municipality,
                place_id=place.id,
                topic=FactTopic.ACCESS_BAN,
                value=own,
                source="Kommunen",
            )
        )
    desk.sync(nvr)
    assert bans(desk) == {(place.id, "03-01", "08-15"), (place.id, "04-01", "04-30")}
    later = BIRDS | {"tillDatum": "31/7"}
    serve_rest(desk.server, [moved(first, rules=(later,)), second])
    desk.sync(nvr)
    assert bans(desk) == {(place.id, "03-01", "07-31"), (place.id, "04-01", "04-30")}


def bans(desk: Desk) -> set[tuple[UUID | None, str, str]]:
    with reading(desk.scope) as session:
        facts = session.scalars(select(VisitorFact)).all()
    assert len(facts) == len({fact.id for fact in facts})
    return {(fact.place_id, fact.value["start"], fact.value["end"]) for fact in facts}


def test_two_decisions_on_one_area_are_two_rows(desk: Desk) -> None:
    area = Area(2_000_001)
    serve_rest(desk.server, [area, moved(area, status="Beslutad", side=400)])
    nvr = desk.add("nvr_rest", "/rest/v3")
    assert done(desk.sync(nvr)) == ("applied", 2, 0, 0, 0)
    assert sorted(place.in_force for place in desk.places()) == [False, True]
    assert done(desk.sync(nvr)) == ("unchanged", 0, 0, 2, 0)


def test_protocols_agree_on_the_position(desk: Desk) -> None:
    """GeoJSON and GML of the WFS and the REST service: the same corner within a tenth of a metre."""
    found = []
    service = Wfs([Area(2_000_001)])
    desk.server.pages["/wfs"] = service.answer
    serve_rest(desk.server, service.areas)
    nvr = desk.add("wfs", "/wfs", type_name=TYPE, crs=3006)
    for form in (("GEOJSON",), ("application/gml+xml; version=3.2",), ()):
        service.forms = form
        if not form:
            order = replace(order_of(desk.source(nvr)), protocol=SourceProtocol.NVR_REST)
            desk.save(replace(order, url=f"{desk.server.url}/rest/v3"), nvr)
        desk.sync(nvr)
        found.append(to_shape(desk.places()[0].geom))
    expected = Point(to_wgs84(EAST, NORTH))
    off = [shape.distance(expected) * 111_200 for shape in found]
    print("\nmetres off: " + ", ".join(f"{metres:.4f}" for metres in off))
    assert max(off) < 0.1
