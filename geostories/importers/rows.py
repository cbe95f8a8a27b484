"""All rows of a file: which are ours, what becomes of them, and why nothing becomes of others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from geoalchemy2.shape import to_shape
from shapely.geometry import box

from geostories.importers import names, place_records, trail_records
from geostories.importers.attributes import Attributes, BadRow
from geostories.importers.reader import SourceLayer, SourceRow
from geostories.importers.reading.found import EMPTY_ROW
from geostories.importers.reading.order import Bounds
from geostories.importers.records import (
    MUNICIPALITY,
    OPERATORS_OWN,
    PLACE_NAME,
    SENSITIVE_AREA,
    TRAIL,
    Maker,
    Origin,
    Record,
)
from geostories.importers.report import Reason, reason
from geostories.models import Municipality

Progress = Callable[[int, int], None]
"""Told how many rows are looked through, of how many."""

BORDER_MARGIN_M = 10_000
"""Borders are often drawn coarsely, and a reserve may lie on both sides; a wrong zone is 86 km off."""

METRES_PER_DEGREE = 111_200
"""Of latitude."""

PROGRESS_ROWS = 200

MAKERS: dict[str, Maker] = {
    TRAIL: trail_records.trail,
    PLACE_NAME: place_records.place_name,
    SENSITIVE_AREA: place_records.sensitive_area,
    MUNICIPALITY: place_records.municipality,
}


@dataclass(frozen=True)
class Wanted:
    """What is to be made of the rows. `municipality`: whose layer it is; None: everybody's.

    `outside`: rows are wanted wherever they lie, and whosever the register says they are.
    """

    kind: str
    municipality: Municipality | None
    outside: bool

    @property
    def near(self) -> Bounds | None:
        """The box (degrees) that the layer should lie in: the municipality with a margin."""
        if self.kind in OPERATORS_OWN or self.municipality is None:
            return None
        west, south, east, north = to_shape(self.municipality.geom).bounds
        up = BORDER_MARGIN_M / METRES_PER_DEGREE
        aside = up / math.cos(math.radians(north))
        return west - aside, south - up, east + aside, north + up


@dataclass
class Outcome:
    """What came of the rows; `elsewhere`: how many the register gives to other municipalities."""

    records: dict[str, Record] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)
    elsewhere: int = 0


def maker_for(kind: str) -> Maker:
    """What makes a record of a row of this `--kind`."""
    return MAKERS.get(kind, place_records.place)


def work_through(
    found: SourceLayer, wanted: Wanted, origin: Origin, progress: Progress | None
) -> Outcome:
    """Make records of the rows that are ours."""
    work = _Work(found, wanted, origin)
    rows = trail_records.joined(found.rows) if wanted.kind == TRAIL else found.rows
    for done, row in enumerate(rows, start=1):
        if progress and (done % PROGRESS_ROWS == 0 or done == len(rows)):
            progress(done, len(rows))
        work.take(row)
    work.conclude(joined=len(found.rows) - len(rows))
    return work.outcome


class _Work:
    """One pass over the rows."""

    def __init__(self, found: SourceLayer, wanted: Wanted, origin: Origin) -> None:
        self.outcome = Outcome(remarks=list(found.remarks))
        self._found, self._wanted = found, wanted
        self._make = maker_for(wanted.kind)
        self._origin = replace(origin, makes_ids=_without_ids(found.rows))
        self._near = None if wanted.outside else wanted.near
        self._ours = _ways_to_name(wanted)
        self._empty = self._high = 0

    def take(self, row: SourceRow) -> None:
        if not self._is_ours(row):
            self.outcome.elsewhere += 1
        elif row.problem and row.problem.code == EMPTY_ROW:
            self._empty += 1
        elif row.problem:
            self.outcome.reasons.append(row.problem)
        else:
            try:
                self._keep(self._make(row, self._wanted.kind, self._origin))
                self._high += bool(row.shape is not None and row.shape.has_z)
            except BadRow as bad:
                self._refuse(row.number, bad.code, **bad.params)

    def conclude(self, *, joined: int) -> None:
        """Say what was done to more than one row."""
        made = len(self._found.rows) if self._origin.makes_ids else 0
        heights = 0 if self._wanted.kind == TRAIL else self._high
        for code, count in (
            (EMPTY_ROW, self._empty),
            ("import_segments_joined", joined),
            ("import_ids_made", made),
            ("import_heights_dropped", heights),
        ):
            if count:
                self.outcome.remarks.append(self._reason(0, code, count=count))
        self.outcome.reasons.sort(key=lambda each: each.params["row"])

    def _is_ours(self, row: SourceRow) -> bool:
        if self._ours is None:
            return True
        said = Attributes(row.attributes)
        if self._wanted.kind == MUNICIPALITY:
            return str(said.find("code")).zfill(4) in self._ours
        named = said.municipalities()
        return not named or not named.isdisjoint(self._ours)

    def _keep(self, record: Record) -> None:
        first = self.outcome.records.setdefault(record.register_id, record)
        if first is not record:
            raise BadRow("import_same_id", id=record.register_id, first=first.row)
        bounds, municipality = record.bounds(), self._wanted.municipality
        if bounds and self._near and municipality and not box(*self._near).intersects(box(*bounds)):
            self._refuse(
                record.row,
                "import_outside_municipality",
                name=record.label,
                municipality=municipality.name,
            )

    def _refuse(self, row: int, code: str, **params: str | int) -> None:
        self.outcome.reasons.append(self._reason(row, code, **params))

    def _reason(self, row: int, code: str, **params: str | int) -> Reason:
        return reason(code, file=self._found.file, layer=self._found.name, row=row, **params)


def _without_ids(rows: Iterable[SourceRow]) -> bool:
    return not any(
        str(Attributes(row.attributes).find("register_id") or "").strip() for row in rows
    )


def _ways_to_name(wanted: Wanted) -> frozenset[str] | None:
    """How rows that are ours name the municipality; None if all are ours."""
    if wanted.municipality is None or wanted.outside or wanted.kind == PLACE_NAME:
        return None
    return names.of_municipality(wanted.municipality.name, wanted.municipality.code)
