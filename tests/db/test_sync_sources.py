"""Registers by address are saved only if they can be asked, and asked when it is their time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from geostories.database import Database
from geostories.domain import register_catalogue, register_sources
from geostories.domain.night import STOCKHOLM, next_fetch
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.integrations import queue
from geostories.jobs import registers
from geostories.models import RegisterSource
from geostories.queries.place_content import OWN_REGISTER
from geostories.queries.register_sources import get_source, list_sources
from geostories.vocabulary import SourceProtocol
from tests.factories.municipality import make_municipality
from tests.factories.register_server import Reply
from tests.factories.sync_desk import Desk, opened_desk, order_of


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as opened:
        yield opened


UNSAVEABLE: list[tuple[str, dict[str, Any]]] = [
    ("url", {"url": "file:///etc/passwd"}),
    ("url", {"url": "/vsicurl/http://127.0.0.1/x"}),
    ("url", {"url": "http://user@127.0.0.1/"}),
    ("url", {"url": "http://0x7f.1/"}),
    ("title", {"title": " "}),
    ("licence", {"licence": ""}),
    ("type_name", {"type_name": "", "protocol": SourceProtocol.WFS}),
    ("every_hours", {"every_hours": 0}),
    ("register", {"register": OWN_REGISTER}),
]


def test_a_register_that_cannot_be_asked_is_not_saved(desk: Desk) -> None:
    order = order_of(desk.source(desk.add("file", "/a.geojson")))
    for field, change in UNSAVEABLE:
        with pytest.raises(InvalidInput) as refused:
            desk.save(replace(order, **{"register": "new"} | change))
        assert refused.value.field == field, change
    inside = desk.save(replace(order, register="new", url="http://127.0.0.1/a.geojson"))
    assert desk.outcome(inside) == "refused fetch_private_address"


def test_two_addresses_for_one_layer_are_refused(desk: Desk) -> None:
    first = desk.add("file", "/a.geojson")
    with pytest.raises(InvalidInput, match="source_register_taken"):
        desk.add("file", "/b.geojson")
    desk.save(order_of(desk.source(first)), first)


def test_a_register_belongs_to_its_municipality(desk: Desk) -> None:
    source_id = desk.add("file", "/a.geojson")
    with transaction(Scope.operator()) as session:
        other = make_municipality(session, "vaxjo").id
    with reading(Scope.municipality(other)) as session:
        assert list_sources(session) == []
        with pytest.raises(NotFound):
            get_source(session, source_id=source_id, municipality_id=other)


def queued(session: Session) -> int:
    query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = :task"
    return session.scalar(text(query), {"task": queue.FETCH_REGISTER}) or 0


def test_what_is_due_is_queued_once_and_only_if_it_is_enabled(desk: Desk) -> None:
    due = desk.add("file", "/a.geojson")
    order = replace(order_of(desk.source(due)), register="b", is_enabled=False)
    off = desk.save(order)
    assert registers.claim_due() == 0
    with transaction(Scope.operator()) as session:
        session.execute(update(RegisterSource).values(next_fetch_at=datetime.now(UTC)))
    assert [registers.claim_due(), registers.claim_due()] == [1, 0]
    with transaction(desk.scope) as session:
        for _ in range(2):
            register_sources.fetch_now(
                session, source_id=off, municipality_id=desk.municipality, by=uuid4()
            )
    with reading(Scope.operator()) as session:
        assert queued(session) == 2


def test_registers_are_asked_at_night_each_at_its_own_minute() -> None:
    at = datetime(2026, 8, 1, 12, 30, tzinfo=UTC)
    times = {next_fetch(UUID(int=number), every_hours=24, at=at) for number in range(240)}
    assert len(times) == 240
    assert all(at < time <= at + timedelta(hours=24 + 5) for time in times)
    local = {time.astimezone(STOCKHOLM).hour for time in times}
    assert local == {1, 2, 3, 4}
    hourly = next_fetch(UUID(int=1), every_hours=6, at=at)
    assert hourly == at + timedelta(hours=6)


def test_the_next_time_is_set_whatever_comes_of_it(desk: Desk) -> None:
    desk.server.pages["/a.geojson"] = lambda _: Reply(status=500)
    source_id = desk.add("file", "/a.geojson")
    with transaction(Scope.operator()) as session:
        session.execute(update(RegisterSource).values(next_fetch_at=datetime.now(UTC)))
    assert desk.outcome(source_id) == "failed register_busy"
    assert desk.source(source_id).next_fetch_at > datetime.now(UTC)
    assert desk.source(source_id).fetched_at is None


def test_known_registers_are_offered_and_none_is_there_unasked(desk: Desk) -> None:
    with reading(desk.scope) as session:
        known = register_catalogue.list_known(session, municipality_id=desk.municipality)
        assert list_sources(session) == []
    assert [order.register for order in known] == ["nvr", "nvr-wfs", "leder", "anordningar", "hav"]
    assert {order.query for order in known} == {
        "kommun=0483",
        "KOMMUN LIKE '%Katrineholm%'",
        "",
        "0483",
    }
    for order in known:
        desk.save(order)
