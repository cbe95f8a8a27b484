"""Cases: their number, who takes them, what colleagues write to each other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.models import CaseFile, CaseNote
from geostories.models.base import now
from geostories.vocabulary import SubjectKind

_OPEN = text("SELECT open_case(:municipality_id, :kind, :thing, :since)")


def open_case(
    session: Session,
    *,
    municipality_id: UUID,
    subject: SubjectKind,
    subject_id: UUID,
    since: datetime | None = None,
) -> None:
    """Give a thing its case number, if it has none yet; from now on, or `since`. In any scope."""
    session.flush()
    session.execute(
        _OPEN,
        {
            "municipality_id": municipality_id,
            "kind": subject.value,
            "thing": subject_id,
            "since": since or now(),
        },
    )


def assign(
    session: Session, *, subject_id: UUID, municipality_id: UUID, person: Person, take: bool
) -> None:
    """Take a case, or let go of it, so that colleagues see it. In the municipality's scope."""
    case = _lock(session, subject_id, municipality_id, person)
    case.assigned_to = person.id if take else None
    audit.record(
        session,
        action="assign" if take else "unassign",
        subject="case",
        subject_id=case.id,
        actor_id=person.id,
        municipality_id=municipality_id,
    )


def write_note(
    session: Session, *, subject_id: UUID, municipality_id: UUID, person: Person, words: str
) -> None:
    """Keep a note for colleagues. In the municipality's scope."""
    if not words.strip():
        raise InvalidInput("note_missing", field="note")
    case = _lock(session, subject_id, municipality_id, person)
    session.add(
        CaseNote(
            case_id=case.id,
            municipality_id=municipality_id,
            written_by=person.id,
            text=words.strip(),
        )
    )
    audit.record(
        session,
        action="write_note",
        subject="case",
        subject_id=case.id,
        actor_id=person.id,
        municipality_id=municipality_id,
    )


def _lock(session: Session, subject_id: UUID, municipality_id: UUID, person: Person) -> CaseFile:
    if not may(person, Permission.MODERATE, municipality_id):
        raise NotAllowed("not_your_role")
    case = session.scalar(
        select(CaseFile)
        .where(CaseFile.subject_id == subject_id, CaseFile.municipality_id == municipality_id)
        .with_for_update()
    )
    if case is None:
        raise NotFound("no_case")
    return case
