"""Which municipality this request is about: the first word of its address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.queries import municipalities
from geostories.queries.municipalities import MunicipalityInfo


def of_municipality(blueprint: Blueprint) -> Blueprint:
    """Let the views of a blueprint under `/<municipality>/` find it as `g.municipality`."""
    blueprint.url_value_preprocessor(_find)
    return blueprint


def _find(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "municipality" in values:
        if "\x00" in values["municipality"]:  # this comes before what refuses it elsewhere
            raise NotFound("no_municipality")
        with reading(Scope.public()) as session:
            g.municipality = municipalities.get_municipality(session, values.pop("municipality"))


def current() -> MunicipalityInfo:
    """The municipality of this request."""
    municipality: MunicipalityInfo = g.municipality
    return municipality


def scope() -> Scope:
    """Its scope, for those who work there."""
    return Scope.municipality(current().id)
