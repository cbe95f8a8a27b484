"""Whoever acts for a municipality: how they come in, and what opens."""
