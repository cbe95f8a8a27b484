"""Who holds which role, and where mail goes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import Membership, User
from geostories.vocabulary import Duty, Role


@dataclass(frozen=True)
class Recipient:
    """Where mail to an account goes, and in which language."""

    email: str
    display_name: str
    language: str


@dataclass(frozen=True)
class Member:
    """A person with a role in a municipality."""

    membership_id: UUID
    user_id: UUID
    display_name: str
    email: str
    role: Role
    categories: list[str]
    duties: list[str]


def list_grants(
    session: Session, *, user_id: UUID
) -> list[tuple[Role, UUID | None, frozenset[str], frozenset[Duty]]]:
    """A user's roles, where they hold and over what; in the person's scope."""
    rows = session.execute(
        select(
            Membership.role,
            Membership.municipality_id,
            Membership.categories,
            Membership.duties,
        ).where(Membership.user_id == user_id)
    )
    return [
        (role, town, frozenset(categories), frozenset(Duty(each) for each in duties))
        for role, town, categories, duties in rows
    ]


def runs_the_platform(session: Session, user_id: UUID) -> bool:
    """Whether the account is an operator's; in any scope, which learns no more than that."""
    return bool(session.scalar(select(func.runs_the_platform(user_id))))


def list_members(session: Session, *, municipality_id: UUID) -> list[Member]:
    """Everybody with a role here, by name; in the municipality's scope."""
    rows = session.execute(
        select(
            Membership.id,
            User.id,
            User.display_name,
            User.email,
            Membership.role,
            Membership.categories,
            Membership.duties,
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.municipality_id == municipality_id)
        .order_by(User.display_name, User.email, Membership.role)
    )
    return [Member(*row) for row in rows]


def find_recipient(session: Session, *, user_id: UUID) -> Recipient | None:
    """An account's address; in the operator's scope."""
    row = session.execute(
        select(User.email, User.display_name, User.language).where(User.id == user_id)
    ).one_or_none()
    return Recipient(*row) if row else None
