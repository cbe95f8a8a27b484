"""A municipality with registers by address, and what the worker does with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from geostories.config import Settings
from geostories.domain import register_sources
from geostories.domain.register_sources import SourceOrder
from geostories.domain.transaction import Scope, reading, transaction
from geostories.integrations.fetching import FetchFailed
from geostories.integrations.files import FileStore, open_files
from geostories.jobs import registers
from geostories.models import OfficialPlace
from geostories.queries.register_sources import SourceInfo, get_source
from geostories.vocabulary import SourceProtocol
from tests.factories.municipality import make_municipality
from tests.factories.register_server import LoopbackServer, served

PICTURE = """
SELECT string_agg(md5(told), '' ORDER BY told) FROM (
    SELECT row_to_json(p)::text told FROM official_place p
    UNION ALL SELECT row_to_json(t)::text FROM trail t
    UNION ALL SELECT row_to_json(f)::text FROM visitor_fact f
    UNION ALL SELECT row_to_json(s)::text FROM (
        SELECT id, fetched_at, etag, last_modified FROM register_source) s) rows
"""


@dataclass
class Desk:
    """A municipality, its registers' server, and what a worker has at hand."""

    municipality: UUID
    server: LoopbackServer
    settings: Settings
    store: FileStore

    @property
    def scope(self) -> Scope:
        return Scope.municipality(self.municipality)

    def add(self, protocol: str, path: str, **how: Any) -> UUID:
        order = SourceOrder(
            register="nvr",
            title="Naturvårdsregistret",
            protocol=SourceProtocol(protocol),
            url=f"{self.server.url}{path}",
            kind=how.pop("kind", "place"),
            source="Naturvårdsverket",
            licence="CC0",
            **how,
        )
        return self.save(order)

    def save(self, order: SourceOrder, source_id: UUID | None = None) -> UUID:
        with transaction(self.scope) as session:
            return register_sources.save_source(
                session,
                municipality_id=self.municipality,
                order=order,
                settings=self.settings,
                by=None,
                source_id=source_id,
            )

    def sync(self, source_id: UUID) -> SourceInfo:
        fetch = registers.Fetch(source_id, self.municipality, self.settings, self.store)
        return registers.sync(fetch)

    def outcome(self, source_id: UUID) -> str:
        """Status and, when it has one, the problem's code."""
        try:
            run = self.sync(source_id).last_run
        except FetchFailed:
            run = self.source(source_id).last_run
        assert run is not None
        return " ".join(filter(None, [run.status, run.problem.get("code", "")]))

    def source(self, source_id: UUID) -> SourceInfo:
        with reading(self.scope) as session:
            return get_source(session, source_id=source_id, municipality_id=self.municipality)

    def places(self) -> list[OfficialPlace]:
        with reading(self.scope) as session:
            return list(session.scalars(select(OfficialPlace).order_by(OfficialPlace.register_id)))

    def picture(self) -> str:
        with reading(Scope.operator()) as session:
            return str(session.scalar(text(PICTURE)))


@contextmanager
def opened_desk(home: Path) -> Iterator[Desk]:
    """Katrineholm without layers, and a server that answers nothing yet."""
    with transaction(Scope.operator()) as session:
        municipality = make_municipality(session).id
    with served(LoopbackServer()) as server:
        settings = Settings(home=home, fetch_private_hosts=server.host, fetch_seconds=5)
        yield Desk(municipality, server, settings, open_files(settings, "imports"))


def order_of(source: SourceInfo) -> SourceOrder:
    return SourceOrder(**{name: getattr(source, name) for name in SourceOrder.__dataclass_fields__})


def done(source: SourceInfo) -> tuple[str, int, int, int, int]:
    """Status; added, changed, unchanged, withdrawn."""
    assert source.last_run is not None
    report = source.last_run.report
    counts = [report[name] for name in ("added", "changed", "unchanged", "withdrawn")]
    return source.last_run.status, *counts  # type: ignore[return-value]
