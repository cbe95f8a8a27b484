"""The demo pictures by motif, painted on the spot and always the same."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageOps

from geostories.demo.picture_parts import Canvas
from geostories.demo.scenes import (
    beech_wood,
    birch_autumn,
    church_hill_spring,
    coffee_thermos_stump,
    cranes_dawn,
    ice_skaters,
    jetty_mist,
    kiosk_summer_evening,
    lean_to_fire,
    market_square_rain,
    moonlit_lake,
    railway_elk,
    rowing_boat,
    snow_bus_stop,
    steam_locomotive,
    wild_strawberries,
)

_SCENES: dict[str, Callable[[Canvas], Image.Image]] = {
    "ice_skaters": ice_skaters.ice_skaters,
    "cranes_dawn": cranes_dawn.cranes_dawn,
    "wild_strawberries": wild_strawberries.wild_strawberries,
    "railway_elk": railway_elk.railway_elk,
    "jetty_mist": jetty_mist.jetty_mist,
    "lean_to_fire": lean_to_fire.lean_to_fire,
    "birch_autumn": birch_autumn.birch_autumn,
    "kiosk_summer_evening": kiosk_summer_evening.kiosk_summer_evening,
    "snow_bus_stop": snow_bus_stop.snow_bus_stop,
    "moonlit_lake": moonlit_lake.moonlit_lake,
    "coffee_thermos_stump": coffee_thermos_stump.coffee_thermos_stump,
    "rowing_boat": rowing_boat.rowing_boat,
    "church_hill_spring": church_hill_spring.church_hill_spring,
    "beech_wood": beech_wood.beech_wood,
    "steam_locomotive": steam_locomotive.steam_locomotive,
    "market_square_rain": market_square_rain.market_square_rain,
}

MOTIFS: tuple[str, ...] = tuple(_SCENES)


def draw(motif: str, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """The picture of a motif, the middle of it when ``size`` is not 4:3; KeyError if unknown."""
    picture = _SCENES[motif](Canvas(motif))
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS)


@cache
def jpeg(motif: str, size: tuple[int, int]) -> bytes:
    """The picture as an upload; painting one takes a second, and several things show the same."""
    file = io.BytesIO()
    draw(motif, size).save(file, "JPEG", quality=92)
    return file.getvalue()
