"""What the pages say of lines and areas that are drawn."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.geo.drawn_shapes import kind_of
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import Precision, ShapeKind


def words() -> dict[str, str]:
    """What static/js/map/drawing.js says."""
    return {
        "corner_added": _("Point {n} is set."),
        "corner_removed": _("The last point is taken away. {n} left."),
        "drawing_deleted": _("The drawing is deleted."),
        "drawing_done": _("Done. {n} points."),
        "drawing_more": _("Set more points."),
    }


def shown_text(draft: VersionInfo) -> str:
    """Whether others will see the line or the area; empty where there is none."""
    kind = kind_of(draft.shape)
    if kind is ShapeKind.POINT:
        return ""
    if draft.precision is not Precision.EXACT:
        return _("What you drew is not shown: only the ring.")
    if kind is ShapeKind.LINE:
        return _("The stretch you drew is shown on the map.")
    return _("The area you drew is shown on the map.")
