"""Giving out public records, and to the archive: who took out what for what is in the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.sealing import REFERENCE
from geostories.errors import InvalidInput, NotAllowed
from geostories.queries.record_papers import CaseRecord, get_records, list_period
from geostories.vocabulary import Purpose


def take_out(
    session: Session,
    *,
    case_ids: Sequence[UUID],
    municipality_id: UUID,
    person: Person,
    purpose: Purpose,
    reference: str = "",
    masks: int = 0,
) -> list[CaseRecord]:
    """The cases with all their papers; one line in the log for each. In the municipality's scope."""
    if not may(person, Permission.KEEP_RECORDS, municipality_id):
        raise NotAllowed("not_your_role")
    if not REFERENCE.fullmatch(reference):
        raise InvalidInput("reference_only_number", field="reference")
    cases = get_records(session, case_ids=case_ids, municipality_id=municipality_id)
    for case in cases:
        audit.record(
            session,
            action="give_out",
            subject="case",
            subject_id=case.id,
            actor_id=person.id,
            municipality_id=municipality_id,
            purpose=purpose.value,
            reference=reference,
            masks=masks,
        )
    return cases


def archive(
    session: Session,
    *,
    municipality_id: UUID,
    person: Person | None,
    package_id: UUID,
    since: datetime,
    until: datetime,
) -> list[CaseRecord]:
    """The cases of a period for the archive, with one line in the log: who made which package.

    Without a person, from the command line.
    """
    if person is not None and not may(person, Permission.KEEP_RECORDS, municipality_id):
        raise NotAllowed("not_your_role")
    cases = list_period(session, municipality_id=municipality_id, since=since, until=until)
    audit.record(
        session,
        action="archive",
        subject="archive_package",
        subject_id=package_id,
        actor_id=person.id if person else None,
        municipality_id=municipality_id,
        purpose=Purpose.ARCHIVE.value,
        cases=len(cases),
    )
    return cases
