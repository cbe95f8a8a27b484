"""A bounding box in WGS 84 degrees, as addresses carry it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geostories.errors import InvalidInput


@dataclass(frozen=True)
class BBox:
    """West, south, east, north in degrees; west <= east, south <= north."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> BBox:
        """Read `west,south,east,north`; six numbers (with heights) are read as the standard says.

        Raises InvalidInput when it is not a finite box on the globe.
        """
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError:
            raise InvalidInput("bad_bbox", field="bbox") from None
        if len(numbers) == 6:
            numbers = [*numbers[:2], *numbers[3:5]]
        if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
            raise InvalidInput("bad_bbox", field="bbox")
        box = cls(*numbers)
        if not (-180 <= box.west <= box.east <= 180 and -90 <= box.south <= box.north <= 90):
            raise InvalidInput("bad_bbox", field="bbox")
        return box

    def __str__(self) -> str:
        return ",".join(f"{n:.6f}".rstrip("0").rstrip(".") for n in self.corners)

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of its middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def grown(self, times: float) -> BBox:
        """A box so many times as wide and high round the same middle, not over the globe's edges."""
        lon, lat = self.centre
        half_width = (self.east - self.west) * times / 2
        half_height = (self.north - self.south) * times / 2
        return BBox(
            max(lon - half_width, -180),
            max(lat - half_height, -90),
            min(lon + half_width, 180),
            min(lat + half_height, 90),
        )
