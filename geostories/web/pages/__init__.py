"""HTML, one file a noun."""
