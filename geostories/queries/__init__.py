"""All SELECTs and all PostGIS functions, one file a noun; answers are plain frozen dataclasses."""
