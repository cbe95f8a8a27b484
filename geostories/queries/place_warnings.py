"""What a point asks of who tells about it: rules that hold there, species that live there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import ColumnElement, Float, case, cast, func, select, text
from sqlalchemy.orm import Session

from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import Municipality, OfficialPlace, SensitiveArea, VisitorFact
from geostories.vocabulary import PROTECTED_KINDS, Accuracy, FactTopic

AT_A_POINT_M = 50
"""A protected tree or boulder is registered as a point; its rules hold for what stands around it."""

SQUARE_METRES_PER_HECTARE = 10_000
PLACES_AT_MOST = 3
_SHORT = 4
_ENDINGS = ("n", "en", "et", "s", "ns", "ens", "ar", "arna", "or", "orna", "er", "erna")

_NAMED = text(
    r"""
    SELECT DISTINCT word FROM unnest(CAST(:words AS text[]), CAST(:forms AS text[])) AS n (word, form)
    WHERE to_tsvector('simple', :told) @@ phraseto_tsquery('simple', form)
       OR to_tsvector('swedish', :told) @@ phraseto_tsquery('swedish', form)
       OR form = word AND to_tsvector('swedish', :told) @@ CAST(
              regexp_replace(CAST(phraseto_tsquery('swedish', word) AS text),
                             '''([^'']{4,}?)o?''', '''\1'':*', 'g') AS tsquery)
    ORDER BY word
    """
)
"""Stems of four letters and more also begin longer words: kungsörnsbo. A last o is no stem's."""


@dataclass(frozen=True)
class AccessBan:
    """Nobody may enter from `start` to `end` of every year; both MM-DD."""

    text: str
    start: str
    end: str


@dataclass(frozen=True)
class ProtectedHere:
    """A protected area around a point. Not `is_certain`: its border is not known, only where it is."""

    id: UUID
    municipality: str
    kind: str
    name: str
    is_certain: bool
    rules: list[str] = field(default_factory=list)
    bans: list[AccessBan] = field(default_factory=list)


def list_protected_at(session: Session, *, lon: float, lat: float) -> list[ProtectedHere]:
    """Protected areas in force around a point (WGS 84), the smallest first."""
    has_area = func.ST_Dimension(OfficialPlace.geom_3006) == 2
    rows = session.execute(
        select(
            OfficialPlace.id,
            Municipality.slug,
            OfficialPlace.kind,
            OfficialPlace.name,
            has_area & (OfficialPlace.accuracy == Accuracy.EXACT),
        )
        .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
        .where(
            OfficialPlace.kind.in_(PROTECTED_KINDS),
            OfficialPlace.in_force,
            OfficialPlace.withdrawn_at.is_(None),
            geo.ST_DWithin(OfficialPlace.geom_3006, _point(lon, lat), _reach(has_area)),
        )
        .order_by(func.ST_Area(OfficialPlace.geom_3006), OfficialPlace.name)
        .limit(PLACES_AT_MOST)
    )
    found = {row.id: ProtectedHere(*row) for row in rows}
    _add_rules(session, found)
    return list(found.values())


def _point(lon: float, lat: float) -> ColumnElement[Any]:
    return geo.ST_Transform(geo.ST_SetSRID(geo.ST_MakePoint(lon, lat), WGS84), SWEREF99_TM)


def _reach(has_area: ColumnElement[bool]) -> ColumnElement[float]:
    """Metres from the geometry that are still inside: of a point, the circle as large as the area."""
    hectares = cast(OfficialPlace.facts["area_ha"].astext, Float)
    circle = func.sqrt(hectares * SQUARE_METRES_PER_HECTARE / func.pi())
    return case((has_area, 0.0), else_=func.greatest(circle, AT_A_POINT_M))


def _add_rules(session: Session, found: dict[UUID, ProtectedHere]) -> None:
    facts = session.execute(
        select(VisitorFact.place_id, VisitorFact.topic, VisitorFact.value)
        .where(
            VisitorFact.place_id.in_(found),
            VisitorFact.topic.in_((FactTopic.RULE, FactTopic.ACCESS_BAN)),
        )
        .order_by(VisitorFact.position, VisitorFact.id)
    )
    for place_id, topic, value in facts:
        if topic is FactTopic.RULE:
            found[place_id].rules.append(value["text"])
        else:
            found[place_id].bans.append(AccessBan(value["text"], value["start"], value["end"]))


def list_municipalities_within(
    session: Session, *, lon: float, lat: float, within_m: float
) -> list[UUID]:
    """Municipalities that a circle around a point (WGS 84) reaches into."""
    near = geo.ST_DWithin(Municipality.geom_3006, _point(lon, lat), within_m)
    return list(session.scalars(select(Municipality.id).where(near).order_by(Municipality.id)))


def list_species_near(
    session: Session, *, lon: float, lat: float, within_m: float
) -> frozenset[str]:
    """Names of the species whose areas are near a point (WGS 84).

    In the municipality's scope: no other may read the areas.
    """
    near = geo.ST_DWithin(SensitiveArea.geom_3006, _point(lon, lat), within_m)
    lists = session.scalars(select(SensitiveArea.species).where(near).distinct())
    parts = (part for each in lists for part in re.split(r"[,;\n]", each))
    return frozenset(filter(None, map(_plain, parts)))


def list_named(session: Session, *, species: Collection[str], told: str) -> list[str]:
    """Those of the species that the words name, in any inflection."""
    pairs = [(word, form) for word in sorted(species) for form in _forms(word)]
    given = {"words": [w for w, _ in pairs], "forms": [f for _, f in pairs], "told": _plain(told)}
    return list(session.scalars(_NAMED, given)) if pairs else []


def _plain(words: str) -> str:
    """Letters and single spaces: marks of emphasis, hyphens and slashes would hide a name."""
    joined = re.sub(r"[-\u00ad\u200b-\u200d\u2010\u2011]", "", unicodedata.normalize("NFKC", words))
    return " ".join(re.sub(r"[\W_]+", " ", joined).split()).casefold()


def _forms(word: str) -> list[str]:
    """Spellings that the stemmer does not bring together: uttrar of utter, lon of lo."""
    forms = [word]
    if re.search(r"..e[lnr]$", word):
        forms.append(f"{word[:-2]}{word[-1]}ar")
    if len(word) < _SHORT:
        forms += [word + ending for ending in _ENDINGS]
    return forms
