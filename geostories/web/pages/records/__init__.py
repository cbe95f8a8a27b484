"""The archivist's desk: what is kept of the municipality's records (Blueprint `records`)."""

from geostories.web.pages.records import archive, extract, reasons, retention, sealed
from geostories.web.pages.records.desk import blueprint

__all__ = ["archive", "blueprint", "extract", "reasons", "retention", "sealed"]
