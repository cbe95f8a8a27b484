"""Everything that is kept about one person, as the register says; in the operator's scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    Table,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from geostories.models import Base, Media, Recording, User
from geostories.queries.personal_register import REGISTER, Holding

Row = dict[str, Any]
DECIMALS = 7
"""Of degrees: a centimetre, as it is stored."""


def find_address(session: Session, *, person_id: UUID) -> str:
    """The address that an account has confirmed; empty when it has not, or there is no account."""
    query = select(User.email).where(User.id == person_id, User.confirmed_at.is_not(None))
    return session.scalar(query) or ""


def list_kinds(session: Session, *, person_id: UUID) -> Iterator[tuple[str, list[Row]]]:
    """Every table of the register with this person's rows, the columns that are theirs to have."""
    address = find_address(session, person_id=person_id)
    for name, holding in REGISTER.items():
        table = Base.metadata.tables[name]
        query = select(*(_readable(table.c[each]) for each in holding.given))
        query = query.where(_theirs(table, holding, person_id, address))
        rows = session.execute(query.order_by(*table.primary_key.columns))
        yield name, [dict(row._mapping) for row in rows]


def _theirs(table: Table, holding: Holding, person_id: UUID, address: str) -> Any:
    conditions = [table.c[name] == person_id for name in holding.whose]
    if holding.address and address:
        conditions.append(func.lower(table.c[holding.address]) == address.lower())
    return or_(*conditions)


def _readable(column: Column[Any]) -> Any:
    if isinstance(column.type, Geometry):
        return func.ST_AsGeoJSON(column, DECIMALS).cast(JSONB).label(column.name)
    return column


def list_files(session: Session, *, person_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The ids of their photos, and of their recordings."""
    photos = session.scalars(select(Media.id).where(Media.owner_id == person_id))
    recordings = session.scalars(select(Recording.id).where(Recording.owner_id == person_id))
    return list(photos), list(recordings)


def schema_of(name: str) -> Row:
    """A JSON schema of the rows that `list_kinds` gives of a table."""
    table, holding = Base.metadata.tables[name], REGISTER[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "type": "array",
        "items": {
            "type": "object",
            "properties": {each: _type_of(table.c[each]) for each in holding.given},
            "required": list(holding.given),
            "additionalProperties": False,
        },
    }


def _type_of(column: Column[Any]) -> Row:
    said: Row = {"type": "string"}
    match column.type:
        case JSONB():
            return {}
        case Boolean():
            said = {"type": "boolean"}
        case Integer():
            said = {"type": "integer"}
        case Float():
            said = {"type": "number"}
        case DateTime():
            said = {"type": "string", "format": "date-time"}
        case Date():
            said = {"type": "string", "format": "date"}
        case Geometry():
            said = {"type": "object", "required": ["type", "coordinates"]}
    return said | {"type": [said["type"], "null"]} if column.nullable else said
