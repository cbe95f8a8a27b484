"""Inviting somebody to a role by mail. Nothing here looks whether the address has an account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from geostories.domain import audit, mail, tokens
from geostories.domain.members import EVERYTHING, Limits, give_role, must_administer
from geostories.domain.permissions import STAFF, Person
from geostories.domain.tokens import hash_of
from geostories.errors import InvalidInput, NotFound
from geostories.models import Invitation, Membership, User
from geostories.models.base import now
from geostories.queries.memberships import runs_the_platform
from geostories.vocabulary import Duty, Role

PURPOSE = "invitation"
SEED_BYTES = 32


def invite(
    session: Session,
    *,
    email: str,
    role: Role,
    municipality_id: UUID,
    by: Person,
    key: str,
    lasts: timedelta,
    limits: Limits = EVERYTHING,
) -> None:
    """Mail a link that gives a role to whoever opens it. In the municipality's scope."""
    must_administer(by, municipality_id)
    if role not in STAFF:
        raise InvalidInput("no_such_role", field="role")
    seed = secrets.token_bytes(SEED_BYTES)
    token_hash = hash_of(tokens.token_of(PURPOSE, seed, key))
    invitation = Invitation(
        token_hash=token_hash,
        seed=seed,
        municipality_id=municipality_id,
        email=email,
        role=role,
        categories=sorted(limits.categories),
        duties=sorted(limits.duties),
        invited_by=by.id,
        expires_at=now() + lasts,
    )
    session.add(invitation)
    session.flush()
    audit.record(
        session,
        action="invite",
        subject="invitation",
        subject_id=invitation.id,
        actor_id=by.id,
        municipality_id=municipality_id,
        role=role,
    )
    mail.promise(
        session,
        address=email,
        template="invitation",
        municipality_id=municipality_id,
        invitation=token_hash.hex(),
    )


def find_token(session: Session, *, token_hash: bytes, key: str) -> str | None:
    """The token of an invitation that waits to be mailed; in the operator's scope."""
    found = session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))
    return tokens.token_of(PURPOSE, found.seed, key) if found else None


def withdraw(session: Session, *, invitation_id: UUID, municipality_id: UUID, by: Person) -> None:
    """Take an invitation back: its link opens nothing any more. In the municipality's scope."""
    must_administer(by, municipality_id)
    gone = session.execute(
        delete(Invitation).where(
            Invitation.id == invitation_id, Invitation.municipality_id == municipality_id
        )
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound("no_invitation")
    audit.record(
        session,
        action="withdraw_invitation",
        subject="invitation",
        subject_id=invitation_id,
        actor_id=by.id,
        municipality_id=municipality_id,
    )


@dataclass(frozen=True)
class Accepted:
    """Whose account it is."""

    user_id: UUID


def accept(session: Session, *, token: str, display_name: str) -> Accepted:
    """Use an invitation up: the address's account gets the role, and is made where there is none.

    Whoever invited must still be an administrator, and who runs the platform decides in no
    municipality. In the operator's scope; raises NotFound for a link that opens nothing.
    """
    invitation = session.scalar(
        select(Invitation)
        .where(
            Invitation.token_hash == hash_of(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .with_for_update()
    )
    if invitation is None or not _still_administers(session, invitation):
        raise NotFound("invitation_over")
    invitation.used_at = now()
    user = _account(session, invitation.email, display_name)
    give_role(
        session,
        user_id=user.id,
        role=invitation.role,
        municipality_id=invitation.municipality_id,
        by=invitation.invited_by,
        limits=Limits(
            frozenset(invitation.categories), frozenset(Duty(each) for each in invitation.duties)
        ),
    )
    return Accepted(user.id)


def sweep(session: Session) -> None:
    """Forget what was taken up or has run out; in the operator's scope."""
    session.execute(
        delete(Invitation).where(
            or_(Invitation.used_at.is_not(None), Invitation.expires_at < now())
        )
    )


def _still_administers(session: Session, invitation: Invitation) -> bool:
    held = exists().where(
        Membership.user_id == invitation.invited_by,
        Membership.role == Role.ADMINISTRATOR,
        or_(
            Membership.municipality_id.is_(None),
            Membership.municipality_id == invitation.municipality_id,
        ),
    )
    return invitation.invited_by is None or bool(session.scalar(select(held)))


def _account(session: Session, email: str, display_name: str) -> User:
    """The address's account, confirmed by the mail; a password set before that opens nothing."""
    user = session.scalar(select(User).where(func.lower(User.email) == email.lower()))
    if user is None:
        user = User(email=email, fs_uniquifier=secrets.token_hex(16), active=True)
        user.display_name = display_name
        session.add(user)
    if not user.active or runs_the_platform(session, user.id):
        raise NotFound("invitation_over")
    if user.confirmed_at is None:
        user.password, user.fs_uniquifier = None, secrets.token_hex(16)
        user.confirmed_at = now().replace(tzinfo=None)
    session.flush()
    return user
