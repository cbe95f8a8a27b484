"""Importing a layer: read, check, compare, write. All of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.layer_imports import Order
from geostories.errors import NotFound
from geostories.importers import tables
from geostories.importers.diff import Diff, compare, is_loss
from geostories.importers.reader import SourceLayer, read_layer
from geostories.importers.records import KINDS, MUNICIPALITY, TRAIL, Origin
from geostories.importers.report import SAMPLE, ImportRefused, Reason, Report, reason
from geostories.importers.rows import Outcome, Progress, Wanted, work_through
from geostories.models import Municipality

if TYPE_CHECKING:
    from geostories.config import Settings

EVERYBODY = UUID(int=0)
"""Stands in the log for an import of all municipalities' borders."""


def import_layer(
    session: Session,
    *,
    file: Path,
    municipality_id: UUID | None,
    order: Order,
    settings: Settings,
    dry_run: bool = False,
    allow_loss: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring a municipality's layer to what the file says, within the caller's transaction.

    Raises ImportRefused, with nothing written, if the file or any row of it cannot be used; a dry
    run only reports that. `allow_loss`: somebody has looked at what would be withdrawn, or that the
    file is empty, and wants it. Borders of municipalities (kind `municipality`) need no
    `municipality_id`: then all are imported, and those that are missing are made. None is ever
    taken away. In the municipality's or the operator's scope; OPERATORS_OWN in the latter.
    """
    if order.kind not in KINDS:
        raise ImportRefused("import_unknown_kind", file=file.name, kind=order.kind)
    municipality = session.get(Municipality, municipality_id) if municipality_id else None
    if municipality is None and (municipality_id or order.kind != MUNICIPALITY):
        raise NotFound("no_municipality")
    now = datetime.now(UTC)
    wanted = Wanted(order.kind, municipality, order.allow_outside)
    found = read_layer(
        file,
        layer=order.layer or None,
        crs=order.crs,
        settings=settings,
        lines=order.kind == TRAIL,
        near=wanted.near,
    )
    outcome = work_through(found, wanted, Origin(order.source, order.licence, now), progress)
    if outcome.reasons:
        return _refused(found, outcome, dry_run=dry_run)
    target = tables.layer_for(order.kind, municipality_id=municipality_id, register=order.register)
    return _bring_up_to_date(
        session,
        target,
        found,
        outcome,
        at=now,
        dry_run=dry_run,
        allow_loss=allow_loss,
        settings=settings,
    )


def _reason(found: SourceLayer, row: int, code: str, **params: str | int) -> Reason:
    return reason(code, file=found.file, layer=found.name, row=row, **params)


def _refused(found: SourceLayer, outcome: Outcome, *, dry_run: bool) -> Report:
    report = Report(
        read=len(found.rows),
        elsewhere=outcome.elsewhere,
        refused=len(outcome.reasons),
        reasons=outcome.reasons,
        remarks=outcome.remarks,
    )
    if dry_run:
        return report
    raise ImportRefused.because(report)


def _bring_up_to_date(
    session: Session,
    target: tables.Layer,
    found: SourceLayer,
    outcome: Outcome,
    *,
    at: datetime,
    dry_run: bool,
    allow_loss: bool,
    settings: Settings,
) -> Report:
    _settle_in(session, target, settings)
    rows = target.load(session)
    gone = {key for key, row in rows.items() if target.is_withdrawn(row)}
    present = {key: target.record(row) for key, row in rows.items()}
    diff = compare(list(outcome.records.values()), present, gone=gone)
    if target.keeps_all:
        diff.withdrawn.clear()
    report = _report(found, outcome, diff, rows, there=len(rows) - len(gone))
    if dry_run:
        return report
    if report.reasons and not allow_loss:
        raise ImportRefused.because(report)
    tables.write(session, target, diff, rows, at=at)
    _note(session, target, report)
    return report


def _settle_in(session: Session, target: tables.Layer, settings: Settings) -> None:
    """One import of a layer at a time, and time enough for it: it is no page somebody waits for."""
    key = f"{target.model.__tablename__}:{target.municipality_id}:{target.register}"
    session.execute(
        text("SELECT set_config('statement_timeout', :most, true)"),
        {"most": f"{settings.import_seconds}s"},
    )
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _report(
    found: SourceLayer, outcome: Outcome, diff: Diff, rows: Mapping[str, Any], *, there: int
) -> Report:
    reasons = []
    if is_loss(withdrawn=len(diff.withdrawn), present=there):
        reasons.append(
            _reason(found, 0, "import_shrank", withdrawn=len(diff.withdrawn), present=there)
        )
    elif not outcome.records:
        reasons.append(_reason(found, 0, "import_nothing"))
    return Report(
        read=len(found.rows),
        added=len(diff.added),
        changed=len(diff.changed),
        unchanged=len(diff.unchanged),
        withdrawn=len(diff.withdrawn),
        elsewhere=outcome.elsewhere,
        reasons=reasons,
        remarks=outcome.remarks,
        samples=_samples(diff, rows),
        changes=_fingerprint(diff),
    )


def _fingerprint(diff: Diff) -> str:
    """Of which rows are touched and how; what they become is the file's."""
    touched = [[record.register_id for record in part] for part in (diff.added, diff.changed)]
    told = json.dumps([*map(sorted, touched), sorted(diff.withdrawn)])
    return hashlib.sha256(told.encode()).hexdigest()


def _samples(diff: Diff, rows: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        "added": [record.label for record in diff.added[:SAMPLE]],
        "changed": [record.label for record in diff.changed[:SAMPLE]],
        "withdrawn": [tables.label(rows[key]) for key in diff.withdrawn[:SAMPLE]],
    }


def _note(session: Session, target: tables.Layer, report: Report) -> None:
    audit.record(
        session,
        action="import_layer",
        subject="municipality",
        subject_id=target.municipality_id or EVERYBODY,
        actor_id=None,
        municipality_id=target.municipality_id,
        table=target.model.__tablename__,
        register=target.register,
        read=report.read,
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        withdrawn=report.withdrawn,
    )
