"""Sealed copies: the list without what is in them, and one of them whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from geostories.errors import NotFound
from geostories.models import Appeal, CaseFile, Decision, SealedCopy, User
from geostories.queries.review_queue import number_of
from geostories.vocabulary import CHANGES, AppealStatus, DecisionAction, SubjectKind


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


@dataclass(frozen=True)
class SealedChange:
    """What a moderator changed in a story, with what stood there; `stands`: nobody took it back."""

    decision_id: UUID
    action: DecisionAction
    content: dict[str, Any]
    stands: bool


def list_changes(session: Session, *, story_id: UUID) -> list[SealedChange]:
    """All changes of a story in the order they were made, to put back what one of them took.

    For domain/ alone: nobody reads what is in them. In the municipality's scope.
    """
    undoing = aliased(Decision)
    undone = exists().where(undoing.undoes_id == Decision.id)
    reversed_ = exists().where(
        Appeal.decision_id == Decision.id, Appeal.status == AppealStatus.REVERSED
    )
    query = (
        select(Decision.id, Decision.action, SealedCopy.content, ~(undone | reversed_))
        .join(SealedCopy, SealedCopy.decision_id == Decision.id)
        .where(Decision.subject_id == story_id, Decision.action.in_(CHANGES))
        .order_by(Decision.decided_at, Decision.id)
    )
    return [SealedChange(*row) for row in session.execute(query)]
