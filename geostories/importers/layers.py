"""Importing a layer: read, check, compare, write. All of it or nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from geoalchemy2.shape import to_shape
from shapely.geometry import Polygon, box
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.errors import NotFound
from geostories.importers import tables
from geostories.importers.attributes import BadRow
from geostories.importers.diff import Diff, compare, is_loss
from geostories.importers.reader import SourceLayer, read_layer
from geostories.importers.records import KINDS, PLACE_NAME, Origin, Record, maker_for
from geostories.importers.report import ImportRefused, Reason, Report, reason
from geostories.models import Municipality

if TYPE_CHECKING:
    from geostories.config import Settings

Progress = Callable[[int, int], None]
"""Told how many rows are looked through, of how many."""

BORDER_MARGIN_M = 10_000
"""Borders are often drawn coarsely, and a reserve may lie on both sides; a wrong zone is 86 km off."""

METRES_PER_DEGREE = 111_200
"""Of latitude."""

PROGRESS_ROWS = 200


def import_layer(
    session: Session,
    *,
    file: Path,
    municipality_id: UUID,
    kind: str,
    register: str,
    crs: int | None,
    dry_run: bool,
    settings: Settings,
    layer: str | None = None,
    source: str = "",
    licence: str = "",
    progress: Progress | None = None,
) -> Report:
    """Bring a municipality's layer to what the file says, within the caller's transaction.

    `register` names the layer ("": the file's name); `crs` is the EPSG code of a file that does
    not say; `source` and `licence` are for rows that name none. Raises ImportRefused, with
    nothing written, if the file or any row of it cannot be used; a dry run only reports that.
    In the municipality's or the operator's scope; names of places (`place_name`) in the latter.
    """
    if kind not in KINDS:
        raise ImportRefused("import_unknown_kind", file=file.name, kind=kind)
    municipality = session.get(Municipality, municipality_id)
    if municipality is None:
        raise NotFound("no_municipality")
    now = datetime.now(UTC)
    found = read_layer(file, layer=layer, crs=crs, settings=settings)
    records, reasons = _records(found, kind, Origin(source, licence, now), progress)
    if kind != PLACE_NAME:
        reasons += _outside(found, records, municipality)
    if reasons:
        return _refused(found, reasons, dry_run=dry_run)
    target = tables.layer_for(kind, municipality_id=municipality_id, register=register or file.stem)
    return _bring_up_to_date(
        session, target, found, records, at=now, dry_run=dry_run, settings=settings
    )


def _records(
    found: SourceLayer, kind: str, origin: Origin, progress: Progress | None
) -> tuple[list[Record], list[Reason]]:
    """What can be made of the rows, and why nothing can of the others."""
    make = maker_for(kind)
    records: dict[str, Record] = {}
    reasons: list[Reason] = []
    for row in found.rows:
        if progress and (row.number % PROGRESS_ROWS == 0 or row.number == len(found.rows)):
            progress(row.number, len(found.rows))
        if row.problem:
            reasons.append(row.problem)
            continue
        try:
            record = make(row, kind, origin)
            first = records.setdefault(record.register_id, record)
            if first is not record:
                raise BadRow("import_same_id", id=record.register_id, first=first.row)
        except BadRow as bad:
            reasons.append(_reason(found, row.number, bad.code, **bad.params))
    return list(records.values()), reasons


def _reason(found: SourceLayer, row: int, code: str, **params: str | int) -> Reason:
    return reason(code, file=found.file, layer=found.name, row=row, **params)


def _outside(
    found: SourceLayer, records: list[Record], municipality: Municipality
) -> Iterator[Reason]:
    """Rows that clearly lie elsewhere: a wrong zone, or somebody else's file."""
    near = _widened(to_shape(municipality.geom).bounds)
    for record in records:
        bounds = record.bounds()
        if bounds is not None and not near.intersects(box(*bounds)):
            yield _reason(
                found,
                record.row,
                "import_outside_municipality",
                name=record.columns["name"],
                municipality=municipality.name,
            )


def _widened(bounds: tuple[float, float, float, float]) -> Polygon:
    """The box (degrees) with the margin around it."""
    west, south, east, north = bounds
    up = BORDER_MARGIN_M / METRES_PER_DEGREE
    aside = up / math.cos(math.radians(north))
    return box(west - aside, south - up, east + aside, north + up)


def _refused(found: SourceLayer, reasons: list[Reason], *, dry_run: bool) -> Report:
    reasons.sort(key=lambda each: each.params["row"])
    report = Report(read=len(found.rows), refused=len(reasons), reasons=reasons)
    if dry_run:
        return report
    raise ImportRefused.because(report)


def _bring_up_to_date(
    session: Session,
    target: tables.Layer,
    found: SourceLayer,
    records: list[Record],
    *,
    at: datetime,
    dry_run: bool,
    settings: Settings,
) -> Report:
    _settle_in(session, target, settings)
    rows = target.load(session)
    gone = {key for key, row in rows.items() if target.is_withdrawn(row)}
    diff = compare(records, {key: target.record(row) for key, row in rows.items()}, gone=gone)
    present = len(rows) - len(gone)
    report = _report(found, diff, present)
    if dry_run:
        return report
    if report.reasons:
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


def _report(found: SourceLayer, diff: Diff, present: int) -> Report:
    reasons = []
    if is_loss(withdrawn=len(diff.withdrawn), present=present):
        reasons.append(
            _reason(found, 0, "import_shrank", withdrawn=len(diff.withdrawn), present=present)
        )
    return Report(
        read=len(found.rows),
        added=len(diff.added),
        changed=len(diff.changed),
        unchanged=len(diff.unchanged),
        withdrawn=len(diff.withdrawn),
        reasons=reasons,
    )


def _note(session: Session, target: tables.Layer, report: Report) -> None:
    audit.record(
        session,
        action="import_layer",
        subject="municipality",
        subject_id=target.municipality_id,
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
