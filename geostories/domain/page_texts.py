"""The texts about the site: saved by an administrator, each saving kept. Municipality's scope."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import audit, mail
from geostories.errors import Conflict
from geostories.models import ContactPoint, PageText
from geostories.models.base import now
from geostories.queries.page_texts import ContactInfo, get_text


def save(
    session: Session,
    *,
    municipality_id: UUID,
    page: str,
    language: str,
    body: str,
    seen: int,
    by: UUID,
) -> None:
    """Keep it as the newest version; raises Conflict when somebody saved after `seen`."""
    newest = get_text(session, municipality_id=municipality_id, page=page, language=language)
    added = insert(PageText).values(
        id=(text_id := uuid4()),
        municipality_id=municipality_id,
        page=page,
        language=language,
        number=newest.number + 1,
        body=body,
        written_by=by,
        written_at=now(),
    )
    # Two who save at the same time: the number is unique, the second one is told.
    kept = session.scalar(added.on_conflict_do_nothing().returning(PageText.id))
    if newest.number != seen or kept is None:
        raise Conflict("text_changed")
    audit.record(
        session,
        action="change_text",
        subject="page_text",
        subject_id=text_id,
        actor_id=by,
        municipality_id=municipality_id,
        page=page,
        language=language,
    )


def change_contact(
    session: Session, *, municipality_id: UUID, contact: ContactInfo, by: UUID
) -> None:
    """Say where the municipality is reached."""
    facts = {name: getattr(contact, name) for name in ContactInfo.__dataclass_fields__}
    session.execute(
        insert(ContactPoint)
        .values(municipality_id=municipality_id, **facts)
        .on_conflict_do_update(index_elements=[ContactPoint.municipality_id], set_=facts)
    )
    audit.record(
        session,
        action="change_contact",
        subject="municipality",
        subject_id=municipality_id,
        actor_id=by,
        municipality_id=municipality_id,
    )


def pass_on_barrier(
    session: Session, *, municipality_id: UUID, to: str, text: str, page: str, answer_to: str
) -> None:
    """Mail what somebody cannot use on the site; nothing of it is kept. In the account scope."""
    mail.promise(
        session,
        address=to,
        municipality_id=municipality_id,
        template="barrier",
        text=text,
        page=page,
        answer_to=answer_to,
    )
