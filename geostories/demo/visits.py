"""What visitors want to know of the demonstration's places, who is in charge, and drawn pictures."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.demo.pictures import jpeg
from geostories.domain.pictures import add_picture
from geostories.domain.transaction import Scope, transaction
from geostories.domain.visitor_facts import validate
from geostories.models import OfficialPlace, Picture, Trail, Unit, VisitorFact
from geostories.vocabulary import FactTopic

if TYPE_CHECKING:
    from geostories.config import Settings

CREDIT, LICENCE = "Illustration, ritad för demonstrationen", "CC0"
Municipalities = dict[str, UUID]


def load_visits(
    app: Flask, *, municipalities: Municipalities, picture_size: tuple[int, int]
) -> None:
    """Load what is not there yet: units, facts, pictures. Sizes in pixels."""
    said = tomllib.loads((resource("data") / "demo" / "visits.toml").read_text())
    with transaction(Scope.operator()) as session:
        units = _load_units(session, said["unit"], municipalities)
        for about in said["about"]:
            _load_facts(session, about, municipalities[about["municipality"]], units)
        for picture in said["picture"]:
            _load_picture(session, app, picture, municipalities, picture_size)


def _load_units(
    session: Session, said: list[dict[str, Any]], municipalities: Municipalities
) -> dict[tuple[UUID, str], UUID]:
    """The units' ids by municipality and name."""
    units = {(unit.municipality_id, unit.name): unit.id for unit in session.scalars(select(Unit))}
    for each in said:
        municipality_id = municipalities[each["municipality"]]
        if (municipality_id, each["name"]) in units:
            continue
        unit = Unit(municipality_id=municipality_id, name=each["name"], email=each["email"])
        session.add(unit)
        session.flush()
        units[municipality_id, unit.name] = unit.id
    return units


def _load_facts(
    session: Session,
    about: dict[str, Any],
    municipality_id: UUID,
    units: dict[tuple[UUID, str], UUID],
) -> None:
    thing = _thing(session, about, municipality_id)
    hangs_on = _hangs_on(about, thing.id)
    if session.scalar(select(exists(select(VisitorFact.id).filter_by(**hangs_on)))):
        return
    unit_id = thing.unit_id = units.get((municipality_id, about.get("unit", "")))
    for position, fact in enumerate(about["facts"]):
        session.add(
            VisitorFact(
                **hangs_on,
                municipality_id=municipality_id,
                position=position,
                source=about["source"],
                unit_id=unit_id,
                check_by=fact.get("check_by", about.get("check_by")),
                note=fact.get("note", ""),
                **_said(fact),
                **_measured(fact, about),
            )
        )


def _said(fact: dict[str, Any]) -> dict[str, Any]:
    topic = FactTopic(fact["topic"])
    return {"topic": topic, "value": validate(topic, fact["value"])}


def _measured(fact: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Who measured and when, for what is measured."""
    if not fact["topic"].startswith("access."):
        return {}
    return {
        "measured_by": about.get("measured_by", ""),
        "measured_on": about.get("measured_on"),
    }


def _load_picture(
    session: Session,
    app: Flask,
    said: dict[str, Any],
    municipalities: Municipalities,
    size: tuple[int, int],
) -> None:
    municipality_id = municipalities[said["municipality"]]
    thing = _thing(session, said, municipality_id)
    if session.scalar(select(exists(select(Picture.id).filter_by(**_hangs_on(said, thing.id))))):
        return
    settings: Settings = app.config["SETTINGS"]
    add_picture(
        session,
        upload=jpeg(said["motif"], size),
        municipality_id=municipality_id,
        noun=said.get("noun", "place"),
        thing_id=thing.id,
        alt=said["alt"],
        credit=CREDIT,
        licence=LICENCE,
        settings=settings,
        store=app.extensions["files"],
    )


def _hangs_on(said: dict[str, Any], thing_id: UUID) -> dict[str, UUID]:
    return {f"{said.get('noun', 'place')}_id": thing_id}


def _thing(session: Session, said: dict[str, Any], municipality_id: UUID) -> OfficialPlace | Trail:
    """The place or trail that is spoken of; raises NoResultFound for a slip of the pen."""
    model: Any = Trail if said.get("noun") == "trail" else OfficialPlace
    found: OfficialPlace | Trail = session.scalars(
        select(model).where(
            model.municipality_id == municipality_id, model.register_id == said["register_id"]
        )
    ).one()
    return found
