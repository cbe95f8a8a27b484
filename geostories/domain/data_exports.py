"""Copies of all that is kept about a person: ordered, made by the worker, gone again by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit, mail
from geostories.errors import NotFound
from geostories.integrations import queue
from geostories.models import DataExport
from geostories.models.base import now

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore

DAY = timedelta(days=1)


def key(export_id: UUID) -> str:
    """Where its file lies."""
    return f"{export_id}.zip"


def order(session: Session, *, owner_id: UUID) -> UUID:
    """Have the worker make a copy; one that is under way already will do. In the person's scope."""
    waiting = session.scalar(
        select(DataExport.id).where(
            DataExport.owner_id == owner_id,
            DataExport.ready_at.is_(None),
            DataExport.requested_at > now() - DAY,
        )
    )
    if waiting is not None:
        return waiting
    export = DataExport(id=uuid4(), owner_id=owner_id)
    session.add(export)
    audit.record(
        session,
        action="order_export",
        subject="user",
        subject_id=owner_id,
        actor_id=owner_id,
        municipality_id=None,
    )
    session.flush()
    queue.defer(session, queue.MAKE_EXPORT, export_id=str(export.id))
    return export.id


def lock(session: Session, *, export_id: UUID) -> DataExport | None:
    """One that waits to be made, or None when it is made, or nobody's any more."""
    return session.scalar(
        select(DataExport)
        .where(DataExport.id == export_id, DataExport.ready_at.is_(None))
        .with_for_update()
    )


def finish(session: Session, export: DataExport, *, size: int, days: int) -> None:
    """It is there: say so by mail, and until when."""
    export.ready_at, export.bytes = now(), size
    export.expires_at = now() + timedelta(days=days)
    mail.promise(session, recipient_id=export.owner_id, template="export_ready", days=str(days))


def find_ready(session: Session, *, export_id: UUID) -> DataExport:
    """One whose file is there, in its owner's scope. Raises NotFound."""
    export = session.get(DataExport, export_id)
    if export is None or export.expires_at is None or export.expires_at <= now():
        raise NotFound("no_export")
    return export


def list_own(session: Session, *, owner_id: UUID) -> list[DataExport]:
    """Those ordered and not yet gone, the newest first."""
    query = select(DataExport).where(DataExport.owner_id == owner_id)
    rows = session.scalars(query.order_by(DataExport.requested_at.desc()))
    return [each for each in rows if each.expires_at is None or each.expires_at > now()]


def sweep(session: Session, *, store: FileStore, grace: timedelta) -> None:
    """Remove what has run out, and files that nobody owns any more. In the operator's scope."""
    rows = session.scalars(select(DataExport)).all()
    for each in rows:
        if each.expires_at is not None and each.expires_at <= now():
            session.delete(each)
    known = {key(e.id) for e in rows if e.expires_at is None or e.expires_at > now()}
    for name, written_at in list(store.list()):
        if name not in known and written_at < now() - grace:
            store.delete(name)
