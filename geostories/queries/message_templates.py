"""Texts that moderators begin a message with; asked in the municipality's scope."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import MessageTemplate


def list_templates(session: Session, *, municipality_id: UUID) -> list[MessageTemplate]:
    """A municipality's own, by title."""
    query = select(MessageTemplate).where(MessageTemplate.municipality_id == municipality_id)
    return list(session.scalars(query.order_by(MessageTemplate.title)))


def get_template(session: Session, *, template_id: UUID, municipality_id: UUID) -> MessageTemplate:
    """One of them; raises NotFound."""
    found = session.get(MessageTemplate, template_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound("no_message_template")
    return found
