"""Heights from an Esri ASCII grid (.asc) in SWEREF 99 TM, as height models are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, box

from geostories.errors import InvalidInput
from geostories.geo.grid import to_sweref, to_wgs84
from geostories.geo.height_curve import STEP_M, Numbers

MOST_CELLS = 25_000_000
"""200 MB in memory: 50 by 50 km at 10 m, or at 50 m a third of Sweden."""

HEADER_LINES = 6
NEEDED = {"ncols", "nrows", "cellsize"}

SWEREF = box(200_000, 6_000_000, 1_000_000, 7_800_000)
"""The file does not say its reference system; these are Sweden's numbers in SWEREF 99 TM."""


@dataclass(frozen=True)
class HeightGrid:
    """Metres above the sea at the middle of square cells, northernmost row first; NaN: unknown."""

    west: float
    south: float
    cell_m: float
    heights: Numbers

    def at(self, east: Numbers, north: Numbers) -> Numbers:
        """Heights at points in SWEREF 99 TM, between four cells; NaN outside and at unknown ones."""
        rows, columns = self.heights.shape
        across = (east - self.west) / self.cell_m - 0.5
        down = rows - (north - self.south) / self.cell_m - 0.5
        left, top = np.floor(across).astype(int), np.floor(down).astype(int)
        inside = (left >= 0) & (left < columns - 1) & (top >= 0) & (top < rows - 1)
        left, top = np.where(inside, left, 0), np.where(inside, top, 0)
        x, y = across - left, down - top
        upper = self.heights[top, left] * (1 - x) + self.heights[top, left + 1] * x
        lower = self.heights[top + 1, left] * (1 - x) + self.heights[top + 1, left + 1] * x
        found: Numbers = np.where(inside, upper * (1 - y) + lower * y, np.nan)
        return found


def read_grid(file: Path) -> HeightGrid:
    """Read the whole grid. Raises InvalidInput for anything that is none in SWEREF 99 TM."""
    try:
        with file.open(encoding="ascii") as lines:
            header = _header(lines)
            rows, columns = int(header["nrows"]), int(header["ncols"])
            _check(header, rows, columns)
            heights = np.loadtxt(lines, dtype=np.float64, ndmin=2)
    except (UnicodeDecodeError, KeyError, ValueError):
        raise InvalidInput("heights_unreadable", field="file") from None
    if heights.shape != (rows, columns):
        raise InvalidInput("heights_unreadable", field="file")
    heights[heights == header.get("nodata_value", -9999)] = np.nan
    return HeightGrid(*_corner(header), header["cellsize"], heights)


def over(grid: HeightGrid, line: MultiLineString) -> MultiLineString:
    """A line in WGS 84 with the grid's heights, read off at its corners and every STEP_M between."""
    return MultiLineString([_part_over(grid, part) for part in line.geoms])


def _part_over(grid: HeightGrid, part: LineString) -> LineString:
    flat = shapely.transform(shapely.force_2d(part), to_sweref, interleaved=False)
    corners = shapely.get_coordinates(shapely.segmentize(flat, STEP_M))
    heights = grid.at(corners[:, 0], corners[:, 1])
    lon, lat = to_wgs84(corners[:, 0], corners[:, 1])
    return LineString(np.column_stack([lon, lat, heights]))


def _header(lines: TextIO) -> dict[str, float]:
    """The words before the numbers; six lines, or five where no value means unknown."""
    header: dict[str, float] = {}
    for _ in range(HEADER_LINES):
        here = lines.tell()
        name, *values = lines.readline().casefold().split() or [""]
        if not name[:1].isalpha() or len(values) != 1:
            lines.seek(here)
            break
        header[name] = float(values[0])
    return header


def _check(header: dict[str, float], rows: int, columns: int) -> None:
    if not header.keys() >= NEEDED or min(rows, columns) < 2 or header["cellsize"] <= 0:
        raise InvalidInput("heights_unreadable", field="file")
    if rows * columns > MOST_CELLS:
        raise InvalidInput("heights_too_many", field="file")
    west, south = _corner(header)
    east, north = west + columns * header["cellsize"], south + rows * header["cellsize"]
    if not SWEREF.contains(box(west, south, east, north)):
        raise InvalidInput("heights_elsewhere", field="file")


def _corner(header: dict[str, float]) -> tuple[float, float]:
    """The south-western corner; some files give the middle of that cell instead."""
    half = header["cellsize"] / 2
    if "xllcenter" in header:
        return header["xllcenter"] - half, header["yllcenter"] - half
    return header["xllcorner"], header["yllcorner"]
