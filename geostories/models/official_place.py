"""Official points and areas, as their register has them."""

from __future__ import annotations

from geoalchemy2 import WKBElement
from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, choice, geometry, search_vector, sweref, web_mercator
from geostories.models.registered import Registered
from geostories.vocabulary import PlaceKind


class OfficialPlace(Registered, Base):
    """A reserve, bathing place, shelter, sight …; `geom` of any kind in EPSG:4326.

    One not `in_force` is a decision that does not hold yet: kept, not shown among the places.
    """

    __tablename__ = "official_place"
    __table_args__ = (
        UniqueConstraint("municipality_id", "register", "register_id"),
        Index("ix_official_place_geom", "geom", postgresql_using="gist"),
        Index("ix_official_place_geom_3857", "geom_3857", postgresql_using="gist"),
        Index("ix_official_place_geom_3006", "geom_3006", postgresql_using="gist"),
    )

    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind))
    in_force: Mapped[bool] = mapped_column(default=True)
    geom: Mapped[WKBElement] = geometry()
    geom_3857: Mapped[WKBElement] = web_mercator("geom")
    geom_3006: Mapped[WKBElement] = sweref("geom")
    search: Mapped[str | None] = search_vector("name")
