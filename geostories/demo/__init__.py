"""The demonstration: an invented municipality with stories, pictures and people."""
