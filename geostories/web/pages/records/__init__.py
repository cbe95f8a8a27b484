"""The archivist's desk: what is kept of the municipality's records (Blueprint `records`)."""

from geostories.web.pages.records import extract, reasons, retention, sealed
from geostories.web.pages.records.desk import blueprint

__all__ = ["blueprint", "extract", "reasons", "retention", "sealed"]
