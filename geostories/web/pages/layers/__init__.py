"""The editors' desk for layers: the table, uploads, imports, registers by address (Blueprint `layers`)."""

from geostories.web.pages.layers import imports, sources, table, uploads
from geostories.web.pages.layers.desk import blueprint

__all__ = ["blueprint", "imports", "sources", "table", "uploads"]
