"""Nobody waits unseen: staff are told of what has waited too long, tellers of days without readers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geostories.domain import audit, mail
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.models import CaseFile, Closure, Municipality
from geostories.queries.waiting import list_overdue, list_readers

LONGEST_DAYS = 366
"""More is no holiday but an end."""


def alarm_due(session: Session, *, municipality_id: UUID, at: datetime, hours: int) -> int:
    """Promise one mail to each reader about what has waited longer than `hours` and is not told yet.

    In the operator's scope. Answers how many cases it is about. What is decided and then waits
    again is told again; the days on which the office is closed stop no alarm, since what may be
    illegal does not wait for them.
    """
    overdue = list_overdue(
        session, municipality_id=municipality_id, before=at - timedelta(hours=hours)
    )
    since = {item.subject_id: item.since for item in overdue}
    cases = session.scalars(
        select(CaseFile)
        .where(CaseFile.subject_id.in_(since))
        .order_by(CaseFile.id)
        .with_for_update()
    )
    untold = [c for c in cases if c.alarmed_for is None or c.alarmed_for < since[c.subject_id]]
    if not untold:
        return 0
    for case in untold:
        case.alarmed_for = since[case.subject_id]
    for reader in list_readers(session, municipality_id=municipality_id):
        mail.promise(
            session,
            recipient_id=reader,
            template="waiting_alarm",
            municipality_id=municipality_id,
            count=str(len(overdue)),
            hours=str(hours),
        )
    return len(untold)


def close_office(
    session: Session, *, municipality_id: UUID, starts_on: date, ends_on: date, by: Person
) -> UUID:
    """Say on which days nobody reads; in the municipality's scope. Raises InvalidInput."""
    _must_administer(by, municipality_id)
    if ends_on < starts_on:
        raise InvalidInput("closure_ends_before", field="ends_on")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise InvalidInput("closure_too_long", field="ends_on")
    closure = Closure(municipality_id=municipality_id, starts_on=starts_on, ends_on=ends_on)
    session.add(closure)
    session.flush()
    _record(session, "close_office", municipality_id, by, first=starts_on.isoformat())
    return closure.id


def open_office(session: Session, *, closure_id: UUID, municipality_id: UUID, by: Person) -> None:
    """Take such days away again; in the municipality's scope. Raises NotFound."""
    _must_administer(by, municipality_id)
    closure = session.get(Closure, closure_id)
    if closure is None or closure.municipality_id != municipality_id:
        raise NotFound("no_closure")
    session.delete(closure)
    _record(session, "open_office", municipality_id, by, first=closure.starts_on.isoformat())


def set_review_days(session: Session, *, municipality_id: UUID, days: int, by: Person) -> None:
    """Say how soon people are answered. In the operator's scope, which may write it."""
    _must_administer(by, municipality_id)
    session.execute(
        update(Municipality).where(Municipality.id == municipality_id).values(review_days=days)
    )
    _record(session, "review_days", municipality_id, by, days=days)


def _must_administer(person: Person, municipality_id: UUID) -> None:
    if not may(person, Permission.ADMINISTER, municipality_id):
        raise NotAllowed("not_your_role")


def _record(
    session: Session, action: str, municipality_id: UUID, by: Person, **details: str | int
) -> None:
    audit.record(
        session,
        action=action,
        subject="municipality",
        subject_id=municipality_id,
        actor_id=by.id,
        municipality_id=municipality_id,
        **details,
    )
