"""Giving trails the heights of a height file."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2.shape import to_shape
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit, trail_measures
from geostories.geo.height_grid import HeightGrid, over
from geostories.geo.line_measures import measure
from geostories.models import Trail


def give_heights(
    session: Session, *, municipality_id: UUID, grid: HeightGrid, source: str
) -> tuple[list[str], list[str]]:
    """Give the municipality's trails that lie within the grid its heights, whatever they had.

    Answers the names of those it could, and of those that lie wholly or partly outside. Imports
    keep the heights until the line moves. In the municipality's or the operator's scope.
    """
    given, outside = [], []
    query = select(Trail).where(
        Trail.municipality_id == municipality_id,
        Trail.geom.is_not(None),
        Trail.withdrawn_at.is_(None),
    )
    for trail in session.scalars(query.order_by(Trail.name, Trail.id)):
        line = over(grid, to_shape(trail.geom)) if trail.geom is not None else None
        if line is None or measure(line).profile is None:
            outside.append(trail.name)
            continue
        trail_measures.take_line(trail, line, heights_source=source)
        trail_measures.judge(trail)
        given.append(trail.name)
    audit.record(
        session,
        action="give_heights",
        subject="municipality",
        subject_id=municipality_id,
        actor_id=None,
        municipality_id=municipality_id,
        trails=len(given),
    )
    return given, outside
