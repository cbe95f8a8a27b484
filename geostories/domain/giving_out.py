"""Giving out public records: who took out which case what for is in the log."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.sealing import REFERENCE
from geostories.errors import InvalidInput, NotAllowed
from geostories.queries.record_papers import CaseRecord, get_records
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
