"""The editors' places and trails: list, editing, history, units (Blueprint `place_editing`)."""

from geostories.web.pages.place_editing import desk, edit, history, own, units
from geostories.web.pages.place_editing.frame import blueprint

__all__ = ["blueprint", "desk", "edit", "history", "own", "units"]
