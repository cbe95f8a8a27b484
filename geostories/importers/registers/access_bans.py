"""Yearly bans on access that Naturvårdsregistret tells of, as facts on the places they hold for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import visitor_facts
from geostories.integrations.fetching import FetchFailed
from geostories.models import OfficialPlace, VisitorFact
from geostories.vocabulary import FactTopic

ATTRIBUTE = "access_bans"
"""Of a feature that importers.registers.nvr_rest writes: `in_words` as JSON."""

SOURCE = "Naturvårdsverket, Naturvårdsregistret"
"""Facts with this source are the register's; all others are left alone."""

WHOLE_YEAR = ("01-01", "12-31")

Ban = dict[str, str]

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
_NVRID = re.compile(r"\d+")


def in_words(rules: Iterable[dict[str, Any]]) -> list[Ban]:
    """The bans on access among an area's rules, as values of `rules.access_ban`, each once.

    Raises FetchFailed for days that are none: a ban must not be lost silently.
    """
    bans: dict[tuple[str, ...], Ban] = {}
    for rule in rules:
        kind = str(rule.get("foreskriftstyp") or "")
        if not kind.casefold().startswith("tillträdesförbud"):
            continue
        start, end = _days(rule.get("franDatum"), rule.get("tillDatum"))
        text = ", ".join(filter(None, (kind, str(rule.get("foreskriftssubtyp") or "").lower())))
        bans[start, end, text] = {"text": text, "start": start, "end": end}
    return [bans[key] for key in sorted(bans)]


def _days(start: Any, end: Any) -> tuple[str, str]:
    """`1/3` and `15/8` as `03-01` and `08-15`; the whole year when neither is there."""
    if not start and not end:
        return WHOLE_YEAR
    try:
        return _day(start), _day(end)
    except ValueError:
        raise FetchFailed("register_unreadable") from None


def _day(said: Any) -> str:
    found = _DAY.fullmatch(str(said).strip())
    if not found:
        raise ValueError(said)
    return f"{date(2000, int(found[2]), int(found[1])):%m-%d}"


def write(session: Session, content: bytes, *, municipality_id: UUID, register: str) -> None:
    """Bring the register's bans on the places of its layer to what the file says.

    `content` as nvr_rest made it, just imported into the layer `register`.
    """
    told = _by_area(content)
    places = session.scalars(
        select(OfficialPlace).where(
            OfficialPlace.municipality_id == municipality_id,
            OfficialPlace.register == register,
            OfficialPlace.in_force,
        )
    ).all()
    known = _known(session, [place.id for place in places])
    for place in places:
        area = _NVRID.match(place.register_id)
        wanted = told.get(area[0], []) if area else []
        _bring(session, place, wanted, known.get(place.id, []))
    session.flush()


def _by_area(content: bytes) -> dict[str, list[Ban]]:
    """Bans by NVRID, of decisions that hold."""
    rows = [feature["properties"] for feature in json.loads(content)["features"]]
    return {
        str(row["NVRID"]): json.loads(row[ATTRIBUTE])
        for row in rows
        if str(row["BESLSTATUS"]).casefold().startswith("gällande")
    }


def _known(session: Session, places: list[UUID]) -> dict[UUID, list[VisitorFact]]:
    facts = session.scalars(
        select(VisitorFact).where(
            VisitorFact.place_id.in_(places),
            VisitorFact.topic == FactTopic.ACCESS_BAN,
            VisitorFact.source == SOURCE,
        )
    )
    known: dict[UUID, list[VisitorFact]] = {}
    for fact in facts:
        if fact.place_id:
            known.setdefault(fact.place_id, []).append(fact)
    return known


def _bring(
    session: Session, place: OfficialPlace, wanted: list[Ban], present: list[VisitorFact]
) -> None:
    """Keep what still holds, remove what does not, add what is new."""
    missing = list(wanted)
    for fact in present:
        if fact.value in missing:
            missing.remove(fact.value)
        else:
            session.delete(fact)
    for position, ban in enumerate(missing):
        session.add(
            VisitorFact(
                municipality_id=place.municipality_id,
                place_id=place.id,
                topic=FactTopic.ACCESS_BAN,
                value=visitor_facts.validate(FactTopic.ACCESS_BAN, ban),
                position=position,
                source=SOURCE,
                source_url=place.source_url,
            )
        )
