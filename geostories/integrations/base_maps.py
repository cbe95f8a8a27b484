"""The real base maps of an installation: read from one file that the operator writes."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

PLACEHOLDERS = ("{z}", "{x}", "{y}")


class BaseMapsUnreadable(Exception):
    """The file cannot be understood; says where."""


class BaseMap(BaseModel):
    """A source of tiles in Web Mercator (EPSG:3857), or a PMTiles file.

    `url` has {z}, {x} and {y} in the source's own order, and perhaps {token}, which never leaves the
    server; `file` is a PMTiles file, relative to the configuration. Without `municipalities` it is
    for all of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    name_sv: str
    name_en: str
    kind: Literal["map", "aerial", "terrain"] = "map"
    url: str = ""
    file: str = ""
    token: str = ""
    attribution: str
    min_zoom: int = Field(0, ge=0, le=22)
    max_zoom: int = Field(18, ge=0, le=22)
    municipalities: tuple[str, ...] = ()

    @field_validator("url")
    @classmethod
    def _is_a_template(cls, url: str) -> str:
        if url and not (
            urlsplit(url).scheme in {"http", "https"} and all(part in url for part in PLACEHOLDERS)
        ):
            raise ValueError("must be http(s) and hold {z}, {x} and {y}")
        return url

    @model_validator(mode="after")
    def _has_one_source(self) -> BaseMap:
        if bool(self.url) == bool(self.file):
            raise ValueError("has either url or file")
        return self

    def tile_url(self, z: int, x: int, y: int) -> str:
        """The source's own address of a tile."""
        filled = {"{z}": str(z), "{x}": str(x), "{y}": str(y), "{token}": self.token}
        url = self.url
        for name, value in filled.items():
            url = url.replace(name, value)
        return url


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    base_map: tuple[BaseMap, ...] = ()


def list_base_maps(file: Path) -> tuple[BaseMap, ...]:
    """All of them, the first being what a page shows unasked; none if there is no such file.

    Raises BaseMapsUnreadable.
    """
    try:
        changed_at = file.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    return _read(file, changed_at)


@cache
def _read(file: Path, _changed_at: int) -> tuple[BaseMap, ...]:
    try:
        return _File.model_validate(tomllib.loads(file.read_text())).base_map
    except ValidationError as error:
        first = error.errors()[0]  # no more: what was written there may be the token
        where = ".".join(map(str, first["loc"]))
        raise BaseMapsUnreadable(f"{file.name}, {where}: {first['msg']}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BaseMapsUnreadable(f"{file.name}: {error}") from None


def offered(file: Path, municipality: str) -> list[BaseMap]:
    """Those that a municipality offers its visitors."""
    return [
        each
        for each in list_base_maps(file)
        if not each.municipalities or municipality in each.municipalities
    ]
