"""Doors for people and programs: HTTP in, HTTP out."""
