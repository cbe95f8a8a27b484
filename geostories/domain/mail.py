"""Promise a mail: an outbox row and a job, in the transaction of what it tells about."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.integrations import queue
from geostories.models import OutgoingMail


def promise(
    session: Session,
    *,
    recipient_id: UUID | None = None,
    address: str = "",
    template: str,
    municipality_id: UUID | None = None,
    **params: str,
) -> None:
    """Have the worker write `template` in the recipient's language and send it after the commit.

    To an account, or to an `address` that belongs to none, in Swedish.
    """
    mail = OutgoingMail(
        id=uuid4(),
        recipient_id=recipient_id,
        address=address,
        municipality_id=municipality_id,
        template=template,
        params=params,
    )
    session.add(mail)
    session.flush()
    queue.defer(session, queue.SEND_MAIL, mail_id=str(mail.id))
