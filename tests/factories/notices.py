"""Trails, notices and faults to test with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely import force_3d
from shapely.geometry import LineString, MultiLineString
from sqlalchemy.orm import Session

from geostories.domain import notices
from geostories.domain.notices import Entry, Where
from geostories.geo.srid import WGS84
from geostories.models import FaultReport, Trail
from geostories.vocabulary import NoticeKind

BRIDGE = (16.20721, 58.99587)
"""What is closed in these tests: longitude and latitude, in Katrineholm."""
MARGIN_M = 2_000


def make_trail(
    session: Session,
    municipality_id: UUID,
    *,
    name: str,
    points: list[tuple[float, float]] | None = None,
    **columns: Any,
) -> UUID:
    """Add a trail through the points, or one of which only the name is known. In the operator's scope."""
    line = force_3d(MultiLineString([LineString(points)])) if points else None
    trail = Trail(
        municipality_id=municipality_id,
        register="tests",
        register_id=str(uuid4()),
        name=name,
        source="Kommunen",
        licence="CC0",
        fetched_at=datetime(2026, 11, 21, tzinfo=UTC),
        geom=from_shape(line, srid=WGS84) if line else None,
        **columns,
    )
    session.add(trail)
    session.flush()
    return trail.id


def make_notice(
    session: Session,
    municipality_id: UUID,
    *,
    where: Where | None = None,
    kind: NoticeKind = NoticeKind.CLOSURE,
    title: str = "Bron är avstängd",
    starts_at: datetime | None = None,
    lasts: timedelta | None = timedelta(days=2),
    **words: str,
) -> UUID:
    """Enter a notice as an editor does, from a minute ago on. In the municipality's scope."""
    start = starts_at or datetime.now(UTC) - timedelta(minutes=1)
    entry = Entry(
        kind=kind,
        title=title,
        starts_at=start,
        ends_at=start + lasts if lasts else None,
        where=where or Where(),
        **words,
    )
    notice_id = uuid4()
    notices.add(
        session,
        notice_id=notice_id,
        municipality_id=municipality_id,
        entry=entry,
        by=uuid4(),
        margin_m=MARGIN_M,
    )
    return notice_id


def make_fault(session: Session, municipality_id: UUID, place_id: UUID, text: str) -> UUID:
    """Keep a visitor's report about a place. In the operator's scope."""
    fault = FaultReport(
        id=uuid4(),
        municipality_id=municipality_id,
        place_id=place_id,
        reporter_id=uuid4(),
        text=text,
    )
    session.add(fault)
    session.flush()
    return fault.id
