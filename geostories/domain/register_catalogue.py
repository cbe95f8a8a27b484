"""Registers that are known before anybody has asked for them, filled in for a municipality."""

from __future__ import annotations

import re
import tomllib
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.domain.register_sources import SourceOrder
from geostories.errors import NotFound
from geostories.models import Municipality
from geostories.vocabulary import SourceProtocol


def list_known(session: Session, *, municipality_id: UUID) -> list[SourceOrder]:
    """What `data/registers.toml` has, in its order, ready for `save_source`; raises NotFound."""
    municipality = session.get(Municipality, municipality_id)
    if municipality is None:
        raise NotFound("no_municipality")
    known = tomllib.loads((resource("data") / "registers.toml").read_text())["register"]
    return [_order(entry, municipality) for entry in known]


def get_known(session: Session, register: str, *, municipality_id: UUID) -> SourceOrder:
    """The one of this name; raises NotFound."""
    for order in list_known(session, municipality_id=municipality_id):
        if order.register == register:
            return order
    raise NotFound("no_known_register")


def _order(entry: dict[str, Any], municipality: Municipality) -> SourceOrder:
    query = entry.get("query", "").format(stem=_stem(municipality.name), code=municipality.code)
    return SourceOrder(**entry | {"query": query, "protocol": SourceProtocol(entry["protocol"])})


def _stem(name: str) -> str:
    """What the municipality's name begins with in a register: `Katrineholm` of Katrineholms kommun.

    Of Mönsterås kommun it is Mönsterå, which is all that is certain.
    """
    return re.sub(r"s?( kommun| stad)?$", "", name, flags=re.IGNORECASE)
