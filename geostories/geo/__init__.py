"""Coordinates: reference systems, grid, bounding boxes. Pure; no database."""
