"""Children and young people: a guardian says yes below 13, and nobody under 18 is listed or followed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from geostories.domain import mail, tokens
from geostories.errors import NotFound
from geostories.models import Minor, Story, User
from geostories.models.base import now
from geostories.vocabulary import Age, Byline

GUARDIAN = "guardian"
"""Name in a mail's params of the account that a guardian is asked about."""


def token_of(user_id: UUID, key: str) -> str:
    """What the guardian's link opens it with."""
    return tokens.token_of(GUARDIAN, user_id.bytes, key)


def enter(
    session: Session, *, user: User, age: Age, guardian: str, language: str, key: str
) -> None:
    """Note at sign-up that the account is a minor's; below 13 it waits. In the account scope."""
    if age is Age.ADULT:
        return
    minor = Minor(user_id=user.id)
    session.add(minor)
    if age is Age.CHILD:
        user.active = False
        minor.guardian_address = guardian
        minor.token_hash = tokens.hash_of(token_of(user.id, key))
        session.flush()
        mail.promise(
            session,
            address=guardian,
            template="guardian_asked",
            language=language,
            name=user.display_name,
            guardian=str(user.id),
        )


def find(session: Session, token: str) -> tuple[Minor, User]:
    """The account that a guardian's link is about. Raises NotFound."""
    row = session.execute(
        select(Minor, User)
        .join(User, User.id == Minor.user_id)
        .where(Minor.token_hash == tokens.hash_of(token))
    ).one_or_none()
    if row is None:
        raise NotFound("link_over")
    return row[0], row[1]


def agree(session: Session, token: str) -> None:
    """The guardian says yes: the account may be used. In the account scope."""
    minor, user = find(session, token)
    if minor.agreed_at is None:
        minor.agreed_at, user.active = now(), True


def list_unanswered(session: Session, *, age: timedelta) -> list[UUID]:
    """Accounts whose guardian has not answered for so long; in the operator's scope."""
    return list(
        session.scalars(
            select(Minor.user_id).where(
                Minor.guardian_address != "",
                Minor.agreed_at.is_(None),
                Minor.asked_at < now() - age,
            )
        )
    )


def is_minor(session: Session, person_id: UUID) -> bool:
    """Whether this account is a minor's; in its own scope, or the operator's."""
    return bool(session.scalar(select(exists().where(Minor.user_id == person_id))))


def most_of(byline: Byline) -> Byline:
    """As much of a minor's name as may stand under a story."""
    return Byline.FIRST_NAME if byline is Byline.NAME else byline


def keep_unlisted(session: Session, person_id: UUID) -> None:
    """Of what a minor has told, nothing is listed under their name. In the operator's scope."""
    if is_minor(session, person_id):
        session.execute(update(Story).where(Story.owner_id == person_id).values(is_unlisted=True))
