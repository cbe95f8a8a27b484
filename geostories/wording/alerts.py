"""What somebody follows, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.vocabulary import FollowedKind
from geostories.wording.vocabulary import distance


def what(kind: FollowedKind, label: str, reach_m: int = 0) -> str:
    """`Nya berättelser inom 2 km från Djulö`; `label` is its name."""
    if kind is FollowedKind.AREA and reach_m:
        return _(
            "New stories within %(distance)s of %(name)s", distance=distance(reach_m), name=label
        )
    return {
        FollowedKind.AREA: _("New stories in %(name)s", name=label),
        FollowedKind.PLACE: _("New stories at %(name)s", name=label),
        FollowedKind.TRAIL: _("New stories along %(name)s", name=label),
        FollowedKind.THEME: _("New answers to “%(name)s”", name=label),
        FollowedKind.TELLER: _("New stories by %(name)s", name=label),
        FollowedKind.WEEKLY: _("Tip of the week in %(name)s", name=label),
    }[kind]
