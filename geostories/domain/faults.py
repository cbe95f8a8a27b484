"""What visitors say is broken: received, passed on to the unit in charge, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely import geometry
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import audit, mail
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.srid import WGS84
from geostories.integrations import queue
from geostories.models import AuditEntry, FaultReport, Municipality, OfficialPlace, Trail, Unit
from geostories.models.base import now
from geostories.vocabulary import FaultStatus

FINAL = frozenset({FaultStatus.MENDED, FaultStatus.LEFT})
TOLD_UNIT = "tell_unit"


@dataclass(frozen=True)
class Fault:
    """What the visitor writes; the address is for the answer alone. `point`: lon, lat in WGS 84."""

    text: str
    email: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Reply:
    """Where the matter stands now, and what the visitor is told."""

    status: FaultStatus
    answer: str


def receive(
    session: Session, *, fault_id: UUID, thing_id: UUID, reporter_id: UUID, fault: Fault
) -> None:
    """Keep what is broken at a place or on a trail, and have its unit told.

    In the scope of whoever reports. The same id sent twice is one report. Raises NotFound for what
    is not there any more.
    """
    thing = _find(session, thing_id)
    query = insert(FaultReport).values(
        id=fault_id,
        municipality_id=thing.municipality_id,
        place_id=thing.id if isinstance(thing, OfficialPlace) else None,
        trail_id=thing.id if isinstance(thing, Trail) else None,
        reporter_id=reporter_id,
        text=fault.text,
        email=fault.email,
        unit_id=thing.unit_id,
        geom=from_shape(geometry.Point(fault.point), srid=WGS84) if fault.point else None,
    )
    report = session.scalar(query.on_conflict_do_nothing().returning(FaultReport))
    if report:
        _record(session, "report_fault", report, reporter_id)
        queue.defer(session, queue.TELL_UNIT, fault_id=str(fault_id))


def _find(session: Session, thing_id: UUID) -> OfficialPlace | Trail:
    thing = session.get(OfficialPlace, thing_id) or session.get(Trail, thing_id)
    if thing is None or thing.withdrawn_at is not None:
        raise NotFound("no_place")
    return thing


def tell_unit(session: Session, *, fault_id: UUID) -> None:
    """Promise the mail to the unit in charge, else to the municipality; once, however often asked.

    In the operator's scope: whoever reports may neither read the units nor write to an address.
    """
    report = session.scalar(select(FaultReport).where(FaultReport.id == fault_id).with_for_update())
    told = select(AuditEntry.id).where(
        AuditEntry.subject_id == fault_id, AuditEntry.action == TOLD_UNIT
    )
    if report is None or session.scalar(told) is not None:
        return
    mail.promise(
        session,
        address=_address(session, report),
        template="fault_received",
        municipality_id=report.municipality_id,
        fault_id=str(report.id),
        place=_name(session, report),
        text=report.text,
    )
    _record(session, TOLD_UNIT, report, None)


def _address(session: Session, report: FaultReport) -> str:
    unit = session.scalar(select(Unit.email).where(Unit.id == report.unit_id))
    return (
        unit
        or session.scalars(
            select(Municipality.contact_email).where(Municipality.id == report.municipality_id)
        ).one()
    )


def _name(session: Session, report: FaultReport) -> str:
    model = OfficialPlace if report.place_id else Trail
    thing_id = report.place_id or report.trail_id
    return session.scalars(select(model.name).where(model.id == thing_id)).one()


def answer(
    session: Session, *, fault_id: UUID, municipality_id: UUID, by: UUID, reply: Reply
) -> None:
    """Say where it stands, and mail it to whoever left an address; a final answer forgets that.

    In the municipality's scope. Raises InvalidInput for an end without words, and StateError once
    the matter is closed.
    """
    report = session.scalar(
        select(FaultReport)
        .where(FaultReport.id == fault_id, FaultReport.municipality_id == municipality_id)
        .with_for_update()
    )
    if report is None:
        raise NotFound("no_fault")
    if report.status in FINAL:
        raise StateError("fault_answered")
    if reply.status in FINAL and not reply.answer:
        raise InvalidInput("answer_missing", field="answer")
    report.status, report.answer = reply.status, reply.answer
    if report.email:
        mail.promise(
            session,
            address=report.email,
            template="fault_answer",
            municipality_id=municipality_id,
            fault_id=str(report.id),
            place=_name(session, report),
            status=reply.status,
            answer=reply.answer,
        )
    if reply.status in FINAL:
        report.answered_at, report.email = now(), ""
    _record(session, f"fault_{reply.status}", report, by)


def sweep(session: Session, *, age: timedelta) -> None:
    """Forget the addresses of reports that nobody answered for so long; in the operator's scope."""
    session.execute(
        update(FaultReport)
        .where(FaultReport.email != "", FaultReport.created_at < now() - age)
        .values(email="")
    )


def _record(session: Session, action: str, report: FaultReport, by: UUID | None) -> None:
    audit.record(
        session,
        action=action,
        subject="fault",
        subject_id=report.id,
        actor_id=by,
        municipality_id=report.municipality_id,
    )
