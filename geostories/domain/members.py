"""Accounts made from the command line, and roles given and taken."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Membership, User
from geostories.models.base import now
from geostories.queries.memberships import runs_the_platform
from geostories.vocabulary import Duty, Role


@dataclass(frozen=True)
class Limits:
    """What a role reaches over; over everything where there are none."""

    categories: frozenset[str] = frozenset()
    duties: frozenset[Duty] = frozenset()


EVERYTHING = Limits()


def create_user(
    session: Session,
    *,
    email: str,
    display_name: str,
    password_hash: str | None,
    is_example: bool = False,
) -> UUID:
    """Make a confirmed account, or give an existing one this password; in the operator's scope.

    Without a password nobody can sign in to it.
    """
    user = session.scalar(select(User).where(func.lower(User.email) == email.lower()))
    if user is None:
        user = User(
            id=uuid4(), email=email, fs_uniquifier=uuid4().hex, active=password_hash is not None
        )
        session.add(user)
    user.display_name, user.is_example = display_name, is_example
    user.password = password_hash
    user.confirmed_at = now().replace(tzinfo=None)  # Flask-Security keeps naive UTC
    session.flush()
    return user.id


def give_role(
    session: Session,
    *,
    user_id: UUID,
    role: Role,
    municipality_id: UUID | None,
    by: UUID | None,
    limits: Limits = EVERYTHING,
) -> None:
    """Give a role, or another reach to who has it; `by` is who answers for it, None the operator."""
    if role is Role.OPERATOR and (by is not None or municipality_id is not None):
        raise NotAllowed("operators_belong_nowhere")
    held = session.scalar(
        select(Membership).where(
            Membership.user_id == user_id,
            Membership.role == role,
            Membership.municipality_id.is_not_distinct_from(municipality_id),
        )
    )
    if held is None:
        held = Membership(user_id=user_id, role=role, municipality_id=municipality_id)
        session.add(held)
        _record(session, "give_role", user_id, role, municipality_id, by)
    held.categories, held.duties = sorted(limits.categories), sorted(limits.duties)


def limit_role(
    session: Session, *, membership_id: UUID, municipality_id: UUID, limits: Limits, by: Person
) -> None:
    """Let a moderator's role reach over some categories and duties only, or over all again."""
    must_administer(by, municipality_id)
    membership = session.get(Membership, membership_id)
    if membership is None or membership.municipality_id != municipality_id:
        raise NotFound("no_member")
    if membership.role is not Role.MODERATOR:
        raise StateError("only_moderators_are_limited")
    membership.categories, membership.duties = sorted(limits.categories), sorted(limits.duties)
    _record(session, "limit_role", membership.user_id, membership.role, municipality_id, by.id)


def take_role(session: Session, *, membership_id: UUID, by: Person) -> None:
    """Take a role away; the last administrator of a municipality stays one."""
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NotFound("no_member")
    must_administer(by, membership.municipality_id)
    must_not_be_the_last(session, membership)
    session.delete(membership)
    _record(
        session, "take_role", membership.user_id, membership.role, membership.municipality_id, by.id
    )


def must_not_be_the_last(session: Session, membership: Membership) -> None:
    """Raises StateError where nobody would be left to administer."""
    if membership.role is Role.ADMINISTRATOR and _count_administrators(session, membership) < 2:
        raise StateError("last_administrator")


def find_user_id(session: Session, *, email: str) -> UUID:
    """The account that may be given a role in a municipality; in the account scope.

    Raises InvalidInput where there is none, or where it is an operator's: who runs the platform
    decides in no municipality.
    """
    found = session.scalar(select(User.id).where(func.lower(User.email) == email.strip().lower()))
    if found is None:
        raise InvalidInput("no_such_account", field="email")
    if runs_the_platform(session, found):
        raise InvalidInput("operator_stays_apart", field="email")
    return found


def must_administer(person: Person, municipality_id: UUID | None) -> None:
    """Raises NotAllowed for anybody who is no administrator there."""
    if municipality_id is None or not may(person, Permission.ADMINISTER, municipality_id):
        raise NotAllowed("not_your_role")


def _count_administrators(session: Session, membership: Membership) -> int:
    """Lock and count, so that two cannot take away each other's role at the same moment."""
    rows = session.scalars(
        select(Membership)
        .where(
            Membership.municipality_id == membership.municipality_id,
            Membership.role == Role.ADMINISTRATOR,
        )
        .with_for_update()
    )
    return len(rows.all())


def _record(
    session: Session,
    action: str,
    user_id: UUID,
    role: Role,
    municipality_id: UUID | None,
    by: UUID | None,
) -> None:
    audit.record(
        session,
        action=action,
        subject="user",
        subject_id=user_id,
        actor_id=by,
        municipality_id=municipality_id,
        role=role,
    )
