"""Texts that moderators begin a message with."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from geostories.models import MessageTemplate


def make_message_template(
    session: Session, municipality_id: UUID, title: str = "Kanarietext"
) -> UUID:
    """One of a municipality's; answers its id. In the operator's scope."""
    template = MessageTemplate(municipality_id=municipality_id, title=title, text=f"{title}, hej!")
    session.add(template)
    session.flush()
    return template.id
