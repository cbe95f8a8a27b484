"""Imports of layers as the worker leaves them, for tests that begin there."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.models import LayerImport, RegisterSource
from geostories.vocabulary import ImportStatus, SourceProtocol

REPORT: dict[str, Any] = {
    "read": 3,
    "added": 2,
    "changed": 0,
    "unchanged": 1,
    "withdrawn": 0,
    "elsewhere": 0,
    "refused": 0,
    "reasons": [],
    "remarks": [],
    "samples": {"added": ["Björkhagen", "Lindö"], "changed": [], "withdrawn": []},
    "changes": "seen",
}


SOURCE = {
    "register": "hav",
    "title": "Badplatser",
    "protocol": SourceProtocol.HAV.value,
    "url": "https://register.invalid/v2",
    "kind": "bathing_place",
    "source": "Havs- och vattenmyndigheten",
    "licence": "CC0",
    "every_hours": "24",
}
"""A register by address as the form sends it; no host answers there."""


def make_source(session: Session, municipality_id: UUID) -> UUID:
    """A register by address that nobody has asked yet."""
    row = RegisterSource(
        id=uuid4(),
        municipality_id=municipality_id,
        **SOURCE | {"protocol": SourceProtocol.HAV, "every_hours": 24},
    )
    session.add(row)
    session.flush()
    return row.id


def make_import(session: Session, municipality_id: UUID, **told: Any) -> UUID:
    """One that has been previewed, unless told otherwise; its file lies nowhere."""
    row = LayerImport(
        id=uuid4(),
        municipality_id=municipality_id,
        **{
            "register": "sights",
            "kind": "place",
            "file_name": "sights.geojson",
            "file_key": "nowhere",
            "status": ImportStatus.PREVIEWED,
            "report": REPORT,
            **told,
        },
    )
    session.add(row)
    session.flush()
    return row.id
