"""A sensitive species named near its place: the story is shown approximately, whoever decides."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain.transaction import Scope, reading
from geostories.errors import Conflict
from geostories.geo.grid import public_point
from geostories.geo.srid import WGS84
from geostories.models import StoryVersion, VersionPhoto
from geostories.queries import place_warnings
from geostories.queries.own_stories import SENSITIVE_SPECIES
from geostories.queries.place_names import find_nearest_name
from geostories.vocabulary import CELL_M, Precision

if TYPE_CHECKING:
    from geostories.config import Settings

COARSE = Precision.APPROX_1000
HALF_CELL_M = hypot(CELL_M[COARSE], CELL_M[COARSE]) / 2
NAMES_WITHIN_M = 20_000


@dataclass(frozen=True)
class Surroundings:
    """The species of sensitive areas near a cell of 1,000 m, known by its middle (lon, lat)."""

    middle: tuple[float, float]
    species: frozenset[str]


def look_around(lon: float, lat: float, settings: Settings) -> Surroundings:
    """What lives near the cell of a point (WGS 84), each municipality's areas read in its scope.

    Asked of the cell, not of the point: what a teller learns by trying is no finer than what
    everybody sees. Before the transaction that submits: a request has no third connection.
    """
    middle = public_point(lon, lat, COARSE)
    around = _around(middle, settings)
    with reading(Scope.public()) as public:
        near = place_warnings.list_municipalities_within(public, **around)
    species: set[str] = set()
    for municipality_id in near:
        with reading(Scope.municipality(municipality_id)) as areas:
            species |= place_warnings.list_species_near(areas, **around)
    return Surroundings(middle, frozenset(species))


def protect(session: Session, version: StoryVersion, around: Surroundings | None) -> None:
    """Make the version's public place approximate where it must be, and tell the moderator why.

    Words of the story's earlier versions count: somebody may have read them. Raises Conflict when
    `around` is of another place.
    """
    if around is None or around.middle != _middle(version):
        raise Conflict("changed_meanwhile")
    named = place_warnings.list_named(
        session, species=around.species, told=_words(session, version)
    )
    version.warnings = [{"code": SENSITIVE_SPECIES, "species": each} for each in named]
    if named and version.precision is not COARSE:
        version.place_label = label_of_cell(session, version)
        version.precision, version.public_geom = COARSE, coarse_point(version)
        version.place_id = version.trail_id = None  # offered as near the exact place


def must_be_coarse(session: Session, version: StoryVersion, settings: Settings) -> bool:
    """Whether a version that would be shown more exactly names a species near its areas.

    In the municipality's scope.
    """
    if version.precision is COARSE:
        return False
    around = _around(_middle(version), settings)
    species = place_warnings.list_species_near(session, **around)
    return bool(place_warnings.list_named(session, species=species, told=_words(session, version)))


def _around(middle: tuple[float, float], settings: Settings) -> dict[str, float]:
    """A circle that holds everything within the setting's distance of any point of the cell."""
    return {"lon": middle[0], "lat": middle[1], "within_m": settings.sensitive_m + HALF_CELL_M}


def _middle(version: StoryVersion) -> tuple[float, float]:
    return public_point(*_lon_lat(version), COARSE)


def _lon_lat(version: StoryVersion) -> tuple[float, float]:
    point = to_shape(version.geom)  # type: ignore[arg-type]  # submitted ones have it
    return point.x, point.y


def coarse_point(version: StoryVersion) -> WKBElement:
    """The middle of the cell of 1,000 m that the exact place lies in."""
    return from_shape(Point(*_middle(version)), srid=WGS84)


def _words(session: Session, version: StoryVersion) -> str:
    """All that was told and can be read, in this version and those before it."""
    so_far = (StoryVersion.story_id == version.story_id, StoryVersion.number <= version.number)
    texts = session.execute(
        select(
            StoryVersion.title,
            StoryVersion.body,
            StoryVersion.transcript,
            StoryVersion.place_label,
        ).where(*so_far)
    )
    captions = session.scalars(
        select(VersionPhoto.alt)
        .join(StoryVersion, StoryVersion.id == VersionPhoto.version_id)
        .where(*so_far)
    )
    return "\n".join([*(text for row in texts for text in row), *captions])


def label_of_cell(session: Session, version: StoryVersion, precision: Precision = COARSE) -> str:
    """The place's name; one that we gave the exact place becomes one of the cell's middle."""
    old, new = (
        find_nearest_name(session, lon=lon, lat=lat, within_m=NAMES_WITHIN_M)
        for lon, lat in (_lon_lat(version), public_point(*_lon_lat(version), precision))
    )
    if old is None or new is None or not version.place_label.endswith(old[0].name):
        return version.place_label
    return version.place_label.removesuffix(old[0].name) + new[0].name
