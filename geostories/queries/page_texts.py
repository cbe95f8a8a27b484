"""The texts about the site as a municipality has them, and where it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import ContactPoint, PageText


@dataclass(frozen=True)
class TextVersion:
    """One saving; `number` counts from 1. Number 0 is the text that is shipped."""

    number: int
    body: str
    written_by: UUID | None
    written_at: datetime | None


@dataclass(frozen=True)
class ContactInfo:
    """Where the municipality and its data protection officer are reached; empty is unknown."""

    phone: str = ""
    postal_address: str = ""
    officer_name: str = ""
    officer_email: str = ""


SHIPPED = TextVersion(0, "", None, None)


def get_text(session: Session, *, municipality_id: UUID, page: str, language: str) -> TextVersion:
    """The newest version; the shipped one where nothing was written."""
    versions = list_versions(
        session, municipality_id=municipality_id, page=page, language=language, limit=1
    )
    return versions[0] if versions else SHIPPED


def list_versions(
    session: Session, *, municipality_id: UUID, page: str, language: str, limit: int
) -> list[TextVersion]:
    """What was saved, the newest first."""
    rows = session.scalars(
        select(PageText)
        .where(
            PageText.municipality_id == municipality_id,
            PageText.page == page,
            PageText.language == language,
        )
        .order_by(PageText.number.desc())
        .limit(limit)
    )
    return [TextVersion(r.number, r.body, r.written_by, r.written_at) for r in rows]


def list_newest(session: Session, *, municipality_id: UUID) -> dict[tuple[str, str], TextVersion]:
    """The newest version of each text that was ever saved, by page and language."""
    rows = session.scalars(
        select(PageText)
        .where(PageText.municipality_id == municipality_id)
        .order_by(PageText.number)
    )
    # The last of each stays.
    return {
        (r.page, r.language): TextVersion(r.number, r.body, r.written_by, r.written_at)
        for r in rows
    }


def get_contact(session: Session, *, municipality_id: UUID) -> ContactInfo:
    """Where it is reached; empty where nobody said."""
    row = session.get(ContactPoint, municipality_id)
    if row is None:
        return ContactInfo()
    return ContactInfo(row.phone, row.postal_address, row.officer_name, row.officer_email)
