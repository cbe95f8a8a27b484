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
    """What a membership lets a person do in a municipality; an operator, in none of them."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


class Duty(StrEnum):
    """What a moderator's work consists of; a role may be for some of it only."""

    STORIES = "stories"
    COMMENTS = "comments"
    COLLECTIONS = "collections"
    REPORTS = "reports"
    APPEALS = "appeals"


class FactorKind(StrEnum):
    """What somebody shows besides a password."""

    APP = "app"
    PASSKEY = "passkey"


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


class ShapeKind(StrEnum):
    """What on the ground a story is about."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


class Byline(StrEnum):
    """Which part of the teller's name stands under a story."""

    NAME = "name"
    FIRST_NAME = "first_name"
    ANONYMOUS = "anonymous"


class Licence(StrEnum):
    """What others may do with a story."""

    ALL_RIGHTS = "all_rights"
    CC_BY = "cc_by"
    CC_BY_SA = "cc_by_sa"
    CC0 = "cc0"


class TranscriptBy(StrEnum):
    """Who wrote down what a recording says."""

    TELLER = "teller"
    HELPER = "helper"
    MODERATOR = "moderator"


class Age(StrEnum):
    """What somebody says at sign-up; below 13 a guardian has to say yes (GDPR article 8, in Sweden)."""

    ADULT = "adult"
    YOUNG = "young"
    CHILD = "child"


class LinkPurpose(StrEnum):
    """What a teller's link is for: confirm an address, open what one told, keep it, take it over."""

    CONFIRM = "confirm"
    OPEN = "open"
    KEEP = "keep"
    CLAIM = "claim"


class HintKind(StrEnum):
    """What in a text may be somebody's personal data."""

    PERSONAL_NUMBER = "personal_number"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


STORY_LANGUAGES = (
    "sv", "en", "fi", "se", "fit", "rmy", "yi", "ar", "bs", "da", "de", "es", "fa", "fr", "ku", "nb",
    "pl", "so", "ti", "tr", "uk",
)  # fmt: skip
"""What a story may be told in: Swedish, English, the national minorities', and those many speak."""


class UploadKind(StrEnum):
    """What comes in parts."""

    PHOTO = "photo"
    SOUND = "sound"


class CommentStatus(StrEnum):
    """Where a comment stands."""

    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class CommentRule(StrEnum):
    """Whether a municipality takes comments: none, or read before they are shown."""

    CLOSED = "closed"
    REVIEWED = "reviewed"


class FollowedKind(StrEnum):
    """What somebody has ordered mail about."""

    AREA = "area"
    PLACE = "place"
    TRAIL = "trail"
    THEME = "theme"
    TELLER = "teller"
    WEEKLY = "weekly"


class ThemeColour(StrEnum):
    """The colour of a theme's page: one of the palette's, on its own tint."""

    SOL = "sol"
    PINE = "pine"
    LAKE = "lake"
    PLUM = "plum"
    BROWN = "brown"
    TRAIL = "trail"


class CollectionKind(StrEnum):
    """Stories gathered: to read, or to walk from one to the next."""

    COLLECTION = "collection"
    WALK = "walk"


class CollectionStatus(StrEnum):
    """Where a collection stands for everyone."""

    DRAFT = "draft"
    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"
    HIDDEN = "hidden"


class HappenedPrecision(StrEnum):
    """How exactly the teller knows when it happened; ABOUT is free words."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    ABOUT = "about"


class SubjectKind(StrEnum):
    """What can be reported and decided on."""

    STORY = "story"
    PICTURE = "picture"
    COMMENT = "comment"
    COLLECTION = "collection"
    PLACE = "place"
    TRAIL = "trail"


class RuleKind(StrEnum):
    """What a rule of the municipality looks for; what meets one waits until it has been read."""

    WORD = "word"
    LINK = "link"
    LINKS = "links"
    FIRST_DAY_POSTS = "first_day_posts"
    FIRST_DAY_LINKS = "first_day_links"
    ADDRESS = "address"


COUNTING_RULES = frozenset({RuleKind.LINKS, RuleKind.FIRST_DAY_POSTS, RuleKind.FIRST_DAY_LINKS})
"""Their value is how many may pass; there is one of each."""


class DecisionAction(StrEnum):
    """What a moderator can decide: on a thing, on reports of it, on a review, on a decision.

    HOLD is the only one no moderator takes: what comes from a blocked address waits.
    """

    PUBLISH = "publish"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    HIDE = "hide"
    RESTORE = "restore"
    DISMISS = "dismiss"
    CORRECT = "correct"
    FORWARD = "forward"
    UPHOLD = "uphold"
    REVERSE = "reverse"
    UNDO = "undo"
    HOLD = "hold"
    MASK = "mask"
    REDACT = "redact"
    BLUR = "blur"
    MOVE = "move"


RESTRICTIONS = frozenset(
    {
        DecisionAction.REQUEST_CHANGES,
        DecisionAction.REJECT,
        DecisionAction.HIDE,
        DecisionAction.HOLD,
        DecisionAction.MASK,
        DecisionAction.REDACT,
        DecisionAction.BLUR,
        DecisionAction.MOVE,
    }
)
"""After these somebody is seen less than they wanted: each has its statement of reasons."""


CHANGES = frozenset(
    {DecisionAction.MASK, DecisionAction.REDACT, DecisionAction.BLUR, DecisionAction.MOVE}
)
"""What a moderator changes in a story; the rest of it stands as it was told."""


class DecisionGround(StrEnum):
    """Why: the reason that goes with every decision that is not a publishing."""

    NONE = "none"
    PERSONAL_DATA = "personal_data"
    IMAGE_RIGHTS = "image_rights"
    WRONG_PLACE = "wrong_place"
    OFFENSIVE = "offensive"
    ILLEGAL = "illegal"
    OTHER = "other"


class ReportGround(StrEnum):
    """What a report says is wrong."""

    PERSONAL_DATA = "personal_data"
    IMAGE_RIGHTS = "image_rights"
    OFFENSIVE = "offensive"
    ILLEGAL = "illegal"
    CHILD_ABUSE = "child_abuse"
    WRONG_FACTS = "wrong_facts"
    OTHER = "other"


class ReportStatus(StrEnum):
    """Where a report stands; FORWARDED: a unit of the municipality has it."""

    RECEIVED = "received"
    FORWARDED = "forwarded"
    DECIDED = "decided"


class RetentionKind(StrEnum):
    """Records that a rule can dispose of; decisions, their reasons and the log are never among them."""

    REPORT = "report"
    CASE_NOTE = "case_note"
    COMMENT = "comment"
    STORY = "story"
    SEALED_COPY = "sealed_copy"


class Purpose(StrEnum):
    """Why somebody opens what is sealed, or takes records out."""

    PUBLIC_RECORDS = "public_records"
    POLICE = "police"
    REVIEW = "review"
    SUPERVISION = "supervision"
    ARCHIVE = "archive"


class AppealBy(StrEnum):
    """Who asks for a review: whoever the decision is about, or whoever reported."""

    AUTHOR = "author"
    REPORTER = "reporter"


class AppealStatus(StrEnum):
    """Where a review of a decision stands."""

    RECEIVED = "received"
    UPHELD = "upheld"
    REVERSED = "reversed"


class PlaceKind(StrEnum):
    """Kinds of official places, in the words of the registers."""

    NATURE_RESERVE = "nature_reserve"
    NATIONAL_PARK = "national_park"
    NATURE_CONSERVATION_AREA = "nature_conservation_area"
    CULTURE_RESERVE = "culture_reserve"
    NATURAL_MONUMENT = "natural_monument"
    BIOTOPE_PROTECTION = "biotope_protection"
    SPECIES_PROTECTION = "species_protection"
    WATER_PROTECTION = "water_protection"
    LANDSCAPE_PROTECTION = "landscape_protection"
    NATURA_2000 = "natura_2000"
    OTHER_PROTECTION = "other_protection"
    BIRD_TOWER = "bird_tower"
    VIEWPOINT = "viewpoint"
    SPRING = "spring"
    BATHING_PLACE = "bathing_place"
    LEAN_TO = "lean_to"
    SHELTER = "shelter"
    CABIN = "cabin"
    FIREPLACE = "fireplace"
    PLAYGROUND = "playground"
    OUTDOOR_GYM = "outdoor_gym"
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
    PUBLIC_ART = "public_art"
    BRIDGE = "bridge"
    SIGN = "sign"
    FACILITY = "facility"

    @property
    def group(self) -> str:
        """The sign it gets: `nature` (pine) or `destination` (brown)."""
        return "nature" if self in NATURE_KINDS else "destination"


PROTECTED_KINDS = frozenset(
    {
        PlaceKind.NATURE_RESERVE,
        PlaceKind.NATIONAL_PARK,
        PlaceKind.NATURE_CONSERVATION_AREA,
        PlaceKind.CULTURE_RESERVE,
        PlaceKind.NATURAL_MONUMENT,
        PlaceKind.BIOTOPE_PROTECTION,
        PlaceKind.SPECIES_PROTECTION,
        PlaceKind.WATER_PROTECTION,
        PlaceKind.LANDSCAPE_PROTECTION,
        PlaceKind.NATURA_2000,
        PlaceKind.OTHER_PROTECTION,
    }
)
"""Areas with rules of their own."""

NATURE_KINDS = PROTECTED_KINDS | {PlaceKind.BIRD_TOWER, PlaceKind.SPRING, PlaceKind.VIEWPOINT}


class TrailKind(StrEnum):
    """What a trail is made for."""

    HIKING = "hiking"
    CYCLING = "cycling"
    SKIING = "skiing"
    RIDING = "riding"
    PADDLING = "paddling"


class Difficulty(StrEnum):
    """How demanding a trail is: the worst factor decides."""

    EASY = "easy"
    MEDIUM = "medium"
    DEMANDING = "demanding"


class FactTopic(StrEnum):
    """What a visitor fact is about; its group is the part before the dot."""

    PARKING = "facility.parking"
    TOILET = "facility.toilet"
    DRY_TOILET = "facility.dry_toilet"
    ACCESSIBLE_TOILET = "facility.accessible_toilet"
    DRINKING_WATER = "facility.drinking_water"
    FIREPLACE = "facility.fireplace"
    REST_AREA = "facility.rest_area"
    BENCH = "facility.bench"
    SHELTER = "facility.shelter"
    BIRD_TOWER = "facility.bird_tower"
    BOARDWALK = "facility.boardwalk"
    BRIDGE = "facility.bridge"
    JETTY = "facility.jetty"
    CHANGING_ROOM = "facility.changing_room"
    SHOWER = "facility.shower"
    LIFEBUOY = "facility.lifebuoy"
    PLAYGROUND = "facility.playground"
    INFORMATION = "facility.information"
    CAFE = "facility.cafe"
    WASTE_BIN = "facility.waste_bin"
    PATH_WIDTH = "access.path_width"
    SLOPE = "access.slope"
    SURFACE = "access.surface"
    BENCH_SPACING = "access.bench_spacing"
    NEAREST_ACCESSIBLE_TOILET = "access.nearest_accessible_toilet"
    STEPS = "access.steps"
    LEVEL_ACCESS = "access.level"
    DOG = "suits.dog"
    CHILD = "suits.child"
    PRAM = "suits.pram"
    WHEELCHAIR = "suits.wheelchair"
    SEASON = "when.season"
    OPENING_HOURS = "when.opening_hours"
    BY_CAR = "reach.car"
    BY_BUS = "reach.bus"
    BY_BICYCLE = "reach.bicycle"
    DIRECTIONS = "reach.directions"
    RULE = "rules.rule"
    ACCESS_BAN = "rules.access_ban"
    DOCUMENT = "about.document"
    INTRODUCTION = "about.introduction"

    @property
    def group(self) -> str:
        """`facility`, `access`, `suits`, `when`, `reach`, `rules` or `about`."""
        return self.value.partition(".")[0]


class NoticeKind(StrEnum):
    """Why a place is not as usual."""

    CLOSURE = "closure"
    FIRE_BAN = "fire_ban"
    BATHING_ADVICE = "bathing_advice"
    NEWS = "news"


class FaultStatus(StrEnum):
    """Where a fault report stands."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    MENDED = "mended"
    LEFT = "left"


class SourceProtocol(StrEnum):
    """How a register is asked."""

    FILE = "file"
    WFS = "wfs"
    OGC_FEATURES = "ogc_features"
    NVR_REST = "nvr_rest"
    HAV = "hav"


class ImportStatus(StrEnum):
    """Where one reading of a layer stands; WAITING: somebody has to look before it may be applied."""

    READING = "reading"
    PREVIEWED = "previewed"
    WAITING = "waiting"
    APPLYING = "applying"
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ObservationKind(StrEnum):
    """What is known of today."""

    WEATHER = "weather"
    FIRE_RISK = "fire_risk"
    BATHING_WATER = "bathing_water"
    FIRE_BAN = "fire_ban"


class Accuracy(StrEnum):
    """Whether a position is as exact as its source has it, or an estimate."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


RING_RADIUS_M = {Precision.EXACT: 0, Precision.APPROX_300: 300, Precision.APPROX_1000: 750}
CELL_M = {Precision.APPROX_300: 400, Precision.APPROX_1000: 1_000}
