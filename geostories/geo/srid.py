"""The reference systems the house speaks, as EPSG codes (docs/decisions/0004)."""

WGS84 = 4326
"""Longitude and latitude in degrees: the truth of every `geom` column."""

WEB_MERCATOR = 3857
"""Metres on the web's map: tiles."""

SWEREF99_TM = 3006
"""Metres on Swedish ground: distances, areas, the grid of approximate places."""
