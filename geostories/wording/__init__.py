"""Words for vocabulary values, numbers, dates and error codes, through gettext."""
