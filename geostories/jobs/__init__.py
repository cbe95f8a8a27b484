"""Doors for the clock: bodies of tasks and their schedules."""
