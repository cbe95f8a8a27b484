"""Which place or trail a story belongs to, as its teller says."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import Municipality, OfficialPlace, Story, Trail
from geostories.queries.nearby import list_nearby


@dataclass(frozen=True)
class Belonging:
    """A place or a trail (`noun`). One that `is_withdrawn` still says so on its page."""

    noun: str
    id: UUID
    municipality: str
    name: str
    is_withdrawn: bool = False


def list_belongings(
    session: Session, *, lon: float, lat: float, within_m: int, limit: int
) -> list[Belonging]:
    """Places and trails that a story told at a point (WGS 84) may belong to, nearest first."""
    rows = list_nearby(
        session, lon=lon, lat=lat, within_m=within_m, limit=limit, nouns=("place", "trail")
    )
    return [Belonging(row.noun, row.id, row.municipality, row.name) for row in rows]


def find_belonging(session: Session, thing_id: UUID | None) -> Belonging | None:
    """The place or trail with this id, withdrawn ones too, or None."""
    if thing_id is None:
        return None
    for noun, model in (("place", OfficialPlace), ("trail", Trail)):
        row = session.execute(
            select(model.id, Municipality.slug, model.name, model.withdrawn_at)
            .join(Municipality, Municipality.id == model.municipality_id)
            .where(model.id == thing_id)
        ).one_or_none()
        if row:
            return Belonging(noun, row[0], row[1], row[2], is_withdrawn=row[3] is not None)
    return None


def belonging_of(session: Session, story_id: UUID) -> Belonging | None:
    """Where a published story belongs; of any other there is nothing to tell."""
    wanted = select(func.coalesce(Story.place_id, Story.trail_id)).where(Story.id == story_id)
    return find_belonging(session, session.scalar(wanted))
