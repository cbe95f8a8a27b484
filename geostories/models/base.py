"""The declarative base: naming convention, ids, geometry columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from geoalchemy2 import Geometry
from sqlalchemy import Computed, DateTime, Enum, MetaData
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from geostories.geo.srid import SWEREF99_TM, WEB_MERCATOR, WGS84

Instant = Annotated[datetime, "aware"]
"""A moment with its zone; Flask-Security's own columns stay naive UTC, as it writes them."""


class Base(DeclarativeBase):
    """All tables. Defaults are made in Python: an INSERT need not be allowed to read its row back."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {Instant: DateTime(timezone=True)}  # noqa: RUF012 (SQLAlchemy reads it so)
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def primary_key() -> Mapped[UUID]:
    """A random id (UUIDv4): it tells nothing and cannot be guessed."""
    return mapped_column(primary_key=True, default=uuid4)


def choice(vocabulary: type[Any]) -> Enum:
    """A column of one of our vocabularies, kept as text with a check."""
    return Enum(
        vocabulary,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=vocabulary.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def geometry(kind: str = "GEOMETRY", *, nullable: bool = False, dimension: int = 2) -> Any:
    """A column of the truth, EPSG:4326. Its index is declared with the table."""
    return mapped_column(
        Geometry(kind, srid=WGS84, dimension=dimension, spatial_index=False), nullable=nullable
    )


def derived_geometry(column: str, srid: int, kind: str = "GEOMETRY") -> Any:
    """A stored copy of `column` in another reference system, kept by the database itself."""
    return mapped_column(
        Geometry(kind, srid=srid, spatial_index=False),
        Computed(f"ST_Transform(ST_Force2D({column}), {srid})", persisted=True),
        nullable=True,
    )


def web_mercator(column: str, kind: str = "GEOMETRY") -> Any:
    """The stored copy for tiles."""
    return derived_geometry(column, WEB_MERCATOR, kind)


def sweref(column: str, kind: str = "GEOMETRY") -> Any:
    """The stored copy for metres."""
    return derived_geometry(column, SWEREF99_TM, kind)


def search_vector(column: str) -> Any:
    """What `column` is found by (migrations/sql/search_vector.sql), kept by the database itself."""
    return mapped_column(TSVECTOR, Computed(f"search_vector({column})", persisted=True))
