"""Ids as they stand in addresses."""

from __future__ import annotations

from uuid import UUID

from geostories import public_id
from geostories.errors import NotFound


def read_id(text: str, missing: str) -> UUID:
    """The id in an address; raises NotFound with the code `missing` when it is none."""
    found = public_id.decode(text)
    if found is None:
        raise NotFound(missing)
    return found


def read_titled_id(text: str, missing: str) -> UUID:
    """The id before the title, as in `7k2m-storangsleden`; raises NotFound likewise."""
    return read_id(text.partition("-")[0], missing)
