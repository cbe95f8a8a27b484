"""Registers by address: an editor says where they are, the clock has them fetched, each run is noted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.layer_imports import MOST_REASONS
from geostories.domain.night import next_fetch
from geostories.errors import InvalidInput, NotFound
from geostories.integrations import queue
from geostories.integrations.web_addresses import FetchRefused, understand
from geostories.models import LayerImport, OfficialPlace, RegisterSource, Trail
from geostories.models.base import now
from geostories.queries.place_content import OWN_REGISTER
from geostories.vocabulary import ImportStatus, SourceProtocol

if TYPE_CHECKING:
    from geostories.config import Settings

CLAIM_HOURS = 2
"""A fetch that was begun and never ended is begun again after this."""

LONGEST_PAUSE = 366 * 24
"""Hours. What is fetched less than once a year is uploaded by hand."""

ASKING = ("protocol", "url", "type_name", "query", "kind", "crs", "source", "licence", "register")
"""What decides the answer and what is made of it: after a change all is asked for anew."""

NEEDED = ("register", "title", "url", "kind", "source", "licence")


@dataclass(frozen=True)
class SourceOrder:
    """Which register to ask, how, and into which layer; see models.RegisterSource."""

    register: str
    title: str
    protocol: SourceProtocol
    url: str
    kind: str
    source: str
    licence: str
    type_name: str = ""
    query: str = ""
    crs: int | None = None
    every_hours: int = 24
    is_enabled: bool = True


def save_source(
    session: Session,
    *,
    municipality_id: UUID,
    order: SourceOrder,
    settings: Settings,
    by: UUID | None,
    source_id: UUID | None = None,
) -> UUID:
    """Write a new register or change one; answers its id. It is asked at the next due time.

    Raises InvalidInput (`field` names the part) and NotFound.
    """
    _check(session, order, municipality_id, source_id, settings)
    row = _get(session, source_id, municipality_id) if source_id else None
    if row is None:
        row = RegisterSource(id=uuid4(), municipality_id=municipality_id)
        row.next_fetch_at = next_fetch(row.id, every_hours=order.every_hours, at=now())
        session.add(row)
    elif any(getattr(row, name) != getattr(order, name) for name in ASKING):
        row.etag = row.last_modified = ""
    for name, value in asdict(order).items():
        setattr(row, name, value)
    session.flush()
    _note(session, row, "save_source", by)
    return row.id


def fetch_now(session: Session, *, source_id: UUID, municipality_id: UUID, by: UUID) -> None:
    """Have a register fetched as soon as a worker is free. Pressed twice, it is fetched once."""
    row = _get(session, source_id, municipality_id)
    if not queue.is_waiting(session, queue.FETCH_REGISTER, source_id=str(row.id)):
        _hand_over(session, row)
        _note(session, row, "fetch_source", by)


def claim_due(session: Session) -> int:
    """Queue every register whose time has come; answers how many. In the operator's scope."""
    due = session.scalars(
        select(RegisterSource)
        .where(RegisterSource.is_enabled, RegisterSource.next_fetch_at <= now())
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.next_fetch_at = now() + timedelta(hours=CLAIM_HOURS)
        _hand_over(session, row)
    return len(due)


def list_under_way(session: Session) -> frozenset[UUID]:
    """Which registers a worker fetches now, or will as soon as it is free."""
    jobs = queue.list_under_way(session, queue.FETCH_REGISTER)
    return frozenset(UUID(args["source_id"]) for args in jobs)


# What the worker notes


def finish(
    session: Session,
    *,
    source_id: UUID,
    municipality_id: UUID,
    file_name: str,
    report: dict[str, Any],
    etag: str,
    last_modified: str,
) -> UUID:
    """Note that the layer is as the register has it; answers the run's id.

    Without a file the register has only said that nothing is new since it was asked last.
    """
    row = _get(session, source_id, municipality_id)
    row.fetched_at, row.etag, row.last_modified = now(), etag, last_modified
    row.next_fetch_at = next_fetch(row.id, every_hours=row.every_hours, at=row.fetched_at)
    if not file_name:
        _confirm(session, row, row.fetched_at)
    touched = any(report[name] for name in ("added", "changed", "withdrawn"))
    status = ImportStatus.APPLIED if touched else ImportStatus.UNCHANGED
    return _log(session, row, status, file_name=file_name, report=report)


def put_off(session: Session, *, source_id: UUID, municipality_id: UUID) -> None:
    """An editor has to look first; the register is asked again at its next time."""
    row = _get(session, source_id, municipality_id)
    row.next_fetch_at = next_fetch(row.id, every_hours=row.every_hours, at=now())


def note_failure(
    session: Session,
    *,
    source_id: UUID,
    municipality_id: UUID,
    status: ImportStatus,
    problem: tuple[str, dict[str, Any]],
    report: dict[str, Any] | None = None,
) -> UUID:
    """Note a run that brought nothing; answers its id. The layer stays as it was."""
    put_off(session, source_id=source_id, municipality_id=municipality_id)
    row = _get(session, source_id, municipality_id)
    code, params = problem
    return _log(session, row, status, report=report, problem={"code": code, "params": params})


def list_undecided(session: Session, *, source_id: UUID) -> list[UUID]:
    """Earlier runs of a register that an editor has not decided on."""
    return list(
        session.scalars(
            select(LayerImport.id).where(
                LayerImport.source_id == source_id,
                LayerImport.status.in_((ImportStatus.PREVIEWED, ImportStatus.WAITING)),
            )
        )
    )


def _get(session: Session, source_id: UUID, municipality_id: UUID) -> RegisterSource:
    row = session.get(RegisterSource, source_id)
    if row is None or row.municipality_id != municipality_id:
        raise NotFound("no_source")
    return row


def _check(
    session: Session,
    order: SourceOrder,
    municipality_id: UUID,
    source_id: UUID | None,
    settings: Settings,
) -> None:
    for name in NEEDED:
        if not getattr(order, name).strip():
            raise InvalidInput("source_part_missing", field=name)
    if order.protocol in (SourceProtocol.WFS, SourceProtocol.OGC_FEATURES) and not order.type_name:
        raise InvalidInput("source_type_missing", field="type_name")
    if not 1 <= order.every_hours <= LONGEST_PAUSE:
        raise InvalidInput("source_bad_hours", field="every_hours", most=LONGEST_PAUSE)
    try:
        understand(order.url, private_hosts=settings.fetch_private_hosts)
    except FetchRefused as refused:
        raise InvalidInput(refused.code, field="url", **refused.params) from None
    if order.register == OWN_REGISTER:
        raise InvalidInput("register_is_own", field="register")
    taken = select(RegisterSource.id).where(
        RegisterSource.municipality_id == municipality_id, RegisterSource.register == order.register
    )
    if session.scalar(taken) not in (None, source_id):
        raise InvalidInput("source_register_taken", field="register")


def _hand_over(session: Session, row: RegisterSource) -> None:
    queue.defer(
        session,
        queue.FETCH_REGISTER,
        source_id=str(row.id),
        municipality_id=str(row.municipality_id),
    )


def _confirm(session: Session, row: RegisterSource, at: datetime) -> None:
    """Every row of the layer was asked about today."""
    for model in (OfficialPlace, Trail):
        session.execute(
            update(model)
            .where(
                model.municipality_id == row.municipality_id,
                model.register == row.register,
                model.withdrawn_at.is_(None),
            )
            .values(fetched_at=at)
        )


def _log(
    session: Session,
    row: RegisterSource,
    status: ImportStatus,
    *,
    file_name: str = "",
    report: dict[str, Any] | None = None,
    problem: dict[str, Any] | None = None,
) -> UUID:
    told = report or {}
    lists = {name: told[name][:MOST_REASONS] for name in ("reasons", "remarks") if name in told}
    run = LayerImport(
        id=uuid4(),
        municipality_id=row.municipality_id,
        source_id=row.id,
        register=row.register,
        kind=row.kind,
        layer=row.type_name,
        crs=row.crs,
        source=row.source,
        licence=row.licence,
        file_name=file_name,
        status=status,
        report=told | lists,
        problem=problem or {},
        finished_at=now(),
    )
    session.add(run)
    session.flush()
    return run.id


def _note(session: Session, row: RegisterSource, action: str, by: UUID | None) -> None:
    audit.record(
        session,
        action=action,
        subject="register_source",
        subject_id=row.id,
        actor_id=by,
        municipality_id=row.municipality_id,
        register=row.register,
    )
