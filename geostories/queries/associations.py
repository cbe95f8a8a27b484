"""Associations, and who may tell in their name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Association, AssociationMember, Story, User
from geostories.vocabulary import StoryStatus


@dataclass(frozen=True)
class AssociationInfo:
    """An association that the municipality knows; one not active tells nothing new."""

    id: UUID
    municipality_id: UUID
    name: str
    introduction: str
    url: str
    is_active: bool


@dataclass(frozen=True)
class AssociationMemberInfo:
    """An account that may tell in its name."""

    user_id: UUID
    display_name: str
    email: str


def _info(row: Association) -> AssociationInfo:
    names = AssociationInfo.__dataclass_fields__
    return AssociationInfo(**{name: getattr(row, name) for name in names})


def list_associations(session: Session, *, municipality_id: UUID) -> list[AssociationInfo]:
    """All of a municipality, by name."""
    query = (
        select(Association)
        .where(Association.municipality_id == municipality_id)
        .order_by(Association.name, Association.id)
    )
    return [_info(row) for row in session.scalars(query)]


def get_association(
    session: Session, *, association_id: UUID, municipality_id: UUID
) -> AssociationInfo:
    """One of the municipality; raises NotFound."""
    row = session.scalar(
        select(Association).where(
            Association.id == association_id, Association.municipality_id == municipality_id
        )
    )
    if row is None:
        raise NotFound("no_association")
    return _info(row)


def find_association_of(session: Session, *, story_id: UUID) -> AssociationInfo | None:
    """The association in whose name a published story was told."""
    row = session.scalar(
        select(Association)
        .join(Story, Story.association_id == Association.id)
        .where(Story.id == story_id, Story.status == StoryStatus.PUBLISHED)
    )
    return _info(row) if row else None


def list_own_associations(
    session: Session, *, person_id: UUID, municipality_id: UUID
) -> list[AssociationInfo]:
    """Those of the municipality in whose name a person may tell, by name; in their scope."""
    query = (
        select(Association)
        .join(AssociationMember, AssociationMember.association_id == Association.id)
        .where(
            AssociationMember.user_id == person_id,
            Association.municipality_id == municipality_id,
            Association.is_active,
        )
        .order_by(Association.name, Association.id)
    )
    return [_info(row) for row in session.scalars(query)]


def list_association_members(
    session: Session, *, association_id: UUID
) -> list[AssociationMemberInfo]:
    """Who may tell in its name, by name; in the municipality's scope."""
    rows = session.execute(
        select(User.id, User.display_name, User.email)
        .join(AssociationMember, AssociationMember.user_id == User.id)
        .where(AssociationMember.association_id == association_id)
        .order_by(User.display_name, User.email)
    )
    return [AssociationMemberInfo(*row) for row in rows]


def count_told_by(session: Session, *, municipality_id: UUID) -> dict[UUID, int]:
    """How many published stories each association has told; those without any are left out."""
    rows = session.execute(
        select(Story.association_id, func.count())
        .where(
            and_(
                Story.municipality_id == municipality_id,
                Story.association_id.is_not(None),
                Story.status == StoryStatus.PUBLISHED,
            )
        )
        .group_by(Story.association_id)
    )
    return {association_id: count for association_id, count in rows if association_id}
