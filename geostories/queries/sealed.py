"""Sealed copies: the list without what is in them, and one of them whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from geostories.errors import NotFound
from geostories.models import CaseFile, Decision, SealedCopy, User
from geostories.queries.review_queue import number_of
from geostories.vocabulary import SubjectKind


@dataclass(frozen=True)
class SealedLine:
    """That there is a copy, of what, why, by whom; `is_undone`: the decision was taken back."""

    id: UUID
    number: str
    subject: SubjectKind
    what: str
    reason: str
    sealed_by: str
    sealed_at: datetime
    is_undone: bool


def list_sealed(
    session: Session, *, municipality_id: UUID, copy_id: UUID | None = None, limit: int = 500
) -> list[SealedLine]:
    """Newest first, or the one of this id; in the municipality's scope."""
    undoing = aliased(Decision)
    query = (
        select(SealedCopy, CaseFile, User.display_name, undoing.id)
        .outerjoin(CaseFile, CaseFile.subject_id == SealedCopy.subject_id)
        .outerjoin(User, User.id == SealedCopy.sealed_by)
        .outerjoin(undoing, undoing.undoes_id == SealedCopy.decision_id)
        .where(SealedCopy.municipality_id == municipality_id)
        .order_by(SealedCopy.sealed_at.desc(), SealedCopy.id)
        .limit(limit)
    )
    if copy_id is not None:
        query = query.where(SealedCopy.id == copy_id)
    return [
        SealedLine(
            copy.id,
            number_of(case) if case else "",
            copy.subject,
            copy.what,
            copy.reason,
            name or "",
            copy.sealed_at,
            undone is not None,
        )
        for copy, case, name, undone in session.execute(query)
    ]


def get_sealed(session: Session, *, copy_id: UUID, municipality_id: UUID) -> SealedCopy:
    """One of them with all that is in it. For domain/sealing.py alone, which logs the reading."""
    copy = session.scalar(
        select(SealedCopy).where(
            SealedCopy.id == copy_id, SealedCopy.municipality_id == municipality_id
        )
    )
    if copy is None:
        raise NotFound("no_sealed_copy")
    return copy


def list_sealed_files(session: Session) -> set[UUID]:
    """The pictures and recordings that sealed copies need; in the operator's scope for all."""
    names = session.scalars(select(func.jsonb_array_elements_text(SealedCopy.files)))
    return {UUID(name) for name in names}
