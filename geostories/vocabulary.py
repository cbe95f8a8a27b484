"""The glossary as enums; docs/glossary.md has the Swedish words."""

from __future__ import annotations

from enum import StrEnum


class StoryStatus(StrEnum):
    """Where a story stands for everyone."""

    DRAFT = "draft"
    PENDING = "pending"
    PUBLISHED = "published"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class VersionStatus(StrEnum):
    """Where one submitted version stands in the review."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class Role(StrEnum):
    """What a membership lets a person do in a municipality."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Voice(StrEnum):
    """Who speaks in a story."""

    RESIDENT = "resident"
    ASSOCIATION = "association"
    MUNICIPALITY = "municipality"


class Precision(StrEnum):
    """How exactly a story's place is shown: the point, or the centre of its grid cell."""

    EXACT = "exact"
    APPROX_300 = "approx_300"
    APPROX_1000 = "approx_1000"


class HappenedPrecision(StrEnum):
    """How exactly the teller knows when it happened; ABOUT is free words."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    ABOUT = "about"


class DecisionAction(StrEnum):
    """What a moderator can decide."""

    PUBLISH = "publish"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    HIDE = "hide"
    RESTORE = "restore"


class DecisionGround(StrEnum):
    """Why: the reason that goes with every decision that is not a publishing."""

    NONE = "none"
    PERSONAL_DATA = "personal_data"
    IMAGE_RIGHTS = "image_rights"
    WRONG_PLACE = "wrong_place"
    OFFENSIVE = "offensive"
    OTHER = "other"


class ReportGround(StrEnum):
    """What a report says is wrong."""

    PERSONAL_DATA = "personal_data"
    IMAGE_RIGHTS = "image_rights"
    OFFENSIVE = "offensive"
    ILLEGAL = "illegal"
    WRONG_FACTS = "wrong_facts"
    OTHER = "other"


class ReportStatus(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    DECIDED = "decided"


class PlaceKind(StrEnum):
    """Kinds of official places, in the words of the registers."""

    NATURE_RESERVE = "nature_reserve"
    NATURAL_MONUMENT = "natural_monument"
    BIRD_TOWER = "bird_tower"
    SPRING = "spring"
    BATHING_PLACE = "bathing_place"
    LEAN_TO = "lean_to"
    CAMPSITE = "campsite"
    PICNIC_SITE = "picnic_site"
    SLIPWAY = "slipway"
    SIGHT = "sight"
    CASTLE = "castle"
    MUSEUM = "museum"
    CHURCH = "church"
    PARK = "park"
    PARKING = "parking"
    TOILET = "toilet"

    @property
    def group(self) -> str:
        """The sign it gets: `nature` (pine) or `destination` (brown)."""
        return "nature" if self in NATURE_KINDS else "destination"


NATURE_KINDS = frozenset(
    {
        PlaceKind.NATURE_RESERVE,
        PlaceKind.NATURAL_MONUMENT,
        PlaceKind.BIRD_TOWER,
        PlaceKind.SPRING,
    }
)


class Accuracy(StrEnum):
    """Whether a position comes from a register or was estimated from a description."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


RING_RADIUS_M = {Precision.EXACT: 0, Precision.APPROX_300: 300, Precision.APPROX_1000: 750}
CELL_M = {Precision.APPROX_300: 400, Precision.APPROX_1000: 1_000}
