"""The open API."""
