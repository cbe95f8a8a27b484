"""The outbox as the worker sees it; in the operator's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from geostories.models import Municipality, OutgoingMail
from geostories.models.base import now
from geostories.queries.memberships import Recipient, find_recipient
from geostories.queries.municipalities import MunicipalityInfo, get_municipality


@dataclass(frozen=True)
class WaitingMail:
    """A mail to be worded and sent."""

    recipient: Recipient
    municipality: MunicipalityInfo | None
    template: str
    params: dict[str, Any]


def find_unsent(session: Session, *, mail_id: UUID) -> WaitingMail | None:
    """The mail, locked, or None when it has gone out or its account is no more."""
    row = session.scalar(
        select(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.sent_at.is_(None))
        .with_for_update()
    )
    if row is None:
        return None
    if row.recipient_id:
        recipient = find_recipient(session, user_id=row.recipient_id)
    else:
        recipient = Recipient(row.address, "", str(row.params.get("language", "sv")))
    if recipient is None:
        return None
    slug = session.scalar(select(Municipality.slug).where(Municipality.id == row.municipality_id))
    municipality = get_municipality(session, slug) if slug else None
    return WaitingMail(recipient, municipality, row.template, row.params)


def mark_sent(session: Session, *, mail_id: UUID) -> None:
    """Remember that it has gone, and forget what it said."""
    session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id)
        .values(sent_at=now(), params={}, address="")
    )


def sweep(session: Session, *, age: timedelta) -> None:
    """Forget mail that no mail server took for so long: nobody tries it any more."""
    session.execute(
        delete(OutgoingMail).where(
            OutgoingMail.sent_at.is_(None),
            OutgoingMail.created_at < now() - age,
        )
    )
