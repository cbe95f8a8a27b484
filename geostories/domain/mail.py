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
    decision_id: UUID | None = None,
    wait_seconds: int = 0,
    **params: str,
) -> None:
    """Have the worker write `template` in the recipient's language and send it after the commit.

    To an account, or to an `address` that belongs to none, in Swedish. The mail of a decision waits
    `wait_seconds`, and goes with the decision if that is undone meanwhile.
    """
    mail = OutgoingMail(
        id=uuid4(),
        recipient_id=recipient_id,
        address=address,
        municipality_id=municipality_id,
        decision_id=decision_id,
        template=template,
        params=params,
    )
    session.add(mail)
    session.flush()
    queue.defer(session, queue.SEND_MAIL, wait_seconds=wait_seconds, mail_id=str(mail.id))
