"""Associations: entered by editors, who say whose accounts may tell in their name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.models import Association, AssociationMember
from geostories.vocabulary import Voice


@dataclass(frozen=True)
class AssociationEntry:
    """What the editor says. Not active: it stays where it stands, and tells nothing new."""

    name: str
    introduction: str = ""
    url: str = ""
    is_active: bool = True


def add(session: Session, *, municipality_id: UUID, entry: AssociationEntry, by: UUID) -> UUID:
    """Enter an association; raises InvalidInput for a name that is taken. Municipality's scope."""
    row = Association(id=uuid4(), municipality_id=municipality_id)
    _fill(session, row, entry)
    session.add(row)
    _record(session, "add_association", row, by)
    session.flush()
    return row.id


def change(
    session: Session,
    *,
    association_id: UUID,
    municipality_id: UUID,
    entry: AssociationEntry,
    by: UUID,
) -> None:
    """Say it otherwise; raises as `add`, and NotFound."""
    row = _get(session, association_id, municipality_id)
    _fill(session, row, entry)
    _record(session, "change_association", row, by)
    session.flush()


def _fill(session: Session, row: Association, entry: AssociationEntry) -> None:
    taken = select(Association.id).where(
        Association.municipality_id == row.municipality_id,
        Association.name == entry.name,
        Association.id != row.id,
    )
    if session.scalar(taken) is not None:
        raise InvalidInput("association_name_taken", field="name")
    for name in AssociationEntry.__dataclass_fields__:
        setattr(row, name, getattr(entry, name))


def add_member(
    session: Session, *, association_id: UUID, municipality_id: UUID, user_id: UUID, by: UUID
) -> None:
    """Let an account tell in its name; once is enough."""
    row = _get(session, association_id, municipality_id)
    if session.get(AssociationMember, (association_id, user_id)) is None:
        session.add(
            AssociationMember(
                association_id=association_id, user_id=user_id, municipality_id=municipality_id
            )
        )
        _record(session, "add_association_member", row, by)
        session.flush()


def remove_member(
    session: Session, *, association_id: UUID, municipality_id: UUID, user_id: UUID, by: UUID
) -> None:
    """Let an account tell in its name no more; what it has told stays."""
    row = _get(session, association_id, municipality_id)
    member = session.get(AssociationMember, (association_id, user_id))
    if member is not None:
        session.delete(member)
        _record(session, "remove_association_member", row, by)
        session.flush()


def check_voice(
    session: Session,
    person: Person,
    *,
    voice: Voice,
    association_id: UUID | None,
    municipality_id: UUID,
) -> None:
    """Whether this person may speak in this voice here; raises NotAllowed."""
    if voice is Voice.MUNICIPALITY and not may(
        person, Permission.SPEAK_FOR_MUNICIPALITY, municipality_id
    ):
        raise NotAllowed("not_the_municipality")
    if voice is Voice.ASSOCIATION and not _is_member(
        session, person, association_id, municipality_id
    ):
        raise NotAllowed("not_your_association")


def _is_member(
    session: Session, person: Person, association_id: UUID | None, municipality_id: UUID
) -> bool:
    query = (
        select(Association.id)
        .join(AssociationMember, AssociationMember.association_id == Association.id)
        .where(
            Association.id == association_id,
            Association.municipality_id == municipality_id,
            Association.is_active,
            AssociationMember.user_id == person.id,
        )
    )
    return person.is_signed_in and session.scalar(query) is not None


def name_of(session: Session, association_id: UUID | None) -> str:
    """What stands under what is told in its name; empty where there is none."""
    query = select(Association.name).where(Association.id == association_id)
    return session.scalar(query) or ""


def _get(session: Session, association_id: UUID, municipality_id: UUID) -> Association:
    row = session.scalar(
        select(Association)
        .where(Association.id == association_id, Association.municipality_id == municipality_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("no_association")
    return row


def _record(session: Session, action: str, row: Association, by: UUID) -> None:
    audit.record(
        session,
        action=action,
        subject="association",
        subject_id=row.id,
        actor_id=by,
        municipality_id=row.municipality_id,
    )
