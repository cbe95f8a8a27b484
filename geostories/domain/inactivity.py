"""Accounts that nobody uses: told of it by mail, and erased a month later. In the operator's scope."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import mail
from geostories.models import AccountUse, Membership, User, UserSession

NOTICE = timedelta(days=30)
MONTH = timedelta(days=30.4375)


def note_use(session: Session) -> None:
    """Remember when each account was last used, before its sessions are forgotten."""
    used = (
        select(UserSession.user_id, func.max(UserSession.seen_at))
        .where(UserSession.user_id.is_not(None))
        .group_by(UserSession.user_id)
    )
    noted = insert(AccountUse).from_select(["user_id", "seen_at"], used)
    session.execute(
        noted.on_conflict_do_update(
            index_elements=[AccountUse.user_id],
            set_={"seen_at": func.greatest(AccountUse.seen_at, noted.excluded.seen_at)},
        )
    )
    session.execute(
        update(AccountUse).where(AccountUse.seen_at > AccountUse.warned_at).values(warned_at=None)
    )


def _last_used() -> ColumnElement[datetime]:
    """The last day of use; for who never came back, when the account was made (in UTC)."""
    made = func.timezone("UTC", User.create_datetime).cast(DateTime(timezone=True))
    return func.greatest(AccountUse.seen_at, made)


def _without_role() -> ColumnElement[bool]:
    """Whoever works here is not forgotten for having been away."""
    return ~exists().where(Membership.user_id == User.id)


def warn(session: Session, *, months: int, at: datetime) -> int:
    """Tell those who have not been here for so long that the account goes; answers how many."""
    due = session.scalars(
        select(User.id)
        .outerjoin(AccountUse, AccountUse.user_id == User.id)
        .where(
            _without_role(),
            AccountUse.warned_at.is_(None),
            _last_used() <= at - months * MONTH + NOTICE,
        )
        .with_for_update(of=User.__table__)
    ).all()
    for user_id in due:
        row = insert(AccountUse).values(user_id=user_id, warned_at=at)
        session.execute(
            row.on_conflict_do_update(index_elements=[AccountUse.user_id], set_={"warned_at": at})
        )
        mail.promise(session, recipient_id=user_id, template="account_unused", months=str(months))
    return len(due)


def list_due(session: Session, *, at: datetime) -> list[UUID]:
    """Accounts whose owners were told a month ago and have not come since."""
    return list(
        session.scalars(
            select(User.id)
            .join(AccountUse, AccountUse.user_id == User.id)
            .where(_without_role(), AccountUse.warned_at <= at - NOTICE)
        )
    )
